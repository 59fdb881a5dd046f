"""Pages that the server answers with itself: nothing in them has to be fetched, no script runs."""

from markupsafe import Markup
from starlette.responses import HTMLResponse
from starlette.types import Scope

from geodata import translate
from geodata.translate import gettext as _
from ui.page import pages
from ui.server import policy
from ui.server.asked import is_embedded, language

AGAIN_S = 20  # longer than a place is kept (seats.py), so that it is free by then
_STYLE = """
:root { color-scheme: light dark; }
body { display: grid; min-height: 100vh; margin: 0; place-items: center; background: #fbfaf7; color: #1b1e23;
  font: 17px/1.5 "Source Sans", system-ui, sans-serif; }
main { max-width: 34rem; padding: 2rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.018em; }
p { margin: 0 0 1rem; }
a { display: inline-block; padding: 11px 14px 11px 0; color: inherit; }
@media (prefers-color-scheme: dark) { body { background: #14171b; color: #ece9e2; } }
"""  # noqa: E501 -- a style sheet
_PAGE = Markup("""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">{more}<title>{title} – {site}</title><style>{style}</style></head>
<body><main><h1>{title}</h1><p>{words}</p><nav>{links}</nav></main></body></html>
""")  # noqa: E501 -- markup
_LINK = Markup('<a href="{}">{}</a> ')
_REFRESH = Markup('<meta http-equiv="refresh" content="{}">')


def busy(scope: Scope) -> HTMLResponse:
    """Return the page that stands in for any other while all places are taken."""
    with translate.use_language(language(scope)):
        words = _(
            "As many readers as this server can take are here now. "
            "This page tries again by itself in {seconds} seconds."
        ).format(seconds=AGAIN_S)
        again = _LINK.format("", _("Try again"))
        more = _REFRESH.format(AGAIN_S)
        content = _page(_("Busy, please try again"), words, again, more)
    return _answer(scope, 503, content, **{"Retry-After": str(AGAIN_S)})


def missing(scope: Scope) -> HTMLResponse:
    """Return the page for an address that has none, with the way to those there are."""
    root = "../" * (scope["path"].count("/") - 1) or "./"
    with translate.use_language(language(scope)):
        asked = translate.language()
        query = "" if asked == translate.DEFAULT_LANGUAGE else f"?lang={asked}"
        links = (_LINK.format(f"{root}{name}{query}", title) for name, title in pages().items())
        words = _("The address may have been mistyped. These are the pages:")
        content = _page(_("There is no page at this address"), words, Markup().join(links))
    return _answer(scope, 404, content)


def _page(title: str, words: str, links: Markup, more: Markup | str = "") -> str:
    return _PAGE.format(
        language=translate.language(),
        title=title,
        site=_("District control replay"),
        words=words,
        links=links,
        more=more,
        style=Markup(_STYLE),  # noqa: S704 -- ours
    )


def _answer(scope: Scope, status: int, content: str, **headers: str) -> HTMLResponse:
    told = policy.notice(_STYLE, embedded=is_embedded(scope))
    return HTMLResponse(content, status, {**told, "Cache-Control": "no-store", **headers})
