"""What a settled date costs the server, and how many of them one process answers in a second.

The cost is measured in Chromium: from a key on the slider until the address has another date, the
script rests and the socket is silent. The rate without one, so that nothing but the server is busy:
sessions send what the browser was heard to send, the next date as soon as the last is answered.
"""

import json
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from measure import VIEWPORT, cpu_ms
from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from subjects import in_frame
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

SESSIONS = 8
LAPS = 3  # of each over all dates
SILENCE_MS = 300
ANOTHER_DATE = """old => new URLSearchParams(location.search).get("date") !== old
  && document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]")"""


@dataclass
class Heard:
    """The frames of the page's socket."""

    got: list[int] = field(default_factory=list)
    sent: list[BackMsg] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        """Hear a socket from now on."""
        socket.on("framereceived", lambda frame: self.got.append(len(frame)))
        socket.on("framesent", lambda frame: self.sent.append(BackMsg.FromString(frame)))


def measure_settled(browser: Browser, url: str, pid: int, keys: list[str]) -> dict[str, Any]:
    """Press the keys, each of which leads to another date; then let the sessions loose."""
    page = browser.new_page(viewport=VIEWPORT)
    heard = Heard()
    page.on("websocket", heard.listen)
    _open(page, url, heard)
    costs = [_settle(page, key, heard, pid) for key in keys]
    days = list(dict.fromkeys(day for _cpu, _bytes, day in costs))
    page.close()
    return {
        "server_cpu_ms": round(statistics.median(cpu for cpu, _bytes, _day in costs), 1),
        "bytes": round(statistics.median(size for _cpu, size, _day in costs)),
        "dates": len(costs),
        "dates_per_second": round(_rate(url, heard.sent, days), 1),
        "sessions": SESSIONS,
    }


def _open(page: Page, url: str, heard: Heard) -> None:
    page.goto(url)
    page.frame_locator("iframe[title*=st_folium]").locator("[data-ready]").wait_for(timeout=60_000)
    in_frame(page).focus()
    _wait_for_silence(page, heard)


def _settle(page: Page, key: str, heard: Heard, pid: int) -> tuple[float, int, str]:
    """Return the CPU time, the bytes that came, and the date that is settled on."""
    old = _date(page.url)
    heard.got.clear()
    before = cpu_ms(pid)
    page.keyboard.press(key)
    page.wait_for_function(ANOTHER_DATE, arg=old, timeout=20_000)
    _wait_for_silence(page, heard)
    return cpu_ms(pid) - before, sum(heard.got), _date(page.url)


def _wait_for_silence(page: Page, heard: Heard) -> None:
    frames = -1
    while frames < len(heard.got):
        frames = len(heard.got)
        page.wait_for_timeout(SILENCE_MS)


def _date(url: str) -> str:
    return parse_qs(urlsplit(url).query)["date"][0]


def _rate(url: str, sent: list[BackMsg], days: list[str]) -> float:
    """Return the settled dates in a second, of all sessions together."""
    runs = [message for message in sent if message.WhichOneof("type") == "rerun_script"]
    opening, settled = runs[0], runs[-1]
    if opening.rerun_script.fragment_id or not settled.rerun_script.fragment_id:
        raise RuntimeError("a settled date is expected to run a fragment, and nothing else")
    address = urlsplit(url)._replace(scheme="ws", path="/_stcore/stream", query="").geturl()
    together = Barrier(SESSIONS)

    def session(_number: int) -> tuple[float, float]:
        with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
            _answer(socket, opening)
            together.wait(timeout=60)
            start = time.perf_counter()
            for number, (old, day) in enumerate(pairwise([_date(url), *days * LAPS]), 1):
                answer = _answer(socket, _reported(settled, old, day, number))
                if not any(day in part.page_info_changed.query_string for part in answer):
                    raise RuntimeError(f"{day} was not settled on")
            return start, time.perf_counter()

    with ThreadPoolExecutor(SESSIONS) as pool:
        starts, ends = zip(*pool.map(session, range(SESSIONS)), strict=True)
    seconds: float = max(ends) - min(starts)
    return SESSIONS * LAPS * len(days) / seconds


def _answer(socket: ClientConnection, message: BackMsg) -> list[ForwardMsg]:
    """Send a message and return what comes until the script has finished."""
    socket.send(message.SerializeToString())
    found = [ForwardMsg.FromString(socket.recv(timeout=60, decode=False))]
    while found[-1].WhichOneof("type") != "script_finished":
        found.append(ForwardMsg.FromString(socket.recv(timeout=60, decode=False)))
    return found


def _reported(settled: BackMsg, old: str, day: str, number: int) -> BackMsg:
    """Return the message for another date, as the report of this number; ``old`` is the last."""
    message = BackMsg()
    message.CopyFrom(settled)
    run = message.rerun_script
    for widget in run.widget_states.widgets:
        value = json.loads(widget.json_value or "null")
        drawing = value.get("last_active_drawing") if isinstance(value, dict) else None
        if drawing:
            drawing["properties"].update(date=day, report=number)
            widget.json_value = json.dumps(value)
    run.query_string = urlencode({**parse_qs(run.query_string), "date": old}, doseq=True)
    return message
