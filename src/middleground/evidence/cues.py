"""The words that mark a claim as somebody's: a lexicon of cues with their class and stance.

The list is data (`cues.toml`), written for news in general: no rule names what a report is about.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue word says about its claim.

    Attributes:
        family: "speech", "act", "belief", "evidence" or "manner": see `cues.toml`.
        stance: What the source does: "asserts", "demands", "denies" ...
    """

    family: str
    stance: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Cues by dictionary form.

    Attributes:
        verbs: Each verb's readings, the most telling first.
        passive: Stance of the verbs that leave their source out ("is said to").
        nouns: Stance of each noun, and the words that link it with what is said.
        objects: Verbs whose object is what is said.
        infinitives: Verbs whose infinitive is what is said.
        prepositions: Verbs whose preposition opens what is said, with it and the stance.
        against: Verbs that say something of somebody: the preposition and the stance.
        hearsay: Adverbs that mark a claim as second-hand.
        counts: Nouns that are "put at" a number.
        addressing: Verbs that name whom something is said to.
    """

    verbs: dict[str, tuple[Cue, ...]]
    passive: dict[str, str]
    nouns: dict[str, tuple[str, frozenset[str]]]
    objects: frozenset[str]
    infinitives: frozenset[str]
    prepositions: dict[str, tuple[str, str]]
    against: dict[str, tuple[str, str]]
    hearsay: frozenset[str]
    counts: frozenset[str]
    addressing: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The cues, read once."""
    written = resources.files("middleground.evidence").joinpath("cues.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(written)
    verbs: dict[str, tuple[Cue, ...]] = {}
    for family, stances in table["verbs"].items():
        for stance, lemmas in stances.items():
            for lemma in lemmas:
                verbs[lemma] = (*verbs.get(lemma, ()), Cue(family, stance))
    passive = {lemma: stance for stance, lemmas in table["passive"].items() for lemma in lemmas}
    nouns = {}
    for stance, described in table["nouns"].items():
        for one in described:
            lemma, links = one.split(":")
            nouns[lemma] = (stance, frozenset(links.split(",")))
    return Lexicon(
        verbs,
        passive,
        nouns,
        frozenset(table["complements"]["object"]),
        frozenset(table["complements"]["infinitive"]),
        {lemma: (first, stance) for lemma, (first, stance) in table["prepositions"].items()},
        {lemma: (first, stance) for lemma, (first, stance) in table["against"].items()},
        frozenset(table["hearsay"]["adverbs"]),
        frozenset(table["counts"]["nouns"]),
        frozenset(table["addressing"]["verbs"]),
    )
