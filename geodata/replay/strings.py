"""Every string of the replay element, in the reader's language."""

from typing import Any

from geodata.translate import gettext as _


def strings() -> dict[str, Any]:
    """Return the element's strings; phrases keep their ``{names}`` for the browser to fill."""
    return {
        "date": _("Date"),
        "pick": _("Pick a date"),
        "play": _("Play"),
        "play_title": _("Play (Space)"),
        "pause": _("Pause"),
        "pause_title": _("Pause (Space)"),
        "first": _("First day"),
        "first_title": _("First day (Home)"),
        "last": _("Last day"),
        "last_title": _("Last day (End)"),
        "previous": _("Previous change"),
        "previous_title": _("Previous change (Shift + ←)"),
        "next": _("Next change"),
        "next_title": _("Next change (Shift + →)"),
        "speed": _("Speed"),
        "more": _("Settings"),
        "pace": _("Pace"),
        "pace_events": _("Equal time per change"),
        "pace_time": _("True time"),
        "loop": _("Repeat"),
        "backwards": _("Play backwards"),
        "base": _("Online base map"),
        "base_none": _("None"),
        "base_note": _("A base map is loaded from its maker's server; nothing else here is."),
        "keys": _("Keys"),
        "close": _("Close"),
        "colouring": _("Colour by"),
        "who": _("Who controls"),
        "share": _("Share held"),
        "hatched": _("Hatched: fighting, or sources differ on the day"),
        "not_counted": _("Not counted"),
        "share_of": _("{share} % of the district"),
        "since": _("since {date}"),
        "since_before": _("since before {date}"),
        "contested": _("Fighting on this day"),
        "uncertain": _("Sources differ on the day of the change"),
        "gap": _("{years} years without a change here"),
        "no_change": _("No change recorded yet"),
        "key_table": _key_table(),
    }


def _key_table() -> list[list[str]]:
    return [
        [_("Space"), _("play or pause")],
        ["← →", _("a day back or on")],
        ["Shift ← →", _("previous or next change")],
        ["Ctrl ← →", _("a month back or on")],
        ["Home End", _("first or last day")],
        ["1 … 7", _("select a district")],
        ["Esc", _("clear the selection")],
        ["?", _("show these keys")],
    ]
