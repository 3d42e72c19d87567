"""Which deals are efficient, which are fair, and in which sense?

Efficient among a set of deals: no other deal of the set is better for one party and worse for
none. The middle ground is what is efficient among the agreeable deals. A party's utility is that of
its decision maker, and its no-deal value is that constituency's.

Sources: Nash (1950); Kalai & Smorodinsky (1975); Kalai (1977) and Rawls (1971), Sen (1970) for
leximin; Raiffa (1982).
"""

from middleground.deals.views import Deal, DealView, Estimate, How, Result


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


class FairDeal(Result):
    """One idea of fairness, and the deals that meet it among the agreeable ones.

    Attributes:
        definition: The idea, in a sentence.
        compares_people: Whether points of different parties are compared.
        deals: All deals tied, nominal; empty where there is none.
        why_none: The reason where there is none.
        most_often: The deals that it picks in most draws; empty in the nominal reading.
    """

    definition: str
    compares_people: bool
    deals: list[DealView]
    why_none: str
    most_often: list[Choice]


class MiddleGround(Result):
    """The efficient and the fair deals.

    Attributes:
        agreeable: Number of agreeable deals, nominal.
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
    frontier: Frontier
    feasible_frontier: Frontier
    no_deal: dict[str, float]
    cloud: list[list[float]]
    agreeable_cloud: list[list[float]]
    fair: dict[str, FairDeal]
    zone_probability: Estimate | None
    notes: list[str]
