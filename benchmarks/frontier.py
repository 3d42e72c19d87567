"""Complete frontiers, from ten thousand to 1e30 deals: equal answers first, then times and ratios.

    .venv/bin/python benchmarks/frontier.py [--negmas]

Peers of the same run: plain numpy (every deal's utilities as outer sums, one sort, one pass), and a
plain sweep (a dictionary of states, each with its own small frontier). With --negmas also NegMAS,
in an environment of its own that is made for it and thrown away; it is AGPL, and no dependency.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from middleground.deals.counters import Table
from middleground.deals.course import Course
from middleground.deals.fair import nash
from middleground.deals.front import Front
from middleground.deals.frontier import efficient
from middleground.deals.merging import as_labels, merge_for_many, merge_frontiers
from middleground.deals.structure import LocalWorth, Structure
from middleground.deals.sweep import Aim, Swept, sweep

POINTS = 1_000
Wholes = NDArray[np.int64]
Points = set[tuple[int, ...]]


@dataclass
class Problem:
    """Issues with opposed interests, and ties between issues that are near each other.

    Attributes:
        worth: What each option adds. Shape (issues, parties, options).
        pairs: What two options add together. Shape (parties, options, options) each.
        closed: Pairs of options that no deal may have.
    """

    worth: Wholes
    pairs: dict[tuple[int, int], Wholes]
    closed: dict[tuple[int, int], NDArray[np.bool_]]

    @classmethod
    def made(
        cls, issues: int, options: int, parties: int, span: int = 0, seed: int = 11
    ) -> "Problem":
        """By chance, the same every time."""
        rng = np.random.default_rng(seed)
        weights = rng.dirichlet(np.ones(issues), size=parties)
        worth = np.zeros((issues, parties, options))
        for n in range(issues):
            for p in range(parties):
                way = np.linspace(0, 1, options)[:: -1 if p % 2 else 1]
                score = 0.7 * way + 0.3 * rng.random(options)
                score = (score - score.min()) / (score.max() - score.min())
                worth[n, p] = score * weights[p, n] * POINTS
        pairs, closed = {}, {}
        for n in range(issues - 1 if span else 0):
            other = min(issues - 1, n + 1 + int(rng.integers(span)))
            if rng.random() < 0.6:
                size = (parties, options, options)
                pairs[n, other] = rng.integers(-POINTS // 100, POINTS // 100 + 1, size=size)
                allowed = np.ones((options, options), dtype=bool)
                allowed[rng.integers(options, size=2), rng.integers(options, size=2)] = False
                closed[n, other] = allowed
        return cls(np.rint(worth).astype(np.int64), pairs, closed)

    @property
    def structure(self) -> Structure:
        """The problem as the engine sees it."""
        issues, parties, options = self.worth.shape
        return Structure(
            (options,) * issues,
            tuple(f"party_{p}" for p in range(parties)),
            (1,) * parties,
            (POINTS // 5,) * parties,
            tuple(tuple(self.worth[n, p] for n in range(issues)) for p in range(parties)),
            tuple(
                LocalWorth(p, pair, adds[p])
                for pair, adds in self.pairs.items()
                for p in range(parties)
            ),
            (),
            tuple(Table(pair, allowed) for pair, allowed in self.closed.items()),
        )

    def part(self, issues: int) -> "Problem":
        """The first issues alone."""
        return Problem(
            self.worth[:issues],
            {pair: adds for pair, adds in self.pairs.items() if pair[1] < issues},
            {pair: allowed for pair, allowed in self.closed.items() if pair[1] < issues},
        )


def enumerated(problem: Problem) -> Wholes:
    """Every allowed deal's utilities. Shape (deals, parties)."""
    issues, parties, options = problem.worth.shape
    total = np.zeros((parties, 1), dtype=np.int64)
    for worth in problem.worth:
        total = (total[:, :, None] + worth[:, None, :]).reshape(parties, -1)
    digits = np.indices((options,) * issues).reshape(issues, -1) if problem.pairs else None
    allowed = np.ones(total.shape[1], dtype=bool)
    for (a, b), adds in problem.pairs.items():
        assert digits is not None
        total += adds[:, digits[a], digits[b]]
        allowed &= problem.closed[a, b][digits[a], digits[b]]
    return total[:, allowed].T


def plain(problem: Problem) -> Points:
    """The frontier by plain numpy: two parties in one sort, more against what is kept."""
    values = enumerated(problem)
    order = np.lexsort(tuple(-values[:, p] for p in reversed(range(values.shape[1]))))
    ranked = values[order]
    if values.shape[1] == 2:
        best = np.maximum.accumulate(ranked[:, 1])
        kept = ranked[np.concatenate([[True], ranked[1:, 1] > best[:-1]])]
        return {tuple(row) for row in kept.tolist()}
    front: list[Wholes] = []
    while len(ranked):
        first, ranked = ranked[0], ranked[1:]
        front.append(first)
        ranked = ranked[(ranked > first).any(axis=1)]
    return {tuple(row.tolist()) for row in front}


def plain_sweep(problem: Problem) -> Points:
    """The frontier by a sweep in the order of the issues, state by state."""
    issues, _, options = problem.worth.shape
    until = {n: max([n, *(b for a, b in problem.pairs if a == n)]) for n in range(issues)}
    states: dict[tuple[tuple[int, int], ...], Wholes] = {(): np.zeros((1, 2), dtype=np.int64)}
    for n in range(issues):
        made: dict[tuple[tuple[int, int], ...], list[Wholes]] = {}
        for state, points in states.items():
            known = dict(state)
            for option in range(options):
                adds = problem.worth[n, :, option].copy()
                ties = [a for a in known if (a, n) in problem.pairs]
                if not all(problem.closed[a, n][known[a], option] for a in ties):
                    continue
                for a in ties:
                    adds += problem.pairs[a, n][:, known[a], option]
                after = tuple((a, o) for a, o in {**known, n: option}.items() if until[a] > n)
                made.setdefault(after, []).append(points + adds)
        states = {}
        for state, parts in made.items():
            values = np.concatenate(parts)
            values = values[np.lexsort((-values[:, 1], -values[:, 0]))]
            best = np.maximum.accumulate(values[:, 1])
            states[state] = values[np.concatenate([[True], values[1:, 1] > best[:-1]])]
    return {tuple(row) for row in states[()].tolist()}


def merged(structure: Structure) -> tuple[Wholes, Wholes]:
    """Frontier and Nash deals of additive preferences by merging."""
    two = len(structure.options) == 2
    layers = (
        merge_frontiers(*structure.options) if two else merge_for_many(structure.options, 10_000)
    )
    assert layers is not None
    values = np.stack(layers[-1], axis=1)
    return values, nash(values - np.array(structure.no_deal))


def swept(structure: Structure) -> tuple[Wholes, Wholes]:
    """Frontier and Nash deals by a sweep."""
    found = sweep(
        Course.of(structure, structure.find_order()), Aim(tuple(range(len(structure.people))))
    )
    values = np.stack(found.layers[-1].objectives, axis=1)
    return values, nash(values - np.array(structure.no_deal))


def behind(structure: Structure, found: Swept | None = None) -> Front:
    """The frontier with the number of deals behind every point."""
    if found is None:
        course = Course.of(structure, structure.find_order())
        found = sweep(course, Aim(tuple(range(len(structure.people)))))
    front = Front.of(structure, found)
    assert front.counts
    return front


def best(times: int, function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Least seconds of some calls, and what the last returned."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        found = function(*arguments)
        seconds.append(time.perf_counter() - start)
    return min(seconds), found


def as_points(values: Wholes) -> Points:
    return {tuple(row) for row in values.tolist()}


def additive_1e5(parties: int, negmas: Callable[[Problem], float] | None) -> dict[str, Any]:
    """1e5 additive deals, looked at one by one by the peer."""
    problem = Problem.made(5, 10, parties)
    structure = problem.structure
    ours, (values, chosen) = best(30, merged, structure)
    peer, wanted = best(3, plain, problem)
    assert as_points(values) == wanted, "the frontiers differ"
    gains = enumerated(problem) - POINTS // 5
    products = np.where((gains > 0).all(axis=1), gains.prod(axis=1), 0)
    assert (values[chosen] - POINTS // 5).prod(axis=1)[0] == products.max(), "Nash differs"
    row = {"points": len(values), "ms": ours * 1e3, "plain numpy, ratio": peer / ours}
    if negmas:
        row["NegMAS, ratio"] = negmas(problem) / ours
    return row


def additive(issues: int, options: int) -> dict[str, Any]:
    """Too many deals to look at: held against the frontier of two halves, put together plainly."""
    problem = Problem.made(issues, options, 2)
    structure = problem.structure
    ours, (values, _) = best(20, merged, structure)
    halves = []
    for some in (slice(None, issues // 2), slice(issues // 2, None)):
        points = np.zeros((1, 2), dtype=np.int64)
        for worth in problem.worth[some]:
            points = (points[:, None, :] + worth.T[None, :, :]).reshape(-1, 2)
            points = np.unique(points[efficient(points)], axis=0)
        halves.append(points)
    both = (halves[0][:, None, :] + halves[1][None, :, :]).reshape(-1, 2)
    assert as_points(both[efficient(both)]) == as_points(values), "the frontiers differ"
    layers = merge_frontiers(*structure.options)
    assert layers is not None
    course = Course.of(structure, list(range(issues)))
    counted, front = best(
        3, lambda: behind(structure, Swept(course, Aim((0, 1)), as_labels(layers), (0, 0)))
    )
    return {
        "points": len(values),
        "ms": ours * 1e3,
        "ms, counting the deals behind them": counted * 1e3,
        "deals behind them": sum(front.counts),
    }


def constrained(span: int) -> dict[str, Any]:
    """1e12 deals with ties and closed pairs, and its first eight issues enumerated."""
    problem = Problem.made(20, 4, 2, span)
    small = problem.part(8)
    assert as_points(swept(small.structure)[0]) == plain(small), "the frontiers differ"
    structure = problem.structure
    ours, (values, _) = best(7, swept, structure)
    peer, wanted = best(1, plain_sweep, problem)
    assert as_points(values) == wanted, "the frontiers differ"
    counted, front = best(3, behind, structure)
    return {
        "points": len(values),
        "ms": ours * 1e3,
        "ms, counting the deals behind them": counted * 1e3,
        "states": front.swept.course.states,
        "allowed deals": front.swept.course.feasible,
        "plain sweep, ratio": peer / ours,
    }


NEGMAS = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from negmas import LinearAdditiveUtilityFunction, make_issue
from negmas.preferences.ops import nash_points, pareto_frontier
worth, reserved = json.load(sys.stdin)
options = len(worth[0][0])
issues = [make_issue(options, f"issue_{n}") for n in range(len(worth))]
parties = [
    LinearAdditiveUtilityFunction(
        values=[{o: float(w[p][o]) for o in range(options)} for w in worth],
        issues=issues, reserved_value=float(reserved))
    for p in range(len(worth[0]))
]
start = time.perf_counter()
front, _ = pareto_frontier(parties, issues=issues)
nash_points(parties, front, issues=issues, ranges=[(0.0, 5.0 * reserved)] * len(parties))
print(json.dumps([time.perf_counter() - start, [list(point) for point in front]]))
"""


def make_negmas(folder: Path) -> Callable[[Problem], float]:
    """NegMAS in an environment of its own."""
    python = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "negmas"]
    subprocess.run(install, check=True, capture_output=True)

    def seconds(problem: Problem) -> float:
        done = subprocess.run(
            [str(python), "-c", NEGMAS],
            input=json.dumps([problem.worth.tolist(), POINTS // 5]),
            capture_output=True,
            text=True,
            check=True,
        )
        took, front = json.loads(done.stdout.splitlines()[-1])
        above = {point for point in plain(problem) if min(point) >= POINTS // 5}
        theirs = {tuple(round(value) for value in point) for point in front}
        assert above <= theirs, "NegMAS has another frontier"
        return float(took)

    return seconds


def main() -> None:
    """Print one object: a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--negmas", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        negmas = make_negmas(Path(folder)) if asked.negmas else None
        rows = {
            "1e5 additive, 2 parties": additive_1e5(2, negmas),
            "1e5 additive, 3 parties": additive_1e5(3, negmas),
            "1e12 additive (20 x 4)": additive(20, 4),
            "1e30 additive (30 x 10)": additive(30, 10),
            "1e12 constrained, span 3": constrained(3),
            "1e12 constrained, span 6": constrained(6),
            "1e12 constrained, span 9": constrained(9),
        }
    said = {
        name: {k: float(f"{v:.4g}") if isinstance(v, float) else v for k, v in row.items()}
        for name, row in rows.items()
    }
    print(json.dumps(said, indent=1))


if __name__ == "__main__":
    main()
