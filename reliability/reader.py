"""A reader's browser as far as the server can tell: one socket, what it keeps, what it reports.

It sends what Streamlit's browser sends (tests/test_reliability.py holds the two side by side) and
takes nothing on trust: an answer that a page would show as an error, that refers to what a browser
no longer has, or that tells of another view than was asked for, is a ReaderError.
"""

import asyncio
import html
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from geodata.control import changes
from geodata.model import DataSet

PATIENCE_S = 60
VIEW = re.compile(r'data-replay-view="([^"]*)"')
AGE = 2  # the browser forgets what this many runs of the page had no use for


class ReaderError(Exception):
    """What a reader would have seen go wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Seconds until the server had answered in full, the bytes that came, the view it told."""

    seconds: float
    size: int
    view: dict[str, Any]


@dataclass
class Reader:
    """One open page: ``arrive`` opens it, ``report`` is what the map does, ``visit`` a link."""

    url: str
    socket: ClientConnection
    query: dict[str, str] = field(default_factory=dict)
    page: str = ""
    received: int = 0
    _reports: int = 0
    _runs: int = 0
    _scripts: dict[str, str] = field(default_factory=dict)  # by page
    _kept: dict[str, int] = field(default_factory=dict)  # messages: the run that last used each
    _map: str = ""
    _fragment: str = ""

    @classmethod
    async def arrive(cls, url: str, page: str = "", **query: str) -> Self:
        """Connect as a browser that has never been here, and run the page."""
        reader = cls(url, await _connected(url))
        await reader.visit(page, **query)
        return reader

    async def visit(self, page: str = "", **query: str) -> Answer:
        """Follow a link: the whole page is run."""
        self.page, self.query = page, query
        message = self._message()
        run = message.rerun_script
        if self._scripts:
            run.page_script_hash, run.is_history_navigation = self._scripts[page], True
        else:
            run.page_name = page
        answer = await self._asked(message)
        if not page and not self._map:
            raise ReaderError("the replay came without its map")
        return answer

    async def report(self, **told: str) -> Answer:
        """Settle on another ``date``, ``district`` or ``colouring`` on the map."""
        answer = await self._asked(self.reported(**told))
        expected = {**told, "seen": self._reports}
        if expected.items() - answer.view.items():
            raise ReaderError(f"asked for {expected}, was told {answer.view}")
        if "date" in told and self.query.get("date") != told["date"]:
            raise ReaderError(f"asked for {told}, the address has {self.query}")
        return answer

    def reported(self, **told: str) -> BackMsg:
        """Return the message that the map's report makes, and count it."""
        self._reports += 1
        feature = {"type": "Feature", "geometry": None}
        value = {"last_active_drawing": {**feature, "properties": told | {"report": self._reports}}}
        message = self._message()
        run = message.rerun_script
        run.page_script_hash, run.fragment_id = self._scripts[self.page], self._fragment
        run.widget_states.widgets.add(
            id=self._map, json_value=json.dumps(value, separators=(",", ":"))
        )
        return message

    async def leave(self) -> None:
        """Close the page."""
        await self.socket.close()

    def _message(self) -> BackMsg:
        message = BackMsg()
        run = message.rerun_script
        run.query_string = urlencode(self.query)
        run.widget_states.SetInParent()
        run.cached_message_hashes.extend(self._kept)
        context = run.context_info
        context.timezone, context.timezone_offset, context.locale = "UTC", 0, "en-US"
        context.url = f"{self.url}/{self.page}"
        context.is_embedded, context.color_scheme = False, "light"
        return message

    async def _asked(self, message: BackMsg) -> Answer:
        """Send a message and take what comes until the run, and those it leads to, are over."""
        start, before = time.perf_counter(), self.received
        view: dict[str, Any] = {}
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self.socket.send(message.SerializeToString())
                while not self._over(came := await self._next()):
                    view = _told(came) or view
        except (WebSocketException, TimeoutError) as error:
            raise ReaderError(repr(error)) from error
        return Answer(time.perf_counter() - start, self.received - before, view)

    async def _next(self) -> ForwardMsg:
        """Return the next message, having taken from it what a browser would."""
        frame = await self.socket.recv(decode=False)
        self.received += len(frame)
        came: ForwardMsg = ForwardMsg.FromString(frame)
        match came.WhichOneof("type"):
            case "new_session":
                self._runs += 1
            case "navigation":
                pages = came.navigation.app_pages
                self._scripts = {each.url_pathname: each.page_script_hash for each in pages}
            case "page_info_changed":
                self.query = dict(parse_qsl(came.page_info_changed.query_string))
            case "ref_hash" if came.ref_hash not in self._kept:
                raise ReaderError("the server refers to a message that the browser does not have")
            case "ref_hash":
                self._kept[came.ref_hash] = self._runs
            case "delta":
                self._take(came)
            case "page_not_found":
                raise ReaderError("there is no such page")
        return came

    def _take(self, came: ForwardMsg) -> None:
        element = came.delta.new_element
        if came.metadata.cacheable:
            self._kept[came.hash] = self._runs
        match element.WhichOneof("type"):
            case "exception":
                raise ReaderError(f"the page shows an error: {element.exception.message}")
            case "component_instance" if not self.page:
                self._map, self._fragment = element.component_instance.id, came.delta.fragment_id

    def _over(self, came: ForwardMsg) -> bool:
        """Whether a message ends the last run, after which the browser forgets what it can."""
        if came.WhichOneof("type") != "script_finished":
            return False
        if came.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise ReaderError("a page does not compile")
        if came.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._kept = {key: run for key, run in self._kept.items() if self._runs - run < AGE}
        return came.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def days_of(data: DataSet) -> list[str]:
    """Return the dates to settle on: the first of the record and every day of change."""
    days = {change.date.isoformat() for change in changes(data)}
    return sorted({data.settings.start.isoformat(), *days})


async def _connected(url: str) -> ClientConnection:
    address = urlsplit(url)._replace(scheme="ws", path="/_stcore/stream", query="").geturl()
    try:
        return await connect(
            address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=PATIENCE_S
        )
    except (OSError, WebSocketException, TimeoutError) as error:
        raise ReaderError(repr(error)) from error


def _told(came: ForwardMsg) -> dict[str, Any]:
    """Return the view that a message writes into the page for the map; empty if none."""
    found = VIEW.search(came.delta.new_element.html.body)
    view: dict[str, Any] = json.loads(html.unescape(found[1])) if found else {}
    return view
