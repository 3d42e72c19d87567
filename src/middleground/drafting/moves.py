"""What is demanded, put forward, threatened, announced and pressed for."""

from collections.abc import Iterator

from middleground.drafting.amounts import Offers
from middleground.drafting.elements import Callings, Element, first_each
from middleground.drafting.facts import Fact
from middleground.drafting.material import Material
from middleground.drafting.matters import Matter, Stand
from middleground.drafting.naming import Names, sentence_case
from middleground.drafting.sides import Sides
from middleground.evidence.entries import Entry

_DEMANDS = {
    "red_line": "red_line", "threat": "red_line", "demand": "firm", "order": "firm",
    "rejection": "firm", "condition": "firm", "commitment": "firm", "belief": "open",
    "support": "open", "offer": "open", "concession": "open",
}  # fmt: skip
_HARDER = ("harden", "toughen", "stiffen", "tighten")
_SOFTER = ("soften", "ease", "moderat", "relax")
_SETTLED = ("agree", "end", "help", "negotiate", "reach", "secure", "sign")
_SHIFT = [-10, -2]
MOST_DEMANDS = 24
_MOST_QUOTED = 3
_MOST_PRECEDENTS = 5


def list_demands(
    material: Material, sides: Sides, callings: Callings, matters: list[Matter]
) -> Iterator[tuple[str, Element]]:
    """Every stand that asks for something, as a condition on the deal."""
    names = Names()
    trends = _trends(material, sides, callings)
    told: set[tuple[str, str]] = set()
    for matter in matters:
        for stand in matter.stands:
            position = stand.entry.position
            if position is None or position.kind not in _DEMANDS or stand.is_inferred:
                continue
            if matter.is_numeric and not stand.exact:
                continue  # a number that others named
            for path in dict.fromkeys(filter(None, map(callings.path, stand.names))):
                requires = _condition(matter, stand)
                if (path, requires) in told or len(told) >= MOST_DEMANDS:
                    continue
                told.add((path, requires))
                value: dict[str, object] = {
                    "by": path, "requires": requires,
                    "stance": _stance(sides, stand), "firmness": _DEMANDS[position.kind],
                }  # fmt: skip
                trend = trends.get(path)
                entries = [stand.entry]
                if trend and trend[1][0].report == stand.entry.report:
                    value["trend"] = {"direction": trend[0], "evidence": trend[1]}
                rule = f"{position.kind.replace('_', ' ')} on '{matter.id}'"
                name = names.give(stand.entry.words, fallback=f"{path} {matter.id}")
                yield name, Element(value, rule, entries)


def _condition(matter: Matter, stand: Stand) -> str:
    if matter.is_numeric:
        return f"{matter.id} {'>=' if stand.more > 0 else '<='} {stand.option}"
    if stand.exact:
        return f"{matter.id} == {stand.option}"
    ids = [option for option, _ in matter.options]
    opposite = ids[len(ids) - 1 - ids.index(stand.option)]
    return f"{matter.id} != {opposite}"


def _stance(sides: Sides, stand: Stand) -> str:
    """Public in a party's own words; private where others tell it of them."""
    speaker = stand.entry.chain[-1] if stand.entry.chain else None
    if speaker is None:
        return "public"
    if speaker.naming == "unnamed":
        return "private"
    known = sides.known_as(stand.entry.report, speaker.name)
    own = {sides.principal(name) for name in stand.names}
    told_by_others = known in sides.actors and sides.principal(known) not in own
    media = _is_media(sides, stand.entry)
    return "private" if told_by_others or media else "public"


def _is_media(sides: Sides, entry: Entry) -> bool:
    """Whether the words are a medium's own, and not somebody's whom it quotes."""
    words = entry.chain[-1].name.casefold()
    return any(a.type == "media" and a.name.casefold() in words for a in sides.actors.values())


def _trends(
    material: Material, sides: Sides, callings: Callings
) -> dict[str, tuple[str, list[Entry]]]:
    """Who is said to harden or soften their position."""
    found: dict[str, tuple[str, list[Entry]]] = {}
    for entry in material.entries:
        if entry.position is None or entry.position.kind != "stance_change":
            continue
        words = entry.words.casefold()
        way = "harder" if any(w in words for w in _HARDER) else ""
        way = way or ("softer" if any(w in words for w in _SOFTER) else "")
        for name in sides.names(entry, entry.position.parties) if way else ():
            found.setdefault(callings.path(name), (way, [entry]))
    return found


def list_proposals(
    sides: Sides, callings: Callings, offers: Offers
) -> Iterator[tuple[str, Element]]:
    """The documents on the table, and what parties offered, as far as they name options."""
    names = Names()
    for words, terms in offers.terms.items():
        entries = first_each((entry for _, entry in terms.values()), 6)
        if not entries or not words:
            continue
        by = _proposer(sides, callings, words, entries)
        if not by:
            continue
        value = {"by": by, "terms": {issue: option for issue, (option, _) in terms.items()}}
        yield (
            names.give(words, most=3, fallback="proposal"),
            Element({"name": sentence_case(words), **value}, "terms of one document", entries),
        )


def _proposer(sides: Sides, callings: Callings, words: str, entries: list[Entry]) -> str:
    """Who put a document forward: whom its name names, else whoever makes the offer."""
    text = words.casefold().replace("'s", " ").split()
    for actor in sides.actors.values():
        for alias in (actor.name, *actor.aliases):
            parts = alias.casefold().split()
            if any(text[n : n + len(parts)] == parts for n in range(len(text))):
                path = callings.path(actor.name)
                if path:
                    return path
    for entry in entries:
        parties = entry.position.parties if entry.position else ()
        for name in sides.names(entry, parties):
            if callings.path(name):
                return callings.path(name)
    first = next(iter(callings.cast.mediators), "")
    return callings.path(first) if first else ""


def list_events(
    callings: Callings, matters: list[Matter], names: Names
) -> Iterator[tuple[str, Element]]:
    """Threats to leave that a deal may trigger, and what has been announced."""
    for side, one, path in callings.within:
        if one.threat is not None:
            own = path.partition(".")[2]
            what = f"{callings.shown_within(side, one)} leave if they refuse the deal"
            assumed = (
                "the chance, and that the threat would be carried out over any deal they refuse"
            )
            value = {"what": what, "chance": [0.2, 0.9], "assumption": assumed}
            yield (
                names.give(f"{own} leave", most=5),
                Element(value, "threat to leave", [one.threat]),
            )
    for matter in matters:
        announced = [e for e in matter.grounds if e.event and e.event.status == "announced"]
        if announced:
            value = {
                "what": f"{matter.name}: it begins", "chance": [0.1, 0.9], "by_day": [5, 60],
                "assumption": "chance and days",
            }  # fmt: skip
            name = names.give(f"{matter.id.replace('_', ' ')} begins", most=5)
            yield name, Element(value, "announced", announced[:2])


def leave_events(callings: Callings, found: dict[str, Element]) -> dict[str, str]:
    """For each constituency that threatens to leave, the event in which it does."""
    threats = {one.threat.id: path for _, one, path in callings.within if one.threat}
    return {
        threats[element.entries[0].id]: name
        for name, element in found.items()
        if element.rule == "threat to leave" and element.entries[0].id in threats
    }


def list_levers(
    material: Material, sides: Sides, callings: Callings, matters: list[Matter]
) -> Iterator[tuple[str, Element]]:
    """Pressure, direct and through others; protests; a guarantee for whoever asks for one."""
    names = Names()
    found: dict[str, Element] = {}
    for entry in material.entries:
        tie = entry.structure
        if tie is None or tie.kind != "presses":
            continue
        by = [p for n in sides.names(entry, tie.who) if (p := callings.path(n))]
        whom = sides.names(entry, tie.whom)
        through = [p for n in sides.names(entry, tie.through) if (p := callings.path(n))]
        for place, name in enumerate(whom):
            on = _moved(callings, name)
            if not by or not on or on in by:
                continue
            value: dict[str, object] = {"by": by[0] if len(by) == 1 else by, "on": on}
            if through and place == len(whom) - 1 and place:
                value["via"] = [{p: [0.3, 0.7]} for p in through if p != on]
            value |= {"shifts": {"no_deal": _SHIFT}, "cost": [1, 4],
                      "assumption": "effect and cost"}  # fmt: skip
            held = found.setdefault(repr(value), Element(value, "pressure"))
            held.entries = first_each([*held.entries, entry], _MOST_QUOTED)
    for element in found.values():
        on = str(element.value["on"]).partition(".")[0]
        yield names.give(f"pressure on {on}", most=4), element
    yield from _protests(material, sides, callings, names)
    yield from _guarantees(callings, matters, names)


def _moved(callings: Callings, name: str) -> str:
    """Whom pressure on somebody moves: the decision maker, where it is a party."""
    for side in callings.cast.sides:
        if side.actor.name == callings.sides.principal(name) and side.within:
            within = next(p for s, _, p in callings.within if s is side)
            return within if name == side.actor.name else callings.path(name)
    return callings.path(name)


def _protests(
    material: Material, sides: Sides, callings: Callings, names: Names
) -> Iterator[tuple[str, Element]]:
    told: set[tuple[str, str]] = set()
    for entry in material.entries:
        if entry.event is None or "protest+" not in entry.event.topics:
            continue
        for name in sides.names(entry, entry.event.doers):
            by, on = callings.path(name), _moved(callings, sides.principal(name))
            if by and on and by != on and (by, on) not in told:
                told.add((by, on))
                value = {"by": by, "on": on, "shifts": {"no_deal": [-5, -1]}, "cost": [1, 2],
                         "assumption": "effect and cost"}  # fmt: skip
                label = names.give(f"protests by {by.rpartition('.')[2]}", most=4)
                yield label, Element(value, "protests", [entry])


def _guarantees(
    callings: Callings, matters: list[Matter], names: Names
) -> Iterator[tuple[str, Element]]:
    """A guarantee by the mediators, for whoever asks for one."""
    mediators = [callings.path(name) for name in callings.cast.mediators]
    for matter in matters:
        if matter.options[0][0] != "nobody" or not mediators:
            continue
        for stand in matter.stands[:1]:
            on = _moved(callings, callings.sides.principal(stand.names[0]))
            if on:
                value = {"by": mediators, "on": on, "shifts": {"no_deal": _SHIFT}, "cost": [2, 6],
                         "assumption": "that a guarantee by the mediators would do; its effect and cost"}  # fmt: skip  # noqa: E501
                yield (
                    names.give("written guarantee"),
                    Element(value, "guarantee asked for", [stand.entry]),
                )


def list_precedents(material: Material, matters: list[Matter]) -> Iterator[tuple[str, Element]]:
    """Earlier deals that the reports tell of."""
    names = Names()
    told: set[str] = set()
    for entry in material.entries:
        event = entry.event
        is_deal = event is not None and event.status == "happened" and "deal+" in event.topics
        words = " ".join(entry.words.casefold().split())
        if not is_deal or event is None or event.action not in _SETTLED or words in told:
            continue
        told.add(words)
        if len(told) > _MOST_PRECEDENTS:
            return
        topics = {t[:-1] for t in event.topics}
        bears = [m.id for m in matters if set(m.key[1:]) & topics]
        value: dict[str, object] = {"what": sentence_case(entry.words)}
        if bears:
            value["bears_on"] = bears
        yield (
            names.give(entry.words, most=3, fallback="earlier_deal"),
            Element(value, "an earlier deal", [entry]),
        )


def list_rules(facts: list[Fact], matters: list[Matter]) -> Iterator[tuple[str, Element]]:
    """What follows from what is denied: nobody can hand over more than there is."""
    names = Names()
    for fact in facts:
        if fact.limits is None:
            continue
        which = next((m for m in matters if m.key[0] == "which"), None)
        rule = f"{fact.limits.id} <= {fact.id}"
        if which is not None:
            rule = f"{which.id} == widened or {rule}"
        why = "nobody can hand over more than there are; that the denial is about these is assumed"
        entries = first_each((c.entry for c in fact.claims), 2)
        yield (
            names.give(f"enough {fact.limits.unit}", most=3),
            Element({"rule": rule, "why": why}, "a denial", entries),
        )
