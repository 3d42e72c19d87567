"""How a few deals look to everybody, over all draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from middleground.deals.acceptance import accepts
from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Floats, Wholes
from middleground.deals.utility import condition_at
from middleground.deals.views import ConstituencyView, DealView, PartyView
from middleground.scenario.conditions import vocabulary


@dataclass(frozen=True)
class Standing:
    """One deal under a reading.

    Attributes:
        surplus: By constituency, in points. Shape (draws,) each.
        utility: The same, no deal not taken off.
        accepted: By constituency, whether it accepts.
        ratified: By party, whether it ratifies.
        allowed: Whether the rules allow the deal.
    """

    surplus: dict[str, Floats]
    utility: dict[str, Floats]
    accepted: dict[str, Bools]
    ratified: dict[str, Bools]
    allowed: Bools

    @property
    def agreeable(self) -> Bools:
        """Whether the rules allow the deal and every party ratifies it. Shape (draws,)."""
        return np.asarray(np.logical_and.reduce([self.allowed, *self.ratified.values()]))


def stand(scan: Appraisal, number: int) -> Standing:
    """One deal under a reading, whether the rules allow it or not."""
    draws = scan.draws
    whole = {w: u.surplus(scan.space, number, draws) for w, u in scan.utilities.items()}
    accepted = {who: accepts(v, 0) for who, v in whole.items()}
    ratified = {
        rule.party: np.broadcast_to(
            rule.ratifies({w: accepted[w] for w in rule.constituencies}, dict(draws.truths)),
            (draws.count,),
        )
        for rule in scan.ratification.rules
    }
    allowed: Bools = np.ones(draws.count, dtype=bool)
    for rule in scan.rules.values():
        allowed = allowed & condition_at(rule, number, draws)
    points = {w: u.points(whole[w]) for w, u in scan.utilities.items()}
    utility = {w: u.points(whole[w] + u.no_deal) for w, u in scan.utilities.items()}
    return Standing(points, utility, accepted, ratified, allowed)


def portray(
    nominal: Appraisal, drawn: Appraisal | None, numbers: Sequence[int] | Wholes
) -> list[DealView]:
    """Views of some deals, in the order given.

    Args:
        nominal: The nominal reading.
        drawn: Draws of the uncertain numbers; None to leave them out.
        numbers: Positions of the deals, from 0.
    """
    return [_portrait(nominal, drawn, int(number)) for number in numbers]


def _portrait(nominal: Appraisal, drawn: Appraisal | None, number: int) -> DealView:
    now = stand(nominal, number)
    over = stand(drawn, number) if drawn else None
    constituencies = {}
    for who in now.surplus:
        surplus = float(now.surplus[who][0])
        utility = float(now.utility[who][0])
        constituencies[who] = ConstituencyView(
            utility=_rounded(utility),
            no_deal=_rounded(utility - surplus),
            surplus=_rounded(surplus),
            surplus_low=_percentile(over.surplus[who], 5) if over else None,
            surplus_high=_percentile(over.surplus[who], 95) if over else None,
            accepts=bool(now.accepted[who][0]),
            accepts_share=float(over.accepted[who].mean()) if over else None,
        )
    parties = {}
    for party in nominal.scenario.parties:
        own = constituencies[nominal.scenario.decision_maker(party)]
        parties[party] = PartyView(
            decision_maker=nominal.scenario.decision_maker(party),
            gain=own.surplus,
            gain_low=own.surplus_low,
            gain_high=own.surplus_high,
            ratifies=bool(now.ratified[party][0]),
            ratifies_share=float(over.ratified[party].mean()) if over else None,
        )
    return DealView(
        number=number + 1,
        deal=nominal.space.deal(number),
        agreeable=bool(now.agreeable[0]),
        robustness=drawn.draws.estimate(over.agreeable) if drawn and over else None,
        quantities=_quantities(nominal, number),
        parties=parties,
        constituencies=constituencies,
    )


def _quantities(scan: Appraisal, number: int) -> dict[str, float]:
    nodes = vocabulary(scan.scenario).quantities
    values = {name: scan.space.quantity(nodes[name], number) for name in scan.scenario.quantities}
    return {name: _rounded(value) for name, value in values.items() if value is not None}


def _percentile(values: Floats, percent: float) -> float:
    """A percentile over draws: one of the values, so that nothing is invented between two."""
    return _rounded(float(np.percentile(values, percent, method="lower")))


def _rounded(points: float) -> float:
    """Points to the millionth, the grain that they have."""
    return round(points, 6) + 0.0
