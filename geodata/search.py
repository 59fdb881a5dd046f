"""Search in a data set: districts, places, events, positions and sources, in every spelling.

A word of the query stands in what is found whole, as a beginning, or, where it stands nowhere so,
with one letter wrong. Shown is what the data set writes, with what matched.
"""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geodata.findable import WEIGHTS, Entry, Kind, Text, entries
from geodata.model import DataSet
from geodata.spelling import nearly, spellings, words_of
from geodata.translate import language

LONGEST = 200  # signs of a query that are read
MOST_WORDS = 12
TYPO_FROM = 5  # letters
BEGINNING_FROM = 2

ALL, WHOLE, BEGINNING, TYPO = range(4)


@dataclass(frozen=True, slots=True)
class Match:
    """A text with the stretches ``[start, end)`` of it that matched."""

    text: Text
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: a row by its kind and id, with the texts that matched, the best one first.

    ``quality`` is 0 where a whole name matched, 1 whole words, 2 beginnings, 3 with a typo.
    ``complete`` is whether every word of the query matched; where none has all, those with the
    most are found.
    """

    kind: Kind
    id: str
    quality: int
    matches: tuple[Match, ...]
    complete: bool = True


# Where a word stands: entry, text of the entry, start and end in the text.
_Place = tuple[int, int, int, int]


@dataclass(slots=True)
class _Index:
    entries: list[Entry]
    places: dict[str, list[_Place]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def search(data: DataSet, query: str) -> tuple[Hit, ...]:
    """Return what the words of ``query`` are found in, the best first, kinds in their order.

    >>> from geodata.load import load
    >>> for hit in search(load(), "Քարվաճառ")[:2]:
    ...     print(hit.kind, hit.id, hit.matches[0].text.name.use)
    district AZ-KAL 1993-2020
    place 586268 1993-2020
    """
    query = query[:LONGEST]
    words = [query[start:end] for start, end in words_of(query)][:MOST_WORDS]
    if not words:
        return ()
    index = _index(data, language())
    found = [_find(index, word) for word in words]
    counts = Counter(number for places in found for number in places)
    most = max(counts.values(), default=0)
    literal = {_as_written(word) for word in words}
    hits = (
        _hit(index.entries[number], [places.get(number, []) for places in found], literal)
        for number in sorted(counts)
        if counts[number] == most
    )
    return tuple(sorted(hits, key=lambda hit: (hit.quality, _weight(hit))))


def _as_written(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def _weight(hit: Hit) -> int:
    return WEIGHTS[hit.matches[0].text.what]


# For each entry, the places of a word and how well it matches there.
_Found = dict[int, list[tuple[int, _Place]]]


def _find(index: _Index, word: str) -> _Found:
    wanted = [spelling for spelling in spellings(word) if spelling]
    exact = {spelling: WHOLE for spelling in wanted if spelling in index.places}
    begun = {
        key: BEGINNING
        for spelling in wanted
        if len(spelling) >= BEGINNING_FROM
        for key in _beginning_with(index.words, spelling)
    }
    matching = begun | exact
    if not matching:
        long = [spelling for spelling in wanted if len(spelling) >= TYPO_FROM]
        matching = {key: TYPO for key in index.words if any(nearly(key, one) for one in long)}
    found: _Found = {}
    for key, quality in matching.items():
        for place in index.places[key]:
            found.setdefault(place[0], []).append((quality, place))
    return found


def _beginning_with(words: list[str], start: str) -> Iterator[str]:
    for number in range(bisect_left(words, start), len(words)):
        if not words[number].startswith(start):
            return
        yield words[number]


def _hit(entry: Entry, found: Sequence[list[tuple[int, _Place]]], literal: set[str]) -> Hit:
    """Return an entry with the texts in which each word of the query matched best."""
    marks: dict[int, dict[tuple[int, int], int]] = {}
    for places in filter(None, found):
        best = min(quality for quality, _place in places)
        for quality, (_number, text, start, end) in places:
            if quality == best:
                spans = marks.setdefault(text, {})
                spans[start, end] = min(quality, spans.get((start, end), quality))

    def rank(number: int) -> tuple[int, int, int, int]:
        text, spans = entry.texts[number], marks[number]
        written = sum(_as_written(text.text[start:end]) in literal for start, end in spans)
        return _quality(text, spans), WEIGHTS[text.what], -written, -len(spans)

    order = sorted(marks, key=rank)
    worst = max(min(quality for quality, _place in places) for places in filter(None, found))
    whole = rank(order[0])[0] == ALL
    matches = tuple(Match(entry.texts[text], tuple(sorted(marks[text]))) for text in order)
    return Hit(entry.kind, entry.id, ALL if whole else worst, matches, complete=all(found))


def _quality(text: Text, spans: dict[tuple[int, int], int]) -> int:
    """Return ALL where every word of a name matched whole, else the worst of the words."""
    worst = max(spans.values())
    whole = text.what == "name" and worst == WHOLE and set(spans) == set(words_of(text.text))
    return ALL if whole else worst


@lru_cache(maxsize=8)
def _index(data: DataSet, _language: str) -> _Index:
    index = _Index([entry for entry in entries(data) if entry.texts])
    for number, entry in enumerate(index.entries):
        for text_number, text in enumerate(entry.texts):
            for start, end in words_of(text.text):
                for key in filter(None, spellings(text.text[start:end])):
                    place = (number, text_number, start, end)
                    index.places.setdefault(key, []).append(place)
    index.words = sorted(index.places)
    return index
