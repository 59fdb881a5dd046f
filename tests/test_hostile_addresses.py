"""A thousand hostile addresses: no exception, the defaults are shown, and text stays text."""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, quote, quote_plus

import pytest
from read_page import content, served
from streamlit.testing.v1 import AppTest

from geodata.model import DataSet
from ui import view
from ui.page import pages
from ui.view import LONGEST_TEXT

COUNT = 1000
SAMPLE = 10  # of each page, in the tests of every day
ROOT = view.__file__.removesuffix("ui/view.py")
FIELDS = (
    *("date", "other", "since", "until", "district", "colour", "lang", "kinds", "q", "measure"),
    *("step", "quiz"),
)
STRANGE = ("", "embed", "embed_options", "date[]", "__proto__", "constructor", "DATE", "a" * 5000)
# None is a value that any field takes, except the free text.
HOSTILE = (
    "<script>window.__pwned=1</script>",
    "'\"><img src=x onerror=window.__pwned=1>",
    "</style><svg onload=window.__pwned=1>",
    "javascript:window.__pwned=1",
    "{{7*7}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "{0.__class__.__init__.__globals__}",
    "${window.__pwned=1}",
    "%s%s%n%x",
    "' OR '1'='1' --",
    "; DROP TABLE districts",
    "$(reboot)",
    "`reboot`",
    "../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "//evil.example",
    "\x00",
    "1993-04-05\x00",
    "a\r\nSet-Cookie: a=b",
    "\u202e3991-40-50",
    "\u200b",
    "\ufeff",
    "\U0010ffff",
    "١٩٩٣-٠٤-٠٥",
    "1993-02-30",
    "1993-13-01",
    "0000-00-00",
    "-1993-04-05",
    "11993-04-05",
    "1993-4-5",
    "1993-04-05T00:00:00Z",
    "1993-W14-1",
    "19930405",
    "today",
    "9" * 400,
    "-1",
    "1e308",
    "NaN",
    "Infinity",
    "0x10",
    "²",
    "1" * 5000,
    "None",
    "null",
    "true",
    "[]",
    '{"$ne": null}',
    "az-fuz",
    "AZ-XXX",
    "AZ-FUZ,AZ-KAL",
    "toString",
    "__class__",
    "xx-YY",
    "en_US.UTF-8",
    "e\u0301" * 2000,
    "Z\u0351\u036b\u0343" * 500,
    "\U0001f4a9" * 100,
    "A" * 10_000,
)
# Bytes that are no text, written as they stand in an address.
BROKEN = ("%ff%fe", "%c3%28", "%ed%a0%80", "%", "%zz", "%u0041", "%00", "%0d%0a", "+" * 50)


def hostile_address(chance: random.Random) -> str:
    """Return the query of an address that names one to six fields, none of them well."""
    names = chance.choices((*FIELDS * 3, *STRANGE), k=chance.randint(1, 6))
    return chance.choice("&&&;&").join(f"{quote(name)}={_value(chance)}" for name in names)


def _value(chance: random.Random) -> str:
    how = chance.random()
    if how < 0.1:
        return chance.choice(BROKEN)
    value = chance.choice(HOSTILE)
    if how < 0.3:
        value += chance.choice(HOSTILE)
    elif how < 0.4:
        value = "".join(map(chr, chance.choices(range(0xD7FF), k=chance.randint(3, 40))))
    encode = chance.choice((quote, quote_plus))
    return encode(encode(value)) if how > 0.9 else encode(value)


ADDRESSES = [hostile_address(random.Random(number)) for number in range(COUNT)]


def params(query: str) -> dict[str, str]:
    """Return the fields as Streamlit reads them: of those given twice the last."""
    return {name: given[-1] for name, given in parse_qs(query, keep_blank_values=True).items()}


@pytest.fixture(scope="module")
def data() -> Iterator[DataSet]:
    with served() as data:
        yield data


def test_the_addresses_are_as_many_as_said_and_reach_every_field() -> None:
    assert len(set(ADDRESSES)) > COUNT - 10  # an empty one may come twice
    named = [name for query in ADDRESSES for name in params(query)]
    assert all(named.count(name) > COUNT / 20 for name in FIELDS)


def test_a_hostile_address_means_the_default_view(data: DataSet) -> None:
    for query in ADDRESSES:
        found = view.parse(params(query), data)
        assert replace(found, text="") == view.parse({}, data), query[:500]
        assert len(found.text) <= LONGEST_TEXT
        assert not {unicodedata.category(sign) for sign in found.text} & {"Cc", "Cs"}
        assert view.parse(view.query(found), data) == found


def opened(name: str, query: str) -> AppTest:
    file = f"{ROOT}pages/{name}.py" if name else f"{ROOT}app.py"
    page = AppTest.from_file(file, default_timeout=60)
    for key, value in params(query).items():
        page.query_params[key] = value
    page.run()
    assert list(page.exception) == [], query[:500]
    return page


def show_the_default(name: str, queries: list[str]) -> None:
    """Open a page at each address and at none, and compare what it shows."""
    default = content(opened(name, ""))
    for query in queries:
        shown = content(opened(name, query))
        if params(query).get("q"):  # that text is searched for, or carried by links
            assert not re.search(r"<(script|img|svg)[^>]*pwned", shown)
        else:
            assert shown == default, query[:500]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", pages())
def test_every_page_shows_its_default_at_a_hostile_address(name: str) -> None:
    show_the_default(name, _share(name)[:SAMPLE])


@pytest.mark.slow
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("name", pages())
def test_the_pages_show_their_defaults_at_a_thousand(name: str) -> None:
    show_the_default(name, _share(name))


def _share(name: str) -> list[str]:
    """Return the addresses for a page: each is for one."""
    return ADDRESSES[list(pages()).index(name) :: len(pages())]
