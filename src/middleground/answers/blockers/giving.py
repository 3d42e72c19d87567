"""How many points would be enough, and for whom."""

from collections.abc import Sequence

import numpy as np

from middleground.answers.blockers.explaining import Inquiry
from middleground.answers.blockers.results import GivenShare, Gives, GivesOverDraws
from middleground.deals.conflict_draws import OverDraws, gives_where_empty
from middleground.deals.draws import Bools
from middleground.deals.giving import NORMS, Give
from middleground.deals.giving_search import find_least_give
from middleground.deals.requirements import Requirements

_GIVEN_IN = 64  # draws in which the least give is looked for
_WEIGHED = 12  # concession sets of which the least give is found


def find_gives(requirements: Requirements) -> list[Gives]:
    """The least give by both measures; none if no deal will do, whatever is given."""
    found = {norm: find_least_give(requirements, norm) for norm in NORMS}
    return [
        Gives(
            measure=norm,
            points=float(give.points),
            by={who: float(points) for who, points in give.by.items()},
            deals=[requirements.space.deal(number) for number in give.numbers],
            tied=give.tied,
            counted=give.counted,
            proved=give.proved,
        )
        for norm, give in found.items()
        if give
    ]


def weigh_concessions(inquiry: Inquiry) -> dict[int, Give]:
    """The least give of the first concession sets, nominal."""
    people = inquiry.requirements.of_kind("acceptance")
    sets = inquiry.finders["nominal"].find(inquiry.asked).concessions
    weighed = sorted(
        (mask for mask in sets if mask & people),
        key=lambda mask: (mask.bit_count(), sorted(inquiry.paths(mask))),
    )
    weighed = weighed[:_WEIGHED]
    found = {mask: find_least_give(inquiry.requirements, "sum", mask) for mask in weighed}
    return {mask: give for mask, give in found.items() if give}


def give_over_draws(over: OverDraws, empty: Bools) -> GivesOverDraws | None:
    """The least give in draws without an agreeable deal; None if every draw has one.

    Args:
        over: The draws.
        empty: In which of them no deal is agreeable. Shape (draws,).
    """
    gives = gives_where_empty(over.requirements, empty, "sum", _GIVEN_IN)
    if not gives:
        return None
    totals = [float(give.points) for give in gives]
    low, median, high = (_percentile(totals, percent) for percent in (5, 50, 95))
    by = {}
    for who in over.requirements.asked:
        own = [float(give.by[who]) for give in gives if who in give.by]
        if own:
            by[who] = GivenShare(share=len(own) / len(gives), median=_percentile(own, 50))
    return GivesOverDraws(draws=len(gives), median=median, low=low, high=high, by=by)


def _percentile(values: Sequence[float], percent: float) -> float:
    """One of the values, so that nothing is invented between two."""
    return float(np.percentile(values, percent, method="lower"))
