"""One value from every range at once: the nominal reading, or draws.

Source: Owen (1998, 2020) for scrambled points and their standard error; Clark (1962) for PERT.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from middleground.deals.copula import correlated
from middleground.deals.sampling import SCRAMBLINGS, Sampling
from middleground.deals.sobol import uniforms
from middleground.deals.views import Estimate
from middleground.scenario.conditions import binding_conditions, ratification, vocabulary
from middleground.scenario.expressions import names_in, parse_condition
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import MILLION, Range

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Bools = NDArray[np.bool_]

_PERT_WEIGHT = 4
_PERT_STEPS = 4_096


@dataclass(frozen=True)
class Draws:
    """A value for every number that deals rest on, in every draw.

    Attributes:
        count: Number of draws; 1 for the nominal reading.
        values: By path in the scenario, in whole millionths. Shape (count,), or (1,) where certain.
        truths: By event, whether it holds. Shape (count,), or (1,) where it is certain.
        uncertain: Paths of the numbers that were drawn.
        sampling: How they were drawn; None for the nominal reading.
        facts: Names of the facts that conditions speak of.
    """

    count: int
    values: Mapping[str, Wholes]
    truths: Mapping[str, Bools]
    uncertain: tuple[str, ...] = ()
    sampling: Sampling | None = None
    facts: tuple[str, ...] = ()

    def part(self, start: int, stop: int) -> "Draws":
        """Some of the draws, one after the other; what is certain stays as it is."""
        stop = min(stop, self.count)
        values = {p: v if len(v) == 1 else v[start:stop] for p, v in self.values.items()}
        truths = {n: t if len(t) == 1 else t[start:stop] for n, t in self.truths.items()}
        return replace(self, count=stop - start, values=values, truths=truths)

    def where(self, which: Bools) -> "Draws":
        """Only the draws of which something holds. Shape of which: (count,)."""
        values = {p: v if len(v) == 1 else v[which] for p, v in self.values.items()}
        truths = {n: t if len(t) == 1 else t[which] for n, t in self.truths.items()}
        return replace(self, count=int(which.sum()), values=values, truths=truths)

    def fact_numbers(self) -> dict[str, Floats]:
        """The facts that conditions speak of, in their own units."""
        return {name: self.values[f"facts.{name}.value"] / MILLION for name in self.facts}

    def estimate(self, held: Bools) -> Estimate:
        """The share of draws in which something held, with the standard error between scramblings.

        Args:
            held: Shape (count,).
        """
        means = held.reshape(SCRAMBLINGS, -1).mean(axis=1)
        error = means.std(ddof=1) / np.sqrt(SCRAMBLINGS)
        return Estimate(share=float(held.mean()), standard_error=float(error))


def nominal_reading(scenario: Scenario) -> Draws:
    """Modes and midpoints; an event holds if its nominal chance is one half or more."""
    numbers, events, facts = _inputs(scenario)
    whole = _whole(np.array([number.nominal for number in numbers.values()], dtype=float))
    values = dict(zip(numbers, whole[:, None], strict=True))
    truths = {
        name: np.array([chance is not None and chance.nominal >= 0.5])
        for name, chance in events.items()
    }
    return Draws(1, values, truths, facts=facts)


def draw(scenario: Scenario, sampling: Sampling, *beside: Scenario) -> Draws:
    """Draw every uncertain number that deals rest on.

    One dimension for each uncertain number, in the order of their paths sorted by name, so that the
    order of the file does not matter. An event's chance is drawn first, then whether it holds.
    Numbers that the scenario declares correlated go together.

    Args:
        scenario: The scenario.
        sampling: How many draws, and where they start.
        beside: Scenarios that it is compared with. All of them then share one list of dimensions,
            so that a number found in several gets the same draws in each.
    """
    log2_count = (sampling.draws // SCRAMBLINGS).bit_length() - 1
    paths = dimensions(scenario, *beside)
    points = correlated(scenario, uniforms(paths, log2_count, SCRAMBLINGS, sampling.seed))
    return replace(draws_at(scenario, points, sampling.draws), sampling=sampling)


def dimensions(*scenarios: Scenario) -> tuple[str, ...]:
    """What is open in any of these scenarios, by path, sorted.

    These are the numbers that deals rest on and that are no single value, the chances of events
    (`events.walk_out.chance`), and whether an event happens (`events.walk_out`).
    """
    found: set[str] = set()
    for scenario in scenarios:
        numbers, events, _ = _inputs(scenario)
        found |= {path for path, number in numbers.items() if not number.is_certain}
        for name, chance in events.items():
            if chance and not chance.is_certain:
                found.add(f"events.{name}.chance")
            if chance and not (chance.is_certain and chance.low in (0, 1)):
                found.add(f"events.{name}")
    return tuple(sorted(found))


def draws_at(scenario: Scenario, points: Mapping[str, Floats], count: int) -> Draws:
    """The draws at some points of the unit cube.

    Args:
        scenario: The scenario.
        points: For each of its `dimensions` numbers above 0 and below 1, shape (count,); or (1,)
            where one stands for all. Others are not looked at.
        count: Number of draws.
    """
    numbers, events, facts = _inputs(scenario)
    own = dimensions(scenario)
    values = {
        path: _whole(quantile(number, points[path]))
        if not number.is_certain
        else _whole(np.array([number.low]))
        for path, number in numbers.items()
    }
    truths = {}
    for name, chance in events.items():
        path = f"events.{name}"
        if chance is None or path not in own:
            truths[name] = np.array([chance is not None and chance.low == 1])
        else:
            likely = (
                quantile(chance, points[f"{path}.chance"])
                if f"{path}.chance" in own
                else chance.low
            )
            truths[name] = np.asarray(points[path] < likely)
    drawn = tuple(path for path in own if path in numbers or path.endswith(".chance"))
    return Draws(count, values, truths, drawn, facts=facts)


def _whole(numbers: Floats) -> Wholes:
    return np.rint(numbers * MILLION).astype(np.int64)


def _inputs(
    scenario: Scenario,
) -> tuple[dict[str, Range], dict[str, Range | None], tuple[str, ...]]:
    """Numbers by path, chances by event, and names of the facts that deals rest on."""
    numbers: dict[str, Range] = {}
    for who, preference in scenario.preferences.items():
        path = f"preferences.{who}"
        numbers[f"{path}.no_deal"] = preference.no_deal
        for issue, worth in preference.issues.items():
            parts = {"weight": worth.weight, "best": worth.best, "worst": worth.worst}
            parts |= {f"scores.{option}": n for option, n in (worth.scores or {}).items()}
            parts |= {f"points.{option}": n for option, n in (worth.points or {}).items()}
            numbers |= {f"{path}.{issue}.{key}": n for key, n in parts.items() if n is not None}
        for n, term in enumerate(preference.together):
            numbers[f"{path}.together.{n}.add"] = term.add
    named = _names_in_conditions(scenario)
    facts = tuple(name for name in scenario.facts if name in named)
    numbers |= {f"facts.{name}.value": scenario.facts[name].value for name in facts}
    return numbers, {n: e.chance for n, e in scenario.events.items() if n in named}, facts


def _names_in_conditions(scenario: Scenario) -> frozenset[str]:
    words = vocabulary(scenario)
    nodes = list(binding_conditions(scenario).values())
    nodes += [
        parse_condition(term.when, words)
        for preference in scenario.preferences.values()
        for term in preference.together
    ]
    nodes += [ratification(scenario, party) for party in scenario.parties]
    return frozenset().union(*map(names_in, nodes))


def quantile(number: Range, chance: Floats) -> Floats:
    """The values below which a number falls with these chances: its draws, from even points."""
    low, high = number.low, number.high
    match number.shape:
        case "rival":
            share = np.cumsum(number.weights) / sum(number.weights)
            at = np.minimum(np.searchsorted(share, chance, side="right"), len(share) - 1)
            return np.asarray(np.array(number.values)[at], dtype=float)
        case "triangular" if number.mode is not None:
            peak = (number.mode - low) / (high - low)
            left = low + np.sqrt(chance * (high - low) * (number.mode - low))
            right = high - np.sqrt((1 - chance) * (high - low) * (high - number.mode))
            return np.asarray(np.where(chance < peak, left, right))
        case "pert" if number.mode is not None:
            return low + (high - low) * _pert((number.mode - low) / (high - low), chance)
    return low + (high - low) * chance


def _pert(mode: float, chance: Floats) -> Floats:
    """Quantiles of the Beta(1 + 4 mode, 5 - 4 mode) distribution on 0 to 1.

    By integration on a grid that is finer towards both ends, where a density may start steeply.
    """
    a, b = _PERT_WEIGHT * mode, _PERT_WEIGHT * (1 - mode)
    angle = np.linspace(0, np.pi, 2 * _PERT_STEPS + 1)
    x = (1 - np.cos(angle)) / 2
    density = x**a * (1 - x) ** b * np.sin(angle) / 2
    left, middle, right = density[:-2:2], density[1:-1:2], density[2::2]
    below = np.concatenate([[0], np.cumsum(left + 4 * middle + right)])  # Simpson's rule
    return np.interp(chance, below / below[-1], x[::2])
