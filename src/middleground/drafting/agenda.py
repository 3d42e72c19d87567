"""The agenda: which issues a draft has, who stands where on each, and how many options fit."""

from math import prod
from typing import Any

from middleground.drafting.amounts import Offers
from middleground.drafting.elements import Callings, Element, first_each
from middleground.drafting.matters import Matter, Stand
from middleground.drafting.scales import scales
from middleground.drafting.sides import Sides, singular
from middleground.drafting.subjects import Reading
from middleground.evidence.entries import Entry

# So many deals are answered in seconds; a draft that nobody has looked at needs no more.
MOST_DEALS = 250_000
MOST_ISSUES = 14
_MOST_OPTIONS = 5


def give_numbers_their_stands(sides: Sides, reading: Reading, offers: Offers) -> None:
    """Positions on what is counted are stands on the number: "free the captives" wants more."""
    counts = {m.key[1]: m for m in offers.matters if m.key[0] == "count"}
    grounded = {entry.id for m in offers.matters for entry in m.grounds}
    rest = []
    for subject in reading.subjects:
        said = map(scales().alike_to, (subject.topic, *subject.nouns))
        nouns = [n for n in said if n in counts]
        in_figures = subject.entry.id in grounded
        if in_figures and subject.scale.id == "plain":
            continue  # "75 percent of the shares" is no second issue
        if not nouns or subject.scale.id == "choice":
            rest.append(subject)
            continue
        _stand_on(sides, counts[nouns[0]], subject.entry, subject.sign)
    reading.subjects = rest
    left = []
    for entry in reading.unplaced:
        words = {scales().alike_to(singular(w)) for w in entry.words.casefold().split()}
        nouns = [n for n in counts if n in words]
        if nouns:
            _stand_on(sides, counts[nouns[0]], entry, 1)
        else:
            left.append(entry)
    reading.unplaced = left


def _stand_on(sides: Sides, matter: Matter, entry: Entry, sign: int) -> None:
    parties = sides.names(entry, entry.position.parties) if entry.position else []
    if matter.rests_on(entry):
        return
    matter.ground(entry)
    if parties:
        option = matter.stands[0].option if matter.stands else matter.options[-1][0]
        matter.stands.append(Stand(entry, tuple(parties), option, exact=False, more=sign))


def name_parties(callings: Callings, matters: list[Matter]) -> None:
    """Where the parties are the options ("who chooses"), they go by their ids."""
    sides = [callings.paths[s.actor.name] for s in callings.cast.sides]
    named = {"first": sides[:1], "second": sides[1:2]}
    for matter in matters:
        if matter.key[:1] != ("choice",):
            continue
        ids = {word: found[0] for word, found in named.items() if found}
        matter.options = [
            (ids.get(str(o), o), f"{words} alone" if o in ids else words)
            for o, words in matter.options
        ]
        for stand in matter.stands:
            stand.option = ids.get(str(stand.option), stand.option)
            stand.exact = False


def let_lengths_lean(matters: list[Matter]) -> None:
    """How long something stops is wanted longer by whoever wants it to stop for good."""
    stops = next((m for m in matters if m.key[:1] == ("matter",) and not m.is_numeric
                  and m.options[0][0] == "for_a_time"), None)  # fmt: skip
    for matter in matters:
        if matter.key[:1] != ("length",) or stops is None:
            continue
        named = matter.stands[0].option
        for stand in stops.stands:
            more = 1 if stops.place_of(stand) > 0 else -1
            matter.stands.append(Stand(
                stand.entry, stand.names, named, exact=False, more=more, is_inferred=True
            ))  # fmt: skip


def fit(matters: list[Matter]) -> list[Matter]:
    """The issues most spoken of, with few enough options in all to be answered in seconds."""
    ranked = sorted(matters, key=lambda m: -len(m.grounds) - 2 * m.is_numeric)[:MOST_ISSUES]
    kept = [m for m in matters if m in ranked]
    for matter in kept:
        matter.thin(_MOST_OPTIONS)
    # Numbers first: between two numbers lies no other idea, between two words often one.
    for numeric, most in ((True, 4), (True, 3), (True, 2), (False, 2)):
        for matter in reversed(ranked):
            if prod(len(m.options) for m in kept) <= MOST_DEALS:
                return kept
            if matter.is_numeric is numeric:
                matter.thin(most)
    while prod(len(m.options) for m in kept) > MOST_DEALS:  # too many numbers that somebody named
        kept.remove(next(m for m in reversed(ranked) if m in kept))
    return kept


def issue_element(matter: Matter) -> Element:
    """An issue as the file has it."""
    value: dict[str, Any] = {"name": matter.name}
    if matter.is_numeric:
        value["options"] = [option for option, _ in matter.options]
        if matter.unit:
            value["unit"] = matter.unit
    else:
        value["options"] = {str(option): words for option, words in matter.options}
    if matter.assumed and len(matter.options) > 2:
        value["assumption"] = matter.assumed
    return Element(value, matter.rule, first_each(matter.grounds, 5))
