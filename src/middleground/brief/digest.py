"""The short brief of a project that has reports and no model yet: where everybody stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from middleground.brief.beside import Pair
from middleground.brief.said import Said
from middleground.brief.wants import Party, firmest
from middleground.brief.words import count
from middleground.evidence.entries import Entry

_PARTIES, _EACH = 4, 2
_TIES = ("Who decides", "Who threatens to leave")
_PAIRS, _TELLING = 2, ("contradiction", "tension", "update", "announced, then happened")


@dataclass(frozen=True, slots=True)
class Digest:
    """What one page has room for.

    Attributes:
        size: How much was found, and how much of it a person has decided, in words.
        stands: The firmest positions of the parties of whom most is told.
        ties: Who decides and who threatens to leave.
        pairs: Claims that contradict or update each other.
    """

    size: str
    stands: list[tuple[str, list[Said]]]
    ties: list[tuple[str, list[Said]]]
    pairs: list[Pair]


def digest(
    entries: Sequence[Entry],
    parties: Sequence[Party],
    ties: Sequence[tuple[str, list[Said]]],
    pairs: Sequence[Pair],
) -> Digest | None:
    """The short brief; None where the reports say nothing that the program could tell."""
    if not entries:
        return None
    reports = count(len({entry.report for entry in entries}), "report")
    decided = sum(entry.decided for entry in entries)
    looked_at = f"{decided:,} of them decided by a person" if decided else "none looked at yet"
    return Digest(
        size=f"{len(entries):,} claims found in {reports}, {looked_at}.",
        stands=firmest(parties, _PARTIES, _EACH),
        ties=[(head, said[:_EACH]) for head, said in ties if head in _TIES],
        pairs=[pair for pair in pairs if pair.kind in _TELLING][:_PAIRS],
    )
