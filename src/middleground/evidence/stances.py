"""The words by which reports say what a party wants, offers or refuses (`stances.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from middleground.evidence.particulars import PositionKind


@dataclass(frozen=True, slots=True)
class Stances:
    """Words of positions by dictionary form; what each list is for, the file says.

    Attributes:
        verbs: Verbs of the party itself.
        adjectives: Adjectives said of a party.
        nouns: Nouns for what a party does to a plan.
    """

    verbs: dict[str, PositionKind]
    adjectives: dict[str, PositionKind]
    nouns: dict[str, PositionKind]
    giving: frozenset[str]
    aiming: frozenset[str]
    shifting: frozenset[str]
    shifted: frozenset[str]
    needed: frozenset[str]
    modals: frozenset[str]
    tabled: frozenset[str]
    falls_short: frozenset[str]
    bad: frozenset[str]
    conduct: frozenset[str]
    settling: frozenset[str]
    settled: frozenset[str]
    conceding: frozenset[str]
    dropping: frozenset[str]
    claimed: frozenset[str]
    harming: frozenset[str]


@cache
def stances() -> Stances:
    """The words of positions, read once."""
    file = resources.files("middleground.evidence").joinpath("stances.toml")
    table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    return Stances(
        table["verbs"],
        table["adjectives"],
        table["nouns"],
        frozenset(table["giving"]["verbs"]),
        frozenset(table["aiming"]["verbs"]),
        frozenset(table["shift"]["verbs"]),
        frozenset(table["shift"]["nouns"]),
        frozenset(table["needed"]["words"]),
        frozenset(table["needed"]["modals"]),
        frozenset(table["tabled"]["nouns"]),
        frozenset(table["tabled"]["falls_short"]),
        frozenset(table["tabled"]["bad"]),
        frozenset(table["conduct"]["nouns"]),
        frozenset(table["settled"]["verbs"]),
        frozenset(table["settled"]["nouns"]),
        frozenset(table["conceding"]["verbs"]),
        frozenset(table["dropping"]["verbs"]),
        frozenset(table["dropping"]["nouns"]),
        frozenset(table["harming"]["verbs"]),
    )
