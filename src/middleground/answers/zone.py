"""Is there a deal that every party would ratify, and how surely?

A constituency accepts a deal that it values at least as highly as no deal. A party ratifies by its
own rule over its constituencies. A deal is agreeable when the rules allow it and every party
ratifies it; the zone of agreement is all agreeable deals.

Source: Raiffa (1982), part II, for the zone; Putnam (1988) for ratification.
"""

from middleground.deals.views import DealView, Estimate, How, Result


class Refusals(Result):
    """Who stands in the way, in the nominal reading; counts of deals that the rules allow.

    Attributes:
        accepted_by: How many deals each constituency accepts.
        ratified_by: How many deals each party ratifies: its win-set.
        agreeable_without: How many deals would be agreeable if the yes of this party, or of this
            constituency, were taken as given.
        accepted_by_so_many: How many deals are accepted by exactly 0, 1, 2, ... constituencies.
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
        agreeable: How many of those every party ratifies, nominal.
        probability: Share of draws in which at least one deal is agreeable; None in the nominal
            reading.
        never_ratifies: Share of draws in which a party ratifies no deal that the rules allow.
        refusals: Who stands in the way, nominal.
        most_robust: The deals agreeable in most draws (nominal reading: agreeable deals, those
            with the largest smallest surplus of any constituency first).
        binding: Paths of the demands that the analyst declared binding.
        notes: What a reader must know beside: events without a chance, and the like.
    """

    how: How
    issues: dict[str, int]
    deals: int
    feasible: int
    agreeable: int
    probability: Estimate | None
    never_ratifies: dict[str, Estimate]
    refusals: Refusals
    most_robust: list[DealView]
    binding: list[str]
    notes: list[str]
