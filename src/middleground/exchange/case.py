"""What the field's formats have in common: issues, and for each party an additive utility.

Everything is an exact fraction, as the files say it, so that nothing is rounded on the way from one
format to another.

Source: Keeney & Raiffa (1976) for additive utility; Raiffa (1982) for scoring tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile
from pathlib import PurePath

from middleground.exchange.exact import decimal_text

Value = str | int | Fraction
"""A way to settle an issue: words, or a number."""


@dataclass(frozen=True)
class NamedBytes:
    """A file: its name as the user knows it, and what it holds."""

    name: str
    data: bytes

    @property
    def base(self) -> str:
        """The name without folders."""
        return PurePath(self.name).name

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return PurePath(self.name).stem

    @property
    def folder(self) -> str:
        """The name of the folder that it stands in."""
        return PurePath(self.name).parent.name

    @property
    def ending(self) -> str:
        """The ending, in small letters: `xml`."""
        return PurePath(self.name).suffix.removeprefix(".").casefold()


@dataclass(frozen=True)
class CaseIssue:
    """One thing to be settled.

    Attributes:
        name: As the file names it.
        values: The ways to settle it, in order: all words or all numbers.
    """

    name: str
    values: tuple[Value, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether the values are numbers."""
        return not isinstance(self.values[0], str)

    @property
    def words(self) -> list[str]:
        """The values as text."""
        return [v if isinstance(v, str) else decimal_text(Fraction(v)) for v in self.values]


@dataclass(frozen=True)
class Worth:
    """What an issue is worth to a party: `weight` times the number of the value that is chosen.

    Attributes:
        weight: How much the issue counts.
        scores: For each value, in the order of the issue.
    """

    weight: Fraction
    scores: tuple[Fraction, ...]

    @property
    def parts(self) -> tuple[Fraction, ...]:
        """What each value adds to the utility."""
        return tuple(self.weight * score for score in self.scores)


@dataclass(frozen=True)
class Profile:
    """One party's preferences.

    Attributes:
        name: The party's name.
        worths: In the order of the issues.
        no_deal: What walking away is worth, on the same scale as deals.
        discount: What utility is multiplied by over the whole time; None where it is not said.
        source: The file that it was read from.
    """

    name: str
    worths: tuple[Worth, ...]
    no_deal: Fraction
    discount: Fraction | None = None
    source: str = ""


@dataclass(frozen=True)
class Case:
    """A negotiation as the field's formats hold it.

    Attributes:
        title: What it is called.
        issues: What is settled.
        profiles: One for each party.
        in_points: True for a scoring table, whose points stand as they are; otherwise a utility of
            1 is a party's best.
        notes: What a reader of the files should know.
    """

    title: str
    issues: tuple[CaseIssue, ...]
    profiles: tuple[Profile, ...]
    in_points: bool = False
    notes: tuple[str, ...] = ()


def unlike(names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Positions of names that stand twice, with the name."""
    seen: set[str] = set()
    for n, name in enumerate(names):
        if name in seen:
            yield n, name
        seen.add(name)


def party_names(stems: Sequence[str]) -> list[str]:
    """Names of parties: those of their files, without the beginning that all of them share.

    Example:
        >>> party_names(["Coast_owners", "Coast_dockers"])
        ['owners', 'dockers']
    """
    shared = "".join(s[0] for s in takewhile(lambda s: len(set(s)) == 1, zip(*stems, strict=False)))
    shared = shared[: max(shared.rfind("_"), shared.rfind("-")) + 1]
    left = [stem[len(shared) :] for stem in stems]
    return left if all(name[:1].isalpha() for name in left) else list(stems)
