"""Which deals are efficient, which are fair, and in which sense?

Efficient among a set of deals: no other deal of the set is better for one party and worse for
none. The middle ground is what is efficient among the agreeable deals. A party's utility is that of
its decision maker, and its no-deal value is that constituency's.

Sources: Nash (1950); Kalai & Smorodinsky (1975); Kalai (1977) and Rawls (1971), Sen (1970) for
leximin; Raiffa (1982).
"""

from collections.abc import Sequence
from dataclasses import replace
from heapq import merge
from itertools import islice
from typing import Literal

import numpy as np
from pydantic import Field

from middleground.deals.appraisal import Appraisal
from middleground.deals.counting import Allowance
from middleground.deals.deal_table import DealTable, pick_fair
from middleground.deals.draws import Bools, Wholes
from middleground.deals.frontier import efficient
from middleground.deals.many_draws import ManyDraws
from middleground.deals.portrait import portray
from middleground.deals.readings import Readings
from middleground.deals.redrawn import Redrawn
from middleground.deals.sampling import Progress, Sampling, no_progress
from middleground.deals.scan import Scan
from middleground.deals.survey import AnyFront, Survey
from middleground.deals.views import Deal, DealView, Estimate, How, Option, Result
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import MILLION

_CLOUD = 1_500
_MOST_POINTS = 500
_MOST_TIES = 10
_MOST_CHOICES = 3
Ideal = Literal["rational", "all"]
"""Among which deals the gains are greatest that Kalai-Smorodinsky shares are shares of: `rational`,
the agreeable ones that no party likes less than no deal; `all`, all that the rules allow."""


class FrontierPoint(Result):
    """A point of the frontier: it may stand for several deals, which are different politics.

    Attributes:
        utility: Of each party's decision maker, nominal, in its own points.
        gain: The same over its no-deal value.
        count: How many deals have these utilities.
        deals: These deals; the first ten where there are more.
        numbers: Their positions among all deals.
    """

    utility: dict[str, float]
    gain: dict[str, float]
    count: int
    deals: list[Deal]
    numbers: list[int]


class Frontier(Result):
    """The efficient deals among a set.

    Attributes:
        among: The set: `agreeable`, or `feasible` (all that the rules allow).
        size: Number of deals on it.
        points: Its points, best for the first party first; thinned evenly where `truncated`.
    """

    among: str
    size: int
    points: list[FrontierPoint]
    truncated: bool


class Choice(Result):
    """A deal that is the fair one in some draws.

    Attributes:
        share: Share of all draws in which it is, alone or tied.
    """

    deal: DealView
    share: Estimate


class TermShare(Result):
    """How often a fair deal settles an issue by an option.

    Attributes:
        share: Of the draws that have such a fair deal; tied deals count in equal parts.
    """

    option: Option
    share: float


class FairDeal(Result):
    """One idea of fairness, and the deals that meet it among the agreeable ones.

    Attributes:
        definition: The idea, in a sentence.
        compares_people: Whether points of different parties are compared.
        deals: All deals tied, nominal, the first ten where there are more; empty where there is
            none.
        tied: How many deals are tied.
        why_none: The reason where there is none.
        most_often: The deals that it picks in most draws; empty in the nominal reading.
        terms: Over the draws, how often it settles each issue by each option, most often first;
            empty in the nominal reading, and where there never is such a deal.
    """

    definition: str
    compares_people: bool
    deals: list[DealView]
    tied: int
    why_none: str
    most_often: list[Choice]
    terms: dict[str, list[TermShare]] = Field(default_factory=dict)


class MiddleGround(Result):
    """The efficient and the fair deals.

    Attributes:
        agreeable: Number of agreeable deals, nominal; at least so many, where not `counted`.
        counted: Whether `agreeable` is the exact number. Left out of the printed answer if it is.
        frontier: Efficient among the agreeable deals: the middle ground.
        feasible_frontier: Efficient among all deals that the rules allow.
        no_deal: Each party's no-deal value, nominal, in its own points.
        cloud: Utilities of an even sample of the allowed deals, in the order of `parties`, for the
            picture.
        agreeable_cloud: The same of the agreeable deals.
        fair: `nash`, `kalai_smorodinsky`, `egalitarian` and `utilitarian`.
        zone_probability: Share of draws in which any deal is agreeable; None if nominal.
    """

    how: How
    parties: list[str]
    agreeable: int
    counted: bool = Field(default=True, exclude_if=bool)
    frontier: Frontier
    feasible_frontier: Frontier
    no_deal: dict[str, float]
    cloud: list[list[float]]
    agreeable_cloud: list[list[float]]
    fair: dict[str, FairDeal]
    zone_probability: Estimate | None
    notes: list[str]


_Picked = dict[str, dict[int, Bools]]

_DEFINITIONS = {
    "nash": (
        "the greatest product of the parties' gains over no deal (Nash 1950)",
        False,
    ),
    "kalai_smorodinsky": (
        "each party's gain as nearly as possible the same share of the most that it could gain; "
        "the smallest share is made as large as can be, then the next "
        "(after Kalai & Smorodinsky 1975)",
        False,
    ),
    "egalitarian": (
        "the smallest gain, in points, as large as can be, then the next smallest "
        "(leximin, after Kalai 1977 and Rawls 1971)",
        True,
    ),
    "utilitarian": ("the greatest sum of the parties' points", True),
}
_OF_ALL = {
    "kalai_smorodinsky": (
        "each party's gain as nearly as possible the same share of the most that it could gain in "
        "any deal that the rules allow, agreeable or not; the smallest share is made as large as "
        "can be, then the next (after Kalai & Smorodinsky 1975)",
        False,
    )
}
_SPOKEN = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}
_NO_DEAL = "no deal is agreeable in the nominal reading"
_NOBODY_GAINS = "no agreeable deal gives every party a gain"
_NOT_RATIONAL = "every agreeable deal is worse than no deal for some party's decision maker"


def find_middle_ground(
    scenario: Scenario,
    sampling: Sampling | None = None,
    progress: Progress = no_progress,
    ideal: Ideal = "rational",
) -> MiddleGround:
    """Look for the efficient and the fair deals among the agreeable ones.

    Args:
        scenario: With parties, issues and preferences.
        sampling: How the uncertain numbers are drawn; None for the nominal reading alone.
        progress: Told the draws done and their number.
        ideal: What Kalai-Smorodinsky shares are shares of; `all` in the nominal reading alone.

    Returns:
        Frontiers and fair deals of the nominal reading; over the draws, which deals are the fair
        ones how often.

    Raises:
        AnswerError: If the scenario has no model yet, or more deals than the question can be
            answered for.
    """
    readings = Readings(scenario, sampling)
    if ideal == "all":
        _require_one_list(readings)
    if readings.is_large:
        return _survey_middle_ground(readings, progress)
    nominal, drawn = readings.nominal, readings.drawn
    table = DealTable.of(nominal, 0)
    feasible, cloud = _feasible_frontier(nominal)
    definitions, greatest = _DEFINITIONS, None
    if ideal == "all":
        definitions, greatest = _DEFINITIONS | _OF_ALL, _greatest_gains(feasible)
    chosen, left_out = pick_fair(table, greatest)
    probability: Estimate | None = None
    picked: _Picked = {name: {} for name in _DEFINITIONS}
    if drawn:
        held = _pick_in_draws(readings.many(progress), picked)
        probability = drawn.draws.estimate(held)
    return MiddleGround(
        how=readings.how("middle-ground"),
        parties=list(scenario.parties),
        agreeable=len(table.numbers),
        frontier=_frontier(table.where(efficient(table.values)), "agreeable", nominal),
        feasible_frontier=_frontier(feasible, "feasible", nominal),
        no_deal={
            party: _points(threshold, scale)
            for party, threshold, scale in zip(
                scenario.parties, table.no_deal, table.scales, strict=True
            )
        },
        cloud=cloud.in_points(),
        agreeable_cloud=table.thinned(_CLOUD).in_points(),
        fair={
            name: FairDeal(
                definition=definition,
                compares_people=compares,
                deals=portray(nominal, drawn, table.numbers[chosen[name]][:_MOST_TIES]),
                tied=len(chosen[name]),
                why_none=_why_none(table, name) if not len(chosen[name]) else "",
                most_often=_most_often(nominal, drawn, picked[name]) if drawn else [],
                terms=_term_shares(nominal, picked[name]),
            )
            for name, (definition, compares) in definitions.items()
        },
        zone_probability=probability,
        notes=[*readings.notes(), *map(_left_out_note, _names(scenario, left_out))],
    )


def _require_one_list(readings: Readings) -> None:
    """Shares of the greatest gains of all deals are taken from one list of them."""
    if readings.sampling or readings.is_large:
        raise AnswerError(
            "shares of what each party could gain in any deal are found in the nominal reading "
            "alone, and where there are no more than ten million deals",
            code="limit",
            expected="--ideal all with --nominal",
            mend="leave --ideal out" if readings.is_large else "add --nominal",
        )


def _greatest_gains(feasible: DealTable) -> Wholes | None:
    """Each party's greatest gain, from the frontier of the allowed deals; None if there is none."""
    return feasible.gains.max(axis=0) if len(feasible.numbers) else None


def _names(scenario: Scenario, parties: list[int]) -> list[str]:
    ids = list(scenario.parties)
    return [scenario.name_of(ids[p]) for p in parties]


def _left_out_note(name: str) -> str:
    return f"the Kalai-Smorodinsky shares leave out {name}, which no agreeable deal gives a gain"


def _why_none(table: DealTable, name: str) -> str:
    if not len(table.numbers):
        return _NO_DEAL
    return _NOBODY_GAINS if name == "nash" else _NOT_RATIONAL


def _pick_in_draws(many: ManyDraws | Redrawn, picked: _Picked) -> Bools:
    """Enter for each idea in which draws each deal is the fair one; say in which there are any."""
    held: Bools = np.zeros(many.draws.count, dtype=bool)
    for n, fair in many.each_fair():
        held[n] = bool(fair)
        for name, deals in fair.items():
            for number in list(map(int, deals)):
                at = picked[name].setdefault(number, np.zeros(len(held), dtype=bool))
                at[n] = True
    return held


def _term_shares(nominal: Appraisal, picked: dict[int, Bools]) -> dict[str, list[TermShare]]:
    """How often the fair deals of the draws settle each issue by each option."""
    if not picked:
        return {}
    chosen = np.array(list(picked.values()))
    tied = chosen.sum(axis=0)
    parts = (chosen / np.maximum(tied, 1)).sum(axis=1) / (tied > 0).sum()
    digits = nominal.space.digits(np.array(list(picked)))
    shares = {}
    for issue, options, at in zip(nominal.space.issues, nominal.space.options, digits, strict=True):
        weight = np.bincount(at, weights=parts, minlength=len(options))
        order = np.argsort(-weight, kind="stable")
        shares[issue] = [
            TermShare(option=options[n], share=round(float(weight[n]), 9))
            for n in order.tolist()
            if weight[n] > 0
        ]
    return shares


def _most_often(nominal: Appraisal, drawn: Appraisal, picked: dict[int, Bools]) -> list[Choice]:
    """The deals picked in most draws."""
    ranked = sorted(picked, key=lambda number: (-int(picked[number].sum()), number))[:_MOST_CHOICES]
    views = portray(nominal, drawn, ranked)
    return [
        Choice(deal=view, share=drawn.draws.estimate(picked[number]))
        for number, view in zip(ranked, views, strict=True)
    ]


def _feasible_frontier(nominal: Scan) -> tuple[DealTable, DealTable]:
    """The efficient among all allowed deals, and an even sample of all, without storing them."""
    front = DealTable.from_blocks(nominal, 0, [])
    total = sum(len(block.numbers) for block in nominal.feasible(0))
    step = max(1, -(-total // _CLOUD))
    seen, numbers, values = 0, [front.numbers], [front.values]
    for block in nominal.feasible(0):
        some = DealTable.from_blocks(nominal, 0, [block])
        both = replace(
            front,
            numbers=np.concatenate([front.numbers, some.numbers]),
            values=np.concatenate([front.values, some.values]),
        )
        front = both.where(efficient(both.values))
        at = np.arange(-seen % step, len(some.numbers), step)
        numbers.append(some.numbers[at])
        values.append(some.values[at])
        seen += len(some.numbers)
    cloud = replace(front, numbers=np.concatenate(numbers), values=np.concatenate(values))
    order = np.argsort(front.numbers, kind="stable")
    return replace(front, numbers=front.numbers[order], values=front.values[order]), cloud


def _frontier(table: DealTable, among: str, nominal: Scan) -> Frontier:
    """The points of an efficient set, best for the first party first."""
    order = np.lexsort(
        (table.numbers, *(-table.values[:, p] for p in reversed(range(table.values.shape[1]))))
    )
    points: list[list[int]] = []
    for n in order.tolist():
        if points and (table.values[points[-1][0]] == table.values[n]).all():
            points[-1].append(n)
        else:
            points.append([n])
    step = max(1, -(-len(points) // _MOST_POINTS))
    return Frontier(
        among=among,
        size=len(table.numbers),
        points=[
            _point(table, deals[0], len(deals), table.numbers[deals[:_MOST_TIES]].tolist(), nominal)
            for deals in points[::step]
        ],
        truncated=step > 1,
    )


def _point(
    table: DealTable, row: int, count: int, shown: Sequence[int], nominal: Appraisal
) -> FrontierPoint:
    parties = nominal.scenario.parties
    values, gains = table.values[row], table.gains[row]
    return FrontierPoint(
        utility={p: _points(v, w) for p, v, w in zip(parties, values, table.scales, strict=True)},
        gain={p: _points(v, w) for p, v, w in zip(parties, gains, table.scales, strict=True)},
        count=count,
        deals=[nominal.space.deal(number) for number in shown],
        numbers=[number + 1 for number in shown],
    )


def _points(value: int, scale: int) -> float:
    return round(float(value) / (float(scale) * MILLION), 6) + 0.0


def _survey_middle_ground(readings: Readings, progress: Progress) -> MiddleGround:
    """The same for a space too large to look at each deal: from the two frontiers."""
    survey, drawn = readings.survey, readings.redrawn(progress)
    survey.report_to(progress)
    appraisal, front = survey.appraisal, survey.agreeable
    table = survey.table(front)
    chosen, left_out = survey.pick_fair()
    fair_doubts = survey.fair_doubts()
    agreeable = survey.count(survey.assent(), Allowance())
    notes = [*readings.notes(), *map(_left_out_note, _names(appraisal.scenario, left_out))]
    if not agreeable.is_exact:
        notes.append("the agreeable deals were too many to count: there are at least so many")
    notes += survey.doubts(front) + survey.doubts(survey.feasible)
    notes += [f"{_SPOKEN[name]}: {doubt}" for name, doubt in fair_doubts.items()]
    method = survey.in_words(front, survey.feasible)
    picked: _Picked = {name: {} for name in _DEFINITIONS}
    over, probability = None, None
    if drawn:
        over = Appraisal(readings.scenario, drawn.draws)
        probability = drawn.draws.estimate(_pick_in_draws(drawn, picked))
        method, notes = f"{method}; {drawn.in_words()}", [*notes, *drawn.notes(readings.sampling)]
    cloud, agreeable_cloud = _clouds(survey, table)
    return MiddleGround(
        how=readings.how(
            "middle-ground",
            method,
            front.is_complete
            and survey.feasible.is_complete
            and not fair_doubts
            and not (drawn and drawn.open_in),
            drawn.draws if drawn else None,
        ),
        parties=list(appraisal.scenario.parties),
        agreeable=max(agreeable.deals, sum(front.counts)),
        counted=agreeable.is_exact,
        frontier=_listed(survey, front, "agreeable"),
        feasible_frontier=_listed(survey, survey.feasible, "feasible"),
        no_deal={
            party: _points(threshold, scale)
            for party, threshold, scale in zip(
                appraisal.scenario.parties, table.no_deal, table.scales, strict=True
            )
        },
        cloud=cloud,
        agreeable_cloud=agreeable_cloud,
        fair={
            name: FairDeal(
                definition=definition,
                compares_people=compares,
                deals=portray(appraisal, over, _first_tied(front, chosen[name].tolist())),
                tied=sum(front.counts[n] for n in chosen[name].tolist()),
                why_none=""
                if len(chosen[name])
                else fair_doubts.get(name) or _why_none(table, name),
                most_often=_most_often(appraisal, over, picked[name]) if over else [],
                terms=_term_shares(appraisal, picked[name]),
            )
            for name, (definition, compares) in _DEFINITIONS.items()
        },
        zone_probability=probability,
        notes=notes,
    )


def _listed(survey: Survey, front: AnyFront, among: str) -> Frontier:
    """A frontier as it is printed, with the first deals of its points."""
    table = survey.table(front)
    step = max(1, -(-len(front.values) // _MOST_POINTS))
    shown = list(range(0, len(front.values), step))
    deals = front.first_deals(shown, _MOST_TIES)
    return Frontier(
        among=among,
        size=sum(front.counts),
        points=[
            _point(table, n, front.counts[n], numbers, survey.appraisal)
            for n, numbers in zip(shown, deals, strict=True)
        ],
        truncated=step > 1,
    )


def _first_tied(front: AnyFront, points: Sequence[int]) -> list[int]:
    """The first deals of several points together, ascending."""
    return list(islice(merge(*front.first_deals(points, _MOST_TIES)), _MOST_TIES))


def _clouds(survey: Survey, table: DealTable) -> tuple[list[list[float]], list[list[float]]]:
    """An even sample of the allowed deals, and the agreeable ones of it, in points."""
    numbers = survey.sample(_CLOUD)
    if not numbers:
        return [], []
    surplus = survey.surplus(numbers)
    gains = np.stack([surplus[who] for who in survey.appraisal.deciders], axis=1)
    sample = replace(table, numbers=np.arange(len(numbers)), values=gains + table.no_deal)
    return sample.in_points(), sample.where(survey.are_agreeable(surplus)).in_points()
