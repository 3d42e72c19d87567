"""What the answer to "what matters most?" is made of."""

from typing import Literal

from middleground.deals.views import Deal, How, Result

Of = Literal["zone", "robustness", "gain", "deal"]


class Share(Result):
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


class Driver(Result):
    """What one number, or several together, does to an answer.

    Attributes:
        path: The number; `correlations.NAME` for all of a group that go together; "" for all that
            screening left aside, taken together.
        first: Share of the answer's variance that goes if this number alone is known.
        total: Share that stays if all others are known: what it does alone and with others.
        rank: The best and the worst rank by `total` that its interval leaves open.
    """

    path: str
    first: Share
    total: Share
    rank: tuple[int, int]


class Part(Result):
    """What one number contributes where numbers go together.

    Attributes:
        path: The number; "" for all that screening left aside.
        share: Its Shapley effect: the shares of all numbers sum to 1.
    """

    path: str
    share: Share


class Swing(Result):
    """One number moved to its ends while all others are nominal (tornado).

    Attributes:
        path: The number; for an event, whether it happens.
        low, high: The answer at its low and its high end.
    """

    path: str
    low: float
    high: float


class Profile(Result):
    """What one answer hangs on.

    Attributes:
        outcome: `zone` (any deal is agreeable), `robustness` (this deal is), `gain` (a party's, by
            the Nash deal, none without one), or `deal` (which is the fair one).
        about: The party, or the idea of fairness; "" for the others.
        mean: The answer on average: a share of draws, points; for `deal` the share of its most
            frequent deal, or of none.
        nominal: The answer in the nominal reading: agreeable deals; 1 or 0; points; for `deal` 0.
        drivers: By `total`, highest first. Where ranks overlap, the order says nothing.
        rest: What all numbers that screening left aside do together; None where there are none.
        parts: Shapley effects of single numbers, largest first, where the scenario declares
            correlations: Sobol indices then are those of whole groups. Empty otherwise.
        swings: Numbers that move the nominal answer by themselves, widest first.
    """

    outcome: Of
    about: str
    mean: float
    nominal: float
    drivers: list[Driver]
    rest: Driver | None
    parts: list[Part]
    swings: list[Swing]


class Knowing(Result):
    """What it would be worth to know one number.

    Attributes:
        path: The number; for an event, whether it happens.
        bits: Mutual information with whether there is any agreeable deal.
        worth: By how much the chance that the chosen deal is agreeable would rise, if the number
            were known before the deal is chosen.
    """

    path: str
    bits: Share
    worth: Share


class Sensitivity(Result):
    """What matters most, and what to ask first.

    Attributes:
        how: How it was found.
        of: Which answer it is about.
        deal: The deal whose robustness it is: agreeable in most draws; None for other answers.
        evaluations: How many times the model was asked.
        screened: How many numbers were screened first; 0 where all were taken on.
        profiles: One for each answer; several where parties or ideas of fairness have their own.
        open_bits: How much is open in whether there is any agreeable deal, in bits.
        chance: The chance that the deal chosen without knowing more is agreeable.
        chance_of_any: The chance that any is: what knowing everything would raise it to.
        ask_first: What each number is worth knowing, by `worth` and then by `bits`.
        reduced: Whether fewer draws than usual were made, to save time.
        notes: What a reader must know beside.
    """

    how: How
    of: Of
    deal: Deal | None
    evaluations: int
    screened: int
    profiles: list[Profile]
    open_bits: float
    chance: Share
    chance_of_any: float
    ask_first: list[Knowing]
    reduced: bool
    notes: list[str]
