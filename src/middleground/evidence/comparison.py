"""Claims about the same thing side by side: do they agree, update, oppose or contradict each other?

A false contradiction harms more than a missed one: it is claimed only where neither the bounds of
the figures nor the order of the reports leave room for both.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf
from typing import Literal

from middleground.evidence.entries import Entry, Figure
from middleground.evidence.topics import topics

RelationKind = Literal[
    "update", "compatible", "confirms", "fulfilled", "contradiction", "conflict", "disagreement",
    "tension", "near_copy", "undecided",
]  # fmt: skip

# Counts of these only grow: a later, larger one replaces the earlier.
_CUMULATIVE = frozenset(
    (
        "kill", "die", "injure", "wound", "displace", "arrest", "destroy", "lose", "infect",
        "dismiss", "damage", "deport",
    )
)  # fmt: skip
_GENERAL = frozenset(
    (
        "people", "person", "more", "least", "many", "other", "have", "make", "take", "see", "say",
        "include", "get", "give", "also", "number", "total", "several", "last", "first", "than",
    )
)  # fmt: skip
# "About" and "nearly" leave so much room on either side.
_ROUGH = 0.1


@dataclass(frozen=True, slots=True)
class Relation:
    """Two entries about the same thing, and how they stand to each other.

    Attributes:
        kind: "update": the later count is larger, as it must be; "compatible": their bounds leave
            room for both; "confirms": another source says the same; "fulfilled": announced, then
            happened; "contradiction": no room; "conflict": positions of different sides that
            exclude each other; "disagreement": the same inside one side; "tension": both can hold,
            but pull apart; "near_copy": one claim from two unnamed sources, perhaps of one origin;
            "undecided": they differ, and nothing says which report is the later.
        first: Id of the one entry; of an update, the earlier where that is known.
        second: Id of the other.
        same_asserter: Whether both stand on the same source's word.
        why: The reason, in words.
    """

    kind: RelationKind
    first: str
    second: str
    same_asserter: bool
    why: str


def compare_figures(entries: Sequence[Entry], order: Sequence[str] = ()) -> list[Relation]:
    """How figures about the same thing stand to each other, across reports and within one.

    Args:
        entries: The ledger; rejected entries are left out.
        order: Names of the reports from the earliest, as far as known.

    Returns:
        One relation for each pair about the same thing, in the order of the entries.
    """
    figures = [(e, e.figure) for e in entries if e.figure and e.status != "rejected"]
    by_unit: dict[str, list[tuple[Entry, Figure, set[str]]]] = defaultdict(list)
    for entry, figure in figures:
        if figure.value is not None and figure.topic:
            by_unit[figure.unit].append((entry, figure, _kinds_of(figure)))
    relations = []
    for (one, a, first), (two, b, second) in (
        pair for group in by_unit.values() for pair in combinations(group, 2)
    ):
        within = one.report == two.report
        if (within and a.asserter == b.asserter) or not _same_thing(first, second):
            continue
        relations.append(_relate(one, a, two, b, list(order)))
    return relations


def _same_thing(first: set[str], second: set[str]) -> bool:
    """Whether two figures of one unit count the same: most of what is said of them agrees."""
    shared = first & second
    return len(shared) >= 2 and 2 * len(shared) > min(len(first), len(second))


def _kinds_of(figure: Figure) -> set[str]:
    """What a figure is about, words of one topic under one name: "refuge" and "shelter"."""
    signed = topics().signed
    return {signed[word][0] if word in signed else word for word in figure.topic} - _GENERAL


def _relate(one: Entry, a: Figure, two: Entry, b: Figure, order: list[str]) -> Relation:
    same = bool(a.asserter) and a.asserter.casefold() == b.asserter.casefold()
    known = one.report != two.report and one.report in order and two.report in order
    if known and order.index(one.report) > order.index(two.report):
        one, a, two, b = two, b, one, a
    kind, why = _judge(a, b, within=one.report == two.report, known=known)
    return Relation(kind, one.id, two.id, same, why)


def _judge(a: Figure, b: Figure, *, within: bool, known: bool) -> tuple[RelationKind, str]:
    if a.value is None or b.value is None:
        raise ValueError("only figures with a value are compared")
    low_a, high_a = _interval(a, a.value)
    low_b, high_b = _interval(b, b.value)
    overlap = max(low_a, low_b) <= min(high_a, high_b)
    if a.negated != b.negated:
        if not overlap:
            return "compatible", "one denies a number that the other does not state"
        if within:
            return "contradiction", "one states what the other denies, in the same report"
        return "undecided", "one states what the other denies; the dates may explain it"
    if a.value == b.value and a.qualifier == b.qualifier:
        return "confirms", "both give the same number"
    if not within and set(a.topic) & set(b.topic) & _CUMULATIVE:
        if not known and a.value != b.value:
            return "update", "a count that only grows; the larger is likely to be the later"
        if b.value > a.value:
            return "update", "a count that only grows, in the later report larger"
    if overlap:
        return "compatible", "their bounds leave room for both"
    if (within or (known and set(a.topic) & set(b.topic) & _CUMULATIVE)) and _is_exact(a, b):
        return "contradiction", "their bounds leave no room for both"
    if within:
        return "undecided", "they differ, and may not count the same"
    return "undecided", "they differ; a change between the reports would explain it"


def _is_exact(a: Figure, b: Figure) -> bool:
    """Whether two figures surely count the same: hardly a word of what is said of them differs."""
    first, second = _kinds_of(a), _kinds_of(b)
    return 4 * len(first & second) >= 3 * len(first | second)


def _interval(figure: Figure, value: float) -> tuple[float, float]:
    """The values that a figure's words leave open."""
    match figure.qualifier:
        case "more than" | "at least":
            return value, inf
        case "nearly":
            return value * (1 - _ROUGH), value
        case "up to" | "at most" | "less than":
            return -inf, value
        case "about":
            return value * (1 - _ROUGH), value * (1 + _ROUGH)
        case _:
            return value, value
