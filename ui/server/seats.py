"""How many readers there are at a time: whoever comes when all places are taken is told so.

A place is a socket: a session lives as long as its own. A page that is served keeps a place for the
socket that follows it, and a socket that ends keeps its place for a while, so that a reader whose
connection broke finds it free. Taken and kept together are never more than there are.
"""

import time
from collections import deque
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.server import notices
from ui.server.asked import SOCKET, is_page

KEPT_S = 15


class Seats:
    """The places of one process; used by its event loop alone."""

    def __init__(self, cap: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.cap = cap
        self.taken = 0
        self._kept: deque[float] = deque()  # until when, the earliest first
        self._clock = clock

    def keep(self) -> bool:
        """Keep a place for a reader who is about to come; False if there is none."""
        if self.taken + self._waited_for() >= self.cap:
            return False
        self._kept.append(self._clock() + KEPT_S)
        return True

    def take(self) -> bool:
        """Take a kept place, else a free one; False if there is none."""
        if self._waited_for():
            self._kept.popleft()
        elif self.taken >= self.cap:
            return False
        self.taken += 1
        return True

    def leave(self) -> None:
        """Leave a place, which is kept for a while."""
        self.taken -= 1
        self._kept.append(self._clock() + KEPT_S)

    def _waited_for(self) -> int:
        now = self._clock()
        while self._kept and self._kept[0] <= now:
            self._kept.popleft()
        return len(self._kept)


class Sessions:
    """Lets in as many readers as there are places; files and health checks need none."""

    def __init__(self, app: ASGIApp, seats: Seats) -> None:
        self.app = app
        self.seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that all places are taken."""
        if scope["type"] == "websocket" and scope["path"] == SOCKET:
            await self._sit(scope, receive, send)
        elif is_page(scope) and scope["method"] == "GET" and not self.seats.keep():
            await notices.busy(scope)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _sit(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.seats.take():
            retry = {"Retry-After": str(notices.AGAIN_S)}
            await PlainTextResponse("Busy\n", 503, retry)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self.seats.leave()
