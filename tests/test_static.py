"""What is served as it is: vendored files unchanged, and no other host asked at run time."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "static"
SUMS = STATIC / "SHA256SUMS"
OURS = {"SHA256SUMS", "icon.svg"}

SERVED = sorted(
    path
    for folder in (STATIC, ROOT / "geodata" / "replay", ROOT / "ui")
    for path in folder.rglob("*")
    if path.suffix in {".css", ".js", ".html", ".svg"}
)
# Written in a file, asked by nobody: a namespace, bug reports in comments, and the address of
# Leaflet's makers in its first line and in an attribution prefix that the element turns off.
ALLOWED = {
    "http://www.w3.org/2000/svg",
    "https://leafletjs.com",
    "https://bugs.chromium.org/p/chromium/issues/detail?id=600120",
    "https://bugzilla.mozilla.org/show_bug.cgi?id=888319",
}
# Base maps that a reader may choose in the menu, and whom they are owed to.
BASE_MAPS = {
    "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "https://www.openstreetmap.org/copyright",
    "https://tile.opentopomap.org/{z}/{x}/{y}.png",
    "https://opentopomap.org",
}
_ADDRESS = re.compile(r"(?:https?|wss?|ftp):(?:\\?/){2}[^\s\"'`<>()]+", re.IGNORECASE)
# An address without its scheme, where a browser would load it.
_SCHEMELESS = re.compile(
    r"""(?:url\(|@import|\bsrc\s*=|\bhref\s*=|\bimport\s*\(|\bfetch\()\s*["'`]?//""", re.IGNORECASE
)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listed() -> dict[str, str]:
    rows = SUMS.read_text(encoding="ascii").splitlines()
    return {name: found for found, name in (row.split("  ", 1) for row in rows)}


def present() -> dict[str, str]:
    files = (path for path in STATIC.rglob("*") if path.is_file())
    names = {path.relative_to(STATIC).as_posix(): path for path in files}
    return {name: digest(path) for name, path in names.items() if name not in OURS}


def test_every_vendored_file_is_listed_and_unchanged_and_nothing_else_is() -> None:
    assert listed() == present()


def test_the_list_is_sorted_and_in_the_form_of_sha256sum() -> None:
    rows = SUMS.read_text(encoding="ascii").splitlines()
    assert rows == [f"{found}  {name}" for name, found in sorted(present().items())]


def test_every_vendored_folder_has_its_licence() -> None:
    folders = [path for path in STATIC.iterdir() if path.is_dir()]
    assert folders
    assert all(list(folder.glob("LICENSE*")) for folder in folders)


def test_every_font_that_a_style_sheet_names_is_there() -> None:
    style = STATIC / "fonts" / "fonts.css"
    names = set(re.findall(r'url\("([^"]+)"\)', style.read_text(encoding="utf-8")))
    assert names == {path.name for path in style.parent.glob("*.woff2")}


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_script_or_style_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(_ADDRESS.findall(text)) <= ALLOWED
    assert not _SCHEMELESS.search(text)


def test_base_maps_are_the_only_other_hosts_of_the_element() -> None:
    sources = (ROOT / "geodata" / "replay").glob("*.py")
    found = {url for path in sources for url in _ADDRESS.findall(path.read_text(encoding="utf-8"))}
    assert found <= BASE_MAPS


def test_scripts_and_styles_were_found() -> None:
    assert {"leaflet.js", "leaflet.css", "fonts.css", "replay.js", "replay.css"} <= {
        path.name for path in SERVED
    }


@pytest.mark.parametrize(
    "text",
    ["@import '//a.example/x.css'", "url(//a.example/x.png)", '<script src="//a.example">'],
)
def test_an_address_without_a_scheme_is_found(text: str) -> None:
    assert _SCHEMELESS.search(text)


# The repository. What is looked for is put together here, so that it is not found here.

REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("npmjs", "com"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
]
# Not after a letter, so that a page of a web site may have such a folder.
_MACHINE = re.compile(r"(?<![\w.-])/(?:work|root|home)/")


def committed() -> list[Path]:
    """Return every file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listing.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in committed():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path.relative_to(ROOT).as_posix(), content.decode()))
    return found


def test_every_text_file_of_ours_has_plain_line_ends() -> None:
    ours = ((name, text) for name, text in texts() if not re.match("static/|.*/raw/", name))
    assert [name for name, text in ours if "\r" in text] == []


def test_no_file_names_a_package_registry() -> None:
    assert [
        (name, address)
        for name, text in texts()
        for address in REGISTRIES
        if address in text.lower()
    ] == []


def test_no_file_names_a_folder_of_a_machine() -> None:
    assert [
        (name, match.group()) for name, text in texts() for match in _MACHINE.finditer(text)
    ] == []


@pytest.mark.parametrize("name", ["work", "root", "home"])
def test_a_folder_of_a_machine_is_found(name: str) -> None:
    assert _MACHINE.search(f"cd /{name}/main")
    assert _MACHINE.search(f'"/{name}/a"')
    assert _MACHINE.search(f"file:///{name}/a")
    assert not _MACHINE.search(f"https://example.org/{name}/a")
