"""What nobody is sure of: figures on which reports or sources differ, each with who says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from middleground.drafting.amounts import Offers
from middleground.drafting.elements import Element
from middleground.drafting.material import Material
from middleground.drafting.matters import Matter
from middleground.drafting.naming import Names, proper, sentence_case
from middleground.drafting.scales import scales
from middleground.drafting.sides import singular
from middleground.evidence.comparison import Relation
from middleground.evidence.entries import Entry, Figure

MOST_FACTS = 14
_TRIFLE = 5
_MOST_CLAIMS = 5
_RIVAL = 3  # times as much, at most, for two numbers to be of one thing
_TIMES = ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades")
_WORD = re.compile(r"[A-Za-z]+")
# How far beyond a number its words may reach, as shares of it; wide, for the analyst to narrow.
_REACH = {
    "more than": (1.0, 1.25), "at least": (1.0, 1.5), "about": (0.9, 1.1), "nearly": (0.9, 1.0),
    "up to": (0.5, 1.0), "at most": (0.5, 1.0), "less than": (0.5, 1.0),
}  # fmt: skip
_FORMS = {
    "more than": "above", "at least": "at_least", "about": "about", "nearly": "about",
    "up to": "below", "at most": "below", "less than": "below",
}  # fmt: skip


@dataclass(slots=True)
class Claimed:
    """One claim about a fact: the form of the scenario's `claims`, the number, and its entry."""

    by: str
    form: str
    number: float
    entry: Entry


@dataclass(slots=True, eq=False)
class Fact:
    """A fact of the draft.

    Attributes:
        id: Its id.
        name: Its name.
        unit: What it counts.
        low: Least value that the claims leave open, widened.
        high: Greatest value.
        claims: Who says what.
        rule: How it was found, in words.
        contested: Whether the reports differ on it or call it uncertain.
        doubts: Entries that call it uncertain.
        limits: The issue that it sets a bound to; None for none.
    """

    id: str
    name: str
    unit: str
    low: float
    high: float
    claims: list[Claimed]
    rule: str
    contested: bool = False
    doubts: list[Entry] = field(default_factory=list)
    limits: Matter | None = None


def find_facts(material: Material, offers: Offers, names: Names) -> list[Fact]:
    """The facts that claims speak of: contested ones first, then figures on somebody's word."""
    used: set[str] = set()
    used |= offers.numbers
    found = _denied(material, offers, names, used)
    groups = _groups(material, used)
    doubts = [e for e in material.entries if e.structure and e.structure.kind == "uncertain"]
    facts = [_fact(material, group, doubts, names) for group in groups]
    facts.sort(key=lambda f: (not f.contested, len({c.entry.report for c in f.claims}) < 2))
    return [*found, *facts][:MOST_FACTS]


def _denied(material: Material, offers: Offers, names: Names, used: set[str]) -> list[Fact]:
    """Somebody is to give what they deny to have: how much of it is there?"""
    found: list[Fact] = []
    for relation in material.relations:
        one, two = material.by_id[relation.first], material.by_id[relation.second]
        if relation.kind != "contradiction" or one.term is None or two.position is None:
            continue
        matter = next((m for m in offers.matters if m.is_numeric and m.rests_on(one)), None)
        figures = [e for i in one.term.figures if (e := material.by_id.get(i))]
        number = next((e for e in figures if e.figure and e.figure.value), None)
        if matter is None or number is None or number.figure is None:
            continue
        value = float(number.figure.value or 0)
        inside = [e.id for e in material.in_sentence(two.report, two.sentence)
                  if e.figure and e.figure.negated]  # fmt: skip
        used.update([number.id, *inside])
        thing = " ".join(number.figure.counted.split()) or matter.unit
        claims = [
            Claimed(_speaker(one), "at_least", value, one),
            Claimed(_speaker(two), "below", value, two),
        ]
        low, high = _round(0.5 * value, value), _round(1.1 * value, value)
        held = next((f for f in found if f.limits is matter), None)
        if held is not None:
            held.low, held.high = min(held.low, low), max(held.high, high)
            held.claims = _each_once([*held.claims, *claims])
            continue
        found.append(
            Fact(
                names.give(f"{matter.unit} available", most=3),
                sentence_case(f"{thing}: how many there are"),
                matter.unit, low, high, claims,
                "one side is to give what it denies to have", contested=True, limits=matter,
            )
        )  # fmt: skip
    return found


def _each_once(claims: list[Claimed]) -> list[Claimed]:
    """The claims without those that repeat another, a few at most."""
    kept = {(c.by.casefold(), c.form, c.number): c for c in reversed(claims)}
    return list(reversed(kept.values()))[:_MOST_CLAIMS]


def _groups(material: Material, used: set[str]) -> list[list[Entry]]:
    """Figures about one thing together; those that nobody compares stand alone."""
    termed = {i for e in material.entries if e.term for i in e.term.figures} | used
    top: dict[str, str] = {}

    def root(name: str) -> str:
        while name in top:
            name = top[name]
        return name

    for relation in material.relations:
        pair = {relation.first, relation.second}
        if pair & termed or not _is_of_figures(material, relation):
            continue
        if relation.kind in ("update", "contradiction") or _are_near(material, *pair):
            first, second = root(relation.first), root(relation.second)
            if first != second:
                top[second] = first
    for one, two in _rivals(material, termed):
        if root(one) != root(two):
            top[root(two)] = root(one)
    compared = {i for r in material.relations if _is_of_figures(material, r)
                for i in (r.first, r.second)}  # fmt: skip
    groups: dict[str, list[Entry]] = {}
    for entry in material.entries:
        figure = entry.figure
        if figure is None or figure.value is None or entry.id in termed or figure.negated:
            continue
        if figure.unit in (*_TIMES, "years of age") or _is_unclaimed(material, entry):
            continue
        if entry.id not in compared and _is_trifle(figure):
            continue
        groups.setdefault(root(entry.id), []).append(entry)
    related = {root(i) for i in compared}
    return [g for name, g in groups.items()
            if name in related or any(e.figure and e.figure.asserted_by for e in g)]  # fmt: skip


def _is_unclaimed(material: Material, entry: Entry) -> bool:
    """Whether whoever names a number does not say that it is so: a denial, a threat, an "if"."""
    if entry.modality == "denied":
        return True
    at = entry.content[0]
    for other in material.in_sentence(entry.report, entry.sentence):
        position = other.position
        if position is None:
            continue
        is_within = any(p.start <= at.start and at.end <= p.end for p in other.content)
        if is_within and position.kind in ("threat", "condition"):
            return True
        if position.condition and entry.words in position.condition:
            return True
    return False


def _is_trifle(figure: Figure) -> bool:
    """Whether it is a small exact count that nobody doubts: "two diplomats", "four points"."""
    return not figure.qualifier and (figure.value or 0) <= _TRIFLE and figure.unit != "percent"


def _are_near(material: Material, *ids: str) -> bool:
    """Whether figures are of one size, so that they may be of one thing."""
    values = [abs(e.figure.value or 1) for i in ids if (e := material.by_id[i]).figure]
    return max(values) <= _RIVAL * min(values)


def _rivals(material: Material, termed: set[str]) -> Iterator[tuple[str, str]]:
    """Numbers that different sources give, one after the other, of a thing that both name."""
    told = [(e, e.figure, set(_telling(material, e))) for e in material.entries
            if e.figure and e.figure.value and e.figure.asserter and not e.figure.negated
            and not _is_unclaimed(material, e)
            and e.id not in termed and e.figure.unit not in _TIMES]  # fmt: skip
    for (one, a, first), (two, b, second) in pairwise(told):
        near = one.report == two.report and two.sentence - one.sentence <= 1
        alike = not a.unit or not b.unit or a.unit == b.unit
        sized = near and alike and _are_near(material, one.id, two.id)
        if sized and a.asserter != b.asserter and first & second:
            yield one.id, two.id


def _telling(material: Material, entry: Entry) -> Iterator[str]:
    """The longer words of the claim that a figure stands in."""
    claim = material.by_id.get(entry.figure.asserted_by) if entry.figure else None
    for word in _WORD.findall(claim.words) if claim else ():
        if len(word) > 4:
            yield scales().alike_to(singular(word.casefold()))


def _is_of_figures(material: Material, relation: Relation) -> bool:
    return bool(material.by_id[relation.first].figure and material.by_id[relation.second].figure)


def _fact(material: Material, group: list[Entry], doubts: list[Entry], names: Names) -> Fact:
    figures = [e.figure for e in group if e.figure]
    claims = _each_once([_claim(e, e.figure) for e in group if e.figure])
    doubting = [d for d in doubts if any(_bears_on(d, e) for e in group)]
    ends = [_ends(f) for f in figures]
    grows = any(
        r.kind == "update" and {r.first, r.second} & {e.id for e in group}
        for r in material.relations
    )
    low, high = min(a for a, _ in ends), max(b for _, b in ends)
    if grows:  # a count that only grows: the largest is the last
        low, high = max(ends, key=lambda pair: pair[0])
    if doubting:
        is_least = high > low == min(f.value or 0 for f in figures)
        low, high = (low if is_least else 0.75 * low), 1.25 * high
    first = figures[0]
    exact = float(first.value or 0)
    name = _name(group[0], first, material)
    rule = "figures of several claims" if len(group) > 1 else "a figure on somebody's word"
    if doubting:
        rule = "a figure that the reports call uncertain"
    return Fact(
        names.give(name, most=3, fallback="figure"), name, first.unit or "",
        _round(low, exact), _round(high, exact), claims, rule,
        contested=bool(doubting) or _differ(material, group), doubts=doubting,
    )  # fmt: skip


def _differ(material: Material, group: list[Entry]) -> bool:
    ids = {e.id for e in group}
    related = [r for r in material.relations if {r.first, r.second} <= ids]
    return len(group) > 1 and (
        not related or any(r.kind in ("contradiction", "undecided") for r in related)
    )


def _claim(entry: Entry, figure: Figure) -> Claimed:
    form = _FORMS.get(figure.qualifier, "value")
    return Claimed(_speaker(entry), form, float(figure.value or 0), entry)


def _bears_on(doubt: Entry, figure: Entry) -> bool:
    """Whether a doubt is about what a figure counts: near by, and with a telling word in common."""
    told = figure.figure
    if told is None or doubt.report != figure.report:
        return False
    words = {scales().alike_to(singular(w.casefold())) for w in _WORD.findall(doubt.words)}
    topic = {scales().alike_to(word) for word in told.topic} - {"people", "have"}
    return bool(topic & words)


def _ends(figure: Figure) -> tuple[float, float]:
    value = figure.value or 0.0
    low, high = _REACH.get(figure.qualifier, (1.0, 1.0))
    return low * value, high * value


def _round(number: float, like: float) -> float:
    """Whole where the number it comes from is whole."""
    return float(round(number)) if like == int(like) else round(number, 4)


def _name(entry: Entry, figure: Figure, material: Material) -> str:
    counted = " ".join(re.split(r"\b(?:who|that|which|and|to)\b", figure.counted)[0].split())
    if counted and (said := material.following(entry)):
        head = re.split(r"\s(?:a|in|of|per)\s", counted)[0]
        return sentence_case(f"{head} {said}")
    if not counted and not figure.unit:
        claim = material.by_id.get(figure.asserted_by)
        return sentence_case((claim or entry).words)
    known = {singular(w.casefold()) for w in counted.split()} | set(counted.casefold().split())
    rest = [w for w in figure.topic if w not in known and singular(w) not in known]
    words = counted or figure.unit or "figure"
    return sentence_case(f"{words} ({', '.join(rest)})" if rest else words)


def _speaker(entry: Entry) -> str:
    """Whose word it is: the innermost source as the report has it; else the report itself."""
    link = entry.chain[-1] if entry.chain else None
    words = " ".join((link.stands_for or link.words).split()) if link else ""
    return words or entry.report


def fact_element(fact: Fact) -> Element:
    """A fact as the file has it."""
    value: dict[str, Any] = {
        "name": fact.name,
        "value": fact.low if fact.low == fact.high else [fact.low, fact.high],
    }
    if fact.unit:
        value["unit"] = fact.unit
    value["claims"] = [_claim_value(claim) for claim in fact.claims]
    grounds = fact.doubts[:2]
    if fact.low == fact.high:
        grounds = [claim.entry for claim in fact.claims][:2]
    else:
        value["assumption"] = "the width of the range"
    return Element(value, fact.rule + (", contested" if fact.contested else ""), grounds)


def _claim_value(claim: Claimed) -> dict[str, Any]:
    by = claim.by if claim.by == claim.entry.report else proper(claim.by, "group")
    return {"by": by, claim.form: claim.number, "evidence": [claim.entry]}
