"""The states of the world by name, seat and people, in small letters: data, in `states.toml`."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def states() -> dict[str, str]:
    """Every name and seat of a state, in small letters, with the state's name."""
    found: dict[str, str] = {}
    for name, (_, seats, others) in _table().items():
        found.update(dict.fromkeys((word.casefold() for word in (name, *seats, *others)), name))
    return found


@cache
def seats() -> frozenset[str]:
    """The seats that stand for governments, in small letters."""
    table = _table()
    return frozenset(seat.casefold() for _, seats, _ in table.values() for seat in seats)


@cache
def demonyms() -> dict[str, str]:
    """The words for a state's people, in small letters, with the state's name."""
    table = _table()
    return {word.casefold(): name for name, (words, _, _) in table.items() for word in words}


def _table() -> dict[str, Any]:
    file = resources.files("middleground.evidence").joinpath("states.toml")
    return tomllib.loads(file.read_text("utf-8"))
