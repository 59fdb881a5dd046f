"""Every string a reader sees passes through here.

Strings are marked ``_("…")`` and stand in English in the source; texts of a data set (titles,
notes) are translated by the same call when they are shown. Catalogues are
``locale/LANG/LC_MESSAGES/messages.po``, read as they are, so that no compiled file can be out of
date.
"""

import gettext as gettext_module
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from geodata.safe import plain_text

LOCALE_DIR = Path(__file__).parent / "locale"
DEFAULT_LANGUAGE = "en"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def languages() -> tuple[str, ...]:
    """English and every language that has a catalogue, sorted."""
    found = {path.parts[-3] for path in LOCALE_DIR.glob("*/LC_MESSAGES/messages.po")}
    return tuple(sorted(found | {DEFAULT_LANGUAGE}))


@cache
def _catalogue(language: str) -> gettext_module.NullTranslations:
    path = LOCALE_DIR / language / "LC_MESSAGES" / "messages.po"
    if language not in languages() or not path.exists():
        return gettext_module.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)


def language() -> str:
    """Return the language that strings are shown in now."""
    return _language.get()


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Show strings in ``code`` inside the block; an unknown code shows English."""
    token = _language.set(code if code in languages() else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """Translate ``message``, which may be a stranger's: what is returned is plain text.

    The empty string stays empty (in a catalogue it is the header).
    """
    return plain_text(_catalogue(language()).gettext(message)) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate the form of a phrase that fits ``count``."""
    return _catalogue(language()).ngettext(singular, plural, count)
