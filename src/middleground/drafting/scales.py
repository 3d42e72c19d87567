"""What a demand is about and between which ends it can be settled: data in `scales.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends between which a matter can be settled.

    Attributes:
        id: Its name in the data.
        key: What an issue's id is made of.
        name: What an issue on it is called.
        marks: Words that show it; None where topic or place alone do.
        topics: Topics that it is for; empty for any.
        at_place: Whether it is for what happens at one place.
        options: Ids with words, in order; empty where the parties are the options.
        favour: The option of whoever is for the matter.
        against: The option of whoever is against it.
        middle: Words that show the option between the ends.
    """

    id: str
    key: str
    name: str
    marks: Pattern | None
    topics: frozenset[str]
    at_place: bool
    options: tuple[tuple[str, str], ...]
    favour: str
    against: str
    middle: Pattern | None

    def fits(self, topic: str, place: str, words: str) -> bool:
        """Whether words about a topic, perhaps at a place, are on this scale."""
        if self.at_place:
            return bool(place)
        if self.topics and topic not in self.topics:
            return False
        return self.marks is None or bool(self.marks.search(words))

    def pick(self, sign: int, words: str) -> str:
        """The option that somebody takes who is for (+1) or against (-1), in these words."""
        if self.middle and self.middle.search(words):
            return self.options[1][0]
        return self.favour if sign > 0 else self.against


@dataclass(frozen=True, slots=True)
class Scales:
    """All scales, and words that subjects are found by; what each is for, the file says."""

    scales: tuple[Scale, ...]
    whole: frozenset[str]
    empty: frozenset[str]
    alike: dict[str, str]
    there: Pattern
    bids: frozenset[str]
    order: Pattern

    @property
    def option_ids(self) -> list[str]:
        """What options are called, on any scale."""
        said = [option for scale in self.scales for option, _ in scale.options]
        return [*said, "jointly", "as_proposed", "widened"]

    def alike_to(self, word: str) -> str:
        """The word that stands for all of the same meaning."""
        return self.alike.get(word, word)


@cache
def scales() -> Scales:
    """The scales, read once."""
    file = resources.files("middleground.drafting").joinpath("scales.toml")
    table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    groups = table["alike"]["groups"]
    return Scales(
        tuple(_scale(said) for said in table["scale"]),
        frozenset(table["whole"]["topics"]),
        frozenset(table["empty"]["words"]),
        {word: group[0] for group in groups for word in group},
        re.compile(table["there"]["marks"]),
        frozenset(table["bids"]["verbs"]),
        re.compile(table["order"]["marks"]),
    )


def _scale(said: dict[str, Any]) -> Scale:
    options = said["options"]
    return Scale(
        said["id"], said.get("key", "{thing}"), said["name"],
        _pattern(said.get("marks")), frozenset(said.get("topics", ())),
        bool(said.get("places")), () if options == "parties" else tuple(map(tuple, options)),
        said.get("for", ""), said.get("against", ""), _pattern(said.get("middle")),
    )  # fmt: skip


def _pattern(written: str | None) -> Pattern | None:
    return re.compile(written, re.IGNORECASE) if written else None
