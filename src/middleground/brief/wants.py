"""What each party wants, offers and refuses, as the reports have it, and how that moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from middleground.brief.evidence import Evidence, signs
from middleground.brief.said import Said, Sayer
from middleground.brief.words import listed
from middleground.evidence.entries import Entry
from middleground.evidence.saying import POSITIONS
from middleground.scenario.model import Scenario

# Firmest first; what a party thinks of others comes last.
_ORDER = (
    "red_line", "threat", "demand", "order", "condition", "rejection", "offer", "concession",
    "readiness", "commitment", "support", "stance_change", "denial", "alleged_intent", "belief",
    "evaluation",
)  # fmt: skip
NOBODY = "A party that the words do not name"
_MOVES = {
    "harder": "harder",
    "softer": "softer",
    "reversed": "turned round",
    "unchanged": "unchanged",
}


@dataclass(frozen=True, slots=True)
class Shift:
    """How a position moves on one topic, from the earliest report to the latest."""

    topic: str
    move: str
    first: Said
    last: Said

    @property
    def moves(self) -> bool:
        """Whether it moves at all."""
        return self.move != _MOVES["unchanged"]


@dataclass(frozen=True, slots=True)
class Party:
    """What one party wants: all of it, firmest first.

    Attributes:
        of_scenario: Whether the scenario knows this party or somebody within it.
    """

    name: str
    of_scenario: bool
    stands: list[Said]
    shifts: list[Shift]


def wants(sayer: Sayer, evidence: Evidence, scenario: Scenario) -> list[Party]:
    """Positions by party: those of the scenario in its order, then by how much is told of each."""
    groups: dict[str, list[tuple[int, Entry]]] = {}
    names: dict[str, str] = {}
    for entry in sayer.entries:
        if entry.position is None:
            continue
        parties = entry.position.parties
        key, name = sayer.who(entry.report, parties[0]) if parties else ("", NOBODY)
        names.setdefault(key, name)
        groups.setdefault(key, []).append((_ORDER.index(entry.position.kind), entry))
    rank = {name: n for n, name in enumerate([*scenario.parties, *scenario.constituencies])}
    placed = sorted(
        groups, key=lambda key: (key == "", rank.get(key, len(rank)), -len(groups[key]))
    )
    shifts = _shifts(sayer, evidence)
    return [
        Party(
            name=names[key],
            of_scenario=key in rank,
            stands=[
                _stand(sayer, entry) for _, entry in sorted(groups[key], key=lambda pair: pair[0])
            ],
            shifts=shifts.get(key, []),
        )
        for key in placed
    ]


def _stand(sayer: Sayer, entry: Entry) -> Said:
    position = entry.position
    if position is None:
        raise ValueError("only positions are stands")
    others = sayer.names(entry.report, position.parties[1:])
    about = sayer.names(entry.report, position.about)
    detail = [
        f"together with {listed(others)}" if others else "",
        f"about {listed(about)}" if about else "",
        position.condition,
    ]
    return sayer.say(entry, POSITIONS[position.kind], "; ".join(filter(None, detail)))


def _shifts(sayer: Sayer, evidence: Evidence) -> dict[str, list[Shift]]:
    found: dict[str, list[Shift]] = {}
    for drift in evidence.drift:
        first, last = sayer.by_id[drift.steps[0]], sayer.by_id[drift.steps[-1]]
        key, _ = sayer.who(first.report, drift.party)
        found.setdefault(key, []).append(
            Shift(drift.topic, _MOVES[drift.move], _on(sayer, first, drift.topic),
                  _on(sayer, last, drift.topic))
        )  # fmt: skip
    return found


def _on(sayer: Sayer, entry: Entry, topic: str) -> Said:
    kind = POSITIONS[entry.position.kind] if entry.position else ""
    way = "for" if signs(entry).get(topic) == "+" else "against"
    return sayer.say(entry, f"{kind}, {way}")


def terms(sayer: Sayer) -> list[tuple[str, list[Said]]]:
    """Terms of proposals: by the document that they belong to, in the order of the reports."""
    groups: dict[str, list[Said]] = {}
    for entry in sayer.entries:
        term = entry.term
        if term is None:
            continue
        givers = listed(sayer.names(entry.report, term.givers)) or "somebody"
        label = f"{givers} would {term.action}" if term.action else givers
        detail = [term.when, f"in return for {term.in_return_for}" if term.in_return_for else ""]
        said = sayer.say(entry, label, "; ".join(filter(None, detail)))
        groups.setdefault(" ".join(term.proposal.split()), []).append(said)
    return list(groups.items())


def firmest(parties: Sequence[Party], most: int, each: int) -> list[tuple[str, list[Said]]]:
    """The firmest positions of the parties of whom most is told, for a short brief."""
    known = [party for party in parties if party.name != NOBODY]
    told = sorted(known, key=lambda party: (not party.of_scenario, -len(party.stands)))[:most]
    return [(party.name, party.stands[:each]) for party in told]
