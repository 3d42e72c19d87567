"""What the question who must say yes at home is answered with."""

from middleground.deals.possible import OverRanges
from middleground.deals.power import Power
from middleground.deals.views import Deal, Estimate, How, Option, Result
from middleground.scenario.red_lines import RedLines


class Leaning(Result):
    """An option that deals stopped by one no alone have more often than other deals.

    Attributes:
        share: Share of the stopped deals that have it.
        share_of_all: Share of all allowed deals that have it.
    """

    issue: str
    option: Option
    share: float
    share_of_all: float


class Voice(Result):
    """One constituency that its party's rule asks; counts of allowed deals, nominal.

    Attributes:
        needed: Whether the party never ratifies without its yes, with the nominal events: a veto.
        power: Its power in the rule, no event happening; None where too many are asked.
        accepts: Deals that it accepts; None where not counted, as for all counts here.
        win_set_without: Its party's win-set with its yes taken as given.
        zone_without: Agreeable deals with its yes taken as given.
        decides: Deals that all other parties ratify and that its yes or no alone decides.
        decides_share: The same over draws and an even sample of deals, as a share of those that
            all other parties ratify; None in the nominal reading, and where there are none.
        stops_mostly: What the deals are like that its no alone stops.
        probability_without: Probability of a zone with its yes taken as given.
        gains_without: Each other party's gain at the Nash deal with its yes taken as given; None
            for who decides for a party, because the Nash deal asks for a gain of theirs anyhow,
            and where there is no such deal.
    """

    needed: bool
    power: Power | None
    accepts: int | None
    win_set_without: int | None
    zone_without: int | None
    decides: int | None
    decides_share: Estimate | None
    stops_mostly: list[Leaning]
    probability_without: Estimate | None
    gains_without: dict[str, float] | None


class AtHome(Result):
    """One party: its win-set, and everybody whom its rule asks.

    Attributes:
        win_set: Deals that it ratifies, nominal.
        on_table: Deals that all other parties ratify: its answer decides there.
        voices: By constituency.
    """

    win_set: int | None
    on_table: int | None
    voices: dict[str, Voice]


class Overlap(Result):
    """How many deals exactly these parties ratify, and no others; nominal."""

    parties: list[str]
    deals: int


class PartyChance(Result):
    """How surely a party ratifies a deal.

    Attributes:
        over_draws: Share of draws: what moves several constituencies moves them together.
        independent: The chance if each of them, and each event, came out by itself, with the same
            chance as over the draws; None where that is too much to work out.
    """

    over_draws: float
    independent: float | None


class DealChance(Result):
    """How surely a deal is ratified by all.

    Attributes:
        number: Position among all deals, from 1.
        given: Each of those whose yes, taken as given, makes this the Nash deal; empty where it
            is that with everybody's own answer.
        parties: For each party.
        over_draws: Share of draws in which it is agreeable.
    """

    number: int
    deal: Deal
    given: list[str]
    parties: dict[str, PartyChance]
    over_draws: Estimate


class UnderRedLines(Result):
    """The zone when other red lines bind.

    Attributes:
        demands: The demands that bind then.
        allowed: Deals that rules and these demands allow, nominal.
        agreeable: Deals that all parties ratify.
        probability: Share of draws with at least one; None in the nominal reading.
    """

    red_lines: RedLines
    demands: list[str]
    allowed: int | None
    agreeable: int | None
    probability: Estimate | None


class Vetoes(Result):
    """Who must say yes at home, and what that costs.

    Attributes:
        red_lines: Which red lines bind here.
        binding: Names of the demands that bind.
        deals: Number of combinations of options.
        allowed: How many of them the rules allow, nominal.
        agreeable: How many of those every party ratifies; None where not counted.
        probability: Share of draws in which any deal is agreeable; None in the nominal reading.
        over_ranges: Deals agreeable somewhere in the ranges, and everywhere; None where unknown.
        overlap: How many deals are ratified by whom; None where not counted.
        gains: Each party's gain at the Nash deal, nominal; None where there is none.
        parties: Each at home.
        chances: How surely the Nash deals are ratified; empty in the nominal reading.
        switch: The zone under every setting of the switch for red lines.
        sampled: How many deals `decides_share` looks at.
        notes: What a reader must know beside.
    """

    how: How
    red_lines: RedLines
    binding: list[str]
    deals: int
    allowed: int
    agreeable: int | None
    probability: Estimate | None
    over_ranges: OverRanges | None
    overlap: list[Overlap] | None
    gains: dict[str, float] | None
    parties: dict[str, AtHome]
    chances: list[DealChance]
    switch: list[UnderRedLines]
    sampled: int
    notes: list[str]
