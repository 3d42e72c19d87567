"""The deal engine's targets: equal answers first, then ratios against a peer or limit of this run.

    .venv/bin/python -m benchmarks.engine [--peers FOLDER] [--anac FOLDER] [--only WORD] [--write]

Peers: NegMAS in an environment of its own (made in FOLDER, or in a folder that is thrown away), and
OR-Tools CP-SAT asked for the frontier point by point. With --anac also killer-robot, of which this
project holds no copy. --write puts the table into docs/reference/figures.md, with date and machine.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.frontier import POINTS, Problem, as_points, best, enumerated, plain, swept
from benchmarks.peers import FRONTIER_AND_NASH, NEGMAS, Peer

from middleground.deals import fair_search
from middleground.deals.appraisal import Appraisal
from middleground.deals.deal_table import DealTable
from middleground.deals.draws import Wholes, nominal_reading
from middleground.deals.fair import nash
from middleground.deals.fair_search import FairSearch
from middleground.deals.frontier import efficient
from middleground.deals.fused_scan import FusedScan
from middleground.deals.integer_model import IntegerModel
from middleground.deals.planner import plan
from middleground.deals.scan import Scan
from middleground.deals.solving import Allotment
from middleground.exchange.case import NamedBytes
from middleground.exchange.formats import read_case
from middleground.exchange.into_scenario import scenario_text
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario_text

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "docs" / "reference" / "figures.md"
BEGIN, END = "<!-- engine: written by benchmarks/engine.py -->", "<!-- end of engine -->"


@dataclass(frozen=True)
class Row:
    """One target and what was seen.

    Attributes:
        bar: What is measured.
        seen: The figure.
        unit: `times` (higher is better), `s`, `ms`, `MiB` or `share`.
        target, moonshot: What it should reach; None where nothing is set.
        beside: The peer or limit of this run, and anything else worth knowing.
    """

    bar: str
    seen: float
    unit: str
    target: float | None
    moonshot: float | None
    beside: str

    @property
    def is_reached(self) -> bool:
        """Whether the target is met."""
        return self.target is None or self._at_least(self.target) >= 1

    def _at_least(self, goal: float) -> float:
        """How far the figure has come to a goal: 1 where it is reached."""
        if self.unit in ("times", "share"):
            return self.seen / goal
        return goal / self.seen if self.seen else float("inf")

    def in_markdown(self) -> str:
        """A row of the table."""
        moonshot = "" if self.moonshot is None else _said(self.moonshot, self.unit)
        if self.moonshot is not None:
            way = self._at_least(self.moonshot)
            moonshot += " (reached)" if way >= 1 else f" ({1 / way:.2g} times away)"
        target = "" if self.target is None else _said(self.target, self.unit)
        if self.target is not None and not self.is_reached:
            target += " **missed**"
        cells = [self.bar, _said(self.seen, self.unit), target, moonshot, self.beside]
        return f"| {' | '.join(cells)} |"


def _said(figure: float, unit: str) -> str:
    match unit:
        case "times":
            return f"{figure:,.0f} times"
        case "share":
            return f"{figure:.0%}"
    return f"{figure:.3g} {unit}"


def as_scenario(problem: Problem) -> Scenario:
    """An additive problem as a person would have written it: scoring tables."""
    issues, parties, options = problem.worth.shape
    names = [f"issue_{n}" for n in range(issues)]
    ways = [[f"o{n}_{o}" for o in range(options)] for n in range(issues)]
    return Scenario.model_validate(
        {
            "format": "middleground/1",
            "title": "Made by chance",
            "parties": {f"party_{p}": {"ratifies": f"party_{p}"} for p in range(parties)},
            "issues": {name: {"options": own} for name, own in zip(names, ways, strict=True)},
            "preferences": {
                f"party_{p}": {
                    "no_deal": POINTS // 5,
                    **{
                        names[n]: {
                            "points": dict(zip(ways[n], problem.worth[n, p].tolist(), strict=True))
                        }
                        for n in range(issues)
                    },
                }
                for p in range(parties)
            },
        }
    )


def frontier_and_nash(scenario: Scenario) -> tuple[Wholes, Wholes]:
    """From a scenario to its frontier and the gains of its Nash deals, in V."""
    return of_appraisal(Appraisal(scenario, nominal_reading(scenario)))


def of_appraisal(appraisal: Appraisal) -> tuple[Wholes, Wholes]:
    """The same from utilities that have been read: what NegMAS starts from too."""
    survey = plan(appraisal)
    table = survey.table(survey.feasible)
    return table.values, table.gains[nash(table.gains)]


def against_negmas(parties: int, peer: Peer) -> Iterator[Row]:
    """Frontier and Nash of 1e5 additive deals."""
    problem = Problem.made(5, 10, parties)
    scenario = as_scenario(problem)
    appraisal = Appraisal(scenario, nominal_reading(scenario))
    theirs, front, chosen = peer.ask(FRONTIER_AND_NASH, [problem.worth.tolist(), POINTS // 5, 5])
    ours, (values, gains) = processor_time(of_appraisal, appraisal, times=300)
    whole, _ = processor_time(frontier_and_nash, scenario, times=300)
    wanted = plain(problem)
    assert {tuple(v // 10**6 for v in row) for row in values.tolist()} == wanted, "frontiers differ"
    above = {point for point in wanted if min(point) >= POINTS // 5}
    assert above <= {tuple(map(round, point)) for point in front}, "NegMAS has another frontier"
    product = prod(round(value) - POINTS // 5 for value in chosen)
    assert product == prod(int(g) // 10**6 for g in gains[0]), "NegMAS has another Nash deal"
    goals = (1_000, 10_000) if parties == 2 else (300, 1_000)
    name = f"frontier and Nash, 1e5 additive deals, {parties} parties, against NegMAS"
    beside = f"NegMAS {theirs * 1e3:.0f} ms"
    yield Row(f"{name}, from model objects", theirs / ours, "times", *goals,
              f"{beside}, this {ours * 1e3:.2f} ms")  # fmt: skip
    yield Row(f"{name}, reading the scenario's numbers anew", theirs / whole, "times", None, None,
              f"{beside}, this {whole * 1e3:.2f} ms")  # fmt: skip


def additive() -> Iterator[Row]:
    """30 issues of 10 options."""
    seconds, _ = best(30, frontier_and_nash, as_scenario(Problem.made(30, 10, 2)))
    yield Row("frontier and Nash, 1e30 additive deals (30 x 10), 2 parties", seconds * 1e3, "ms",
              100, None, "from the scenario's numbers")  # fmt: skip


def epsilon_constraint(problem: Problem) -> set[tuple[int, ...]]:
    """The peer: CP-SAT asked for one point after another, by two workers as quick as they can."""
    from ortools.sat.python import cp_model

    source = IntegerModel.of(problem.structure, (0, 1))
    first, second = source.worth[0], source.worth[1]
    span = source.reach[1][1] - source.reach[1][0] + 1
    question = source.model.clone()
    question.maximize(span * first + second)
    points: set[tuple[int, ...]] = set()
    while True:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        if solver.solve(question) != cp_model.OPTIMAL:
            return points
        points.add((solver.value(first), solver.value(second)))
        question.add(second > solver.value(second))


def constrained() -> Iterator[Row]:
    """1.1e12 deals with ties between near issues; then wider and more."""
    problem = Problem.made(20, 4, 2, 3)
    ours, (values, _) = best(20, swept, problem.structure)
    theirs, wanted = best(1, epsilon_constraint, problem)
    assert as_points(values) == wanted, "the frontiers differ"
    name = "frontier, 1.1e12 constrained deals"
    yield Row(f"{name}, span 3, against CP-SAT epsilon-constraint", theirs / ours, "times", 500,
              None, f"CP-SAT {theirs:.1f} s")  # fmt: skip
    yield Row(f"{name}, span 3", ours * 1e3, "ms", 50, None, f"{len(values)} points")
    for span, goal in ((6, None), (9, None), (10, 1_000)):
        small = Problem.made(20, 4, 2, span).part(8)
        assert as_points(swept(small.structure)[0]) == plain(small), "the frontiers differ"
        structure = Problem.made(20, 4, 2, span).structure
        ours, (values, _) = best(5, swept, structure)
        yield Row(f"{name}, span {span}", ours * 1e3, "ms", None, goal, f"{len(values)} points")
    ours, (values, _) = best(5, swept, Problem.made(50, 4, 2, 3).structure)
    yield Row("frontier, 1.3e30 constrained deals, span 3", ours * 1e3, "ms", None, 100,
              f"{len(values)} points")  # fmt: skip


def tied(problem: Problem, density: float, seed: int = 5) -> Problem:
    """The same with ties between issues however far apart."""
    rng = np.random.default_rng(seed)
    issues, parties, options = problem.worth.shape
    pairs, closed = {}, {}
    for a in range(issues):
        for b in range(a + 1, issues):
            if rng.random() < density:
                size = (parties, options, options)
                pairs[a, b] = rng.integers(-POINTS // 100, POINTS // 100 + 1, size=size)
                closed[a, b] = np.ones((options, options), dtype=bool)
                closed[a, b][rng.integers(options, size=2), rng.integers(options, size=2)] = False
    return Problem(problem.worth, pairs, closed)


def processor_time(
    function: Callable[..., Any], *arguments: Any, times: int = 2
) -> tuple[float, Any]:
    """Least of some runs: what others do on the machine counts less."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        found = function(*arguments)
        seconds.append(time.process_time() - start)
    return min(seconds), found


def search_nash(problem: Problem) -> tuple[float, int]:
    """Nash by an integer model: the gap that is left, and the product of gains."""
    no_deal = (Fraction(POINTS // 5),) * 2
    source = IntegerModel.of(problem.structure, (0, 1))
    search = FairSearch(source, (0, 1), no_deal, (Fraction(1),) * 2, Allotment(1e6))
    found = search.nash()
    gains = [value - POINTS // 5 for value in search.values(found.solutions[0])]
    return found.gap, prod(gains)


def dense() -> Iterator[Row]:
    """Nash deals of 1.1e12 deals where many pairs of issues are tied, proved."""
    for density, goal in ((0.15, 2.0), (0.3, None)):
        small = tied(Problem.made(8, 4, 2), density)
        gains = enumerated(small) - POINTS // 5
        wanted = np.where((gains > 0).all(axis=1), gains.prod(axis=1), 0).max()
        assert search_nash(small) == (0, wanted), "Nash differs"
        problem = tied(Problem.made(20, 4, 2), density)
        name = f"Nash, 1.1e12 dense deals, share of tied pairs {density:.0%}"
        beside = f"{len(problem.pairs)} pairs tied; processor time of one worker"
        fair_search.MOST_CANDIDATES, most = 0, fair_search.MOST_CANDIDATES
        seconds, (gap, _) = processor_time(search_nash, problem)
        fair_search.MOST_CANDIDATES = most
        assert gap <= 1e-4, "the first bound is too wide"
        yield Row(f"{name}, proved to 1e-4", seconds, "s", goal, None, f"{beside}; gap {gap:.1e}")
        seconds, (gap, _) = processor_time(search_nash, problem)
        assert gap == 0, "not proved"
        yield Row(f"{name}, proved with all ties", seconds, "s", None, goal, beside)


def limit(columns: Wholes, rows: int) -> float:
    """Deals a second of the bare arithmetic: two sums compared and a count, in cache."""
    from numba import njit

    @njit(nogil=True)
    def bare(first: Any, second: Any, needed: Any, tally: Any) -> None:
        for row in range(needed.shape[1]):
            a, b = needed[0, row], needed[1, row]
            for column in range(len(first)):
                one = np.int32(first[column] >= a)
                tally[column] += one * np.int32(second[column] >= b)

    first, second = columns.astype(np.int32)
    needed = np.arange(2 * rows, dtype=np.int32).reshape(2, rows) % POINTS
    tally = np.zeros(len(first), dtype=np.int32)
    bare(first, second, needed[:, :1].copy(), tally)
    seconds, _ = processor_time(bare, first, second, needed, tally, times=10)
    return rows * len(first) / seconds


def scanned() -> Iterator[Row]:
    """1e8 deals looked at one by one."""
    small = tied(Problem.made(8, 4, 2), 0.3)
    bits = (enumerated(small) >= POINTS // 5) @ np.array([1, 2])
    scan = FusedScan.of(small.structure)
    assert scan
    assert scan.count().tolist() == np.bincount(bits, minlength=4).tolist(), "the counts differ"
    scan = FusedScan.of(Problem.made(8, 10, 2).structure)
    assert scan
    scan.count()
    seconds, _ = processor_time(scan.count, times=5)
    rate = 10**8 / seconds
    bare = limit(np.array([np.arange(scan.columns)] * 2) % POINTS, scan.rows)
    yield Row("counting 1e8 deals one by one, against the arithmetic limit", rate / bare, "share",
              0.5, 0.9, f"{rate / 1e9:.2f}e9 deals a second; limit {bare / 1e9:.2f}e9")  # fmt: skip
    program = (
        "import pathlib\n"
        "from benchmarks.frontier import Problem\n"
        "from middleground.deals.fused_scan import FusedScan\n"
        "scan = FusedScan.of(Problem.made(9, 10, 2).structure)\n"
        "assert scan.count().sum() == 10**9\n"
        "lines = pathlib.Path('/proc/self/status').read_text().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')))\n"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    yield Row("memory for 1e9 deals one by one", int(done.stdout) / 1024, "MiB", 500, None,
              f"{time.perf_counter() - start:.1f} s")  # fmt: skip


def listed_frontier(scenario: Scenario) -> int:
    """How many points the frontier of all deals has, each deal looked at."""
    scan = Scan(scenario, nominal_reading(scenario))
    table = DealTable.from_blocks(scan, 0, scan.feasible(0))
    return len(np.unique(table.values[efficient(table.values)], axis=0))


def killer_robot(folder: Path) -> Iterator[Row]:
    """Five parties, 240,000 deals, from the published files."""
    known = json.loads((folder / "references.json").read_text("utf-8"))["scenarios"]
    reference = known["killer-robot"]["all"]["reference"]
    paths = sorted((folder / "killer-robot").iterdir())
    files = [NamedBytes(str(path), path.read_bytes()) for path in paths]
    named = reference["profiles"]
    case = read_case([f for f in files if f.base in named or b"<negotiation_template" in f.data])
    scenario = read_scenario_text(scenario_text(case), "killer-robot").scenario
    seconds, points = processor_time(listed_frontier, scenario, times=5)
    assert points == 7_444, "the frontier differs from the published one"
    yield Row("frontier of killer-robot (5 parties, 240,000 deals)", seconds, "s", 1, None,
              f"{points:,} points, processor time")  # fmt: skip


def command_line() -> Iterator[Row]:
    """The flagship's nominal answer, a process of its own, nothing stored but the parsed file."""
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder) / "talks")
        run = [str(Path(sys.executable).with_name("middleground"))]
        subprocess.run(
            [*run, "new", project, "--case", "ceasefire"], capture_output=True, check=True
        )
        results = Path(project) / "results"
        seconds = []
        for _ in range(5):
            for stored in sorted(results.rglob("*"), reverse=True):
                stored.unlink() if stored.is_file() else stored.rmdir()
            start = time.perf_counter()
            subprocess.run(
                [*run, "middle-ground", project, "--nominal", "--json"],
                capture_output=True,
                check=True,
            )
            seconds.append(time.perf_counter() - start)
    yield Row(
        "command-line answer on the flagship, cold", min(seconds), "s", 0.6, 0.25, "best of 5"
    )


def many_draws() -> Iterator[Row]:
    """P(zone) by benchmarks/draws.py, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.draws"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    listed, flagship = figures["1e5 deals"], figures["flagship"]
    name = "P(zone), 1e4 profiles x 1e5 deals"
    yield Row(f"{name}, against numpy", listed["ratio to plain numpy"], "times", 30, 100,
              f"numpy {listed['plain numpy, seconds (from fewer draws)']:.0f} s")  # fmt: skip
    yield Row(name, listed["seconds"], "s", 0.5, None, "benchmarks/draws.py")
    seconds = flagship["P(zone) and robustness, seconds"] + flagship["drawing, seconds"]
    yield Row("P(zone) and every robustness, flagship, 4,096 draws", seconds, "s", 2, None,
              "with drawing, without the start of the process")  # fmt: skip


def table(rows: list[Row]) -> str:
    """The rows as they stand in the documentation."""
    head = (
        f"Measured {date.today().isoformat()} on {os.cpu_count()} {platform.machine()} cores; load "
        f"of the machine in the minute before: {os.getloadavg()[0]:.1f}.\n\n"
        "| bar | seen | target | moonshot | beside |\n| --- | --- | --- | --- | --- |\n"
    )
    return head + "\n".join(row.in_markdown() for row in rows)


def write(rows: list[Row]) -> None:
    """Put the table where it stands in the documentation."""
    text = FIGURES.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    FIGURES.write_text(f"{before}{BEGIN}\n{table(rows)}\n{END}{after}", "utf-8")


def main() -> None:
    """Print one object for each row, as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, help="keep peers' environments in this folder")
    parser.add_argument("--anac", type=Path, help="published domains, with references.json")
    parser.add_argument("--only", default="", help="only groups whose name has this word in it")
    parser.add_argument("--write", action="store_true", help="write the table into the docs")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        peers = asked.peers or Path(folder)
        groups: dict[str, Callable[[], Iterator[Row]]] = {
            "negmas": lambda: _both(Peer.made(peers / "negmas", NEGMAS)),
            "additive": additive,
            "constrained": constrained,
            "dense": dense,
            "scanned": scanned,
            "draws": many_draws,
            "command": command_line,
        }
        if asked.anac:
            groups["killer-robot"] = lambda: killer_robot(asked.anac)
        for name, group in groups.items():
            if asked.only in name:
                for row in group():
                    rows.append(row)
                    print(json.dumps({**asdict(row), "reached": row.is_reached}), flush=True)
    if asked.write:
        write(rows)


def _both(peer: Peer) -> Iterator[Row]:
    for parties in (2, 3):
        yield from against_negmas(parties, peer)


if __name__ == "__main__":
    main()
