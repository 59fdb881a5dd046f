"""Every page works under its own headers, and what they are to stop is stopped in a browser."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from e2e.server import Server
from e2e.stage import FRAME
from ui.page import pages

pytestmark = pytest.mark.e2e

NewContext = Callable[..., BrowserContext]

LISTEN = """addEventListener("securitypolicyviolation", (event) => console.error(
  "VIOLATION", event.effectiveDirective, event.blockedURI, event.sourceFile));"""
# What Streamlit tries and does without, each as its console tells it.
PROBING = {
    # long.js, in protobuf.js, asks for WebAssembly and counts in JavaScript without it.
    "VIOLATION script-src wasm-eval": "/static/js/protobuf.",
    "WebAssembly": "/static/js/protobuf.",
    # Streamlit asks where its root is, below the page first.
    "Failed to load resource: the server responded with a status of 404": "/_stcore/h",
}
CHARTS = ("timeline", "population")
MAPS = {"", "compare"}
# st_folium runs the script of the first message that comes (to win that race takes many), and takes
# the map where any later one says.
ATTACK = """<!DOCTYPE html><iframe src="{}"></iframe><script>
const bring = {{ type: "streamlit:render", dfs: [], args: {{
  script: "parent.document.documentElement.dataset.taken = 1;", html: "", header: "",
  js_links: [], css_links: [], returned_objects: [], height: 1,
  zoom: 9, center: {{ lat: 0, lng: 0 }} }} }};
setInterval(() => {{
  for (let i = 0; i < 100; i += 1) frames[0]?.frames[0]?.postMessage(bring, "*");
}}, 20);
</script>"""


class Witness:
    """Notes what the consoles of a context complain of."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        context.add_init_script(LISTEN)
        context.on("console", self._note)
        context.on("weberror", lambda failure: self.complaints.append(str(failure.error)))

    def _note(self, message: ConsoleMessage) -> None:
        told = f"{message.text} {message.location['url']}"
        known = any(what in told and where in told for what, where in PROBING.items())
        if message.type == "error" and not known:
            self.complaints.append(told)


def drawn(page: Page) -> None:
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    expect(page.locator("footer.colophon, footer.embedded")).to_have_count(1)


def mapped(page: Page) -> None:
    expect(page.frame_locator(FRAME).locator("[data-ready]").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_its_own(
    new_context: NewContext, server: Server, scheme: str
) -> None:
    context = new_context(color_scheme=scheme)
    witness = Witness(context)
    page = context.new_page()
    for name in pages() if scheme == "light" else CHARTS:
        page.goto(f"{server.address}{name}?date=1993-07-23&district=AZ-AGM")
        drawn(page)
        if name in MAPS:
            mapped(page)
        if name in CHARTS:
            expect(page.locator(".vega-embed svg").first).to_be_visible()
        if name == "timeline":
            expect(page.locator("#chart-patterns pattern")).to_have_count(4)
        assert witness.complaints == [], name


def test_reading_on_breaks_no_rule(new_context: NewContext, server: Server) -> None:
    context = new_context()
    witness = Witness(context)
    page = context.new_page()
    page.goto(server.address)
    mapped(page)
    for name in ("timeline", "compare", "population", "search"):
        page.locator(f"nav a[data-page={name}]").click()
        expect(page.locator(f"nav a[data-page={name}][aria-current=page]")).to_be_attached()
        drawn(page)
    page.go_back()
    drawn(page)
    assert witness.complaints == []


def test_the_rules_are_in_force(new_context: NewContext, server: Server) -> None:
    page = new_context().new_page()
    page.goto(f"{server.address}method")
    drawn(page)
    found = page.evaluate(
        """async () => {
          const broken = new Set();
          const all = 5;
          const done = new Promise((resolve) => {
            setTimeout(resolve, 5000);
            addEventListener("securitypolicyviolation", (event) => {
              if (broken.add(event.effectiveDirective).size === all) resolve();
            });
          });
          const make = (tag, rest) => Object.assign(document.createElement(tag), rest);
          const put = (tag, rest) => document.body.append(make(tag, rest));
          put("script", { textContent: "window.inline = true" });
          put("script", { src: "https://evil.example/x.js" });
          put("img", { src: "https://evil.example/x.png" });
          put("iframe", { src: "https://evil.example/" });
          const asked = await fetch("https://evil.example/").then(() => true, () => false);
          // What the test itself evaluates is free of the rules, so no eval is tried here.
          const link = document.createElement("a");
          link.setAttribute("onclick", "window.handler = true");
          link.click();
          await done;
          return { ran: Boolean(window.inline || window.handler || asked), broken: [...broken] };
        }"""
    )
    assert not found["ran"]
    assert sorted(found["broken"]) == [
        *("connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem")
    ]


# ---- in pages of others ----


class Stranger(BaseHTTPRequestHandler):
    def __init__(self, document: str, *args: object) -> None:
        self.document = document.encode()
        super().__init__(*args)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.document)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[Callable[[str], str]]:
    """Return a function that serves a document from another origin."""
    servers: list[ThreadingHTTPServer] = []

    def serve(document: str) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Stranger, document))
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_map_works_in_the_page_of_another_site(
    new_context: NewContext, server: Server, stranger: Callable[[str], str]
) -> None:
    page = new_context().new_page()
    page.goto(stranger(f'<iframe src="{server.address}?embed=true" width=900 height=700></iframe>'))
    embedded = page.frame_locator("iframe")
    ready = embedded.frame_locator(FRAME).locator("[data-ready]")
    expect(ready).to_be_visible()
    embedded.frame_locator(FRAME).locator("path[data-area=AZ-KAL]").click(force=True)
    expect(embedded.frame_locator(FRAME).locator("path.is-selected").first).to_be_attached()


@pytest.mark.parametrize(
    "path", ["", "timeline", "component/streamlit_folium.st_folium/index.html"]
)
def test_nothing_else_can_be_framed_by_another_site(
    new_context: NewContext, server: Server, stranger: Callable[[str], str], path: str
) -> None:
    page = new_context().new_page()
    document = stranger(f'<iframe src="{server.address}{path}"></iframe>')
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(document)
    expect(page.frame_locator("iframe").locator("#root")).to_have_count(0)


def test_the_map_takes_no_message_from_a_page_around_ours(
    new_context: NewContext, server: Server, stranger: Callable[[str], str]
) -> None:
    page = new_context().new_page()
    page.goto(stranger(ATTACK.format(f"{server.address}?embed=true")))
    embedded = page.frame_locator("iframe")
    ready = embedded.frame_locator(FRAME).locator("[data-ready]")
    expect(ready).to_be_visible()
    page.wait_for_timeout(500)
    assert ready.evaluate("() => window.__GLOBAL_DATA__.last_zoom") is None  # st_folium obeyed none
    expect(embedded.locator("html")).not_to_have_attribute("data-taken", "1")
