"""Is there a deal that every party would ratify, and how surely?

A constituency accepts a deal that it values at least as highly as no deal. A party ratifies by its
own rule over its constituencies. A deal is agreeable when the rules allow it and every party
ratifies it; the zone of agreement is all agreeable deals.

Source: Raiffa (1982), part II, for the zone; Putnam (1988) for ratification.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from pydantic import Field

from middleground.deals.acceptance import accepts
from middleground.deals.appraisal import Appraisal
from middleground.deals.assent import Assent
from middleground.deals.counting import Allowance
from middleground.deals.draws import Bools, Floats, Wholes
from middleground.deals.portrait import portray, stand
from middleground.deals.readings import Readings
from middleground.deals.sampling import Progress, Sampling, no_progress
from middleground.deals.scan import Scan
from middleground.deals.survey import AnyFront, Survey
from middleground.deals.views import DealView, Estimate, How, Result
from middleground.scenario.model import Scenario

_SHOWN = 12


class Refusals(Result):
    """Who stands in the way, in the nominal reading; counts of deals that the rules allow.

    Attributes:
        accepted_by: How many deals each constituency accepts.
        ratified_by: How many deals each party ratifies: its win-set.
        agreeable_without: How many deals would be agreeable if the yes of this party, or of this
            constituency, were taken as given.
        accepted_by_so_many: How many deals are accepted by exactly 0, 1, 2, ... constituencies.

    In a space too large to look at each deal, those that could not be counted are left out, and
    `accepted_by_so_many` is empty.
    """

    accepted_by: dict[str, int]
    ratified_by: dict[str, int]
    agreeable_without: dict[str, int]
    accepted_by_so_many: list[int]


class Zone(Result):
    """The zone of agreement. It may be empty: that is an answer, not an error.

    Attributes:
        issues: Number of options of each issue; their product is `deals`.
        deals: Number of combinations of options.
        feasible: How many of them the rules allow, nominal.
        agreeable: How many of those every party ratifies, nominal; at least, where not `counted`.
        counted: Whether `agreeable` is the exact number. Left out of the printed answer if it is.
        probability: Share of draws in which at least one deal is agreeable; None in the nominal
            reading.
        refusals: Who stands in the way, nominal.
        most_robust: The deals agreeable in most draws. In the nominal reading: the agreeable deals
            whose smallest surplus of anybody asked is largest. Where no deal is agreeable: those
            that lack least, by the most points that somebody would still have to be given.
        binding: Paths of the demands that the analyst declared binding.
        notes: What a reader must know beside: events without a chance, and the like.
    """

    how: How
    issues: dict[str, int]
    deals: int
    feasible: int
    agreeable: int
    counted: bool = Field(default=True, exclude_if=bool)
    probability: Estimate | None
    refusals: Refusals
    most_robust: list[DealView]
    binding: list[str]
    notes: list[str]


def find_zone(
    scenario: Scenario, sampling: Sampling | None = None, progress: Progress = no_progress
) -> Zone:
    """Ask every constituency, then every party, about every deal.

    Args:
        scenario: With parties, issues and preferences.
        sampling: How the uncertain numbers are drawn; None for the nominal reading alone.
        progress: Told the draws done and their number.

    Returns:
        The zone, nominal, and over the draws its probability and each deal's robustness.

    Raises:
        AnswerError: If the scenario has no model yet, or more deals than the question can be
            answered for.
    """
    readings = Readings(scenario, sampling)
    if readings.is_large:
        return _survey_zone(readings, progress)
    nominal, drawn = readings.nominal, readings.drawn
    census = _take_census(nominal)
    probability, best = None, census.best
    if drawn:
        held, agreeable_in = readings.many(progress).zone_and_counts()
        probability = drawn.draws.estimate(held)
        best = _most_robust(nominal, agreeable_in) if held.any() else census.best
    return Zone(
        how=readings.how("zone"),
        issues=dict(zip(nominal.space.issues, nominal.space.sizes, strict=True)),
        deals=nominal.space.count,
        feasible=census.feasible,
        agreeable=census.agreeable,
        probability=probability,
        refusals=census.refusals(),
        most_robust=portray(nominal, drawn, best),
        binding=[path for path in nominal.rules if path.startswith("demands.")],
        notes=readings.notes(),
    )


def _most_robust(nominal: Scan, agreeable_in: Wholes) -> list[int]:
    """The deals agreeable in most draws; among equals, those that lack least in the nominal one."""
    wanted = min(len(agreeable_in), _SHOWN * 50)
    line = np.partition(agreeable_in, -wanted)[-wanted]
    candidates = np.flatnonzero(agreeable_in >= max(int(line), 1))
    if len(candidates) > wanted:
        above = candidates[agreeable_in[candidates] > line]
        candidates = np.concatenate([above, candidates[agreeable_in[candidates] == line]])[:wanted]
    if len(candidates) > _SHOWN:
        # How much they lack is asked only of those that may be shown.
        counts = agreeable_in[candidates]
        candidates = candidates[counts >= np.partition(counts, -_SHOWN)[-_SHOWN]]
    least = np.array([_least_surplus(nominal, int(number)) for number in candidates])
    order = np.lexsort((candidates, -least, -agreeable_in[candidates]))
    return [int(number) for number in candidates[order[:_SHOWN]]]


def _least_surplus(nominal: Scan, number: int) -> float:
    standing = stand(nominal, number)
    return min(float(standing.surplus[who][0]) for who in nominal.ratification.constituencies)


@dataclass
class _Census:
    """Counts over all allowed deals of the nominal reading, and the best of them."""

    accepted_by: dict[str, int]
    ratified_by: dict[str, int]
    without: dict[str, int]
    so_many: Wholes
    feasible: int = 0
    agreeable: int = 0
    ranked: list[tuple[bool, float, int]] = field(default_factory=list)

    @property
    def best(self) -> list[int]:
        """Positions of the deals to show."""
        return [number for _, _, number in self.ranked]

    def refusals(self) -> Refusals:
        return Refusals(
            accepted_by=self.accepted_by,
            ratified_by=self.ratified_by,
            agreeable_without=self.without,
            accepted_by_so_many=self.so_many.tolist(),
        )


def _take_census(scan: Scan) -> _Census:
    everybody = list(scan.utilities)
    parties = list(scan.scenario.parties)
    census = _Census(
        dict.fromkeys(everybody, 0),
        dict.fromkeys(parties, 0),
        {who: 0 for rule in scan.ratification.rules for who in (rule.party, *rule.constituencies)},
        np.zeros(len(everybody) + 1, dtype=np.int64),
    )
    values = {who: scan.values(who, 0) for who in everybody}
    for block in scan.feasible(0):
        surplus = {who: v.of(block) - v.no_deal for who, v in values.items()}
        _count_block(scan, census, {who: accepts(v, 0) for who, v in surplus.items()})
        points = {who: scan.utilities[who].points(v) for who, v in surplus.items()}
        found = _rank(scan, block.numbers, points)
        census.ranked = sorted([*census.ranked, *found])[:_SHOWN]
    return census


def _count_block(scan: Scan, census: _Census, accepted: Mapping[str, Bools]) -> None:
    """Add a block's yeses: by constituency, by party, and with each of them taken as given."""
    events = dict(scan.events(0))
    shape = next(iter(accepted.values())).shape
    everywhere = np.ones(shape, dtype=bool)
    census.feasible += shape[0]
    for who, yes in accepted.items():
        census.accepted_by[who] += int(yes.sum())
    yeses = sum((yes.astype(np.int64) for yes in accepted.values()), np.zeros(shape, np.int64))
    census.so_many += np.bincount(yeses, minlength=len(census.so_many))
    ratified: dict[str, Bools] = {}
    for rule in scan.ratification.rules:
        said = {who: accepted[who] for who in rule.constituencies}
        ratified[rule.party] = np.broadcast_to(rule.ratifies(said, events), shape)
        census.ratified_by[rule.party] += int(ratified[rule.party].sum())
    census.agreeable += int(np.logical_and.reduce([everywhere, *ratified.values()]).sum())
    for rule in scan.ratification.rules:
        others = np.logical_and.reduce(
            [everywhere, *(yes for party, yes in ratified.items() if party != rule.party)]
        )
        given = {rule.party: others}
        for who in rule.constituencies:
            said = {w: everywhere if w == who else accepted[w] for w in rule.constituencies}
            given[who] = others & rule.ratifies(said, events)
        for who, agreed in given.items():
            census.without[who] += int(agreed.sum())


def _rank(
    appraisal: Appraisal, numbers: Sequence[int] | Wholes, points: Mapping[str, Floats]
) -> list[tuple[bool, float, int]]:
    """The best of some deals: agreeable before others, then by the least surplus or lack."""
    lack = np.zeros(len(numbers))
    for rule in appraisal.ratification.rules:
        own = {who: points[who] for who in rule.constituencies}
        lack = np.maximum(lack, rule.shortfall(own, appraisal.events(0), len(lack)))
    asked = [points[who] for who in appraisal.ratification.constituencies]
    least = np.minimum.reduce([np.full(len(lack), np.inf), *asked])
    merit = np.where(lack == 0, least, -lack)
    order = np.lexsort((np.arange(len(lack)), -merit, lack > 0))[:_SHOWN]
    return [(bool(lack[n] > 0), float(-merit[n]), int(numbers[n])) for n in order]


def _survey_zone(readings: Readings, progress: Progress) -> Zone:
    """The zone of a space too large to look at each deal."""
    survey, drawn = readings.survey, readings.redrawn(progress)
    survey.report_to(progress)
    appraisal, front = survey.appraisal, survey.agreeable
    allowance = Allowance()
    agreeable, feasible = survey.count(survey.assent(), allowance), survey.count_feasible()
    refusals, missing = _count_refusals(survey, allowance)
    if not len(front.values):
        front = survey.feasible
    notes = [*readings.notes(), *survey.doubts(front)]
    if not feasible.is_exact:
        notes.append(
            "the deals that the rules allow were too many to count: there are at least so many"
        )
    if not agreeable.is_exact:
        notes.append("the agreeable deals were too many to count: there are at least so many")
    if missing:
        notes.append(f"deals were too many to count, so left out: {', '.join(missing)}")
    method, best, over, probability = survey.in_words(front), _best_of(survey, front), None, None
    if drawn:
        held = drawn.zone_exists(survey)
        probability, over = drawn.draws.estimate(held), Appraisal(readings.scenario, drawn.draws)
        best = drawn.most_robust(_SHOWN) or best
        method, notes = f"{method}; {drawn.in_words()}", [*notes, *drawn.notes(readings.sampling)]
    if not drawn or not drawn.known:
        notes.append(
            "the deals shown are the best of the frontier, by the smallest surplus of anybody "
            "asked; a deal off the frontier may give more to somebody who does not decide"
        )
    is_proved = front.is_complete and not (drawn and drawn.open_in)
    return Zone(
        how=readings.how("zone", method, is_proved, drawn.draws if drawn else None),
        issues=dict(zip(appraisal.space.issues, appraisal.space.sizes, strict=True)),
        deals=appraisal.space.count,
        feasible=feasible.deals,
        agreeable=max(agreeable.deals, sum(survey.agreeable.counts)),
        counted=agreeable.is_exact,
        probability=probability,
        refusals=refusals,
        most_robust=portray(appraisal, over, best),
        binding=[path for path in appraisal.rules if path.startswith("demands.")],
        notes=notes,
    )


def _count_refusals(survey: Survey, allowance: Allowance) -> tuple[Refusals, list[str]]:
    """The counts that can be had, and what is missing."""
    rules = survey.appraisal.ratification.rules
    missing: list[str] = []

    def count(what: str, groups: Assent, into: dict[str, int], name: str) -> None:
        found = survey.count(groups, allowance)
        if found.is_exact:
            into[name] = found.deals
        else:
            missing.append(f"{what} {name}")

    accepted: dict[str, int] = {}
    ratified: dict[str, int] = {}
    without: dict[str, int] = {}
    for place, who in enumerate(survey.structure.people):
        alone = Assent(((frozenset({place}),),), survey.structure.no_deal)
        count("accepted by", alone, accepted, who)
    for rule in rules:
        count("ratified by", survey.assent([rule]), ratified, rule.party)
    whole = survey.assent()
    for n, rule in enumerate(rules):
        others = survey.assent([*rules[:n], *rules[n + 1 :]])
        count("agreeable without", others, without, rule.party)
        for who in rule.constituencies:
            if who == rule.party:
                continue
            place = survey.structure.people.index(who)
            count("agreeable without", whole.given(place), without, who)
    return Refusals(
        accepted_by=accepted,
        ratified_by=ratified,
        agreeable_without=without,
        accepted_by_so_many=[],
    ), missing


def _best_of(survey: Survey, front: AnyFront) -> list[int]:
    """Of the deals on a frontier those to show: agreeable first, then by least surplus or lack."""
    found = front.first_deals(range(len(front.values)), 1)
    numbers = [number for deals in found for number in deals]
    if not numbers:
        return []
    surplus = survey.surplus(numbers)
    points = {who: survey.appraisal.utilities[who].points(v) for who, v in surplus.items()}
    return [number for _, _, number in sorted(_rank(survey.appraisal, numbers, points))]
