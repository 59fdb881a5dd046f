"""What the server sends from memory: as it is installed, packed, named ahead, and at once."""

import gzip
import re
import resource
import socket
from pathlib import Path

import pytest
import streamlit
from asking import ask
from read_page import served
from starlette.datastructures import Headers

from ui import assets
from ui.packed import File
from ui.page import WITH_MAP, pages
from ui.server import ahead, files
from ui.server.asked import FRAME
from ui.server.process import MOST_FILES, allow_files, answer_at_once

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPTS = sorted((STATIC / "static" / "js").glob("*.js"), key=lambda path: path.stat().st_size)


def body(file: File, accepts: str) -> tuple[bytes, str | None]:
    answer = file.answer(Headers({"accept-encoding": accepts}))
    return bytes(answer.body), answer.headers.get("content-encoding")


@pytest.mark.parametrize("script", SCRIPTS[-1::-40], ids=lambda path: path.name)
def test_a_script_of_streamlit_is_sent_as_it_is_installed(script: Path) -> None:
    found = files.find(f"/static/js/{script.name}")
    assert found is not None
    assert "javascript" in found.media_type
    packed, how = body(found, "gzip, deflate, br")
    assert how == ("gzip" if len(packed) < script.stat().st_size else None)
    assert (gzip.decompress(packed) if how else packed) == script.read_bytes()
    assert body(found, "identity") == (script.read_bytes(), None)


def test_the_script_of_the_frame_is_there_before_a_map_was_opened() -> None:
    [script] = (files.frame_folder() / "static" / "js").glob("main.*.js")
    found = files.find(f"{FRAME}/static/js/{script.name}")
    assert found is not None
    assert found.content == script.read_bytes()


@pytest.mark.parametrize(
    "path",
    ["/static/js/../../index.html", "/static/js", "/static/", "/index.html", "/static/js/none.js"],
)
def test_nothing_else_is_sent_from_memory(path: str) -> None:
    assert files.find(path) is None


def test_what_gets_no_smaller_is_sent_as_it_is() -> None:
    assert body(File(b"ab", "text/css"), "gzip") == (b"ab", None)


def test_an_answer_says_that_it_depends_on_what_the_browser_can_unpack() -> None:
    answer = File(b"a" * 999, "text/css").answer(Headers({}))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("page", pages())
def test_every_file_that_a_page_names_ahead_is_there(page: str) -> None:
    with served():
        named = re.findall(r"<\.(/[^>]+)>; rel=(\w+)", ahead.links(page, "en"))
        assert len(named) == len(set(named))
        for path, _ in named:
            if path.startswith("/static/"):
                assert files.find(path) is not None, path
            else:
                assert ask(assets.ROUTE, path).status == 200, path
        fetched = {path.rsplit("/", 1)[1] for path, how in named if how == "prefetch"}
        wanted = {"replay.js", "payload.en.json", "background.en.json"}
        assert fetched == (wanted if page in WITH_MAP else set())


def test_a_language_that_there_is_not_gets_the_files_of_the_default() -> None:
    with served():
        assert ahead.links("", "<x>; rel=preload") == ahead.links("", "en")


def test_a_connection_to_come_does_not_wait_for_confirmations() -> None:
    with socket.socket() as listening, socket.socket() as asking:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert answer_at_once() >= 1
        asking.connect(listening.getsockname())
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert not asking.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_only_sockets_that_listen_are_touched() -> None:
    with socket.socket() as closed:
        closed.close()
        with socket.socket() as idle:
            answer_at_once()
            assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_files_of_the_map_are_sent_packed() -> None:
    with served():
        path = f"/{assets.path('payload.en.json')}"
        answer = ask(assets.ROUTE, path, accept_encoding="gzip")
        assert answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body) == assets.content("payload.en.json")


def test_as_many_files_may_be_open_as_the_machine_allows() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        allow_files()
        raised = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert raised == (hard if 0 <= hard < MOST_FILES else MOST_FILES, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
