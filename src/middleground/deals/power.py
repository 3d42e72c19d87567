"""How much a constituency's yes counts in its party's rule, whatever anybody wants.

A rule is a simple game: some groups are enough, others are not. A constituency swings a group that
is enough with it and not without it. The absolute Banzhaf index is the share of all groups of the
others that it swings; the normalised one its share of all swings. The Shapley-Shubik index is the
share of all orders of joining in which it is the one who makes the group enough.

Sources: Shapley & Shubik (1954); Banzhaf (1965); Dubey & Shapley (1979).
"""

from fractions import Fraction
from math import factorial

import numpy as np

from middleground.deals.acceptance import RatificationRule
from middleground.deals.views import Result
from middleground.scenario.expressions import names_in

MOST_PLAYERS = 20


class Power(Result):
    """A constituency's power in its party's rule, 0 to 1.

    Attributes:
        shapley_shubik: Share of orders in which it is pivotal.
        banzhaf: Share of groups of the others that it swings.
        banzhaf_share: The same, normalised: shares of all constituencies add up to 1.
    """

    shapley_shubik: float
    banzhaf: float
    banzhaf_share: float


def power_indices(rule: RatificationRule) -> dict[str, Power] | None:
    """The power of everybody whom a rule asks, with no event happening; None beyond 20 of them.

    Returns:
        By constituency, exact to the last digit of a float. All 0 where the rule never holds.
    """
    count = len(rule.constituencies)
    if count > MOST_PLAYERS:
        return None
    if not count:
        return {}
    numbers = np.arange(1 << count)
    yes = {who: (numbers >> n & 1).astype(bool) for n, who in enumerate(rule.constituencies)}
    events = dict.fromkeys(names_in(rule.node) - {*rule.constituencies}, False)
    enough = np.broadcast_to(rule.ratifies(yes, events), numbers.shape)
    sizes = np.sum([held.astype(np.int64) for held in yes.values()], axis=0)
    swings = {}
    for n, who in enumerate(rule.constituencies):
        without = numbers[~yes[who]]
        swung = enough[without | (1 << n)] & ~enough[without]
        swings[who] = np.bincount(sizes[without[swung]], minlength=count).tolist()
    total = sum(map(sum, swings.values()))
    return {
        who: Power(
            shapley_shubik=float(_share_of_orders(by_size, count)),
            banzhaf=sum(by_size) / 2 ** (count - 1),
            banzhaf_share=sum(by_size) / total if total else 0.0,
        )
        for who, by_size in swings.items()
    }


def _share_of_orders(by_size: list[int], count: int) -> Fraction:
    """Of all orders those in which a swung group comes first, the swinger next, then the rest."""
    orders = sum(
        n * factorial(size) * factorial(count - 1 - size) for size, n in enumerate(by_size)
    )
    return Fraction(orders, factorial(count))
