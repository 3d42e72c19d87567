"""Claims side by side: what contradicts, updates or confirms what, and who stands against whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from middleground.brief.evidence import Evidence, RelationFound, signs
from middleground.brief.said import Said, Sayer
from middleground.brief.words import count, listed
from middleground.evidence.entries import Entry
from middleground.evidence.saying import gist

KINDS = {
    "contradiction": "contradiction",
    "tension": "tension",
    "update": "update",
    "fulfilled": "announced, then happened",
    "confirms": "confirmed by another source",
    "near_copy": "perhaps one source twice",
    "compatible": "compatible",
    "undecided": "differs; not decided",
}
_NAMED = 3  # topics
_OPPOSED = ("conflict", "disagreement")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims about the same thing, the earlier first where that is known."""

    kind: str
    first: Said
    second: Said
    why: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Positions for and against one thing.

    Attributes:
        topic: What it is, in a word.
    """

    topic: str
    supporters: list[Said]
    opponents: list[Said]
    conflicts: int
    disagreements: int

    @property
    def size(self) -> str:
        """How many pairs exclude each other, in words."""
        conflicts = count(self.conflicts, "conflict") if self.conflicts else ""
        within = count(self.disagreements, "disagreement") if self.disagreements else ""
        return ", ".join(filter(None, [conflicts, within]))


def pairs(sayer: Sayer, evidence: Evidence) -> list[Pair]:
    """Relations of two claims, contradictions first; positions that are opposed stand apart."""
    rank = {kind: n for n, kind in enumerate(KINDS)}
    found = [r for r in evidence.relations if r.kind not in _OPPOSED]
    return [
        Pair(
            KINDS[r.kind],
            _claim(sayer, sayer.by_id[r.first]),
            _claim(sayer, sayer.by_id[r.second]),
            r.why,
        )
        for r in sorted(found, key=lambda r: rank[r.kind])
    ]


def _claim(sayer: Sayer, entry: Entry) -> Said:
    return sayer.say(entry, gist(sayer.named(entry)))


def clashes(sayer: Sayer, evidence: Evidence) -> list[Clash]:
    """Positions for and against each topic, the most disputed topic first.

    A topic on which only pairs clash that clash on another too is left out: "pay" and "rise" beside
    "percent" would show the same words again.
    """
    by_topic: dict[str, list[RelationFound]] = {}
    for relation in evidence.relations:
        if relation.kind in _OPPOSED:
            for topic in relation.topics:
                by_topic.setdefault(topic, []).append(relation)
    telling: list[str] = []
    shown: list[set[tuple[str, str]]] = []
    for topic in sorted(by_topic, key=lambda topic: -len(by_topic[topic])):
        clashing = {(r.first, r.second) for r in by_topic[topic]}
        if not any(clashing <= others for others in shown):
            telling.append(topic)
            shown.append(clashing)
    found = [_clash(sayer, topic, by_topic[topic]) for topic in by_topic if topic in telling]
    return sorted(found, key=lambda clash: -(clash.conflicts + clash.disagreements))


def _clash(sayer: Sayer, topic: str, relations: Sequence[RelationFound]) -> Clash:
    ids = dict.fromkeys(name for r in relations for name in (r.first, r.second))
    entries = [sayer.by_id[name] for name in ids]
    sides: dict[str, list[Said]] = {"+": [], "-": []}
    for entry in sorted(entries, key=lambda e: (e.report, e.sentence)):
        sides[signs(entry)[topic]].append(_claim(sayer, entry))
    return Clash(
        topic=topic,
        supporters=sides["+"],
        opponents=sides["-"],
        conflicts=sum(r.kind == "conflict" for r in relations),
        disagreements=sum(r.kind == "disagreement" for r in relations),
    )


def in_dispute(clashes: Sequence[Clash], pairs: Sequence[Pair]) -> str:
    """What the reports leave in dispute, in a sentence; "" if nothing."""
    contradictions = sum(pair.kind == "contradiction" for pair in pairs)
    topics = [clash.topic for clash in clashes]
    parts = [
        f"hold {count(contradictions, 'contradiction')}" if contradictions else "",
        f"show positions that exclude each other on {listed(topics[:_NAMED])}" if topics else "",
    ]
    said = " and ".join(filter(None, parts))
    return f"The reports {said}." if said else ""
