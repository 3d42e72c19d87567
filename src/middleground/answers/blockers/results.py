"""What the question of who blocks is answered with.

Members of sets are paths in the scenario: `preferences.union.chair` is that constituency's
acceptance, `rules.x` a rule, `demands.x` a demand, `facts.x` that a fact has its own value rather
than any other in its range. Readings are `nominal` (modes and midpoints), `optimistic` (somebody
accepts a deal if they would somewhere in their ranges) and `pessimistic` (only if everywhere);
facts and events are nominal in all three.
"""

from typing import Literal

from middleground.deals.views import Deal, DealView, Estimate, How, Result

ReadingName = Literal["nominal", "optimistic", "pessimistic"]


class ConflictSet(Result):
    """Things that cannot all be had, while any one fewer can be, in one reading at least.

    Attributes:
        members: Paths in the scenario.
        readings: In which readings no deal meets them all.
        share: Share of draws in which none does; None in the nominal reading alone.
        minimal: Share of draws in which none does, while any one fewer can be had; None likewise.
        through: The fewest rules and facts that make demands clash; empty where they contradict
            each other by themselves, and where rules are members.
    """

    members: list[str]
    readings: list[ReadingName]
    share: Estimate | None
    minimal: Estimate | None
    through: list[str]


class ConcessionSet(Result):
    """Things whose giving way, all together, leaves the rest possible, while fewer would not do.

    Attributes:
        members: Paths in the scenario.
        people: How many constituencies, or people behind demands, are moved.
        readings: In which readings it is enough, and the zone is empty without it.
        opens: Share of draws in which the rest is possible; None in the nominal reading alone.
        points: The least that those who refuse would have to be given in all, nominal, so that
            they accept after all; None where it is no question of points.
        by: How much each of them would have to be given.
        deal: A deal for which so little is enough.
    """

    members: list[str]
    people: int
    readings: list[ReadingName]
    opens: Estimate | None
    points: float | None
    by: dict[str, float]
    deal: Deal | None


class Explanation(Result):
    """Why not everything that was asked for can be had.

    Attributes:
        asked: All groups that the question is about.
        possible: In which readings a deal meets them all.
        conflicts: Minimal conflict sets, best explanation first.
        concessions: Minimal concession sets, easiest first.
        conflicts_found, concessions_found: How many were found in all; the first are listed.
        complete: Whether these are all; if not, the search was cut off after so many.
    """

    asked: list[str]
    possible: list[ReadingName]
    conflicts: list[ConflictSet]
    concessions: list[ConcessionSet]
    conflicts_found: int
    concessions_found: int
    complete: bool


class Gives(Result):
    """The least that would have to be given so that some deal is agreeable, nominal.

    Points of different people are added (`sum`) or compared (`max`) here.

    Attributes:
        measure: Points in all, or the most points for anybody.
        points: How many.
        by: To whom, in the first of the deals.
        deals: Deals for which it is enough: the first.
        tied: How many there are; at least, where not `counted`.
        proved: Whether no deal needs less. Found by a solver, it is proved to less than a millionth
            of a point for each person.
    """

    measure: Literal["sum", "max"]
    points: float
    by: dict[str, float]
    deals: list[Deal]
    tied: int
    counted: bool
    proved: bool


class GivenShare(Result):
    """How often somebody would have to be given points, and how many.

    Attributes:
        share: Share of the draws looked at.
        median: Points, the median of those draws in which they are given any.
    """

    share: float
    median: float


class GivesOverDraws(Result):
    """The least give, by its sum, in draws in which no deal is agreeable.

    Attributes:
        draws: In how many of them it was looked for.
        median, low, high: The median, the 5th and the 95th percentile of the sum, in points.
        by: To whom it would go.
    """

    draws: int
    median: float
    low: float
    high: float
    by: dict[str, GivenShare]


class Alone(Result):
    """What setting one thing aside, and nothing else, would do.

    Attributes:
        path: Whose acceptance, or which rule, demand or fact.
        possible: In which readings some deal is then agreeable.
        opens: Share of draws in which some deal is then agreeable; None in the nominal reading.
    """

    path: str
    possible: list[ReadingName]
    opens: Estimate | None


class NearDeals(Result):
    """The deals nearest to a wished one.

    Attributes:
        changed: How many of the wished terms they change.
        moved: By how many points they move people in all, against the wished deal; None where the
            wish leaves issues open. Points of different people are added here.
        deals: The nearest: the first of them.
        tied: How many there are; at least, where not `counted`.
        proved: Whether no deal changes fewer.
    """

    changed: int
    moved: float | None
    deals: list[DealView]
    tied: int
    counted: bool
    proved: bool


class Refusal(Result):
    """Somebody who refuses the wished deal.

    Attributes:
        who: The constituency.
        points: How many points it lacks.
        needed: Whether its party cannot say yes without it, whatever the others say.
        share: Share of draws in which it refuses; None in the nominal reading alone.
        nearest: The smallest change that it would accept, whatever others say; None if it accepts
            no deal that the rules allow, or if the space is too large.
    """

    who: str
    points: float
    needed: bool
    share: float | None
    nearest: NearDeals | None


class Left(Result):
    """What a deal leaves on the table, among the agreeable deals; compares points.

    Attributes:
        together: The most points that every decision maker could gain at once.
        alone: The most that each could gain with no other losing.
        deal: A deal that gives all of them so much.
    """

    together: float
    alone: dict[str, float]
    deal: Deal


class Wished(Result):
    """A deal, or some terms of one, that somebody wishes.

    Attributes:
        terms: What it settles.
        whole: Whether it settles every issue.
        agreeable: How many deals with these terms are agreeable, nominal; at least, where not
            `counted`.
        shown: The deal; for terms alone, the deal with them for which least would have to be given.
            None if the rules allow none.
        broken: Rules that the whole deal breaks, nominal.
        refusals: Who refuses the deal that is shown.
        why: What stands against these terms.
        gives: What would have to be given for them to be agreeable, by both measures.
        nearest: The agreeable deals nearest to them; None if no deal is agreeable.
        left: What the deal that is shown leaves on the table, where it is agreeable.
    """

    terms: Deal
    whole: bool
    agreeable: int
    counted: bool
    shown: DealView | None
    broken: list[str]
    refusals: list[Refusal]
    why: Explanation
    gives: list[Gives]
    nearest: NearDeals | None
    left: Left | None


class Blockers(Result):
    """Who blocks, and what would have to give.

    Attributes:
        agreeable: Whether some deal is agreeable, nominal.
        probability: Share of draws in which some deal is; None in the nominal reading alone.
        agreement: Why there is no agreeable deal, in those readings and draws in which none is.
        people: The same among constituencies alone, while every rule and fact stands.
        alone: What dropping each single group does.
        demands: Which stated demands cannot all be met.
        gives: The least give, nominal, by both measures; empty where some deal is agreeable.
        gives_over_draws: The least give in draws without an agreeable deal.
        wished: What stands against a wished deal; None if none was asked about.
        notes: What a reader must know beside.
    """

    how: How
    agreeable: bool
    probability: Estimate | None
    agreement: Explanation
    people: Explanation
    alone: list[Alone]
    demands: Explanation
    gives: list[Gives]
    gives_over_draws: GivesOverDraws | None
    wished: Wished | None
    notes: list[str]
