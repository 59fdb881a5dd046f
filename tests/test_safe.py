"""Whatever a stranger writes enters a map as text and nothing else."""

import html
import json
import unicodedata
from html.parser import HTMLParser
from typing import Any

import jinja2
import pytest
from hostile import ADDRESSES, COLORS, LONG, UNREADABLE
from hostile import PAYLOADS as COMBINED
from hypothesis import given
from hypothesis import strategies as st

from geodata.safe import plain_text, safe_address, safe_color, safe_json, safe_text

RAW_SIGNS = set("<>\"'{}$\\`")
JSON_SIGNS = set("<>&`$%#'")

PAYLOADS = [
    # Jinja, which folium runs twice
    "{{ 7*7 }}",
    "{{7*7}}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ config }}",
    "{{{{ 7*7 }}}}",
    "{{ '{{' }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{%- raw -%}",
    "{% endmacro %}",
    "{# a comment #}",
    "{{",
    "}}",
    "{",
    "{%",
    "# for x in y",
    "{\u200b{ 7*7 }}",
    "{\x00{ 7*7 }\x00}",
    "{\u202e{ 7*7 }}",
    "&#123;&#123; 7*7 &#125;&#125;",
    "&lbrace;&lbrace; 7*7",
    # JavaScript, inside a string, a template literal or a script element
    "${alert(1)}",
    "`${alert(1)}`",
    "`); alert(1); (`",
    "'); alert(1); ('",
    '"); alert(1); ("',
    "\\",
    "\\'; alert(1)//",
    "\\u003cscript\\u003e",
    "</script><script>alert(1)</script>",
    "</SCRIPT >",
    "<!--<script>",
    "]]>",
    "\u2028alert(1)",
    "\u2029alert(1)",
    # markup
    "<b>bold</b>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;script&gt;",
    "&amp;lt;",
    "<",
    # controls, direction, surrogates
    "\x00",
    "a\x00b\x07c\x1bd\x7fe\x9bf",
    "one\ntwo\r\nthree\tfour\x0bfive\x0csix\x85seven",
    "\u202egnp.exe",
    "\u2066a\u2067b\u2068c\u2069",
    "\u200e\u200f\u061c",
    "\ud800",
    "a\udfffb",
    "\ufeff\u00a0",
    "",
    "   ",
]

NAMES = [
    "Ağdam",
    "Füzuli",
    "Kəlbəcər",
    "Cəbrayıl",
    "Քարվաճառ",
    "Աղդամի շրջան",
    "Кельбаджар",
    "Физулинский район",
    "Agdam (Akna)",
    "Nagorno-Karabakh",
    "Füzuli",  # u and its dots as two characters
    "قره‌باغ",  # with a zero-width non-joiner, which Persian spelling needs
    "1,936 km²",
    "9–10 November",
    "“by 5 April”",
]

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
# What the laws should meet more often than chance: the signs that mean something to somebody.
loaded = st.text(st.sampled_from("{}%#$`\\\"'<>&;/-= \x00\u2028\u202e7*ab\n")) | st.text()


def rendered(template: str) -> str:
    # What folium does: no autoescape.
    return jinja2.Template(template).render()


class _Elements(HTMLParser):
    """Every element with its attributes, and the text between them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_is_only_text(value: str) -> None:
    safe = safe_text(value)
    assert not RAW_SIGNS & set(safe)
    assert rendered(safe) == safe
    assert rendered(rendered(safe)) == safe
    assert html.unescape(safe) == plain_text(value)
    page = _Elements(f"""<i title="{safe}" lang='{safe}'>{safe}</i>""")
    shown = plain_text(value)
    assert page.elements == [("i", {"title": shown, "lang": shown})]
    assert (page.text, page.others) == (shown, [])


def assert_is_only_data(value: Any) -> None:
    safe = safe_json(value)
    assert json.loads(safe) == value
    assert not JSON_SIGNS & set(safe)
    assert rendered(safe) == safe
    assert rendered(rendered(safe)) == safe
    page = _Elements(f"<script>x = {safe};</script>")
    assert page.elements == [("script", {})]
    assert page.text == f"x = {safe};"


def test_the_table_of_payloads_is_long_and_has_no_row_twice() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 40


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_payload_is_only_text(payload: str) -> None:
    assert_is_only_text(payload)


def test_every_payload_put_together_is_only_text_and_only_data() -> None:
    for payload in (*COMBINED, *UNREADABLE, LONG):
        assert_is_only_text(payload)
    assert_is_only_data([*COMBINED, *UNREADABLE, LONG])


@given(loaded)
def test_any_text_is_only_text(value: str) -> None:
    assert_is_only_text(value)


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_payload_in_json_is_only_data(payload: str) -> None:
    assert_is_only_data({payload: [payload, {"a": {"b": {payload: payload}}}]})


@given(json_values | loaded)
def test_any_json_is_only_data(value: Any) -> None:
    assert_is_only_data(value)


@given(json_values)
def test_json_is_one_line_that_can_be_sent(value: Any) -> None:
    safe = safe_json(value)
    assert not set("\n\r\u2028\u2029") & set(safe)
    safe.encode()


def test_a_lone_surrogate_in_json_can_be_sent() -> None:
    assert safe_json("\ud800").encode() == rb'"\ud800"'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_what_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        safe_json(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_name_comes_through_unharmed(name: str) -> None:
    assert plain_text(name) == name
    assert safe_text(name) == name
    assert safe_json(name) == f'"{name}"'


@given(loaded)
def test_plain_text_is_one_line_without_controls_and_says_it_twice(value: str) -> None:
    plain = plain_text(value)
    assert len(plain.splitlines()) <= 1
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(sign) for sign in plain}
    marks = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    assert not marks & {unicodedata.bidirectional(sign) for sign in plain}
    assert plain == plain.strip()
    assert plain_text(plain) == plain


def test_line_breaks_and_tabs_become_spaces() -> None:
    assert plain_text("one\ntwo\tthree\u2028four\x85five") == "one two three four five"


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert plain_text("one\ufffetwo\uffff") == "onetwo"


@given(loaded)
def test_the_quick_way_leaves_nothing_in_that_the_long_way_takes_out(value: str) -> None:
    assert plain_text(value) == plain_text(f"{value}\x00")


def test_what_is_not_text_is_written_as_text() -> None:
    assert plain_text(None) == "None"
    assert safe_text(["{{ 7*7 }}"]) == "[&#x27;&#123;&#123; 7*7 &#125;&#125;&#x27;]"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://example.org:8080/a?b=c&d=e#f",
        "HTTPS://EXAMPLE.ORG/",
        "https://hy.wikipedia.org/wiki/Քարվաճառ",
        "https://example.org/a_(b)",
        "https://[2001:db8::1]/",
    ],
)
def test_an_address_on_the_web_is_kept(address: str) -> None:
    assert safe_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\x00script:alert(1)",
        "java\u202escript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox",
        "file:///etc/passwd",
        "ftp://example.org/",
        "mailto:a@example.org",
        "//example.org/",
        "/local",
        "example.org",
        "https:",
        "https://",
        "https:///path",
        "https:example.org",
        "https:\\\\example.org",
        "http://[",
        "https://[::1",
        "https://@/",
        "https://:443/",
        "https://example.org\\@evil.example/",
        "https://example.org:port/",
    ],
    ids=ascii,
)
def test_any_other_address_is_dropped(address: str) -> None:
    assert safe_address(address) == ""


def test_what_only_looks_like_an_address_on_the_web_is_dropped() -> None:
    for address in (*ADDRESSES, *UNREADABLE):
        assert safe_address(address) == ""


@pytest.mark.parametrize("color", ["#000000", "#aa3333", "#0f9bcd"])
def test_a_colour_is_kept(color: str) -> None:
    assert safe_color(color) == color


def test_what_is_no_colour_is_grey() -> None:
    for color in (*COLORS, *UNREADABLE, "", None, 0x123456, b"#123456", ["#123456"]):
        assert safe_color(color) == "#808080"


@given(loaded | loaded.map("https://a/".__add__) | loaded.map("http:".__add__))
def test_an_address_that_is_kept_is_one_line_that_begins_with_http(value: str) -> None:
    address = safe_address(value)
    assert not address or address.lower().startswith(("http://", "https://"))
    assert plain_text(address) == address
    assert safe_address(address) == address
