"""From the labels of a frontier back to the deals behind them: how many, and which.

A point of the frontier may stand for astronomically many deals. They are the paths that lead to it
through the labels of the sweep; going back from the points, only few labels are met. Paths are
counted exactly, and the first deals of a point are found in the order of all deals without listing
the others.
"""

from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from middleground.deals.course import Stage
from middleground.deals.draws import Bools, Wholes
from middleground.deals.labels import Labels, mixed, spread
from middleground.deals.sweep import Swept

_FAR = 1 << 62


@dataclass(frozen=True)
class _Edges:
    """How the labels of interest after a stage came about, sorted by label.

    Attributes:
        issue: The issue settled.
        children: Places among the labels of interest after the stage.
        parents: Places among those before it.
        options: The option settled on.
        starts: Where each child's edges begin.
    """

    issue: int
    children: Wholes
    parents: Wholes
    options: Wholes
    starts: Wholes


@dataclass(frozen=True)
class Traced:
    """The paths that lead to the final labels of a sweep.

    Attributes:
        swept: The sweep.
        sizes: Number of options of each issue.
        edges: One group for each stage.
    """

    swept: Swept
    sizes: tuple[int, ...]
    edges: tuple[_Edges, ...]

    @classmethod
    def of(cls, swept: Swept, sizes: tuple[int, ...]) -> "Traced":
        """Go back from the final labels."""
        wanted = np.arange(len(swept.layers[-1]))
        edges = []
        for at in reversed(range(len(swept.course.stages))):
            wanted, found = _back(swept, at, wanted)
            edges.append(found)
        return cls(swept, sizes, tuple(reversed(edges)))

    @cached_property
    def counts(self) -> list[int]:
        """How many deals each final label stands for."""
        ways: NDArray[np.int64] | NDArray[np.object_] = np.ones(1, dtype=np.int64)
        for edges in self.edges:
            if not len(edges.children):
                return []
            paths = ways[edges.parents]
            most = int(np.diff(np.append(edges.starts, len(paths))).max())
            if ways.dtype != object and int(ways.max()) > _FAR // most:
                paths = paths.astype(object)
            ways = np.add.reduceat(paths, edges.starts)
        return [int(n) for n in ways]

    def first_deals(self, most: int) -> list[list[int]]:
        """The first deals of each final label, as positions in the deal space, ascending.

        Args:
            most: How many for each, at most.
        """
        limbs = _limbs(self.sizes)
        found = [np.zeros((1, 1), dtype=np.int64) for _ in range(max(limbs)[0] + 1)]
        count = np.ones(1, dtype=np.int64)
        for edges in self.edges:
            if not len(edges.children):
                return []
            found, count = _first_paths(edges, found, count, limbs[edges.issue], most)
        scales = _scales(self.sizes)
        return [
            [
                sum(int(limb[label, n]) * scale for limb, scale in zip(found, scales, strict=True))
                for n in range(int(count[label]))
            ]
            for label in range(len(count))
        ]


def _back(swept: Swept, at: int, wanted: Wholes) -> tuple[Wholes, _Edges]:
    """Which labels before a stage lead to some labels after it, and how."""
    stage, before, after = swept.course.stages[at], swept.layers[at], swept.layers[at + 1]
    targets = after.take(wanted)
    children, states, options = _ways_in(stage, targets.states)
    goals = [
        column[children] - stage.adds[who][states, options]
        for column, who in zip(targets.objectives, swept.aim.objectives, strict=True)
    ]
    found, rows = _matches(before, states, goals)
    children, options = children[found], options[found]
    good = _same_carried(swept, at, rows, options, targets, children)
    children, options, rows = children[good], options[good], rows[good]
    wanted, parents = np.unique(rows, return_inverse=True)
    starts = np.searchsorted(children, np.arange(len(targets)))
    return wanted, _Edges(stage.issue, children, parents.reshape(-1), options, starts)


def _ways_in(stage: Stage, states: Wholes) -> tuple[Wholes, Wholes, Wholes]:
    """For each of some states, all earlier states and options that lead to it."""
    size = stage.to.shape[1]
    moves = stage.to.ravel()
    order = np.argsort(moves, kind="stable")
    ranked = moves[order]
    first, last = np.searchsorted(ranked, states), np.searchsorted(ranked, states, side="right")
    which, at = spread(first, last)
    came, options = np.divmod(order[at], size)
    return which, came, options


def _matches(before: Labels, states: Wholes, goals: list[Wholes]) -> tuple[Wholes, Wholes]:
    """Pairs of a wish and a label in that state with those objectives, in the order of wishes."""
    known = mixed([before.states, *before.objectives])
    order = np.argsort(known, kind="stable")
    ranked, asked = known[order], mixed([states, *goals])
    first, last = np.searchsorted(ranked, asked), np.searchsorted(ranked, asked, side="right")
    which, at = spread(first, last)
    rows = order[at]
    # Different labels may share a mixed number: only true equals count.
    same = before.states[rows] == states[which]
    for column, goal in zip(before.objectives, goals, strict=True):
        same &= column[rows] == goal[which]
    return which[same], rows[same]


def _same_carried(
    swept: Swept, at: int, rows: Wholes, options: Wholes, targets: Labels, children: Wholes
) -> Bools:
    """Which moves lead to just what was carried at the label that they are to lead to."""
    aim, stage = swept.aim, swept.course.stages[at]
    if aim.assent is None or not aim.carried:
        return np.ones(len(rows), dtype=bool)
    made = swept.layers[at].follow(stage, rows, options, aim.objectives, aim.carried)
    made, keep = aim.assent.settle(made, swept.course, at + 1, aim.objectives)
    for column, wanted in zip(made.carried, targets.carried, strict=True):
        keep = keep & (column == wanted[children])
    return keep


def _limbs(sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    """For each issue, in which 62-bit limb of a deal's position its option counts, and how much."""
    limbs, limb, scale = [], 0, 1
    for size in reversed(sizes):
        if scale * size > _FAR:
            limb, scale = limb + 1, 1
        limbs.append((limb, scale))
        scale *= size
    return limbs[::-1]


def _scales(sizes: tuple[int, ...]) -> list[int]:
    """What one unit of each limb is worth."""
    limbs = _limbs(sizes)
    return [
        prod(size for size, (limb, _) in zip(sizes, limbs, strict=True) if limb < which)
        for which in range(max(limbs)[0] + 1)
    ]


def _first_paths(
    edges: _Edges, found: list[Wholes], count: Wholes, place: tuple[int, int], most: int
) -> tuple[list[Wholes], Wholes]:
    """The first deals of each label after a stage, from those before it."""
    width = found[0].shape[1]
    valid = np.arange(width) < count[edges.parents][:, None]
    child = np.broadcast_to(edges.children[:, None], valid.shape)[valid]
    columns = []
    for which, limb in enumerate(found):
        values = limb[edges.parents]
        if which == place[0]:
            values = values + (edges.options * place[1])[:, None]
        columns.append(values[valid])
    order = np.lexsort((*columns, child))
    child = child[order]
    labels = len(edges.starts)
    starts = np.searchsorted(child, np.arange(labels))
    rank = np.arange(len(child)) - starts[child]
    kept = rank < most
    count = np.bincount(child[kept], minlength=labels)
    result = []
    for values in columns:
        table = np.zeros((labels, int(count.max())), dtype=np.int64)
        table[child[kept], rank[kept]] = values[order][kept]
        result.append(table)
    return result, count
