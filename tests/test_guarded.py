"""The walk of the syntax tree: no string reaches markup, a template or a chart's code unguarded.

What a rule cannot see to be safe stands in ``KNOWN`` with its reason; what stands there and is no
longer found is an error too.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from streamlit.delta_generator import DeltaGenerator

ROOT = Path(__file__).parents[1]
PYTHON = [*(p for d in ("geodata", "ui", "pages") for p in (ROOT / d).rglob("*.py"))]
PYTHON = sorted([*PYTHON, ROOT / "app.py", ROOT / "serve.py"])
SCRIPTS = sorted([*(ROOT / "geodata" / "replay").glob("*.js"), ROOT / "ui" / "page.js"])

# Where markup is made by hand, and what may then do it: nothing else of these is imported anywhere.
MAPS = {"folium", "branca", "jinja2", "streamlit_folium"}
# What a page may draw with. Their labels are Markdown, so they are words of ours; the options and
# values of widgets are text.
LAYOUT = {"columns", "container", "fragment", "rerun", "App", "set_page_config"}
WIDGETS = {"selectbox", "multiselect", "text_input", "date_input"}
DRAWN = {"html", "altair_chart"}
LABELS = {"label", "placeholder", "help"}
# Keywords whose value is code or an address: of Vega, then of folium.
CODE = {"labelExpr", "calculate", "expr", "filter", "signal", "test", "href", "url", "init"}
CODE |= {"scripts", "styles", "default_js", "default_css"}
CODE_CALLS = {"ExprRef", "transform_filter", "transform_calculate", "expr"}
# An attribute that is more than text, and what makes a value for it.
LOADED = re.compile(r"on\w+|href|src|srcset|srcdoc|style|action|formaction|data|http-equiv|content")
MAKERS = {"address", "_address", "path", "safe_address", "safe_color"}
SLOT = "qzslotqz"
TAG = re.compile(r"<[a-zA-Z/!]")

_COLOURS = "#rrggbb, or nothing passes the check of a data set; the rest is numbers"
_DRAWING = "an SVG of its own, only ever an image: names are escaped, ids and colours are checked"
_PATTERN = "a choice among templates that are ours, made there"
_ELEMENT = "the element itself: all it is given goes through safe_json"
_ONE_MAP = "the one map of a page, made of nothing but addresses of ours"
_LINK = "the address went through safe_address in the line before"
_NOT_MARKUP = "a pattern or a mark, not markup"
_SERVER = "a page without anything of a data set"
KNOWN = {
    "geodata/dates.py:module: markup in a plain string": _NOT_MARKUP,
    "geodata/files.py:module: markup in a plain string": _NOT_MARKUP,
    "geodata/files.py:parse_json: markup in a plain string": _NOT_MARKUP,
    "geodata/figurewords.py:measure_words: a template that is not a literal": (
        "else the id of a measure, in which the check lets no brace stand"
    ),
    "geodata/picture.py:module: markup in a plain string": _DRAWING,
    "geodata/picture.py:_drawn: markup in a plain string": _DRAWING,
    "geodata/picture.py:_name: markup in a plain string": _DRAWING,
    "geodata/picture.py:_Picture._pattern: markup in a plain string": _DRAWING,
    "geodata/picture.py:_Picture.areas: markup in a plain string": _DRAWING,
    "geodata/picture.py:_Picture.lines: markup in a plain string": _DRAWING,
    "geodata/picture.py:_Picture.outlines: markup in a plain string": _DRAWING,
    "geodata/replay/element.py:module: a map library": _ELEMENT,
    "geodata/replay/pair.py:module: a map library": _ELEMENT,
    "geodata/replay/element.py:Replay.render: a value for Element": (
        "the element's own scripts and style, raw to Jinja"
    ),
    "geodata/replay/element.py:Replay.render: markup in a plain string": (
        "the element's own scripts and style, raw to Jinja"
    ),
    "geodata/replay/payload.py:module: markup in a plain string": (
        "attributions of online base maps, which are ours; the data set's is set as text"
    ),
    "geodata/replay/standalone.py:module: markup in a plain string": (
        "the page: its slots are escaped, Markup, safe_json or files of ours"
    ),
    "geodata/replay/standalone.py:_source: a value in href": _LINK,
    "ui/aftermath.py:_strip: a value in style": _COLOURS,
    "ui/charts.py:define_patterns: markup in a plain string": "patterns of ours, none of the data",
    "ui/charts.py:define_patterns: what is not known to be markup": "patterns of ours",
    "ui/charts.py:define_patterns: unsafe": "a script that holds patterns of ours, no text of data",
    "ui/frame.py:module: a map library": _ONE_MAP,
    "ui/frame.py:framed_map: a value for _Map": "numbers of the shapes, and options of Leaflet",
    "ui/frame.py:framed_map: code or an address in scripts": _ONE_MAP,
    "ui/frame.py:framed_map: code or an address in styles": _ONE_MAP,
    "ui/map.py:module: a map library": _ONE_MAP,
    "ui/map.py:show_map: a value for st_folium": _ONE_MAP,
    "ui/pair.py:module: a map library": _ONE_MAP,
    "ui/pair.py:show_pair: a value for st_folium": _ONE_MAP,
    "ui/markup.py:_mark: a value in href": _LINK,
    "ui/markup.py:link: a value in href": _LINK,
    "ui/method.py:report_link: a value in href": "begins with mailto:, and its query is encoded",
    "ui/page.py:_begin: what is not known to be markup": "style sheets of ours",
    "ui/page.py:_begin: unsafe": "page.js by its address",
    "ui/page.py:_style: markup in a plain string": "style sheets of ours",
    "ui/pair.py:_shares: a value in style": _COLOURS,
    "ui/peopletables.py:group_sign: a value in style": "colours of ours",
    "ui/picture.py:picture: a value in src": "a percent-encoded image behind data:image/svg+xml",
    "ui/profile.py:_on: a template that is not a literal": _PATTERN,
    "ui/provisions.py:_voted: a value in style": "a number",
    "ui/server/frame.py:_guarded: markup in a plain string": _SERVER,
    "ui/server/frame.py:module: markup in a plain string": _SERVER,
    "ui/server/notices.py:_page: markup that is not a literal": _SERVER,
    "ui/server/notices.py:module: a value in code": _SERVER,
    "ui/server/notices.py:module: a value in content": _SERVER,
    "ui/server/notices.py:module: a value in href": _SERVER,
    "ui/strips.py:_doubts: a value in style": "numbers",
    "ui/strips.py:_piece: a value in style": _COLOURS,
    "ui/takeaway.py:_sharing: a value in src": "the site's own address, to be copied as text",
    "ui/timeline.py:_day: a template that is not a literal": _PATTERN,
}
# What turns a string into markup or code in the browser.
SCRIPT_SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc"
    r"|\beval\b|new Function|addAttribution|bindPopup|bindTooltip|setContent|divIcon"
    r"|attribution:|\.href\b|location\.(?:assign|replace)|window\.open"
)
KNOWN_SCRIPTS = {
    ("canvas.js", "this.tip.setContent(this.on.tooltip"): "a node, its text set as text",
    ("shapes.js", "base.bindTooltip(() => this.on.tooltip"): "a node, its text set as text",
    ("labels.js", "L.divIcon({ html: element"): "a node, its text set as text",
    ("parts.js", "addAttribution(markup)"): "text made markup, as Leaflet takes nothing else",
    ("replay.js", "attribution: item.attribution"): "of online base maps, which are ours",
    ("page.js", "link.href = `./?${wanted}`"): "a view of this page",
    ("page.js", "node.textContent = new URL("): "set as text",
    ("page.js", "window.location.replace(`#${named}`)"): "a place on the page",
    ("page.js", 'new URL(link.getAttribute("href")'): "a link of the page's own",
}


Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module:
    """A file, its functions, and what its names stand for."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.tree = ast.parse(source)
        self.parents = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }
        self.imports = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    def function_of(self, node: ast.AST) -> Function | None:
        while node := self.parents.get(node):  # type: ignore[assignment]
            if isinstance(node, Function):
                return node
        return None

    def place(self, node: ast.AST) -> str:
        names = []
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, (*Function.__args__, ast.ClassDef)):
                names.append(node.name)
        return ":".join([self.name, ".".join(reversed(names)) or "module"])

    def is_of_a_map(self, node: ast.AST) -> bool:
        """Whether a class or function is folium's or its like's, or a class made from one here."""
        if isinstance(node, ast.Attribute):
            return isinstance(node.value, ast.Name) and node.value.id in MAPS
        if not isinstance(node, ast.Name):
            return False
        if self.imports.get(node.id, ("", ""))[0].split(".")[0] in MAPS:
            return True
        made = (n for n in self.tree.body if isinstance(n, ast.ClassDef) and n.name == node.id)
        return any(self.is_of_a_map(base) for one in made for base in one.bases)

    def bound(self, name: ast.Name) -> Iterator[ast.expr]:
        """Yield what a name is assigned in its function, else in the module."""
        for scope in filter(None, (self.function_of(name), self.tree)):
            found = [
                node.value
                for node in ast.walk(scope)
                if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
                if isinstance(target, ast.Name) and target.id == name.id
            ]
            if found:
                yield from found
                return


@cache
def modules() -> dict[str, Module]:
    named = ((path.relative_to(ROOT).as_posix(), path) for path in PYTHON)
    return {name: Module(name, path.read_text(encoding="utf-8")) for name, path in named}


def called(node: ast.AST) -> str:
    """Return the last name of what is called, "" if nothing is."""
    if not isinstance(node, ast.Call):
        return ""
    made = node.func
    return made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")


def literal(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (str, int, type(None)))


def ours(module: Module, node: ast.AST) -> bool:
    """Whether a text is a literal, translated or not, or a choice of such."""
    parts = _parts(module, node)
    return literal(node) or (bool(parts) and all(ours(module, part) for part in parts))


def _parts(module: Module, node: ast.AST) -> list[ast.expr]:
    """Return what a text is chosen from or made of, nothing if that cannot be seen."""
    parts: list[ast.expr] = []
    match node:
        case ast.IfExp():
            parts = [node.body, node.orelse]
        case ast.Tuple():
            parts = node.elts
        case ast.Dict():
            parts = node.values
        case ast.Subscript():
            parts = [node.value]
        case ast.Name():
            parts = list(module.bound(node))
        case ast.Call(func=ast.Attribute(attr="get", value=owner)):
            parts = [owner, *node.args[1:]]
        case ast.Call():
            count = {"_": 1, "ngettext": 2, "Markup": 1, "text": 1}.get(called(node), 0)
            parts = node.args[:count]
    return parts


# Markup that is known to be


def is_markup(module: Module, node: ast.AST) -> bool:
    halves = {ast.IfExp: ("body", "orelse"), ast.BinOp: ("left", "right")}.get(type(node))
    if halves:
        return all(is_markup(module, getattr(node, half)) for half in halves)
    if isinstance(node, ast.Name):
        around = module.function_of(node)
        arguments = [*around.args.args, *around.args.kwonlyargs] if around else []
        if any(a.arg == node.id and _says_markup(a.annotation) for a in arguments):
            return True
        found = list(module.bound(node))
        return bool(found) and all(is_markup(module, value) for value in found)
    if called(node) in {"format", "join"}:
        return is_markup(module, getattr(node.func, "value", node.func))
    return called(node) == "Markup" or (bool(called(node)) and _returns_markup(module, node))


def _says_markup(annotation: ast.expr | None) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id == "Markup"


def _returns_markup(module: Module, call: ast.Call) -> bool:
    """Whether what is called is a function of ours that promises markup; mypy keeps it to that."""
    made = call.func
    source, name = module.name, called(call)
    if isinstance(made, ast.Attribute) and isinstance(made.value, ast.Name):
        package, part = module.imports.get(made.value.id, ("", ""))
        source = f"{package}.{part}".replace(".", "/") + ".py"
    elif name in module.imports:
        package, name = module.imports[name]
        source = package.replace(".", "/") + ".py"
    tree = modules()[source].tree if source in modules() else ast.Module([], [])
    return any(
        isinstance(node, ast.FunctionDef) and node.name == name and _says_markup(node.returns)
        for node in ast.walk(tree)
    )


# Where in markup a value stands


class Slots(HTMLParser):
    """Where each value stands: in text, in an attribute, or where none may stand."""

    def __init__(self, template: str) -> None:
        super().__init__()
        self.where: list[str] = []
        marked = "".join(
            text + (SLOT if field is not None else "")
            for text, field, _spec, _how in Formatter().parse(template)
        )
        self.bare = bool(re.search(rf"=\s*{SLOT}|^\s*[\w-]+\s*=.*{SLOT}", marked))
        self.feed(marked)
        self.close()
        if self.rawdata:  # what ends inside a tag
            self.where.append("tag")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.where += ["tag"] * (SLOT in tag)
        for name, value in attrs:
            place = "text" if (value or "").startswith("#") else name  # a place on the page
            self.where += ["tag"] * (SLOT in name) + [place] * (value or "").count(SLOT)

    def handle_data(self, data: str) -> None:
        code = self.lasttag in {"script", "style"} and self.cdata_elem is not None
        self.where += ["code" if code else "text"] * data.count(SLOT)

    def handle_comment(self, data: str) -> None:
        self.where += ["code"] * data.count(SLOT)

    handle_decl = handle_pi = unknown_decl = handle_comment


def slots(module: Module, call: ast.Call) -> Iterator[str]:
    """Yield what stands in markup where only more than escaping makes it safe."""
    template = call.args[0].value if call.args and literal(call.args[0]) else ""
    around = module.parents[module.parents[call]]
    values = around.args if called(around) == "format" and isinstance(around, ast.Call) else []
    specs = [spec for _text, field, spec, _how in Formatter().parse(template) if field is not None]
    found = Slots(template)
    if found.bare:
        yield "a value without quotes"
    for index, where in enumerate(found.where):
        value = values[index] if index < len(values) else None
        if where == "tag":
            if value is None or not _is_attribute(module, value):
                yield "a value among the attributes"
        elif where == "code":
            yield "a value in code"
        elif LOADED.fullmatch(where) and called(value or call) not in MAKERS and not specs[index]:
            yield f"a value in {where}"


def _is_attribute(module: Module, value: ast.expr) -> bool:
    """Whether a value is markup without a slot, or nothing."""
    if isinstance(value, ast.IfExp):
        return _is_attribute(module, value.body) and _is_attribute(module, value.orelse)
    if isinstance(value, ast.Name):
        found = list(module.bound(value))
        return bool(found) and all(_is_attribute(module, one) for one in found)
    return literal(value) or (called(value) == "Markup" and all(map(literal, value.args)))  # type: ignore[attr-defined]


# The rules: each yields the node and what is wrong with it


def complaints(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _imports(node)
        elif isinstance(node, Function) and node.name in {"__html__", "_repr_html_"}:
            yield node, "markup by another name"
        elif isinstance(node, ast.Call):
            yield from ((node, told) for told in _calls(module, node))
        elif _is_tag(node) and not _is_guarded(module, node):
            yield node, "markup in a plain string"


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[ast.AST, str]]:
    known = isinstance(node, ast.ImportFrom)
    for alias in node.names:
        package = (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
        if package.split(".")[0] in MAPS:
            yield node, "a map library"
        if package == "markupsafe" and (not known or alias.asname):
            yield node, "Markup under another name"
        if package.split(".")[0] == "streamlit" and (known or alias.asname not in {None, "st"}):
            yield node, "Streamlit under another name"


def _is_tag(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(TAG.search(str(node.value)))


def _is_guarded(module: Module, node: ast.AST) -> bool:
    around = module.parents[node]
    is_docstring = isinstance(around, ast.Expr)
    return is_docstring or (called(around) == "Markup" and node in getattr(around, "args", ()))


def _calls(module: Module, node: ast.Call) -> Iterator[str]:
    name = called(node)
    if name == "Markup":
        if not all(map(literal, node.args)):
            yield "markup that is not a literal"
        yield from slots(module, node)
    is_method = isinstance(node.func, ast.Attribute)
    if name == "format" and is_method and not ours(module, node.func.value):
        yield "a template that is not a literal"
    if any((keyword.arg or "").startswith("unsafe_") for keyword in node.keywords):
        yield "unsafe"
    yield from _code(module, node)
    if module.name.startswith(("ui/", "pages/", "app", "serve")):
        yield from _drawn(module, node)


def _code(module: Module, node: ast.Call) -> Iterator[str]:
    for keyword in node.keywords:
        if keyword.arg in CODE and not literal(keyword.value):
            yield f"code or an address in {keyword.arg}"
    if called(node) in CODE_CALLS and not all(map(literal, node.args)):
        yield f"code in {called(node)}"
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    if module.is_of_a_map(node.func) and not all(map(literal, values)):
        yield f"a value for {called(node)}"


def _drawn(module: Module, node: ast.Call) -> Iterator[str]:
    if not isinstance(node.func, ast.Attribute):
        return
    name, owner = node.func.attr, node.func.value
    is_streamlit = isinstance(owner, ast.Name) and owner.id in {"st", "streamlit"}
    if not is_streamlit and not hasattr(DeltaGenerator, name):
        return
    if name == "html" and not is_markup(module, node.args[0]):
        yield "what is not known to be markup"
    if name in WIDGETS:
        words = [*node.args[:1], *(k.value for k in node.keywords if k.arg in LABELS)]
        if not all(ours(module, word) for word in words):
            yield "a label that is not ours"
    elif is_streamlit and name not in LAYOUT | DRAWN:
        yield f"st.{name}"


def found() -> dict[str, str]:
    return {
        f"{module.place(node)}: {told}": f"line {getattr(node, 'lineno', 0)}"
        for module in modules().values()
        for node, told in complaints(module)
    }


def test_nothing_is_handed_on_unguarded_but_what_is_known() -> None:
    assert {place: line for place, line in found().items() if place not in KNOWN} == {}


def test_what_is_known_is_still_there() -> None:
    assert KNOWN.keys() - found().keys() == set()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("from markupsafe import Markup as M", "Markup under another name"),
        ("import markupsafe", "Markup under another name"),
        ("import streamlit as page", "Streamlit under another name"),
        ("from streamlit import html", "Streamlit under another name"),
        ("from folium import Popup", "a map library"),
        ("folium.Popup(name)", "a value for Popup"),
        ("def __html__(self): pass", "markup by another name"),
        ("Markup(title)", "markup that is not a literal"),
        ("Markup(f'{title}')", "markup that is not a literal"),
        ("Markup(title + title)", "markup that is not a literal"),
        ("told = f'<b>{title}</b>'", "markup in a plain string"),
        ("_(title).format(day=day)", "a template that is not a literal"),
        ("Markup('<b>{}</b>' ).format(a).format(b)", "a template that is not a literal"),
        ("Markup('<a href=\"{}\">x</a>').format(title)", "a value in href"),
        ("Markup('<i style=\"color:{}\">x</i>').format(title)", "a value in style"),
        ("Markup('<i onclick=\"{}\">x</i>').format(title)", "a value in onclick"),
        ("Markup('<i class={}>x</i>').format(title)", "a value without quotes"),
        ("Markup('<i {}>x</i>').format(title)", "a value among the attributes"),
        ("Markup('<{}>x</i>').format(title)", "a value among the attributes"),
        ("Markup('<script>{}</script>').format(title)", "a value in code"),
        ("Markup('<!--{}-->').format(title)", "a value in code"),
        ("st.html(title)", "what is not known to be markup"),
        ("st.html(text(title) + title)", "what is not known to be markup"),
        ("column.html(title)", "what is not known to be markup"),
        ("st.html(Markup('<p>'), unsafe_allow_javascript=True)", "unsafe"),
        ("st.write(title)", "st.write"),
        ("st.markdown(title)", "st.markdown"),
        ("st.json(title)", "st.json"),
        ("column.selectbox(title, [])", "a label that is not ours"),
        ("column.text_input(_('a'), help=title)", "a label that is not ours"),
        ("alt.Axis(labelExpr=title)", "code or an address in labelExpr"),
        ("chart.transform_filter(title)", "code in transform_filter"),
    ],
)
def test_every_rule_finds_what_it_is_for(source: str, told: str) -> None:
    module = Module("ui/tried.py", f"from ui.markup import text\n{source}")
    assert {said for _node, said in complaints(module)} == {told}


def test_what_is_guarded_is_let_through() -> None:
    source = """
def draw(title: str, made: Markup) -> None:
    sign = Markup(' class="now"') if title else ""
    part = Markup('<a href="{}"{}>{}</a>').format(address(title), sign, title)
    st.html(part + made)
    st.html(Markup('<i style="left:{:.2f}%" title="{}">{}</i>').format(1, title, text(title)))
    st.selectbox(_("One"), [title])
    st.html(Markup("<p>{}</p>").format(_("On {day}").format(day=title)))
"""
    assert list(complaints(Module("ui/tried.py", source))) == []


def test_no_script_makes_markup_or_an_address_of_text() -> None:
    lines = [
        (path.name, line.strip())
        for path in SCRIPTS
        for line in path.read_text(encoding="utf-8").splitlines()
        if SCRIPT_SINKS.search(line)
    ]
    met = {
        line: {known for known in KNOWN_SCRIPTS if known[0] == line[0] and known[1] in line[1]}
        for line in lines
    }
    assert [line for line, known in met.items() if not known] == []
    assert set.union(*met.values()) == KNOWN_SCRIPTS.keys()
