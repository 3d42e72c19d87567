"""What the question what would open the zone is answered with."""

from middleground.deals.contrast import Contrast
from middleground.deals.views import Deal, Estimate, How, Result


class Cost(Result):
    """What something costs those who do it, in the file's unit.

    Attributes:
        mean: On average over the draws.
        low, high: Between these in nine of ten draws.
    """

    mean: float
    low: float
    high: float


class LeverSet(Result):
    """Some levers used together.

    Attributes:
        levers: Their names, sorted; none for things as they are.
        cost: What they cost together.
        searched: The probability on the draws that were searched.
        probability: The probability on fresh draws.
        change: The difference to things as they are, on these fresh draws.
        closes: Share of the fresh draws in which there is a deal now and none with these levers.
    """

    levers: list[str]
    cost: Cost
    searched: float
    probability: Estimate
    change: Contrast
    closes: Estimate


class LeverView(Result):
    """One lever.

    Attributes:
        by: Who can use it.
        on: Whom it moves; "" where it settles an event or lifts a rule only.
        cost: What it costs.
        with_it: The levers that it needs, which are used with it where it is looked at alone.
        alone: What it changes by itself, on the draws that were searched; None where it bears on
            nothing here.
        closes: Share of these draws in which it closes a zone that there was.
        last: How much the best permitted choice of all levers would lose without it.
        share: Its Shapley share of what all of them reach together; the shares add up to that.
        elsewhere: What it moves that does not bear on who accepts what: `latency_days`, `trust`,
            `breach_penalty`.
    """

    by: list[str]
    on: str
    cost: Cost
    with_it: list[str]
    alone: Contrast | None
    closes: Estimate | None
    last: float | None
    share: float | None
    elsewhere: list[str]


class LeversFound(Result):
    """What levers can do.

    Attributes:
        target: The probability wanted.
        deal: Terms that a deal must have; empty where any agreeable deal will do.
        before: The probability as things are, on fresh draws.
        cheapest: The cheapest set that reaches the target on the searched draws; None where none
            does.
        others: Further sets that reach it, of which no lever can be left out, by cost.
        best: The set with the highest probability; the cheapest of several.
        ladder: From things as they are to the best: each set the cheapest with its probability.
        levers: All levers of the scenario, by name.
        permitted: How many sets the levers' own exclusions and needs permit.
        tried: How many of them were tried.
        searched_draws: Number of draws that were searched.
        fresh_seed: Where the fresh draws start.
        notes: What a reader must know beside.
    """

    how: How
    target: float
    deal: Deal
    before: Estimate
    cheapest: LeverSet | None
    others: list[LeverSet]
    best: LeverSet
    ladder: list[LeverSet]
    levers: dict[str, LeverView]
    permitted: int | None
    tried: int
    searched_draws: int
    fresh_seed: int
    notes: list[str]
