"""A tie among those at and around the table, as found in a sentence."""

from dataclasses import dataclass

from middleground.evidence.cast import Known
from middleground.evidence.parser import Sentence
from middleground.evidence.particulars import StructureKind

TALKS = frozenset(("decision", "deal", "dialogue", "discussion", "effort", "mediation",
                    "negotiation", "process", "talk"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie as found in a sentence.

    Attributes:
        sentence: The sentence.
        kind: What ties them.
        content: Indices of the words that say so.
        who: Who does it, or all who disagree.
        whom: To whom, or between whom.
        through: Through whom.
        takes: How long it takes, as written.
    """

    sentence: Sentence
    kind: StructureKind
    content: tuple[int, ...]
    who: tuple[Known, ...] = ()
    whom: tuple[Known, ...] = ()
    through: tuple[Known, ...] = ()
    takes: str = ""


def agent_of(sentence: Sentence, verb: int) -> int | None:
    """Who does what a passive verb says: "mediated by her"."""
    by = sentence.child(verb, "agent")
    return sentence.child(by, "pobj") if by is not None else None
