"""Draws of numbers that go together: a Gaussian copula with one rank correlation for each group.

Every number keeps its own distribution; only which of its values meets which of the others'
changes. The normal correlation is 2 sin(pi rho / 6) for a rank correlation rho (Pearson 1907).

Sources: Iman & Conover (1982) on rank correlation as what people can state; Nelsen (2006) for
copulas; Song, Nelson & Staum (2016) on drawing some numbers anew given the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import erf, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from middleground.scenario.correlated import normal_correlation
from middleground.scenario.model import Scenario

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_NORMAL = NormalDist()
_EDGE = 2.0**-33  # points stay inside the unit interval


@dataclass(frozen=True)
class Group:
    """Numbers that go together.

    Attributes:
        name: Its id in the scenario.
        paths: The members that are open, sorted, so that the order of the file does not matter.
        normal: The correlation of the normal numbers behind any two of them.
    """

    name: str
    paths: tuple[str, ...]
    normal: float

    @cached_property
    def _matrix(self) -> Floats:
        size = len(self.paths)
        return np.full((size, size), self.normal) + (1 - self.normal) * np.eye(size)

    @cached_property
    def _turned(self) -> Bools:
        """Whose points run backwards: an event happens at low ones. Shape (members, 1)."""
        is_event = [p.startswith("events.") and not p.endswith(".chance") for p in self.paths]
        return np.array(is_event)[:, None]

    def together(self, points: Floats) -> Floats:
        """Points that go together, from as many independent ones. Shape (members, draws) both."""
        made = _points(_root(self._matrix) @ _normals(points))
        return np.where(self._turned, 1 - made, made)

    def redrawn(self, points: Floats, fresh: Floats, kept: Bools) -> Floats:
        """Some members drawn anew, given what is kept of the others.

        Args:
            points: Points that go together. Shape (members, draws).
            fresh: Independent points that the new ones hang on. Same shape.
            kept: What is kept. Same shape.
        """
        values = _normals(np.where(self._turned, 1 - points, points))
        new = _normals(fresh)
        codes = (1 << np.arange(len(self.paths))) @ kept
        for code in np.unique(codes):
            at = np.flatnonzero(codes == code)
            some = kept[:, at[0]]
            if some.all():
                continue
            stays, goes = np.flatnonzero(some), np.flatnonzero(~some)
            # The conditional normal distribution of those that go, given those that stay.
            cross = self._matrix[np.ix_(goes, stays)]
            slope = cross @ np.linalg.pinv(self._matrix[np.ix_(stays, stays)])
            spread = self._matrix[np.ix_(goes, goes)] - slope @ cross.T
            mean = slope @ values[np.ix_(stays, at)]
            values[np.ix_(goes, at)] = mean + _root(spread) @ new[np.ix_(goes, at)]
        made = _points(values)
        return np.where(kept, points, np.where(self._turned, 1 - made, made))


def groups(scenario: Scenario, paths: Sequence[str]) -> list[Group]:
    """The scenario's correlations, as far as their members are among what is open."""
    found = []
    for name, group in sorted(scenario.correlations.items()):
        members = tuple(sorted(set(group.of) & set(paths)))
        if len(members) > 1:
            found.append(Group(name, members, normal_correlation(group.rank)))
    return found


def correlated(scenario: Scenario, points: Mapping[str, Floats]) -> dict[str, Floats]:
    """Points of which some go together, from independent ones.

    Args:
        scenario: Whose correlations count.
        points: By path, above 0 and below 1. Shape (draws,) each.
    """
    result = dict(points)
    for group in groups(scenario, list(points)):
        together = group.together(np.stack([points[path] for path in group.paths]))
        result |= dict(zip(group.paths, together, strict=True))
    return result


def _normals(points: Floats) -> Floats:
    inverse = _NORMAL.inv_cdf
    return np.array([inverse(u) for u in points.ravel().tolist()]).reshape(points.shape)


def _points(normals: Floats) -> Floats:
    scale = 1 / sqrt(2)
    below = [0.5 + 0.5 * erf(z * scale) for z in normals.ravel().tolist()]
    return np.asarray(np.clip(np.array(below).reshape(normals.shape), _EDGE, 1 - _EDGE))


def _root(matrix: Floats) -> Floats:
    """The symmetric root: it also exists where numbers go together without exception."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T)
