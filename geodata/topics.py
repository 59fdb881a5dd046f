"""Sections of a page: which rows are read together, and which are left for the end."""

from collections.abc import Collection, Iterable

from geodata.model import Chapter, DataSet, Event, Position, Provision, Topic


def topics_of(data: DataSet, page: str) -> tuple[Topic, ...]:
    """Return the sections of a page, in the order of the table."""
    return tuple(topic for topic in data.topics if topic.page == page)


def events_of(data: DataSet, topic: Topic) -> tuple[Event, ...]:
    """Return the events of a section, in the order that it gives."""
    known = {event.event_id: event for event in data.events}
    return tuple(known[event_id] for event_id in topic.event_ids)


def positions_of(data: DataSet, topic: Topic) -> tuple[Position, ...]:
    """Return the positions of a section, in the order that it gives."""
    known = {position.position_id: position for position in data.positions}
    return tuple(known[position_id] for position_id in topic.position_ids)


def provisions_of(data: DataSet, event_id: str, *about: str) -> tuple[Provision, ...]:
    """Return what the document of an event says about any of ``about``."""
    own = (row for row in data.provisions if row.event_id == event_id)
    return tuple(row for row in own if row.about in about)


def left_over(topics: Iterable[Topic], events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events that no section has, by date."""
    placed = {event_id for topic in topics for event_id in topic.event_ids}
    rest = (event for event in events if event.event_id not in placed)
    return tuple(sorted(rest, key=lambda event: event.date))


def of_kinds(data: DataSet, kinds: Collection[str]) -> tuple[Event, ...]:
    """Return the events of these kinds."""
    return tuple(event for event in data.events if event.kind in kinds)


def last_chapter(data: DataSet) -> Chapter | None:
    """Return the chapter that the record ends with, if it has chapters."""
    return max(data.settings.chapters, key=lambda chapter: chapter.start, default=None)


def within(data: DataSet, chapter: Chapter) -> tuple[Event, ...]:
    """Return the events of a chapter."""
    end = chapter.end
    return tuple(
        event
        for event in data.events
        if chapter.start <= event.date and (end is None or event.date < end)
    )
