"""Positions, terms, ties and events side by side: conflict, disagreement, tension, fulfilment.

Conservative on purpose: positions are opposed only on a topic that the program knows, or where two
nouns of their wording are the same; a contradiction needs the same party, the same report and two
sources.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product

from middleground.evidence.across import Roster
from middleground.evidence.comparison import Relation, RelationKind
from middleground.evidence.entries import Entry
from middleground.evidence.particulars import Event, Position
from middleground.evidence.topics import topics

_WANTING = ("demand", "order", "offer", "concession", "support", "commitment", "readiness")
_FIRM = (*_WANTING, "rejection", "red_line", "threat")
# To want the one is to pull against the other, though both can be had in turn.
_PULLING = frozenset((frozenset(("fighting", "deal")), frozenset(("fighting", "talks")),
                      frozenset(("strike", "deal"))))  # fmt: skip
_UNNAMED = ("unnamed", "unstated")


def compare_positions(entries: Sequence[Entry], roster: Roster) -> Iterator[Relation]:
    """How positions of parties stand to each other, within and across reports.

    Of pairs that say the same of the same parties, one within a report and one across reports
    stand for all.
    """
    stands = [(e, e.position) for e in entries if e.position and e.position.topics]
    quarrels = _quarrels(entries, roster)
    told: set[tuple[object, ...]] = set()
    for (one, a), (two, b) in _pairs(stands, roster):
        found = _relate(one, a, two, b, roster, quarrels)
        if not found:
            continue
        kind, why = found
        parties = frozenset(frozenset(_parties(e, p, roster)) for e, p in ((one, a), (two, b)))
        key = (kind, why, parties, one.report == two.report)
        if key not in told:
            told.add(key)
            yield Relation(kind, one.id, two.id, one.speaker == two.speaker != "", why)


_Stand = tuple[Entry, Position]


def _pairs(stands: Sequence[_Stand], roster: Roster) -> Iterator[tuple[_Stand, _Stand]]:
    """Pairs within each report, then across reports; there, of equal positions two stand for all.

    What many reports repeat would else be compared as often as they are many, squared.
    """
    by_report: dict[str, list[_Stand]] = defaultdict(list)
    alike: dict[tuple[object, ...], list[_Stand]] = defaultdict(list)
    for entry, position in stands:
        by_report[entry.report].append((entry, position))
        parties = frozenset(_parties(entry, position, roster))
        same = alike[parties, position.kind, position.topics, entry.speaker]
        if len(same) < 2 and entry.report not in [e.report for e, _ in same]:
            same.append((entry, position))
    for listed in by_report.values():
        yield from combinations(listed, 2)
    for pair in combinations([stand for same in alike.values() for stand in same], 2):
        if pair[0][0].report != pair[1][0].report:
            yield pair


Quarrels = dict[tuple[str, int], tuple[str, ...]]


def _quarrels(entries: Sequence[Entry], roster: Roster) -> Quarrels:
    """For each sentence that tells of a rift within a side, who is said to be at odds.

    Whoever threatens to leave or to bring down a leader is on that leader's side.
    """
    found: Quarrels = {}
    for entry in entries:
        tie = entry.structure
        if tie and tie.kind in ("disagrees", "threatens_to_leave"):
            names = (*tie.who, *tie.whom)
            sides = (roster.side(entry.report, name) for name in names)
            place = (entry.report, entry.sentence)
            found[place] = (*found.get(place, ()), *names, *filter(None, sides))
    return found


def _relate(
    one: Entry, a: Position, two: Entry, b: Position, roster: Roster, quarrels: Quarrels
) -> tuple[RelationKind, str] | None:
    if a.kind == "belief" or b.kind == "belief":
        return _borne_out(one, a, two, b, roster)
    if a.kind not in _FIRM or b.kind not in _FIRM:
        return None
    shared, opposed = _agreeing(a, b), _opposing(a, b)
    same = _parties(one, a, roster) & _parties(two, b, roster)
    if same:
        return _of_one_party(one, two, shared=bool(shared), opposed=bool(opposed))
    if opposed and not shared:
        if _on_one_side(one, a, two, b, roster, quarrels):
            return "disagreement", f"opposite on {_listed(opposed)}, inside one side"
        if a.parties and b.parties:
            return "conflict", f"opposite on {_listed(opposed)}"
        return None
    if not shared and one.report == two.report and _pulls(a, b):
        near = one.sentence == two.sentence
        if near or _on_one_side(one, a, two, b, roster, quarrels):
            return "tension", "both can hold, but the one pulls against the other"
    return None


def _parties(entry: Entry, position: Position, roster: Roster) -> set[str]:
    return {roster.name(entry.report, name) for name in position.parties}


def _of_one_party(
    one: Entry, two: Entry, *, shared: bool, opposed: bool
) -> tuple[RelationKind, str] | None:
    """The same party for and against one thing, or for it by two accounts."""
    sources = one.speaker != two.speaker
    if opposed and not shared and one.report == two.report and sources:
        return "contradiction", "one party is said to want and to refuse it, by two sources"
    if shared and not opposed and (one.report != two.report) and sources:
        return "confirms", "another source says the same of this party"
    return None


def _borne_out(
    one: Entry, a: Position, two: Entry, b: Position, roster: Roster
) -> tuple[RelationKind, str] | None:
    """What one side believes that another will do, and the other is said to want."""
    if a.kind != "belief":
        one, a, two, b = two, b, one, a
    if b.kind not in _WANTING and b.kind != "red_line":
        return None
    about = {roster.side(one.report, n) or roster.name(one.report, n) for n in a.about}
    own = {roster.side(two.report, n) or roster.name(two.report, n) for n in b.parties}
    agreed = {t for t in _agreeing(a, b) if t in _known()}
    if about & own and agreed and not _opposing(a, b) and one.report != two.report:
        return "confirms", f"what is feared on {_listed(agreed)} is what the other is said to want"
    return None


def _signs(position: Position) -> dict[str, str]:
    return {topic[:-1]: topic[-1] for topic in position.topics}


@cache
def _known() -> frozenset[str]:
    return frozenset(topic for topic, _ in topics().signed.values())


def _agreeing(a: Position, b: Position) -> set[str]:
    return _alike(_signs(a), _signs(b), same=True)


def _opposing(a: Position, b: Position) -> set[str]:
    return _alike(_signs(a), _signs(b), same=False)


def _alike(a: dict[str, str], b: dict[str, str], *, same: bool) -> set[str]:
    """Topics on which two positions agree or are opposed: known ones, or two nouns at least."""
    found = {topic for topic in a.keys() & b.keys() if (a[topic] == b[topic]) is same}
    return found if found & _known() or len(found) > 1 else set()


def _pulls(a: Position, b: Position) -> bool:
    """Whether both are for things that pull apart."""
    if a.kind not in _WANTING or b.kind not in _WANTING:
        return False
    wanted = [{t[:-1] for t in p.topics if t.endswith("+")} for p in (a, b)]
    return any(frozenset((x, y)) in _PULLING for x in wanted[0] for y in wanted[1])


def _on_one_side(
    one: Entry, a: Position, two: Entry, b: Position, roster: Roster, quarrels: Quarrels
) -> bool:
    return bool(_sides(one, a, roster, quarrels) & _sides(two, b, roster, quarrels))


def _sides(entry: Entry, position: Position, roster: Roster, quarrels: Quarrels) -> set[str]:
    """Whose side a position's parties are on: by name, or by a rift told in the same sentence."""
    sides = {roster.side(entry.report, name) for name in position.parties} - {""}
    if not sides and position.parties:
        sides |= {name for name in quarrels.get((entry.report, entry.sentence), ()) if name}
    return sides


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def compare_terms(entries: Sequence[Entry], roster: Roster) -> Iterator[Relation]:
    """What a party is to give, and denies to have: both figures the same."""
    figures = {e.id: e for e in entries if e.figure}
    terms = [(e, e.term) for e in entries if e.term and e.term.givers and e.term.figures]
    denials = [(e, e.position) for e in entries if e.position and e.position.kind == "denial"]
    for one, term in terms:
        givers = {roster.name(one.report, name) for name in term.givers}
        asked = {f.value for i in term.figures if i in figures and (f := figures[i].figure)} - {
            None
        }
        for two, denial in denials:
            if not givers & _parties(two, denial, roster):
                continue
            denied = {
                f.value
                for e in figures.values()
                if (f := e.figure) and f.negated and e.report == two.report
                and _covers(two, e)
            }  # fmt: skip
            if asked & denied:
                why = "the party is to give what it says it has not"
                yield Relation("contradiction", one.id, two.id, False, why)


def _covers(outer: Entry, inner: Entry) -> bool:
    a, b = outer.content[0], inner.content[0]
    return a.start <= b.start and b.end <= a.end


def compare_events(
    entries: Sequence[Entry], order: Sequence[str], roster: Roster
) -> Iterator[Relation]:
    """What was announced in one report and has happened in a later one."""
    events = [(e, e.event) for e in entries if e.event]
    announced = [(e, event) for e, event in events if event.status == "announced"]
    happened = [(e, event) for e, event in events if event.status == "happened"]
    for (first, coming), (second, done) in product(announced, happened):
        if first.report == second.report or not set(coming.topics) & set(done.topics):
            continue
        known = first.report in order and second.report in order
        if known and order.index(first.report) > order.index(second.report):
            continue
        if _is_same_event(coming, done, first.report, second.report, roster):
            yield Relation("fulfilled", first.id, second.id, False, "announced, then happened")


def _is_same_event(a: Event, b: Event, one: str, two: str, roster: Roster) -> bool:
    """Whether two events are of one topic, in one place, and not by different doers."""
    topic = {t for t in a.topics if t[:-1] in _known()} & set(b.topics)
    places = {p.casefold() for p in a.places} & {p.casefold() for p in b.places}
    doers = [
        {roster.side(r, n) or roster.name(r, n) for n in e.doers} for e, r in ((a, one), (b, two))
    ]
    return bool(topic and places) and (not all(doers) or bool(doers[0] & doers[1]))


def compare_structure(entries: Sequence[Entry], roster: Roster) -> Iterator[Relation]:
    """The same tie from two sources; from two unnamed ones it may be one."""
    ties = [(e, e.structure) for e in entries if e.structure and e.structure.who and e.chain]
    told: set[tuple[object, ...]] = set()
    for (one, a), (two, b) in combinations(ties, 2):
        if a.kind != b.kind or one.speaker == two.speaker:
            continue
        names = [{roster.name(e.report, n) for n in tie.who} for e, tie in ((one, a), (two, b))]
        key = (a.kind, frozenset(names[0] & names[1]), frozenset((one.speaker, two.speaker)))
        if not names[0] & names[1] or key in told:
            continue
        told.add(key)
        if one.chain[-1].naming in _UNNAMED and two.chain[-1].naming in _UNNAMED:
            why = "two unnamed sources, perhaps one: no second witness"
            yield Relation("near_copy", one.id, two.id, False, why)
        else:
            yield Relation("confirms", one.id, two.id, False, "another source says the same")
