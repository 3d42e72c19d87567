"""A constituency's yes taken as given: what dropping its veto means in every answer."""

from dataclasses import replace

import numpy as np

from middleground.deals.draws import Draws
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import MILLION, millionths


def give_yes(scenario: Scenario, draws: Draws, who: str) -> Draws:
    """The same draws, in which a constituency accepts every deal.

    Its no-deal value lies below anything that a deal could be worth to it; no gain of its own can
    be read from what follows.
    """
    preference = scenario.preferences[who]
    numbers = [term.add for term in preference.together]
    for worth in preference.issues.values():
        numbers += (worth.points or {}).values()
    lowest = -sum(max(abs(millionths(n.low)), abs(millionths(n.high))) for n in numbers) - MILLION
    path = f"preferences.{who}.no_deal"
    return replace(draws, values={**draws.values, path: np.array([lowest], dtype=np.int64)})
