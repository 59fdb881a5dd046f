"""Which events a reader wants to see."""

import datetime as dt
from collections.abc import Iterable

from geodata.model import DataSet, Event
from geodata.search import search


def chosen_events(  # noqa: PLR0913 - one argument a filter
    data: DataSet,
    *,
    kinds: Iterable[str] = (),
    district: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    query: str = "",
) -> tuple[Event, ...]:
    """Return the events that fit all that is asked for, by date; nothing asked for fits all."""
    wanted = set(kinds)
    said = _saying(data, query) if query.strip() else None
    found = (
        event
        for event in data.events
        if (not wanted or event.kind in wanted)
        and (not district or district in event_districts(data, event))
        and is_within(event, since, until)
        and (said is None or event.event_id in said)
    )
    return tuple(sorted(found, key=lambda event: event.date))


def _saying(data: DataSet, query: str) -> set[str]:
    """Return the ids of the events in which every word of a query is found, in any spelling."""
    hits = search(data, query)
    return {hit.id for hit in hits if hit.kind == "event" and hit.complete}


def is_within(event: Event, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether any day that the event may be on lies from ``since`` to ``until``, both included.

    Where the sources leave an end open, the event's one day stands for it.
    """
    earliest = event.edtf.earliest or event.date
    latest = event.edtf.latest or event.date
    return (since is None or since <= latest) and (until is None or earliest <= until)


def event_districts(data: DataSet, event: Event) -> tuple[str, ...]:
    """Return the districts and areas of context that an event is about, in its order."""
    known = {area.area_id: area.district_id for area in data.areas}
    return tuple(dict.fromkeys(known.get(area_id) or area_id for area_id in event.area_ids))
