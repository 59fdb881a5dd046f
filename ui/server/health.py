"""Whether the server can be sent readers, for load balancers; no session is made."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geodata.problems import DataSetError
from ui.data import dataset
from ui.server.asked import HEALTH
from ui.server.seats import Seats


def health(seats: Seats) -> Route:
    """Return the route that tells of the data set and of the places."""

    async def answer(_request: Request) -> Response:
        places = {"sessions": seats.taken, "cap": seats.cap}
        try:
            data = dataset()
        except DataSetError:  # what is wrong stands in the log of the start
            return _told(503, {"status": "no data set", **places})
        version = {"version": data.version, "revision": data.revision}
        return _told(200, {"status": "ok", **version, **places})

    return Route(HEALTH, answer, methods=["GET", "HEAD"])


def _told(status: int, content: dict[str, str | int]) -> JSONResponse:
    return JSONResponse(content, status, {"Cache-Control": "no-store"})
