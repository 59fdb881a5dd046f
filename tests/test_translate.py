"""Every string a reader sees can be translated, and is collected for whoever translates it."""

import ast
import html
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from geodata import translate
from geodata.translate import gettext, language, languages, ngettext, use_language

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "geodata" / "locale" / "messages.pot"
PAGES = sorted([ROOT / "app.py", *ROOT.glob("ui/**/*.py"), *ROOT.glob("pages/**/*.py")])

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"

"""
CATALOGUES = {
    "az": 'msgid "Play"\nmsgstr "Oynat"\n',
    "ru": """\
msgid "Play"
msgstr "Пуск"

msgid "{count} problem"
msgid_plural "{count} problems"
msgstr[0] "{count} ошибка"
msgstr[1] "{count} ошибки"
msgstr[2] "{count} ошибок"
""",
}


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for code, entries in CATALOGUES.items():
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_text(HEADER + entries, encoding="utf-8")
    monkeypatch.setattr(translate, "LOCALE_DIR", tmp_path)
    translate._catalogue.cache_clear()
    yield tmp_path
    translate._catalogue.cache_clear()


# The template


def run_messages(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "tools" / "messages.py"), *arguments]
    return subprocess.run(command, cwd=root.parent, capture_output=True, text=True, check=False)


def test_the_template_is_up_to_date() -> None:
    done = run_messages("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_template_that_is_out_of_date_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    script = (ROOT / "tools" / "messages.py").read_text(encoding="utf-8")
    (tmp_path / "tools" / "messages.py").write_text(script, encoding="utf-8")
    (tmp_path / "geodata").mkdir()
    for name in ("app.py", "ui", "geodata/datasets"):
        (tmp_path / name).symlink_to(ROOT / name)

    missing = run_messages("--check", root=tmp_path)
    assert missing.returncode == 1
    told = "geodata/locale/messages.pot is out of date: run `make messages` and commit it\n"
    assert missing.stderr == told

    assert run_messages(root=tmp_path).returncode == 0
    assert run_messages("--check", root=tmp_path).returncode == 0
    with (tmp_path / "geodata" / "locale" / "messages.pot").open("a") as file:
        file.write("\n")
    assert run_messages("--check", root=tmp_path).returncode == 1


def test_the_template_is_the_same_on_every_machine_and_every_day() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert "Date" not in text.partition("\n\n")[0]
    references = [line[3:].split() for line in text.splitlines() if line.startswith("#: ")]
    assert all((ROOT / file).is_file() for files in references for file in files)
    messages = re.findall(r'^msgid "(.*)"$', text, flags=re.MULTILINE)
    assert len(messages) == len(set(messages))


@pytest.mark.parametrize(
    ("message", "file"),
    [
        ("Play", "geodata/replay/strings.py"),
        ("All districts", "ui/panels.py"),
        ("Kalbajar", "geodata/datasets/karabakh/names.csv"),
        ("west of the 1994 ceasefire line", "geodata/datasets/karabakh/areas.csv"),
        (
            "First Nagorno-Karabakh War (1988–1994)",
            "geodata/datasets/karabakh/events.csv",
        ),
    ],
)
def test_strings_of_code_and_data_are_in_the_template(message: str, file: str) -> None:
    with TEMPLATE.open("rb") as template:
        found = read_po(template).get(message)
    assert found is not None
    assert (file, None) in found.locations


# Catalogues


def test_english_needs_no_catalogue() -> None:
    assert language() == "en"
    assert gettext("Play") == "Play"
    assert ngettext("{count} problem", "{count} problems", 1) == "{count} problem"
    assert ngettext("{count} problem", "{count} problems", 2) == "{count} problems"


def test_a_language_is_offered_when_it_has_a_catalogue(catalogues: Path) -> None:
    assert languages() == ("az", "en", "ru")
    (catalogues / "hy").mkdir()
    assert languages() == ("az", "en", "ru")


@pytest.mark.usefixtures("catalogues")
def test_a_catalogue_translates() -> None:
    with use_language("ru"):
        assert language() == "ru"
        assert gettext("Play") == "Пуск"


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("count", "phrase"), [(1, "1 ошибка"), (3, "3 ошибки"), (5, "5 ошибок"), (21, "21 ошибка")]
)
def test_a_catalogue_translates_each_plural(count: int, phrase: str) -> None:
    with use_language("ru"):
        found = ngettext("{count} problem", "{count} problems", count)
        assert found.format(count=count) == phrase


@pytest.mark.usefixtures("catalogues")
def test_a_string_without_a_translation_stays_english() -> None:
    with use_language("az"):
        assert gettext("Pause") == "Pause"
        assert ngettext("{count} problem", "{count} problems", 2) == "{count} problems"


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize("code", ["xx", "", "..", "../../etc", "en"])
def test_an_unknown_language_shows_english(code: str) -> None:
    with use_language(code):
        assert gettext("Play") == "Play"


@pytest.mark.usefixtures("catalogues")
def test_languages_nest_and_are_left_again_even_after_an_error() -> None:
    with use_language("ru"):
        with use_language("az"):
            assert gettext("Play") == "Oynat"
        assert gettext("Play") == "Пуск"
        with pytest.raises(KeyError), use_language("az"):
            raise KeyError
        assert gettext("Play") == "Пуск"
    assert gettext("Play") == "Play"


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize("code", ["en", "az", "ru"])
def test_the_empty_string_stays_empty(code: str) -> None:
    with use_language(code):
        assert gettext("") == ""


# Marked strings

_DISPLAYS = re.compile(
    "badge|button|caption|checkbox|code|date_input|download_button|error|exception|expander|feedback"
    "|form_submit_button|header|html|info|link_button|markdown|metric|multiselect|number_input"
    "|page_link|pills|popover|radio|segmented_control|select_slider|selectbox|slider|spinner|status"
    "|subheader|success|table|tabs|text|text_area|text_input|title|toast|toggle|warning|write"
)
_SHOWN_KEYWORDS = {"body", "caption", "help", "label", "page_title", "placeholder", "title"}
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<[^<>]*>")
_SHOWN_ATTRIBUTE = re.compile(r"""\b(?:title|alt|aria-label|placeholder)=(["'])(.*?)\1""")
_FIELD = re.compile(r"\{[^{}]*\}")
# A piece of a tag, put into one: attributes and nothing else.
_ATTRIBUTES = re.compile(r"""(?:\s(?:hidden|(?!title|alt|aria-label)[\w-]+=(["'])[^"'<>]*\1))+""")


def shown_words(template: str) -> list[str]:
    """Return the words of markup that a reader sees: between tags, and in titles."""
    shown = [_TAG.sub(" ", template), *(text for _, text in _SHOWN_ATTRIBUTE.findall(template))]
    return _WORD.findall(html.unescape(_FIELD.sub(" ", " ".join(shown))))


def unmarked(source: str) -> list[str]:
    """Return the strings of a page's code that a reader sees but nobody can translate."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    found = (text for call in calls for node in _shown(call) for text in _literals(node))
    return [text for text in found if shown_words(text) and not _ATTRIBUTES.fullmatch(text)]


def _shown(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the arguments of a call that may be text for the reader."""
    name = _name(call.func)
    if name in {"Markup", "text", "link"}:
        yield from call.args
    elif isinstance(call.func, ast.Attribute) and _DISPLAYS.fullmatch(name):
        yield from call.args[:1]
    yield from (pair.value for pair in call.keywords if pair.arg in _SHOWN_KEYWORDS)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(node: ast.expr) -> Iterator[str]:
    """Yield what is written in an argument itself, not in the calls inside it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield " ".join(part.value for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from (text for side in (node.body, node.orelse) for text in _literals(side))
    elif isinstance(node, ast.BinOp):
        yield from (text for side in (node.left, node.right) for text in _literals(side))
    elif isinstance(node, ast.List | ast.Tuple):
        yield from (text for item in node.elts for text in _literals(item))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_string_of_a_page_can_be_translated(path: Path) -> None:
    assert unmarked(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'st.button("Next change")',
        'slot.markdown("Hello")',
        'st.write(f"Day {day}")',
        'st.selectbox(_("District"), options, help="Choose one")',
        'st.button("Next" if forward else "Before")',
        'st.tabs(["Map", "Table"])',
        'st.html("<p>Sources</p>")',
        "Markup('<p>Area: {}</p>').format(area)",
        "Markup('<a title=\"Opens beside\">{}</a>')",
        'alt.Y("share", title="Share held")',
        'link(address, "Licence")',
    ],
)
def test_a_string_that_cannot_be_translated_is_found(source: str) -> None:
    assert unmarked(source)


@pytest.mark.parametrize(
    "source",
    [
        'st.button(_("Next change"), key="step-next", icon=":material/arrow_forward:")',
        'st.html(Path("page.css"))',
        'st.markdown(f"{a} · {b}")',
        "Markup('<p class=\"quiet\">{}&nbsp;{:.2f}%</p>')",
        'Markup(\'<a href="{}" title="{}" rel="noopener">{}</a>\')',
        'st.container(key="stage")',
    ],
)
def test_what_no_reader_reads_is_left_alone(source: str) -> None:
    assert unmarked(source) == []


def _calls_of(source: str, wanted: Callable[[ast.Call], bool]) -> list[ast.Call]:
    nodes = ast.walk(ast.parse(source))
    return [node for node in nodes if isinstance(node, ast.Call) and wanted(node)]


@pytest.mark.parametrize("path", [*PAGES, *sorted(ROOT.glob("geodata/**/*.py"))], ids=str)
def test_a_phrase_is_filled_in_after_it_is_translated(path: Path) -> None:
    def is_filled_before(call: ast.Call) -> bool:
        if _name(call.func) not in {"_", "gettext", "ngettext"} or not call.args:
            return False
        return isinstance(call.args[0], ast.JoinedStr | ast.BinOp)

    assert not _calls_of(path.read_text(encoding="utf-8"), is_filled_before)
