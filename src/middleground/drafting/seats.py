"""Who sits where, as the file says it: parties with constituencies, mediators, outsiders."""

from collections.abc import Mapping
from typing import Any

from middleground.drafting.elements import Callings, Element, first_each
from middleground.drafting.material import Material
from middleground.drafting.naming import sentence_case
from middleground.drafting.people import Side, Within
from middleground.drafting.sides import Sides
from middleground.evidence.entries import Entry


def list_parties(
    material: Material, sides: Sides, callings: Callings, leaving: Mapping[str, str]
) -> dict[str, Element]:
    """The parties, each with its constituencies and the rule by which it ratifies.

    Args:
        material: The ledger's entries.
        sides: Who stands on whose side.
        callings: What everybody is called.
        leaving: For each constituency that threatens to leave, the event in which it does: then
            its refusal counts only if it means the threat.
    """
    found: dict[str, Element] = {}
    for side in callings.cast.sides:
        value: dict[str, Any] = {"name": callings.shown(side.actor)}
        within = [(one, path) for s, one, path in callings.within if s is side]
        entries = [*side.decided_by, *side.grounds]
        assumed = []
        if within:
            decider = within[0][1].partition(".")[2]
            value["decides"] = decider
            if not side.decided_by:
                assumed.append("who decides")
            value["constituencies"] = {
                path.partition(".")[2]: _within_value(callings, side, one) for one, path in within
            }
            vetoes = [(p.partition(".")[2], leaving[p]) for _, p in within if p in leaving]
            value["ratifies"] = " and ".join([decider, *(f"({o} or not {e})" for o, e in vetoes)])
            assumed.append("that nobody else must agree")
            if consults := _consults(material, sides, callings, within):
                value["consults"] = consults
        value["assumption"] = "; ".join(assumed) or "that it speaks with one voice"
        rule = "a side that gives, demands or is mediated with"
        found[callings.paths[side.actor.name]] = Element(value, rule, first_each(entries, 3))
    return found


def _within_value(callings: Callings, side: Side, one: Within) -> dict[str, Any]:
    value: dict[str, Any] = {"name": callings.shown_within(side, one)}
    if also := callings.also(side, one):
        value["also"] = also
    grounds = ([one.threat] if one.threat else []) + one.grounds
    if grounds:
        value["evidence"] = first_each(grounds, 2)
    else:
        value["assumption"] = "that the office makes a constituency"
    return value


def _consults(
    material: Material, sides: Sides, callings: Callings, within: list[Any]
) -> dict[str, Any]:
    """Whom messages within a party must reach, and how long that is said to take."""
    own = {path for _, path in within}
    found: dict[str, Any] = {}
    for entry in material.entries:
        if entry.structure is None or entry.structure.kind != "channel":
            continue
        for name in sides.names(entry, entry.structure.whom):
            path = callings.path(name)
            if path in own:
                days = _days(entry.structure.takes)
                found[path.partition(".")[2]] = {
                    "hops": [1, 4], "latency_days": days, "evidence": [entry],
                    "assumption": "the number of hops, and the days for each",
                }  # fmt: skip
    return found


def _days(takes: str) -> list[float]:
    """How long a message takes, as days: wide, around what is said."""
    for word, days in (("month", 30), ("week", 7), ("day", 1), ("hour", 1 / 24)):
        if word in takes.casefold():
            return [0.5 * days if days >= 1 else 0, 3 * days if days >= 1 else 1]
    return [0, 3]


def list_mediators(material: Material, sides: Sides, callings: Callings) -> dict[str, Element]:
    """The mediators, with a channel to each party: as slow as is said, else by assumption."""
    found: dict[str, Element] = {}
    for name, entries in callings.cast.mediators.items():
        actor = sides.actors[name]
        channels: dict[str, Any] = {}
        assumed = "channels to every party, and their days"
        for side in callings.cast.sides:
            said = _delay(material, sides, side.actor.name, name)
            channel: dict[str, Any] = {"latency_days": [0, 3]}
            if said is not None:
                channel = {"latency_days": [0, said.figure.value or 3], "evidence": [said]}  # type: ignore[union-attr]
                assumed = "the days to those of whom nothing is said"
            channels[callings.paths[side.actor.name]] = channel
        value = {"name": callings.shown(actor), "channels": channels, "assumption": assumed}
        found[callings.paths[name]] = Element(value, "named as mediating", first_each(entries, 2))
    return found


def _delay(material: Material, sides: Sides, side: str, mediator: str) -> Entry | None:
    """A time that a party is said to take for its answers, where the mediator is spoken of."""
    for entry in material.entries:
        figure = entry.figure
        if figure is None or figure.unit != "days" or "take" not in figure.topic:
            continue
        beside = material.in_sentence(entry.report, entry.sentence)
        named = [sides.known_as(e.report, e.actor.name) for e in beside if e.actor]
        named += [n for e in beside for n in sides.named_in(e)]
        if mediator in named and material.named_before(entry, 40) and (
            sides.known_as(entry.report, material.named_before(entry, 40)) == side
        ):  # fmt: skip
            return entry
    return None


def list_outsiders(sides: Sides, callings: Callings) -> dict[str, Element]:
    """Those who demand or press from outside."""
    found: dict[str, Element] = {}
    for name, entries in callings.cast.outsiders.items():
        actor = sides.actors[name]
        shown = callings.shown(actor)
        if actor.name.casefold() == "everyone":  # the report says of whom
            shown = sentence_case(_subject(entries[0]) or shown)
        found[callings.paths[name]] = Element(
            {"name": shown}, "demands or presses from outside", first_each(entries, 2)
        )
    return found


def _subject(entry: Entry) -> str:
    words = " ".join(entry.words.split())
    for verb in (" is ", " are ", " was ", " were ", " has ", " have ", " oppose"):
        if verb in words:
            return words.split(verb, 1)[0]
    return ""
