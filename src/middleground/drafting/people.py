"""Who is at the table, who stands behind them, who carries messages, and who presses from outside.

Sources: Putnam (1988) for constituencies behind a party; Tsebelis (2002) for vetoes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from middleground.drafting.material import Material
from middleground.drafting.sides import Actor, Sides
from middleground.evidence.actors import nouns
from middleground.evidence.entries import Entry

MOST_WITHIN = 7  # constituencies of one party: what one page can hold
_WANTING = ("demand", "offer", "concession", "red_line", "rejection", "threat", "condition",
            "commitment", "order", "support", "stance_change", "denial", "belief",
            "readiness", "alleged_intent")  # fmt: skip
_AT_THE_TABLE = ("demand", "offer", "concession", "red_line", "rejection", "threat", "condition",
                 "denial", "commitment")  # fmt: skip
# What a tie says for having its actor as somebody who accepts or refuses for themselves.
_TIES = {"threatens_to_leave": 4, "decides": 5, "disagrees": 2, "readiness": 1, "limited_by": 1}
_NAMED = ("state", "organisation", "person", "group", "role")


@dataclass(slots=True, eq=False)
class Within:
    """A constituency: actors whom the reports show as one.

    Attributes:
        actors: The actors; the first gives the name.
        together: Words for all of them, where the reports have some: "the security agencies".
        grounds: The entries that show them, the telling ones first.
        threat: The entry in which they threaten to leave or to bring down; None if they do not.
        weight: How much the reports say of them, to choose those that fit on a page.
    """

    actors: list[Actor]
    together: str = ""
    grounds: list[Entry] = field(default_factory=list)
    threat: Entry | None = None
    weight: int = 0


@dataclass(slots=True, eq=False)
class Side:
    """A party: its own actor, and the constituencies within it.

    Attributes:
        actor: The party.
        within: Its constituencies, whoever decides first.
        decided_by: The entries that say who decides.
        grounds: What shows it as a party.
    """

    actor: Actor
    within: list[Within] = field(default_factory=list)
    decided_by: list[Entry] = field(default_factory=list)
    grounds: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Cast:
    """Everybody who has a place in the scenario.

    Attributes:
        sides: The parties, in order of how much the reports say of them.
        mediators: Those who carry messages, with the entries that say so.
        outsiders: Those who press or demand from outside, with the entries that say so.
    """

    sides: list[Side]
    mediators: dict[str, list[Entry]]
    outsiders: dict[str, list[Entry]]


def find_cast(material: Material, sides: Sides) -> Cast:
    """Cast everybody whom the reports show as acting in the negotiation."""
    mediators = _mediators(material, sides)
    parties = _parties(material, sides, set(mediators))
    found = [_side(material, sides, name, grounds) for name, grounds in parties.items()]
    inside = {name for side in found for name in (side.actor.name,)} | set(mediators)
    return Cast(found, mediators, _outsiders(material, sides, inside))


# ---------------------------------------------------------------------------------------- mediators


def _mediators(material: Material, sides: Sides) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in material.entries:
        tie = entry.structure
        if tie and tie.kind == "mediates":
            for name in sides.names(entry, tie.who):
                found.setdefault(sides.principal(name), []).append(entry)
    by_office = [a for a in sides.actors.values() if a.mediates_by_office and not a.above]
    named = [a for a in by_office if len(a.name.split()) > 1] or by_office
    for actor in named:
        found.setdefault(actor.name, list(actor.entries[:1]))
    return found


# ------------------------------------------------------------------------------------------ parties


def _parties(material: Material, sides: Sides, mediators: set[str]) -> dict[str, list[Entry]]:
    """The sides of the talks: those mediated between, those who would give; else who says most."""
    told: dict[str, list[Entry]] = {}
    stands: Counter[str] = Counter()
    for entry in material.entries:
        if entry.structure and entry.structure.kind == "mediates":
            for name in sides.names(entry, entry.structure.whom):
                told.setdefault(sides.principal(name), []).append(entry)
        if entry.term:
            for name in sides.names(entry, entry.term.givers):
                told.setdefault(sides.principal(name), []).append(entry)
        if entry.position and entry.position.kind in _AT_THE_TABLE:
            for name in sides.names(entry, entry.position.parties):
                stands[sides.principal(name)] += 3
        for name in sides.named_in(entry) if entry.kind in ("position", "relation") else ():
            stands[sides.principal(name)] += 1
    for actor in sides.actors.values():
        stands[sides.principal(actor.name)] += sum(len(e.content) for e in actor.entries)
    told = {n: found for n, found in told.items() if n not in mediators and _may_sign(sides, n)}
    others = [n for n, _ in stands.most_common() if n not in told and n not in mediators]
    for name in others:
        if len(told) >= 2:
            break
        if _may_sign(sides, name):
            told[name] = _stands_of(material, sides, name)[:1] or sides.actors[name].entries[:1]
    return dict(sorted(told.items(), key=lambda item: -stands[item[0]]))


def _may_sign(sides: Sides, name: str) -> bool:
    known = name in sides.actors and sides.actors[name].type in _NAMED
    return known and not sides.is_bare(name)


def _stands_of(material: Material, sides: Sides, side: str) -> list[Entry]:
    return [
        e for e in material.entries
        if e.position and e.position.kind in _AT_THE_TABLE
        and side in map(sides.principal, sides.names(e, e.position.parties))
    ]  # fmt: skip


# ----------------------------------------------------------------------------------- constituencies


def _side(material: Material, sides: Sides, name: str, grounds: list[Entry]) -> Side:
    side = Side(sides.actors[name], grounds=list(grounds))
    members = [a for a in sides.members(name) if a.type not in ("media", "unnamed")]
    weighed: dict[str, Within] = {}
    for actor in members:
        one = _weigh(material, sides, actor)
        if one.weight or _leads(actor, name):
            weighed[actor.name] = one
    for entry in material.entries:
        if entry.structure and entry.structure.kind == "decides":
            deciding = [n for n in sides.names(entry, entry.structure.who) if n in weighed]
            side.decided_by += [entry] if deciding else []
    merged = _merge(material, sides, weighed)
    merged.sort(key=lambda w: (-w.weight, w.actors[0].type != "person"))
    chosen = merged[:MOST_WITHIN]
    leader = _leader(sides, side, chosen)
    side.within = sorted(chosen, key=lambda w: (w is not leader, -w.weight))
    if leader is None and len(chosen) > 1:
        side.within = chosen
    return side


def _weigh(material: Material, sides: Sides, actor: Actor) -> Within:
    one = Within([actor])
    if actor.speaks_for_all:
        return one
    for entry in material.entries:
        names: Iterable[str] = ()
        points = 0
        if entry.position and entry.position.kind in _WANTING:
            names, points = entry.position.parties, 2
        elif entry.structure and entry.structure.kind in _TIES:
            names, points = entry.structure.who, _TIES[entry.structure.kind]
        elif entry.event and "protest+" in entry.event.topics:
            names, points = entry.event.doers, 1
        if points and actor.name in sides.names(entry, tuple(names)):
            one.weight += points
            one.grounds.append(entry)
            if entry.structure and entry.structure.kind == "threatens_to_leave":
                one.threat = entry
    return one


def _leads(actor: Actor, side: str) -> bool:
    """Whether somebody is by office the head of the side itself."""
    is_head = bool(actor.lemmas & nouns().heads) and actor.type == "person"
    return is_head and bool(actor.above) and actor.above[0] == side


def _leader(sides: Sides, side: Side, chosen: list[Within]) -> Within | None:
    """Who is said to decide; else who heads the side by office, or is named most."""
    counts = Counter(
        name for entry in side.decided_by if entry.structure
        for name in sides.names(entry, entry.structure.who)
    )  # fmt: skip
    deciding = [w for w in chosen if any(counts[a.name] for a in w.actors)]
    if deciding:
        return max(deciding, key=lambda w: sum(counts[a.name] for a in w.actors))
    heads = [w for w in chosen if any(_leads(a, side.actor.name) for a in w.actors)]
    people = [w for w in chosen if w.actors[0].type in ("person", "role")]
    return next(iter(heads or people or chosen), None)


def _merge(material: Material, sides: Sides, weighed: dict[str, Within]) -> list[Within]:
    """Constituencies that the reports show as one are one."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while name in above:
            name = above[name]
        return name

    def join(into: str, name: str) -> None:
        first, second = top(into), top(name)
        if first != second:
            above[second] = first

    for name, one in weighed.items():
        body = one.actors[0].above[0] if one.actors[0].above else ""
        chief = one.actors[0].lemmas & nouns().heads
        if body in weighed and chief and sides.actors[body].type == "organisation":
            join(body, name)  # an agency and its chief
    together: dict[str, str] = {}
    for entry in material.entries:
        if entry.position:
            names = [n for n in sides.names(entry, entry.position.parties) if n in weighed]
            if len(names) > 1 and not any(_alone(sides, weighed[n]) for n in names):
                for name in names[1:]:
                    join(names[0], name)
                together[names[0]] = _words_for_all(sides, entry) or together.get(names[0], "")
    for into, name in _like_minded(weighed):
        join(into, name)
    found: dict[str, Within] = {}
    for name, one in weighed.items():
        held = found.setdefault(top(name), weighed[top(name)])
        if held is not one:
            held.actors += one.actors
            held.grounds += [g for g in one.grounds if g not in held.grounds]
            held.threat = held.threat or one.threat
            held.weight += one.weight
        held.together = held.together or together.get(name, "")
    return [w for w in found.values() if w.weight or w.actors[0].type == "person"]


def _alone(sides: Sides, one: Within) -> bool:
    """Whether some position is theirs alone."""
    return any(
        e.position and len(sides.names(e, e.position.parties)) == 1 for e in one.grounds
    )  # fmt: skip


def _words_for_all(sides: Sides, entry: Entry) -> str:
    groups = [n for n in sides.named_in(entry)
              if sides.actors[n].type == "group" and not sides.actors[n].above]  # fmt: skip
    return groups[0] if groups else ""


def _like_minded(weighed: dict[str, Within]) -> Iterable[tuple[str, str]]:
    """A group of allies, and those who say the same in the next sentence; their body with them."""
    for group in weighed.values():
        actor = group.actors[0]
        if actor.type != "group" or not actor.above:
            continue
        for name, one in weighed.items():
            other = one.actors[0]
            if other.type != "person" or other is actor:
                continue
            if any(_says_the_same(a, b) for a in group.grounds for b in one.grounds):
                yield actor.name, name
                for colleague in _in_one_breath(one, weighed):
                    yield actor.name, colleague
    for name, one in weighed.items():
        # A body that is only said to be divided is those who divide it.
        parts = [n for n, w in weighed.items() if w.actors[0].above[:1] == [name]
                 and w.actors[0].type == "group"]  # fmt: skip
        only = all(e.structure and e.structure.kind == "disagrees" for e in one.grounds)
        if parts and only and one.grounds:
            yield parts[0], name


def _says_the_same(one: Entry, two: Entry) -> bool:
    a, b = one.position, two.position
    near = one.report == two.report and 0 <= two.sentence - one.sentence <= 1
    return bool(a and b and near and set(a.topics) & set(b.topics))


def _in_one_breath(one: Within, weighed: dict[str, Within]) -> Iterable[str]:
    """People of the same office who speak in the same sentence."""
    places = {(e.report, e.sentence) for e in one.grounds}
    offices = one.actors[0].lemmas & nouns().person
    for name, other in weighed.items():
        actor = other.actors[0]
        same = (
            actor.type == "person" and bool(actor.lemmas & offices) and actor is not one.actors[0]
        )
        if same and other.grounds and {(e.report, e.sentence) for e in other.grounds} <= places:
            yield name


# ---------------------------------------------------------------------------------------- outsiders


def _outsiders(material: Material, sides: Sides, inside: set[str]) -> dict[str, list[Entry]]:
    """Those who demand, order or press, and are on no side of the talks."""
    found: dict[str, list[Entry]] = {}
    for entry in material.entries:
        names: tuple[str, ...] = ()
        if entry.position and entry.position.kind in ("demand", "order", "rejection", "threat",
                                                      "red_line", "offer"):  # fmt: skip
            names = entry.position.parties
        elif entry.structure and entry.structure.kind == "presses":
            names = entry.structure.who
        for name in sides.names(entry, names):
            above = sides.principal(name)
            acts = sides.actors[above].type in ("state", "organisation", "group", "role")
            if acts and above not in inside and not sides.is_bare(above):
                found.setdefault(above, []).append(entry)
    return found
