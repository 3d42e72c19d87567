"""The deals that each party would ratify, with each constituency's yes as it is, given, or refused.

A party's win-set is all allowed deals that it ratifies. Dropping a constituency takes its yes as
given. A deal is on the table for a party when every other party ratifies it: there the party's
answer decides, and a constituency decides for the party where its yes or no alone turns it.

Source: Putnam (1988).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from middleground.deals.acceptance import RatificationRule, accepts
from middleground.deals.assent import Assent
from middleground.deals.counting import Allowance
from middleground.deals.draws import Bools, Wholes
from middleground.deals.fair import nash
from middleground.deals.scan import Block, Scan
from middleground.deals.survey import Survey


@dataclass
class Veto:
    """What one constituency's answer does to its party's; counts of allowed deals, nominal.

    Attributes:
        accepted: Deals that it accepts.
        win_set: Its party's win-set with its yes given.
        zone: Agreeable deals with its yes given.
        decides: Deals on its party's table that its yes or no alone decides.
        stops_by_option: For each issue, by option, how many deals its no alone stops; None where
            deals are not looked at one by one.
        nash: V over no deal of each decision maker at the Nash deal with its yes given, and the
            deal; None where there is none, or deals are not looked at one by one.
    """

    accepted: int | None = 0
    win_set: int | None = 0
    zone: int | None = 0
    decides: int | None = 0
    stops_by_option: tuple[Wholes, ...] | None = None
    nash: tuple[int, tuple[int, ...]] | None = None


@dataclass
class WinSets:
    """All win-sets of a nominal reading.

    Attributes:
        allowed: Deals that the rules allow.
        by_parties: How many of them exactly these parties ratify, by bits in the order of the
            file; None where not counted.
        ratified: By party, its win-set.
        on_table: By party, the deals that all the others ratify.
        agreeable: Deals that all ratify.
        vetoes: By constituency that some rule asks.
        by_option: For each issue, by option, how many deals the rules allow.
        nash: As that of a veto, with everybody's answer as it is.
    """

    allowed: int = 0
    by_parties: dict[int, int] | None = field(default_factory=dict)
    ratified: dict[str, int | None] = field(default_factory=dict)
    on_table: dict[str, int | None] = field(default_factory=dict)
    agreeable: int | None = 0
    vetoes: dict[str, Veto] = field(default_factory=dict)
    by_option: tuple[Wholes, ...] | None = None
    nash: tuple[int, tuple[int, ...]] | None = None


def count_win_sets(scan: Scan) -> WinSets:
    """Count every allowed deal of a nominal reading."""
    return _Count(scan).all()


@dataclass
class _Count:
    """A count on its way, block by block."""

    scan: Scan

    def __post_init__(self) -> None:
        self.rules = self.scan.ratification.rules
        self.events = dict(self.scan.events(0))
        self.by_parties: dict[int, int] = {}
        self.by_option = self._no_deals()
        self.found = WinSets(by_parties=self.by_parties, by_option=self.by_option)
        self.stops: dict[str, tuple[Wholes, ...]] = {}
        for rule in self.rules:
            self.found.ratified[rule.party] = self.found.on_table[rule.party] = 0
            for who in rule.constituencies:
                self.stops[who] = self._no_deals()
                self.found.vetoes[who] = Veto(stops_by_option=self.stops[who])
        self.values = {who: self.scan.values(who, 0) for who in self._asked()}

    def _no_deals(self) -> tuple[Wholes, ...]:
        return tuple(np.zeros(size, dtype=np.int64) for size in self.scan.space.sizes)

    def _asked(self) -> list[str]:
        return list(dict.fromkeys([*self.scan.deciders, *self.found.vetoes]))

    def all(self) -> WinSets:
        for block in self.scan.feasible(0):
            self._count(block)
        return self.found

    def _count(self, block: Block) -> None:
        found, count = self.found, len(block.numbers)
        surplus = {w: values.of(block) - values.no_deal for w, values in self.values.items()}
        yes = {who: accepts(surplus[who], 0) for who in found.vetoes}
        ratified = [self._says(rule, yes, count) for rule in self.rules]
        found.allowed += count
        self._add_up(self.by_option, block, np.ones(count, dtype=bool))
        codes = np.zeros(count, dtype=np.int64)
        for n, one in enumerate(ratified):
            codes |= one.astype(np.int64) << n
        for code, times in zip(*np.unique(codes, return_counts=True), strict=True):
            self.by_parties[int(code)] = self.by_parties.get(int(code), 0) + int(times)
        every = _all(ratified, count)
        found.agreeable = _more(found.agreeable, every)
        gains = np.stack([surplus[who] for who in self.scan.deciders], axis=1)
        found.nash = _better(found.nash, gains, block.numbers, every)
        for n, rule in enumerate(self.rules):
            others = _all([*ratified[:n], *ratified[n + 1 :]], count)
            found.ratified[rule.party] = _more(found.ratified[rule.party], ratified[n])
            found.on_table[rule.party] = _more(found.on_table[rule.party], others)
            for who in rule.constituencies:
                veto = found.vetoes[who]
                given = self._says(rule, {**yes, who: np.ones(count, dtype=bool)}, count)
                refused = self._says(rule, {**yes, who: np.zeros(count, dtype=bool)}, count)
                veto.accepted = _more(veto.accepted, yes[who])
                veto.win_set = _more(veto.win_set, given)
                veto.zone = _more(veto.zone, given & others)
                veto.decides = _more(veto.decides, given & ~refused & others)
                self._add_up(self.stops[who], block, given & ~ratified[n] & others)
                veto.nash = _better(veto.nash, gains, block.numbers, given & others)

    def _says(self, rule: RatificationRule, yes: Mapping[str, Bools], count: int) -> Bools:
        said = rule.ratifies({who: yes[who] for who in rule.constituencies}, self.events)
        return np.broadcast_to(said, (count,))

    def _add_up(self, counts: tuple[Wholes, ...], block: Block, which: Bools) -> None:
        for own, at in zip(counts, self.scan.space.digits(block.numbers[which]), strict=True):
            own += np.bincount(at, minlength=len(own))


def _all(marks: Sequence[Bools], count: int) -> Bools:
    return np.asarray(np.logical_and.reduce([np.ones(count, dtype=bool), *marks]))


def _more(counted: int | None, which: Bools) -> int:
    return (counted or 0) + int(which.sum())


def _better(
    best: tuple[int, tuple[int, ...]] | None, gains: Wholes, numbers: Wholes, among: Bools
) -> tuple[int, tuple[int, ...]] | None:
    """The Nash deal of those known so far and some more; the first of several."""
    gains, numbers = gains[among], numbers[among]
    if best is not None:
        gains = np.concatenate([[best[1]], gains])
        numbers = np.concatenate([[best[0]], numbers])
    found = nash(gains)
    if not len(found):
        return None
    first = min(found, key=lambda n: int(numbers[n]))
    return int(numbers[first]), tuple(gains[first].tolist())


def survey_win_sets(survey: Survey) -> tuple[WinSets, list[str]]:
    """The same counts for a space too large to look at each deal, as far as they can be had.

    Returns:
        The counts, None where there is none; and in words what is missing.
    """
    allowance = Allowance()
    missing: list[str] = []

    def count(assent: Assent, what: str) -> int | None:
        found = survey.count(assent, allowance)
        if not found.is_exact:
            missing.append(what)
        return found.deals if found.is_exact else None

    rules, people = survey.appraisal.ratification.rules, survey.structure.people
    feasible = survey.count_feasible()
    if not feasible.is_exact:
        missing.append("all deals that the rules allow (there are at least so many)")
    found = WinSets(allowed=feasible.deals, by_parties=None)
    whole = survey.assent()
    found.agreeable = count(whole, "agreeable deals")
    for n, rule in enumerate(rules):
        own, others = survey.assent([rule]), survey.assent([*rules[:n], *rules[n + 1 :]])
        found.ratified[rule.party] = count(own, f"the win-set of {rule.party}")
        found.on_table[rule.party] = count(others, f"deals that all but {rule.party} ratify")
        for who in rule.constituencies:
            place = people.index(who)
            alone = Assent(((frozenset({place}),),), survey.structure.no_deal)
            zone = count(whole.given(place), f"agreeable deals without {who}")
            refused = count(whole.refused(place), f"agreeable deals that {who} may refuse")
            found.vetoes[who] = Veto(
                accepted=count(alone, f"deals that {who} accepts"),
                win_set=count(own.given(place), f"the win-set of {rule.party} without {who}"),
                zone=zone,
                decides=None if zone is None or refused is None else zone - refused,
            )
    if len(rules) == 2 and feasible.is_exact:
        found.by_parties = _by_two_parties(found)
    return found, missing


def _by_two_parties(found: WinSets) -> dict[int, int] | None:
    one, other = found.ratified.values()
    both = found.agreeable
    if one is None or other is None or both is None:
        return None
    return {0: found.allowed - one - other + both, 1: one - both, 2: other - both, 3: both}
