"""What deals are worth to a constituency, in whole numbers.

With weights w, scores s and terms b in whole millionths and W = sum of w, deals are compared by
V(x) = W u(x) = sum_i w_i s_i(x_i) + W sum_j b_j [condition j holds], never divided: comparisons
with W r (r the no-deal value) and between deals are exact. Points are V / W for showing. A scoring
table is taken as it stands (W = 1).

Source: Keeney & Raiffa (1976).
"""

from dataclasses import dataclass

import numpy as np

from middleground.deals.draws import Bools, Draws, Floats, Wholes
from middleground.deals.space import DealSpace, PlacedCondition
from middleground.errors import AnswerError
from middleground.scenario.conditions import vocabulary
from middleground.scenario.expressions import holds, parse_condition
from middleground.scenario.issues import Issue
from middleground.scenario.model import Scenario
from middleground.scenario.preferences import Preference, Worth
from middleground.scenario.ranges import MILLION

_LARGEST = 2**62


@dataclass(frozen=True)
class Term:
    """A combination's worth: `add`, in V, where `when` holds. Shape of add: (draws,)."""

    when: PlacedCondition
    add: Wholes


@dataclass(frozen=True)
class Utility:
    """One constituency's V over all draws.

    Attributes:
        who: The constituency.
        options: For each issue what its options add to V. Shape (draws, options) each.
        terms: Worth of combinations.
        no_deal: V of walking away: W r. Shape (draws,).
        scale: W. Shape (draws,).
    """

    who: str
    options: tuple[Wholes, ...]
    terms: tuple[Term, ...]
    no_deal: Wholes
    scale: Wholes

    def points(self, value: Wholes) -> Floats:
        """V in points; draws along the last axis."""
        return np.asarray(value / (self.scale * float(MILLION)))

    def surplus(self, space: DealSpace, number: int, draws: Draws) -> Wholes:
        """V of a deal less V of walking away, in every draw. Shape (draws,)."""
        digits = space.digits_of(number).values()
        value = sum(
            (v[:, at[0]] for v, at in zip(self.options, digits, strict=True)), -self.no_deal
        )
        for term in self.terms:
            value = value + np.where(condition_at(term.when, number, draws), term.add, 0)
        return np.asarray(value)


def condition_at(condition: PlacedCondition, number: int, draws: Draws) -> Bools:
    """Whether a condition holds for one deal in every draw. Shape (draws,)."""
    situation = condition.space.situation(condition.space.digits_of(number), draws)
    return np.broadcast_to(holds(condition.node, situation), (draws.count,))


def read_utility(scenario: Scenario, space: DealSpace, who: str, draws: Draws) -> Utility:
    """One constituency's whole-number utility.

    Raises:
        AnswerError: If its weights are so large that whole numbers would overflow.
    """
    preference = scenario.preferences[who]
    path = f"preferences.{who}"
    require_room(preference, who, draws)
    scale = _scale(preference, who, draws)
    options = []
    for name, issue in scenario.issues.items():
        worth = preference.issues.get(name)
        if worth is None:
            options.append(np.zeros((draws.count, len(issue.options)), dtype=np.int64))
        else:
            options.append(_issue_values(worth, issue, f"{path}.{name}", draws))
    words = vocabulary(scenario)
    terms = tuple(
        Term(
            PlacedCondition.of(parse_condition(term.when, words), space),
            _all(draws.values[f"{path}.together.{n}.add"] * scale, draws),
        )
        for n, term in enumerate(preference.together)
    )
    no_deal = _all(draws.values[f"{path}.no_deal"] * scale, draws)
    return Utility(who, tuple(options), terms, no_deal, scale)


def _all(values: Wholes, draws: Draws) -> Wholes:
    """One value for each draw, where one stands for all."""
    if len(values) == draws.count:
        return values
    return np.ascontiguousarray(np.broadcast_to(values, (draws.count,)))


def _scale(preference: Preference, who: str, draws: Draws) -> Wholes:
    """W: the sum of the weights; 1 for a scoring table."""
    if preference.is_table:
        return np.ones(draws.count, dtype=np.int64)
    weights = [draws.values[f"preferences.{who}.{name}.weight"] for name in preference.issues]
    total = _all(sum(weights, np.zeros(1, dtype=np.int64)), draws)
    if not (total > 0).all():
        raise AnswerError(
            "all weights are 0",
            code="number-range",
            where=f"preferences.{who}",
            expected="one weight above 0 in every draw",
            mend="give one issue a weight whose range stays above 0",
        )
    return total


def require_room(preference: Preference, who: str, draws: Draws) -> None:
    """Refuse numbers so large that 64 bits cannot hold every V exactly.

    Some 10,000 points of weight in all fit with ease; nobody needs more.
    """
    path = f"preferences.{who}"
    weight, points = 0.0, 0.0
    for name, worth in preference.issues.items():
        if worth.points is not None:
            points += max(_peak(draws, f"{path}.{name}.points.{option}") for option in worth.points)
        else:
            weight += _peak(draws, f"{path}.{name}.weight")
    besides = sum(_peak(draws, f"{path}.together.{n}.add") for n in range(len(preference.together)))
    besides += _peak(draws, f"{path}.no_deal")
    largest = points + besides if preference.is_table else weight * (100 * MILLION + besides)
    if largest >= _LARGEST:
        raise AnswerError(
            f"the numbers of {who} are too large to be added up exactly: weights of "
            f"{weight / MILLION:,.0f} in all, and {(points + besides) / MILLION:,.0f} points",
            code="number-range",
            where=path,
            expected="weights that add up to some 10,000, and points up to some 10,000, at most",
            mend="divide all its weights by the same number (only their proportions count), or "
            "give points in a larger unit",
        )


def _peak(draws: Draws, path: str) -> float:
    values = draws.values[path]
    return float(abs(int(values[0]) if len(values) == 1 else np.abs(values.astype(float)).max()))


def _issue_values(worth: Worth, issue: Issue, path: str, draws: Draws) -> Wholes:
    """What an issue's options add to V. Shape (draws, options)."""
    if worth.points is not None:
        given = {o: draws.values[f"{path}.points.{o}"] for o in worth.points}
        return np.rint(_at_options(issue, given, draws)).astype(np.int64)
    if worth.scores is not None:
        given = {o: draws.values[f"{path}.scores.{o}"] for o in worth.scores}
        scores = _at_options(issue, given, draws)
    else:
        best, worst = draws.values[f"{path}.best"], draws.values[f"{path}.worst"]
        at = np.array([float(o) for o in issue.ids]) * MILLION
        scores = 100 * MILLION * (at - worst[:, None]) / (best - worst)[:, None]
    whole = np.broadcast_to(np.rint(scores).astype(np.int64), (draws.count, len(issue.ids)))
    return np.asarray(whole * draws.values[f"{path}.weight"][:, None])


def _at_options(issue: Issue, given: dict[str | int | float, Wholes], draws: Draws) -> Floats:
    """Scores for every option; on a numeric issue linear between those that are given."""
    if all(option in given for option in issue.ids):
        columns = [_all(given[option], draws) for option in issue.ids]
        return np.concatenate(columns).reshape(len(columns), -1).T.astype(float)
    known = sorted((float(option), _all(values, draws)) for option, values in given.items())
    at = np.array([x for x, _ in known])
    values = np.stack([v for _, v in known], axis=1).astype(float)
    right = np.clip(np.searchsorted(at, [float(o) for o in issue.ids]), 1, len(at) - 1)
    share = (np.array([float(o) for o in issue.ids]) - at[right - 1]) / (at[right] - at[right - 1])
    return np.asarray(values[:, right - 1] + share * (values[:, right] - values[:, right - 1]))
