"""Asks a route of the server as its web server would, without one."""

import asyncio
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.routing import Route


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(route: Route, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a path as a browser sends it; ``_`` in the name of a header stands for ``-``."""
    sent = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "http_version": "1.1",
    }
    asyncio.run(Starlette(routes=[route])(scope, receive, send))
    start, *rest = sent
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], found, b"".join(part.get("body", b"") for part in rest))
