"""Which draws to ask about, to see what each number does: one drawn anew, or moved to its ends.

Sources: Saltelli et al. (2010) for pick and freeze; Campolongo, Saltelli & Cariboni (2011) for the
radial design of screening.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from middleground.deals.copula import correlated, groups
from middleground.deals.draws import (
    Draws,
    Floats,
    Wholes,
    dimensions,
    draws_at,
    nominal_reading,
)
from middleground.deals.sampling import SCRAMBLINGS, Sampling
from middleground.deals.sobol import uniforms
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import Range, millionths

Factor = tuple[str, ...]
"""Paths that are drawn anew together; mostly a single one."""

_BATCH = 1 << 14


@dataclass(frozen=True)
class PickFreeze:
    """Two independent sets of draws, and mixtures of them.

    Attributes:
        scenario: Whose numbers are drawn.
        count: Number of draws in each set.
        a: The first set: by path, even points above 0 and below 1. Shape (count,).
        b: The second one.
        fresh: What the second one was made from: the same without correlations.
    """

    scenario: Scenario
    count: int
    a: Mapping[str, Floats]
    b: Mapping[str, Floats]
    fresh: Mapping[str, Floats]

    @classmethod
    def of(cls, scenario: Scenario, sampling: Sampling) -> "PickFreeze":
        """Both sets from one sequence of points of twice as many dimensions."""
        paths = dimensions(scenario)
        log2_count = (sampling.draws // SCRAMBLINGS).bit_length() - 1
        names = [*paths, *(f"{path} again" for path in paths)]
        points = uniforms(names, log2_count, SCRAMBLINGS, sampling.seed)
        return cls._made(
            scenario,
            sampling.draws,
            {path: points[path] for path in paths},
            {path: points[f"{path} again"] for path in paths},
        )

    @classmethod
    def at_random(cls, scenario: Scenario, count: int, seed: int) -> "PickFreeze":
        """Both sets at random: enough for screening, and quickly made."""
        rng = np.random.Generator(np.random.PCG64(seed % 2**64))
        paths = dimensions(scenario)
        a, b = (dict(zip(paths, part, strict=True)) for part in rng.random((2, len(paths), count)))
        return cls._made(scenario, count, a, b)

    @classmethod
    def _made(
        cls, scenario: Scenario, count: int, a: Mapping[str, Floats], b: Mapping[str, Floats]
    ) -> "PickFreeze":
        return cls(scenario, count, correlated(scenario, a), correlated(scenario, b), b)

    def batches(self, factors: Sequence[Factor]) -> Iterator[tuple[int, Draws]]:
        """The draws of `a`, those of `b`, and those of `a` with each factor as in `b`.

        Sets follow each other in this order, each with `count` draws; several come at a time, so
        that memory is bounded.

        Yields:
            How many sets there are in a batch, and their draws.
        """
        sets: list[Factor] = [(), tuple(self.a), *factors]
        each = max(1, _BATCH // self.count)
        for start in range(0, len(sets), each):
            some = sets[start : start + each]
            yield len(some), draws_at(self.scenario, self._mixed(some), len(some) * self.count)

    def _mixed(self, factors: Sequence[Factor]) -> dict[str, Floats]:
        """For each factor the points of `a` with this factor as in `b`, one after the other."""
        points = {path: np.tile(at, len(factors)) for path, at in self.a.items()}
        for n, factor in enumerate(factors):
            for path in factor:
                points[path][n * self.count : (n + 1) * self.count] = self.b[path]
        return points


def factors_of(scenario: Scenario) -> list[Factor]:
    """What can be drawn anew by itself: single numbers, and all of a group that go together."""
    paths = dimensions(scenario)
    together = [group.paths for group in groups(scenario, paths)]
    grouped = {path for group in together for path in group}
    return sorted([*together, *((path,) for path in paths if path not in grouped)])


@dataclass(frozen=True)
class RandomOrders:
    """Draws in which, in an order of each draw's own, more and more is drawn anew.

    Attributes:
        design: Where the draws start, and what new ones are made from.
        units: What is drawn anew in one step: numbers alone, also those of a group; and what is
            not looked at apart, all in one.
        order: Each draw's order of the units. Shape (draws, units).
    """

    design: PickFreeze
    units: tuple[Factor, ...]
    order: Wholes

    @classmethod
    def of(cls, design: PickFreeze, units: Sequence[Factor], seed: int) -> "RandomOrders":
        """Random orders, all equally likely."""
        rng = np.random.Generator(np.random.PCG64(seed % 2**64))
        order = np.argsort(rng.random((design.count, len(units))), axis=1)
        return cls(design, tuple(units), order)

    def batches(self) -> Iterator[tuple[int, Draws]]:
        """The draws with nothing drawn anew, then one unit, and so on to all.

        Yields:
            How many steps there are in a batch, and their draws.
        """
        place = np.argsort(self.order, axis=1)
        steps = list(range(len(self.units) + 1))
        each = max(1, _BATCH // self.design.count)
        for start in range(0, len(steps), each):
            some = [self._step(place, step) for step in steps[start : start + each]]
            points = {path: np.concatenate([one[path] for one in some]) for path in some[0]}
            count = len(some) * self.design.count
            yield len(some), draws_at(self.design.scenario, points, count)

    def _step(self, place: Wholes, step: int) -> dict[str, Floats]:
        """The points after some steps: a unit is kept while its place is not reached."""
        design = self.design
        kept = {path: place[:, n] >= step for n, unit in enumerate(self.units) for path in unit}
        points = {p: np.where(kept[p], design.a[p], design.fresh[p]) for p in design.a}
        for group in groups(design.scenario, list(design.a)):
            made = group.redrawn(
                np.stack([design.a[path] for path in group.paths]),
                np.stack([design.fresh[path] for path in group.paths]),
                np.stack([kept[path] for path in group.paths]),
            )
            points |= dict(zip(group.paths, made, strict=True))
        return points


def one_at_a_time(scenario: Scenario) -> tuple[list[str], Draws]:
    """The nominal reading, and each open number at its low and high end, all others nominal.

    An event is left out and made to happen. Chances are not moved: in one draw an event happens or
    does not.

    Returns:
        Paths of what is moved; and the draws: first the nominal reading, then two for each path,
        low and high.
    """
    nominal = nominal_reading(scenario)
    paths = [path for path in dimensions(scenario) if not path.endswith(".chance")]
    count = 1 + 2 * len(paths)
    values = {path: np.repeat(v, count) for path, v in nominal.values.items()}
    truths = {name: np.repeat(v, count) for name, v in nominal.truths.items()}
    for n, path in enumerate(paths):
        low, high = 1 + 2 * n, 2 + 2 * n
        if path in values:
            number = number_at(scenario, path)
            values[path][low], values[path][high] = millionths(number.low), millionths(number.high)
        else:
            name = path.removeprefix("events.")
            truths[name][low], truths[name][high] = False, True
    return paths, replace(nominal, count=count, values=values, truths=truths)


def number_at(scenario: Scenario, path: str) -> Range:
    """The number of a dimension that is no event."""
    section, _, rest = path.partition(".")
    if section == "facts":
        return scenario.facts[rest.removesuffix(".value")].value
    who = next(name for name in scenario.preferences if rest.startswith(f"{name}."))
    preference, own = scenario.preferences[who], rest.removeprefix(f"{who}.")
    if own == "no_deal":
        return preference.no_deal
    issue, _, part = own.partition(".")
    if issue == "together":
        return preference.together[int(part.partition(".")[0])].add
    kind, _, option = part.partition(".")
    found = getattr(preference.issues[issue], kind)
    if isinstance(found, dict):
        found = next(number for name, number in found.items() if str(name) == option)
    assert isinstance(found, Range), path  # noqa: S101  (dimensions are made of numbers)
    return found
