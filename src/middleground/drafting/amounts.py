"""What is counted in offers: how many of something, for how long, at what price."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from middleground.drafting.bounds import ASKING, bound
from middleground.drafting.material import Material
from middleground.drafting.matters import Matter, Stand
from middleground.drafting.naming import Names, sentence_case, with_capitals
from middleground.drafting.people import Cast
from middleground.drafting.scales import scales
from middleground.drafting.sides import Sides, singular
from middleground.evidence.entries import Entry, Figure
from middleground.evidence.particulars import Term

_TIMES = ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades")
_AGE = "years of age"
_MOST_NUMBERS = 5
_WHOLE = 100  # percent
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
_LINKING = re.compile(r"^(?:\W|who|that|which|are|is|were|being|of them|in|to be)+\s")
_BARE = ("percent", "")
_REACH = 120  # characters
_AGAINST = ("rejection", "threat")


@dataclass(slots=True)
class Offers:
    """What the documents on the table provide for.

    Attributes:
        matters: The issues that their numbers open.
        terms: For each document, by its words: the option that each issue takes, with its entry.
        numbers: Ids of the figures that are asked or offered.
        unplaced: Terms of which no rule can say what they settle.
    """

    matters: list[Matter] = field(default_factory=list)
    terms: dict[str, dict[str, tuple[object, Entry]]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    unplaced: list[Entry] = field(default_factory=list)


def read_offers(material: Material, sides: Sides, cast: Cast, names: Names) -> Offers:
    """The numbers that are asked, offered and provided for, each kind as one issue."""
    offers = Offers()
    wholes: dict[tuple[str, int], Matter] = {}
    for entry in material.entries:
        if entry.term is not None:
            matter = _of_term(material, sides, cast, entry, entry.term, names, wholes)
            if matter is None:
                _of_exchange(offers, entry)
                continue
            option = _named_option(matter)
            held = next((m for m in offers.matters if m.key == matter.key), None)
            if held is None:
                offers.matters.append(matter)
            else:  # another report, or another draft, on the same
                held.join(matter)
                wholes.update((place, held) for place, m in wholes.items() if m is matter)
                matter = held
            offers.terms.setdefault(_document(entry.term), {})[matter.id] = (option, entry)
    for matter, stands in _bids(material, sides, names, offers.numbers):
        offers.matters.append(matter)
        for stand in stands:
            told = f"{stand.names[0]}'s offer" if stand.names else ""
            if told and stand.entry.position and stand.entry.position.kind == "offer":
                offers.terms.setdefault(told, {})[matter.id] = (stand.option, stand.entry)
    return offers


def _document(term: Term) -> str:
    return " ".join(term.proposal.split())


def _named_option(matter: Matter) -> object:
    """The option that the first stand names; for words, the first option."""
    return matter.stands[0].option if matter.is_numeric and matter.stands else matter.options[0][0]


# ------------------------------------------------------------------------------- terms of documents


def _of_term(
    material: Material, sides: Sides, cast: Cast, entry: Entry, term: Term, names: Names,
    wholes: dict[tuple[str, int], Matter],
) -> Matter | None:  # fmt: skip
    """The issue that a term opens: how long, how many; or, without a number, which ones first."""
    found = [(f, e) for i in term.figures if (e := material.by_id.get(i)) and (f := e.figure)]
    counts = [(f, e) for f, e in found if f.value is not None and f.unit != _AGE]
    if not counts:
        return _which(entry, term, names)
    figure, number = counts[0]
    value = _number(figure)
    if figure.unit in _TIMES:
        thing = _first_noun(entry.words, number.words) or "deal"
        matter = Matter(
            names.give(f"{thing} {figure.unit}", most=2), sentence_case(f"length of the {thing}"),
            "a time in a proposal's terms", [(v, "") for v in _around(value, (0.5, 1, 2))],
            unit=figure.unit, key=("length", thing),
        )  # fmt: skip
        matter.stands.append(Stand(entry, (), value))
    else:
        matter = _count(
            sides,
            cast,
            entry,
            term,
            figure,
            value,
            names,
            wholes,
            is_denied=entry.id in material.denied,
        )
    matter.ground(entry)
    matter.open_above = figure.qualifier in ("at least", "more than")
    matter.assumed = f"the numbers beside {value:,}"
    return matter


def _count(
    sides: Sides, cast: Cast, entry: Entry, term: Term, figure: Figure, value: float,
    names: Names, wholes: dict[tuple[str, int], Matter], *, is_denied: bool,
) -> Matter:  # fmt: skip
    givers = sides.names(entry, term.givers)
    noun = scales().alike_to(singular(_head(figure)))
    whole = wholes.get((entry.report, entry.sentence))
    if whole is not None and not givers:
        rest = _LINKING.sub("", entry.words.split(_last_word(entry, figure), 1)[-1].strip() + " ")
        matter = Matter(
            names.give(rest, most=3, fallback="part"),
            sentence_case(f"of the {whole.unit}: {with_capitals(rest)}".strip()),
            "a part of a number in a proposal's terms",
            [(v, "") for v in _around(value, (0.5, 1, 1.5))], key=("part", noun, rest),
        )  # fmt: skip
        matter.stands = [Stand(entry, s.names, value, more=s.more) for s in whole.stands]
    else:
        action = term.action or "deliver"
        matter = Matter(
            names.give(f"{_head(figure)} to {action}", most=3),
            sentence_case(f"{figure.counted or figure.unit}: how many to {action}"),
            "a number in a proposal's terms",
            [(v, "") for v in _around(value, (0.5, 0.75, 1) if is_denied else (0.5, 1, 1.5))],
            key=("count", noun),
        )  # fmt: skip
        payers = {sides.principal(name) for name in givers}
        for side in cast.sides:
            more = -1 if side.actor.name in payers else 1
            matter.stands.append(Stand(entry, (side.actor.name,), value, more=more))
        wholes[entry.report, entry.sentence] = matter
    matter.unit = with_capitals(_head(figure))
    return matter


def _which(entry: Entry, term: Term, names: Names) -> Matter | None:
    """A term that says who or what comes first: as proposed, or otherwise."""
    if not scales().order.search(entry.words.casefold()) or term.in_return_for:
        return None
    thing = _first_noun(entry.words, "") or "order"
    options: list[tuple[object, str]] = [
        ("as_proposed", "as proposed"), ("widened", "a wider circle"),
    ]  # fmt: skip
    matter = Matter(
        names.give(thing, most=2), sentence_case(entry.words),
        "which ones, in a proposal's terms", options, key=("which", thing),  # type: ignore[arg-type]
    )  # fmt: skip
    matter.ground(entry)
    matter.assumed = "that the circle could be drawn wider"
    return matter


def _of_exchange(offers: Offers, entry: Entry) -> None:
    """A term without numbers bears on the counts of what it names; else it is left over."""
    words = {scales().alike_to(singular(w.casefold())) for w in _WORD.findall(entry.words)}
    fitting = [m for m in offers.matters if m.key[0] == "count" and m.key[1] in words]
    for matter in fitting:
        matter.ground(entry)
    if not fitting:
        offers.unplaced.append(entry)


# -------------------------------------------------------------------------------- asked and offered


def _bids(
    material: Material, sides: Sides, names: Names, numbers: set[str]
) -> Iterator[tuple[Matter, list[Stand]]]:
    """Numbers of one unit that some ask and others offer: one issue from the least to the most."""
    groups: dict[str, list[Stand]] = {}
    counted: dict[str, str] = {}
    termed = {i for e in material.entries if e.term for i in e.term.figures}
    for entry in material.entries:
        figure = entry.figure
        if figure is None or figure.value is None or entry.id in termed:
            continue
        if figure.unit in (*_TIMES, _AGE, "people"):
            continue
        position = _position_around(material, entry)
        more = bound(figure, entry, position) if position else 0
        if position and position.position and not more and position.position.kind in _AGAINST:
            position = None  # a number that others named
        if figure.negated and not more:
            continue
        if position is None and not set(figure.topic) & scales().bids:
            continue
        whose = position.position.parties if position and position.position else ()
        parties = sides.names(entry, whose)
        if not parties:
            before = material.named_before(entry, _REACH)
            parties = [before] if before in sides.actors else []
        unit = figure.unit or singular(_head(figure))
        numbers.add(entry.id)
        stand = Stand(position or entry, tuple(parties), _number(figure), more=more)
        groups.setdefault(unit, []).append(stand)
        counted.setdefault(unit, figure.counted)
    for unit, stands in groups.items():
        if not any(stand.names for stand in stands):
            continue
        _lean(sides, stands)
        yield _bid(unit, stands, names, counted[unit]), stands


def _position_around(material: Material, entry: Entry) -> Entry | None:
    """The offer or demand that an entry's words stand in."""
    at = entry.content[0]
    for other in material.in_sentence(entry.report, entry.sentence):
        kind = other.position.kind if other.position else ""
        if kind in (*ASKING, "offer", "concession") and any(
            p.start <= at.start and at.end <= p.end for p in other.content
        ):
            return other
    return None


def _bid(unit: str, stands: list[Stand], names: Names, counted: str) -> Matter:
    values = sorted({float(s.option) for s in stands if not isinstance(s.option, str)})
    low, high = values[0], values[-1]
    options = _around(low, (0.5, 1, 1.5)) if low == high else _between(values)
    if unit == "percent" and high <= _WHOLE:
        options = [o for o in options if o <= _WHOLE]
    what = unit if unit in _BARE else counted or unit
    name = f"{what} asked and offered" if len(values) > 1 else f"{what} at stake"
    matter = Matter(
        names.give(name, most=3), sentence_case(name), "numbers that are asked or offered",
        [(v, "") for v in options], unit=unit, key=("count", singular(unit)),
    )  # fmt: skip
    for stand in stands:
        matter.stands.append(stand)
        matter.ground(stand.entry)
    matter.assumed = "the steps between the numbers named"
    return matter


def _lean(sides: Sides, stands: list[Stand]) -> None:
    """Who wants more and who less, where the words beside a number do not say it.

    A side wants what it says elsewhere, else the opposite of what the others say, else more if it
    names more than they do on average; a number that nobody answers is the least for who asks it.
    """
    whose = [sides.principal(stand.names[0]) if stand.names else "" for stand in stands]
    said = {name: s.more for name, s in zip(whose, stands, strict=True) if name and s.more}
    for name, stand in zip(whose, stands, strict=True):
        others = [float(s.option) for n, s in zip(whose, stands, strict=True) if n != name]
        own = [float(s.option) for n, s in zip(whose, stands, strict=True) if n == name]
        if not stand.more and name in said:
            stand.more = said[name]
        elif not stand.more and (opposite := {m for n, m in said.items() if n != name}):
            stand.more = -1 if opposite == {1} else 1 if opposite == {-1} else 0
        if not stand.more:
            mean = sum(others) / len(others) if others else min(own)
            above = sum(own) / len(own) - mean
            position = stand.entry.position
            asks = position is None or position.kind in ASKING
            stand.more = 1 if above > 0 or (above == 0 and asks) else -1


# ------------------------------------------------------------------------------------------ numbers


def _number(figure: Figure) -> int | float:
    value = figure.value or 0.0
    return int(value) if value == int(value) else value


def _around(value: float, shares: tuple[float, ...]) -> list[int | float]:
    """A number and some about it: whole where it is whole, each once, in order."""
    found = {value * share for share in shares}
    if value == int(value):
        found = {float(round(x)) for x in found}
    return _plain(found)


def _between(values: list[float]) -> list[int | float]:
    """The numbers named, and even steps between the least and the most, few enough to count."""
    low, high = values[0], values[-1]
    found = set(values)
    for share in (0.5, 0.25, 0.75):
        step = low + share * (high - low)
        whole = all(v == int(v) for v in values)
        if len(found) < _MOST_NUMBERS:
            found.add(float(round(step)) if whole and high - low >= 4 else round(step, 6))
    return _plain(found)


def _plain(values: set[float]) -> list[int | float]:
    return [int(v) if v == int(v) else v for v in sorted(values)]


def _head(figure: Figure) -> str:
    """The noun that is counted, without what describes it."""
    words = figure.counted.split(" who ")[0].split(" that ")[0].split(" which ")[0]
    words = re.split(r"\s(?:a|an|per|of|in|to|from|for|with|and)\s", words)[0]
    found = _WORD.findall(words)
    return (found[-1] if found else figure.unit or "amount").casefold()


def _last_word(entry: Entry, figure: Figure) -> str:
    """The end of the number as it stands in a term's words."""
    found = re.search(r"[\d][\d.,]*", entry.words)
    return found[0] if found else figure.qualifier or " "


def _first_noun(words: str, number: str) -> str:
    """The first telling word of a term, behind its number."""
    rest = words.split(number, 1)[-1] if number else words
    skip = {"the", "a", "an", "of", "in", "for", "being", "and", "first", "initial", "phase"}
    return next((w.casefold() for w in _WORD.findall(rest) if w.casefold() not in skip), "")
