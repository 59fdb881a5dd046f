"""What whoever runs the server may set, each in the environment."""

from collections.abc import Mapping
from dataclasses import dataclass

SESSIONS = 200


@dataclass(frozen=True, slots=True)
class Options:
    """``REPLAY_HOSTS``, ``REPLAY_SESSIONS`` and ``REPLAY_HSTS``.

    ``hosts`` are the names under which the server may be asked (``*.example.org`` for every name
    below, ``*`` for any). ``sessions`` is how many readers it takes at a time. ``hsts`` is for how
    many seconds browsers are told to come back over TLS only; 0 says nothing of it.
    """

    hosts: tuple[str, ...] = ("*",)
    sessions: int = SESSIONS
    hsts: int = 0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Options":
        """Return what the environment says; ValueError names what cannot be used."""
        return cls(
            _names(environment.get("REPLAY_HOSTS", "")),
            _whole(environment, "REPLAY_SESSIONS", SESSIONS, least=1),
            _whole(environment, "REPLAY_HSTS", 0, least=0),
        )


def _names(given: str) -> tuple[str, ...]:
    names = tuple(filter(None, (name.strip().lower() for name in given.split(",")))) or ("*",)
    for name in names:
        if name != "*" and "*" in name.removeprefix("*."):
            raise ValueError(f"REPLAY_HOSTS={given}: * may only stand alone or as *. in front")
    return names


def _whole(environment: Mapping[str, str], name: str, default: int, least: int) -> int:
    given = environment.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdigit()) or int(given) < least:
        raise ValueError(f"{name}={given}: it must be a whole number, {least} or more")
    return int(given)
