"""Text that may enter a map.

folium renders its elements as Jinja templates, twice: ``{{ … }}`` in a name would run on the
server, ``${ … }`` as JavaScript in the page, and ``html.escape`` stops neither. Whatever comes from
data, files or the address bar therefore enters a map as ``safe_text`` (shown as markup) or inside
``safe_json`` (read as data).
"""

import html
import json
import re
import unicodedata
from urllib.parse import urlsplit

_TEMPLATE_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in "`${}\\"}
# Controls and the marks that reorder text; line breaks and tabs become spaces.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
_SPACES = {ord(sign): " " for sign in "\t\n\r\x0b\x0c\x85\u2028\u2029"}
_NOT_XML = dict.fromkeys([0xFFFE, 0xFFFF])  # one of them, and no browser reads the picture it is in
_CLEANED = _SPACES | _BIDI | _NOT_XML
_COLOR = re.compile(r"#[0-9a-f]{6}")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# A lone surrogate is escaped too: raw, it could not be sent as UTF-8.
_JSON_ESCAPED = [*map(ord, "{}<>&`$%#'\u2028\u2029"), *range(0xD800, 0xE000)]
_JSON_ENTITIES = {code: f"\\u{code:04x}" for code in _JSON_ESCAPED}


def plain_text(value: object) -> str:
    r"""Return ``value`` as one line without control or bidirectional-override characters.

    >>> plain_text("Ağdam\u202e\x00 ")
    'Ağdam'
    """
    text = str(value)
    if text.isprintable():  # as nearly all text is; this is the quick way to know
        return text.strip()
    text = text.translate(_CLEANED)
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cs"}).strip()


def safe_text(value: object) -> str:
    """Return ``value`` as text for markup that no template, script or tag survives.

    >>> safe_text("{{ 7*7 }} <b>${x}</b>")
    '&#123;&#123; 7*7 &#125;&#125; &lt;b&gt;&#36;&#123;x&#125;&lt;/b&gt;'
    """
    return html.escape(plain_text(value)).translate(_TEMPLATE_ENTITIES)


def safe_json(value: object) -> str:
    r"""Return ``value`` as JSON that means nothing to Jinja, to HTML or to a template literal.

    Only the inside of strings is escaped, with ``\uXXXX``, so the parsed value is the same.

    >>> print(safe_json({"name": "{{7}}</script>"}))
    {"name":"\u007b\u007b7\u007d\u007d\u003c/script\u003e"}
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _JSON_STRING.sub(lambda match: match.group().translate(_JSON_ENTITIES), text)


def safe_color(value: object) -> str:
    """Return ``value`` if it is ``#rrggbb``, else grey.

    >>> safe_color("#6f5fa3"), safe_color("red;background:url(//example.org)")
    ('#6f5fa3', '#808080')
    """
    return value if isinstance(value, str) and _COLOR.fullmatch(value) else "#808080"


def safe_address(value: str) -> str:
    """Return ``value`` if it is an http(s) address, else the empty string."""
    text = plain_text(value)
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 else None  # a port that is no number raises
    except ValueError:
        return ""
    # Browsers read a backslash as a slash, so the host would not be the one that is seen here.
    known = parts.scheme in {"http", "https"} and host and "\\" not in parts.netloc
    return text if known else ""
