"""How one deal looks to everybody, and how an answer was reached: what every answer carries.

These are the shapes that `--json` prints, results are stored in, and the brief is written from.
Deals are {issue: option}; utilities, no-deal values, gains and surpluses are in points of that
constituency alone; shares and probabilities run from 0 to 1.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Option = str | int | float
Deal = dict[str, Option]


class Result(BaseModel):
    """Part of an answer: frozen, and the same after writing and reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class How(Result):
    """How an answer was reached: enough to repeat it, and to say how far it is proved.

    Attributes:
        question: The command that asks it.
        reading: `nominal` (modes and midpoints) alone, or `draws` of the uncertain numbers beside.
        method: What was done, in a few words.
        complete: Whether the answer is proved for every deal that the rules allow, each looked at
            or left out because another is as good for all; if not, `notes` say what is missing.
        draws: Number of draws, all scramblings counted together; 0 for the nominal reading.
        scramblings: Independent scramblings of the quasi-random points; the standard error comes
            from the spread between them.
        seed: Where the draws start.
        uncertain_numbers: How many numbers were drawn.
        scenario: SHA-256 of the scenario as it was read.
        version: Version of the program.
    """

    question: str
    reading: Literal["nominal", "draws"]
    method: str
    complete: bool
    draws: int
    scramblings: int
    seed: int
    uncertain_numbers: int
    scenario: str
    version: str


class Estimate(Result):
    """A share of draws with its standard error, from the spread between scramblings."""

    share: float
    standard_error: float


class ConstituencyView(Result):
    """A deal as one constituency sees it.

    Attributes:
        utility, no_deal, surplus: Nominal, in its own points; it accepts a surplus of 0 or more.
        surplus_low, surplus_high: The 5th and 95th percentile of the surplus over the draws; None
            in the nominal reading.
        accepts: Whether it accepts in the nominal reading.
        accepts_share: Share of draws in which it accepts; None in the nominal reading.
    """

    utility: float
    no_deal: float
    surplus: float
    surplus_low: float | None
    surplus_high: float | None
    accepts: bool
    accepts_share: float | None


class PartyView(Result):
    """A deal as one party sees it.

    Attributes:
        gain: Surplus of the decision maker over no deal, nominal.
        gain_low, gain_high: Its 5th and 95th percentile over the draws.
        ratifies: Whether the party ratifies in the nominal reading.
        ratifies_share: Share of draws in which it does.
    """

    decision_maker: str
    gain: float
    gain_low: float | None
    gain_high: float | None
    ratifies: bool
    ratifies_share: float | None


class DealView(Result):
    """A deal, and what everybody makes of it.

    Attributes:
        number: Position among all deals, from 1, the last issue changing fastest.
        deal: One option for each issue.
        agreeable: Whether the rules allow it and all parties ratify it, nominal.
        robustness: Share of draws in which it is agreeable; None in the nominal reading.
        quantities: What follows from it: the scenario's named quantities that rest on issues alone.
    """

    number: int
    deal: Deal
    agreeable: bool
    robustness: Estimate | None
    quantities: dict[str, float]
    parties: dict[str, PartyView]
    constituencies: dict[str, ConstituencyView]
