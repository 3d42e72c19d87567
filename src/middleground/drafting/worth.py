"""What deals are worth to whom: directions from stands, and wide assumed numbers to be narrowed."""

from dataclasses import dataclass, field
from typing import Any

from middleground.drafting.elements import Callings, Element
from middleground.drafting.matters import Matter, Stand
from middleground.drafting.people import Side
from middleground.drafting.sides import Sides
from middleground.drafting.subjects import Reading
from middleground.evidence.entries import Entry

Bounds = tuple[int, int]

# Wide on purpose: a draft knows directions, and no numbers.
_WEIGHTS = {"own": (15, 40), "side": (5, 25), "opposed": (2, 15)}
_NO_DEAL = {0: (25, 65), 1: (15, 50), -1: (40, 75)}
_BETWEEN = [20, 80]
_BESIDE = [0, 60]


@dataclass(slots=True)
class Valuer:
    """Whoever values deals: a constituency, or a party that has none.

    Attributes:
        path: `party.constituency`, or the party.
        names: The actors that it stands for.
        side: All actors who speak for its party as a whole, its decision maker among them.
        against: Actors of the other parties.
        is_decider: Whether its worth is the party's own at the table.
    """

    path: str
    names: frozenset[str]
    side: frozenset[str]
    against: frozenset[str]
    is_decider: bool = False


@dataclass(slots=True)
class Worth:
    """A preferences block, with the entries that each part rests on.

    Attributes:
        value: The block, without evidence.
        evidence: For each issue, the entries that say which way; under "" those for the whole.
    """

    value: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, list[Entry]] = field(default_factory=dict)


def value_deals(
    valuer: Valuer, matters: list[Matter], whole: list[tuple[Entry, int, frozenset[str]]]
) -> Worth:
    """What deals are worth to somebody: weights and scores by what they or their side have said.

    Args:
        valuer: Whoever values.
        matters: The issues.
        whole: Positions on a deal as such: +1 for, -1 against, and whose they are.
    """
    worth = Worth()
    leaning = [(e, sign) for e, sign, names in whole if names & valuer.names]
    sign = max(-1, min(1, sum(s for _, s in leaning)))
    worth.value["no_deal"] = list(_NO_DEAL[sign])
    worth.evidence[""] = [e for e, _ in leaning]
    indifferent = []
    for matter in matters:
        found = _leaning(valuer, matter)
        if found is None:
            indifferent.append(matter.id)
            continue
        place, ground, stand = found
        worth.value[matter.id] = {"weight": list(_WEIGHTS[ground]), **_scores(matter, place)}
        if stand is not None and not stand.is_inferred and (ground == "own" or valuer.is_decider):
            worth.evidence[matter.id] = [stand.entry]
    if indifferent and len(indifferent) < len(matters):
        worth.value["indifferent"] = indifferent
    elif indifferent:  # nobody has said anything: everything counts alike, the last option best
        for matter in matters:
            worth.value[matter.id] = {"weight": list(_WEIGHTS["opposed"]), **_scores(matter, 1.0)}
    return worth


def _leaning(valuer: Valuer, matter: Matter) -> tuple[float, str, Stand | None] | None:
    """Where somebody leans on an issue: what they said, their side said, or against the others."""
    for ground, names in (("own", valuer.names), ("side", valuer.side)):
        told = [s for s in matter.stands if set(s.names) & names]
        if told:
            best = max(told, key=lambda s: (s.exact, -abs(matter.place_of(s) - 0.5)))
            return matter.place_of(best), ground, best
    others = [s for s in matter.stands if set(s.names) & valuer.against]
    if others:
        place = matter.place_of(max(others, key=lambda s: s.exact))
        return (1.0 - place if place != 0.5 else 0.0), "opposed", None
    return None


def _scores(matter: Matter, place: float) -> dict[str, Any]:
    options = [option for option, _ in matter.options]
    if matter.is_numeric:
        first, last = options[0], options[-1]
        return {"best": last, "worst": first} if place > 0.5 else {"best": first, "worst": last}
    if len(options) == 1:
        return {"scores": {options[0]: 100}}
    best = round(place * (len(options) - 1))
    if 0 < best < len(options) - 1:
        return {"scores": {o: 100 if n == best else list(_BESIDE) for n, o in enumerate(options)}}
    ends = {best: 100, len(options) - 1 - best: 0}
    return {"scores": {o: ends.get(n, list(_BETWEEN)) for n, o in enumerate(options)}}


# -------------------------------------------------------------------------------------------- whose


def list_preferences(
    sides: Sides, callings: Callings, matters: list[Matter], reading: Reading
) -> dict[str, Element]:
    """What deals are worth to every constituency, and to every party that has none."""
    found: dict[str, Element] = {}
    whole = [(e, sign, frozenset(sides.names(e, e.position.parties)))
             for e, sign in reading.whole if e.position]  # fmt: skip
    for valuer in _valuers(sides, callings):
        worth = value_deals(valuer, matters, whole) if matters else Worth()
        value: dict[str, Any] = {}
        for name, said in worth.value.items():
            cited = worth.evidence.get(name)
            value[name] = {**said, "evidence": cited} if cited and isinstance(said, dict) else said
        value["assumption"] = "every number, and the directions that nobody is quoted on"
        found[valuer.path] = Element(
            value, "directions from stands", worth.evidence.get("", [])[:3]
        )
    return found


def _valuers(sides: Sides, callings: Callings) -> list[Valuer]:
    """Everybody who values deals: each constituency, or a party that has none."""
    own: dict[str, set[str]] = {s.actor.name: {s.actor.name} for s in callings.cast.sides}
    inside = {a.name for _, one, _ in callings.within for a in one.actors}
    for side in callings.cast.sides:
        voices = {a.name for a in sides.members(side.actor.name) if a.name not in inside}
        own[side.actor.name] |= voices
    found = []
    for side in callings.cast.sides:
        name = side.actor.name
        within = [(one, path) for s, one, path in callings.within if s is side]
        decider = {a.name for a in within[0][0].actors} if within else set()
        against = {
            n for other in callings.cast.sides if other is not side
            for n in own[other.actor.name] | _decider(callings, other)
        }  # fmt: skip
        speaking = frozenset(own[name] | decider)
        if not within:
            path = callings.paths[name]
            found.append(Valuer(path, speaking, speaking, frozenset(against), is_decider=True))
        for one, path in within:
            names = frozenset(a.name for a in one.actors)
            first = one is within[0][0]
            found.append(Valuer(path, names, speaking, frozenset(against), is_decider=first))
    return found


def _decider(callings: Callings, side: Side) -> set[str]:
    first = next((one for s, one, _ in callings.within if s is side), None)
    return {a.name for a in first.actors} if first else set()
