"""Spellings brought together: letters of three alphabets in plain Latin ones, for comparing only.

Cyrillic follows ISO 9, Armenian ISO 9985, with plain letters in place of marked ones (sh for š).
Azerbaijani letters have the forms that people type without them: ə is e or a, ş is sh or s.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

MOST = 64  # spellings of a word

_CYRILLIC = """
а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts
ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya ә=e ғ=gh ҹ=j ҝ=g ө=o ү=u һ=h ј=y
"""
_ARMENIAN = """
ա=a բ=b գ=g դ=d ե=e զ=z է=e ը=y թ=t ժ=zh ի=i լ=l խ=kh ծ=ts կ=k հ=h ձ=dz ղ=gh ճ=ch մ=m յ=y ն=n շ=sh
ո=o չ=ch պ=p ջ=j ռ=r ս=s վ=v տ=t ր=r ց=ts ւ=v փ=p ք=k օ=o ֆ=f
"""
_OTHER = "ə=e ı=i ş=sh ç=ch ğ=gh æ=ae œ=oe ø=o đ=d ł=l"
_LETTERS = dict(pair.split("=") for pair in f"{_CYRILLIC} {_ARMENIAN} {_OTHER}".split())
# What else a letter may stand for; the last three only in a word with letters that no other has.
_ALSO = {"ə": "a", "ş": "s", "ç": "c", "ғ": "g", "ğ": "g", "ә": "a", "ҹ": "dzh"}
_AZERBAIJANI = {"c": "j", "q": "g", "x": "kh"}
_AZERBAIJANI_SIGNS = frozenset("əışçğöü")
_TOGETHER = (("дж", "ҹ"), ("ու", "у"))
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")


def words_of(text: str) -> list[tuple[int, int]]:
    """Return where each word of ``text`` begins and ends."""
    return [match.span() for match in _WORD.finditer(text)]


@lru_cache(maxsize=16384)
def spellings(word: str) -> tuple[str, ...]:
    """Return the word in plain Latin letters, the usual spelling first.

    >>> spellings("Քարվաճառ"), spellings("Кельбаджар")
    (('karvachar',), ('kelbajar', 'kelbadzhar'))
    >>> spellings("Ağdam")
    ('aghdam', 'agdam')
    """
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())
    for pair, one in _TOGETHER:
        letters = letters.replace(pair, one)
    also = {**_ALSO, **(_AZERBAIJANI if _AZERBAIJANI_SIGNS & set(letters) else {})}
    open_to_choice = [letter for letter in dict.fromkeys(letters) if letter in also]
    choices = product(*((_plain(letter), also[letter]) for letter in open_to_choice))
    found = (
        "".join(chosen.get(letter) or _plain(letter) for letter in letters)
        for chosen in (dict(zip(open_to_choice, c, strict=True)) for c in islice(choices, MOST))
    )
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    if letter in _LETTERS:
        return _LETTERS[letter]
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


def nearly(one: str, other: str) -> bool:
    """Whether one letter too many, too few, another or swapped with the next makes them equal.

    >>> nearly("aqdam", "agdam"), nearly("agadm", "agdam"), nearly("agdam", "akna")
    (True, True, False)
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
