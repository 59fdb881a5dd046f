"""What the server lets through and what browsers are told, asked of a running server."""

import asyncio
import contextlib
import http.client
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import asking
import pytest
from conftest import SquareData
from read_page import served
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Route
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from geodata import translate
from ui import assets, charts, downloads
from ui.page import pages
from ui.server import frame, notices, policy
from ui.server.headers import Headers
from ui.server.health import health
from ui.server.options import Options
from ui.server.seats import KEPT_S, Seats

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from serving import Server, app_server  # noqa: E402 -- found on the path just added

STREAMLIT = Path(policy.streamlit.__file__).parent
FRAME = "/component/streamlit_folium.st_folium/index.html"
DOCUMENTS = [f"/{name}" for name in pages()]
FILES = ["/favicon.png", "/_stcore/health", "/_stcore/host-config", "/healthz"]
REFUSED = ["/nonsense", "/_stcore/metrics", "/static/none.js", "/static/../app.py", "/timeline/"]

# What Streamlit serves or may come to serve, and this app has no use for.
CLOSED = [
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/timeline/_stcore/agent/mcp",
    "/_stcore/metrics",
    "/_stcore/metrics?families=session_events",
    "/_stcore/script-health-check",
    "/_stcore/upload_file/a/b",
    "/_stcore/bidi-components/a/b.js",
    "/_stcore/message?hash=0",
    "/_stcore/stream",
    "/_stcore/",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/index.html",
    "/manifest.json",
    "/debug",
    "/docs",
    "/openapi.json",
]
TRAVERSAL = [
    "/../app.py",
    "/..%2fapp.py",
    "/%2e%2e/app.py",
    "/%2e%2e%2fapp.py",
    "/..%5capp.py",
    "/..;/app.py",
    "/....//app.py",
    "/app.py",
    "/serve.py",
    "/.git/config",
    "/.streamlit/config.toml",
    "/pyproject.toml",
    "//etc/passwd",
    "/%2fetc/passwd",
    "/%5c%5chost%5cshare",
    "/file:///etc/passwd",
    "/static/../../app.py",
    "/static/%2e%2e/%2e%2e/app.py",
    "/static/..%252f..%252fapp.py",
    "/static/none.js",
    "/static/js/",
    "/static//etc/passwd",
    "/static/%00",
    "/app/static/../../serve.py",
    "/app/static/..%2f..%2fserve.py",
    "/app/static/%2e%2e/%2e%2e/.streamlit/config.toml",
    "/app/static/..%5c..%5cserve.py",
    "/app/static//etc/passwd",
    "/app/static/C:/windows/win.ini",
    "/app/static/",
    "/media/../serve.py",
    "/media/%2e%2e%2fserve.py",
    "/media/0000",
    "/component/streamlit_folium.st_folium/../../serve.py",
    "/component/streamlit_folium.st_folium/..%2f..%2f__init__.py",
    "/component/streamlit_folium.st_folium/%2e%2e/%2e%2e/__init__.py",
    "/component/streamlit_folium.st_folium//etc/passwd",
    "/component/streamlit_folium/index.html",
    "/component/os/path.py",
    "/replay/../serve.py",
    "/replay/latest/..%2f..%2fserve.py",
    "/download/../serve.py",
    "/download/latest/%2e%2e%2f%2e%2e%2fserve.py",
    "/healthz/../serve.py",
    "/healthz%00",
    "/timeline%2f..%2fserve.py",
    "/timeline/../serve.py",
    "/{{7*7}}",
    "/$%7bjndi:ldap://x%7d",
    "/<script>alert(1)</script>",
    "/%0d%0aSet-Cookie:%20a=b",
]
# What must not stand in any answer to a probe.
LEAKS = re.compile(
    rb"root:|import |def |\[server\]|\[project\]|Traceback|site-packages|\.py\b|/hom[e]/|/tmp/"
    rb"|alert|jndi|Set-Cookie: a|window\.prerenderReady|# TYPE|agent"
)
OFFERED = {  # headers that a client may send, and what must not come of them
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/_stcore/metrics",
    "X-Rewrite-URL": "/_stcore/metrics",
    "X-HTTP-Method-Override": "DELETE",
    "Origin": "https://evil.example",
    "Referer": "https://evil.example/?embed=true",
    "Cookie": "_streamlit_user=evil; _streamlit_xsrf=" + "2|" * 400,
    "Range": "bytes=0-99999999",
    "If-None-Match": '"evil", ' * 300,
    "Accept-Encoding": "evil" * 500,
    "Upgrade": "h2c",
}


@pytest.fixture(scope="module", autouse=True)
def _ours() -> Iterator[None]:
    with served():
        yield


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with app_server(tmp_path_factory.mktemp("server") / "log.txt") as server:
        yield server
        assert server.complaints() == []


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve two readers at most, by these names, with TLS before it."""
    options = {
        "REPLAY_SESSIONS": "2",
        "REPLAY_HOSTS": "127.0.0.1, *.example.org",
        "REPLAY_HSTS": "31536000",
        "REPLAY_DATASET": "",
    }
    log = tmp_path_factory.mktemp("small") / "log.txt"
    with app_server(log, environment=options) as server:
        yield server
        assert server.complaints() == []


class Answer:
    def __init__(self, raw: http.client.HTTPResponse) -> None:
        self.status = raw.status
        self.headers = {name.lower(): value for name, value in raw.getheaders()}
        self.names = [name.lower() for name, _ in raw.getheaders()]
        self.body = raw.read()

    def directives(self) -> dict[str, list[str]]:
        parts = (part.split() for part in self.headers["content-security-policy"].split(";"))
        return {name: values for name, *values in parts}


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for exactly this path; ``_`` in the name of a header stands for ``-``."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    given.setdefault("Host", f"127.0.0.1:{server.port}")
    lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in given.items())]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.connect()
    try:
        told = "\r\n".join([*lines, "Connection: close", "", ""])
        connection.sock.sendall(told.encode("latin-1"))
        raw = http.client.HTTPResponse(connection.sock, method=method)
        raw.begin()
        return Answer(raw)
    finally:
        connection.close()


# ---- headers ----


@pytest.mark.parametrize("path", [*DOCUMENTS, *FILES, *REFUSED, FRAME])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_has_every_header_once(server: Server, path: str, method: str) -> None:
    answer = ask(server, path, method)
    for name, value in {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "SAMEORIGIN",
    }.items():
        assert answer.headers[name] == value
        assert answer.names.count(name) == 1
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.names.count("content-security-policy") == 1
    policy = answer.directives()
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("path", DOCUMENTS)
def test_no_page_may_evaluate_or_ask_another_host(server: Server, path: str) -> None:
    told = ask(server, path).directives()
    scripts = told.pop("script-src")
    assert scripts[0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", value) for value in scripts[1:])
    allowed = {"'self'", "'none'", "data:", "'unsafe-inline'"}
    assert {value for values in told.values() for value in values} <= allowed
    assert [name for name, values in told.items() if "'unsafe-inline'" in values] == ["style-src"]


def test_the_frame_of_the_map_may_write_scripts_but_not_evaluate_text(server: Server) -> None:
    told = ask(server, FRAME).directives()
    assert told["script-src"] == ["'self'", "'unsafe-inline'"]
    assert told["connect-src"] == ["'self'"]


@pytest.mark.parametrize("query", ["", "?embed=true"])
def test_an_answer_without_content_has_the_headers_of_the_page(server: Server, query: str) -> None:
    first = ask(server, f"/{query}")
    again = ask(server, f"/{query}", If_None_Match=first.headers["etag"])
    assert again.status == 304
    assert again.directives() == first.directives()


@pytest.mark.parametrize(
    ("path", "embedded"),
    [
        ("/?embed=true", True),
        ("/compare?date=1993-07-23&embed=true", True),
        ("/?embed=false", False),
        ("/?embed=", False),
        ("/?embed_options=true", False),
        ("/?q=embed=true", False),
        ("/?q=embed%3Dtrue", False),
        ("/timeline", False),
    ],
)
def test_only_the_embed_view_may_be_framed_by_others(
    server: Server, path: str, embedded: bool
) -> None:
    answer = ask(server, path)
    assert answer.directives()["frame-ancestors"] == (["*"] if embedded else ["'self'"])
    assert ("x-frame-options" in answer.headers) is not embedded


@pytest.mark.parametrize(
    ("referrer", "embedded"),
    [
        ("http://127.0.0.1:{port}/?embed=true", True),
        ("http://127.0.0.1:{port}/compare?date=1993-07-23&embed=true", True),
        ("http://127.0.0.1:{port}/", False),
        ("http://127.0.0.1/?embed=true", False),
        ("https://evil.example/?embed=true", False),
        ("http://127.0.0.1:{port}.evil.example/?embed=true", False),
        ("http://127.0.0.1:{port}@evil.example/?embed=true", False),
        ("http://[::1/?embed=true", False),
        ("", False),
    ],
)
def test_the_frame_of_the_map_may_be_where_its_page_may(
    server: Server, referrer: str, embedded: bool
) -> None:
    answer = ask(server, f"{FRAME}?embed=true", Referer=referrer.format(port=server.port))
    assert answer.directives()["frame-ancestors"] == (["*"] if embedded else ["'self'"])


def test_downloads_are_for_the_pages_of_others_too(server: Server) -> None:
    with served():
        answer = ask(server, f"/{downloads.path('control.csv')}", "HEAD")
    assert answer.status == 200
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_file_that_is_opened_as_a_document_can_do_nothing(server: Server) -> None:
    for path in (f"/{assets.path('replay.js')}", "/app/static/icon.svg"):
        answer = ask(server, path)
        assert answer.status == 200
        assert answer.directives()["default-src"] == ["'none'"]
        assert "script-src" not in answer.directives()


def test_a_failure_has_the_headers_and_tells_nothing() -> None:
    async def fail(_request: Request) -> None:
        raise RuntimeError("secret")

    app = Starlette(routes=[Route("/timeline", fail)], middleware=[Middleware(Headers)])
    sent: list[dict[str, object]] = []
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/timeline",
        "query_string": b"",
        "headers": [],
    }

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    with pytest.raises(RuntimeError, match="secret"):
        asyncio.run(app(scope, None, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 500
    assert b"secret" not in sent[1]["body"]
    assert b"content-security-policy" in dict(sent[0]["headers"])


# ---- what stands in the pages ----


def test_streamlit_s_page_has_the_one_script_that_is_known() -> None:
    document = (STREAMLIT / "static" / "index.html").read_text(encoding="utf-8")
    [script] = policy.inline_scripts(document)
    assert script.strip() == "window.prerenderReady = false"
    assert "<style" not in document
    assert not re.search(r"\son[a-z]+=", document)
    assert policy.streamlit_hashes() == (policy.hashed(script),)


def test_another_script_in_streamlit_s_page_has_another_hash(tmp_path: Path) -> None:
    document = (STREAMLIT / "static" / "index.html").read_text(encoding="utf-8")
    (tmp_path / "static").mkdir()
    changed = document.replace("prerenderReady = false", "prerenderReady = 0")
    changed = changed.replace("</head>", "<script>second()</script></head>")
    (tmp_path / "static" / "index.html").write_text(changed, encoding="utf-8")
    with patch.object(policy.streamlit, "__file__", str(tmp_path / "__init__.py")):
        found = policy.streamlit_hashes.__wrapped__()
    assert len(found) == 2
    assert found[1] == policy.hashed("second()")
    assert found[0] != policy.streamlit_hashes()[0]


def test_the_policy_knows_the_scripts_of_the_charts() -> None:
    written = []
    for look in (charts.LIGHT, charts.DARK):
        with patch.object(charts.st, "html") as html:
            charts.define_patterns(look)
        [script] = policy.inline_scripts(html.call_args[0][0])
        written.append(policy.hashed(script))
    assert tuple(written) == policy.CHART_PATTERNS


def test_the_guard_of_the_frame_stands_before_every_script(server: Server) -> None:
    document = ask(server, FRAME).body.decode()
    guard, *others = re.findall(r"<script[^>]*>", document)
    assert guard == "<script>"
    assert "stopImmediatePropagation" in policy.inline_scripts(document)[0]
    assert len(policy.inline_scripts(document)) == 1
    assert others
    installed = frame.installed()
    assert document.replace(frame.GUARD, "") == installed


# ---- what is refused ----


@pytest.mark.parametrize("path", [*CLOSED, *TRAVERSAL])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_probe_gets_nothing(server: Server, path: str, method: str) -> None:
    answer = ask(server, path, method, Content_Length="0")
    assert answer.status in {400, 404, 405}
    found = LEAKS.search(answer.body)
    assert found is None, found
    assert "location" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "EVIL"])
@pytest.mark.parametrize("path", ["/", "/timeline", "/_stcore/upload_file/a/b", "/healthz"])
def test_nothing_but_reading_is_possible(server: Server, method: str, path: str) -> None:
    answer = ask(server, path, method, Content_Length="0")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("name", OFFERED)
@pytest.mark.parametrize("path", ["/timeline/", "/timeline", "/_stcore/metrics", "/healthz"])
def test_no_header_of_a_request_changes_what_is_open(server: Server, name: str, path: str) -> None:
    plain = ask(server, path)
    answer = ask(server, path, **{name: OFFERED[name]})
    assert "evil" not in json.dumps(answer.headers)
    assert "access-control-allow-origin" not in answer.headers
    assert answer.status in {plain.status, 206, 416}
    assert answer.headers.get("location") == plain.headers.get("location")


def test_a_redirect_stays_here_and_splits_no_header(server: Server) -> None:
    answer = ask(server, "/timeline/?next=%0d%0aSet-Cookie:%20a=b")
    assert answer.status == 301
    assert answer.headers["location"] == "/timeline?next=%0d%0aSet-Cookie:%20a=b"
    assert "set-cookie" not in answer.headers


def test_a_line_that_is_too_long_harms_nobody(server: Server) -> None:
    with contextlib.suppress(ConnectionError):  # it may hang up before all is sent
        assert ask(server, f"/?q={'a' * 1_000_000}").status == 400
    assert ask(server, "/healthz").status == 200


@pytest.mark.parametrize("path", ["/nonsense", "/a/b/c", "/Timeline", "/timeline.html"])
def test_an_address_without_a_page_says_so_and_leads_to_the_pages(
    server: Server, path: str
) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    root = "../" * (path.count("/") - 1) or "./"
    links = re.findall(r'<a href="([^"]*)">', answer.body.decode())
    assert links == [f"{root}{name}" for name in pages()]
    assert b"<script" not in answer.body


def test_a_socket_elsewhere_is_refused(server: Server) -> None:
    for path in ("_stcore/agent/mcp", "timeline", "_stcore/stream/x"):
        with pytest.raises(InvalidStatus) as refused:
            socket(server, path)
        assert refused.value.response.status_code == 404
        assert "content-security-policy" in refused.value.response.headers


def test_a_socket_of_another_site_s_page_is_refused(server: Server) -> None:
    with pytest.raises(InvalidStatus):
        socket(server, origin="https://evil.example")


# ---- names ----


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:80", "a.example.org", "A.Example.ORG:443"]
)
def test_a_server_answers_to_its_names(small: Server, host: str) -> None:
    assert ask(small, "/_stcore/health", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "example.org", "127.0.0.1.evil.example", "", "[::1"]
)
def test_a_server_with_names_answers_to_no_other(small: Server, host: str) -> None:
    answer = ask(small, "/", Host=host)
    assert answer.status == 400
    assert "content-security-policy" in answer.headers
    assert ask(small, "/healthz", Host=host).status == 200


def test_browsers_are_told_of_tls_where_it_is_asked_for(small: Server) -> None:
    for path in ("/", "/healthz", "/nonsense"):
        assert ask(small, path).headers["strict-transport-security"] == "max-age=31536000"


def test_options_are_read_and_mistakes_named() -> None:
    assert Options.read({}) == Options(("*",), 200, 0)
    assert Options.read({"REPLAY_HOSTS": " A.org , *.b.org,", "REPLAY_SESSIONS": " 7 "}) == Options(
        ("a.org", "*.b.org"), 7, 0
    )
    for name, value in {
        "REPLAY_HOSTS": "a.*.org",
        "REPLAY_SESSIONS": "0",
        "REPLAY_HSTS": "-1",
    }.items():
        with pytest.raises(ValueError, match=name):
            Options.read({name: value})
    with pytest.raises(ValueError, match="REPLAY_SESSIONS=many"):
        Options.read({"REPLAY_SESSIONS": "many"})


# ---- health ----


def test_health_tells_of_the_data_set_and_of_the_places(server: Server) -> None:
    answer = ask(server, "/healthz")
    told = json.loads(answer.body)
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert {**told, "sessions": 0} == {
        "status": "ok",
        "version": downloads.dataset().version,
        "revision": downloads.dataset().revision,
        "sessions": 0,
        "cap": 200,
    }
    head = ask(server, "/healthz", "HEAD")
    assert (head.status, head.body) == (200, b"")


def test_health_is_bad_without_a_data_set(square_data: SquareData) -> None:
    square_data.write("control.csv", "nonsense")
    with patch("ui.server.health.dataset", square_data.load):
        answer = asking.ask(health(Seats(1)), "/healthz")
    assert answer.status == 503
    assert json.loads(answer.body)["status"] == "no data set"


# ---- places ----


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_page_keeps_a_place_until_its_socket_takes_it() -> None:
    seats = Seats(1, Clock())
    assert seats.keep()
    assert not seats.keep()
    assert seats.take()
    assert not seats.take()
    assert (seats.taken, seats.cap) == (1, 1)


def test_a_page_that_never_comes_back_loses_its_place() -> None:
    clock = Clock()
    seats = Seats(1, clock)
    assert seats.keep()
    clock.now = KEPT_S
    assert seats.keep()


def test_a_reader_whose_connection_broke_finds_the_place_free() -> None:
    clock = Clock()
    seats = Seats(2, clock)
    assert seats.take()
    assert seats.take()
    seats.leave()
    seats.leave()
    assert not seats.keep()  # nobody else comes between
    assert seats.take()
    assert seats.take()
    assert not seats.take()
    seats.leave()
    clock.now += KEPT_S
    assert seats.keep()


def test_a_socket_finds_a_free_place_without_a_page() -> None:
    clock = Clock()
    seats = Seats(1, clock)
    assert seats.keep()
    clock.now = KEPT_S + 1  # a slow page: its place is no longer kept
    assert seats.take()


def socket(server: Server, path: str = "_stcore/stream", **options: str) -> ClientConnection:
    return connect(f"ws://127.0.0.1:{server.port}/{path}", **options)


def test_a_full_server_says_so_and_goes_on(small: Server) -> None:
    with socket(small), socket(small):
        assert json.loads(ask(small, "/healthz").body)["sessions"] == 2
        for path in ("/", "/timeline?lang=xx", "/?embed=true"):
            answer = ask(small, path)
            assert answer.status == 503
            assert answer.headers["retry-after"] == "20"
            assert answer.headers["cache-control"] == "no-store"
            page = answer.body.decode()
            assert "Busy" in page
            assert '<meta http-equiv="refresh" content="20">' in page
            assert "<script" not in page
            told = answer.directives()
            assert "script-src" not in told
            [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
            assert told["style-src"] == [f"'{policy.hashed(style)}'"]
            assert told["frame-ancestors"] == (["*"] if "embed" in path else ["'self'"])
        with pytest.raises(InvalidStatus) as refused:
            socket(small)
        assert refused.value.response.status_code == 503
        for path in (f"/{assets.path('replay.js')}", f"/{downloads.path('control.csv')}", FRAME):
            assert ask(small, path).status == 200
        assert ask(small, "/", "HEAD").status == 200
    with socket(small), socket(small):  # readers who come back
        assert ask(small, "/").status == 503


def test_the_busy_page_speaks_the_language_of_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "hy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\nmsgid "Try again"\n'
    (folder / "messages.po").write_text(f'{catalogue}msgstr "Կրկին"\n', encoding="utf-8")
    monkeypatch.setattr(translate, "LOCALE_DIR", tmp_path)
    scope = {"type": "http", "path": "/", "query_string": b"lang=hy", "headers": []}
    page = bytes(notices.busy(scope).body).decode()
    assert '<html lang="hy">' in page
    assert ">Կրկին</a>" in page


# ---- settings ----


def test_nothing_is_told_that_readers_need_not_know() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["allowedOrigins"] == []
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["enableAgentApi"] is False
    assert settings["server"]["maxUploadSize"] == 0
    assert settings["server"]["maxMessageSize"] <= 8
    assert settings["server"]["maxWidgetStateSize"] <= 1
    for protection in ("enableCORS", "enableXsrfProtection"):
        assert settings["server"].get(protection, True) is True


def test_a_page_that_embeds_ours_may_not_command_it(server: Server) -> None:
    assert json.loads(ask(server, "/_stcore/host-config").body)["allowedOrigins"] == []


def test_a_message_that_is_too_large_ends_the_socket(server: Server) -> None:
    with socket(server) as open_socket:
        open_socket.send(b"\0" * 2_000_000)
        with pytest.raises(ConnectionClosed) as closed:
            all(open_socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
