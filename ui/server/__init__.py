"""What stands before the pages: who may ask for what, and what browsers are told of the answer."""

from collections.abc import Mapping

from starlette.middleware import Middleware
from starlette.routing import Route

from ui.server.gate import Gate, Hosts
from ui.server.headers import Headers
from ui.server.health import health
from ui.server.options import Options
from ui.server.seats import Seats, Sessions


def stack(environment: Mapping[str, str]) -> tuple[list[Middleware], list[Route]]:
    """Return the middleware, the outermost first, and the routes of the server itself.

    Raises
    ------
    ValueError
        If an option in the environment cannot be used.
    """
    options = Options.read(environment)
    seats = Seats(options.sessions)
    middleware = [
        Middleware(Headers, hsts=options.hsts),
        Middleware(Hosts, allowed_hosts=options.hosts, www_redirect=False),
        Middleware(Gate),
        Middleware(Sessions, seats=seats),
    ]
    return middleware, [health(seats)]
