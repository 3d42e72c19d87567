"""Which of 40 or 100 demands clash: equal answers first, then times, and ratios against CPMpy.

    .venv/bin/python benchmarks/conflicts.py [--cpmpy] [--exhaustive 500]

Demands of two sides over 20 issues with 4 options each (1.1e12 deals): an issue within some
options, an option here only with some options there, at least six of eight wishes. Each side's
demands fit a deal of its own, so that every clash is between the sides. With --cpmpy the peer
enumerates the same sets in the same run, in an environment of its own that is made for it and
thrown away. With --exhaustive so many small scenarios are compared with brute force first.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.conflict_enumeration import OracleFinder
from middleground.deals.conflict_sat import SatOracle
from middleground.deals.conflicts import ConflictSets, members
from middleground.deals.draws import nominal_reading
from middleground.deals.requirements import Requirements
from middleground.scenario.model import Scenario

ISSUES, OPTIONS = 20, 4
Demand = tuple[Any, ...]


def made_demands(count: int, seed: int) -> list[Demand]:
    """Demands of two sides in turn, as data."""
    rng = np.random.default_rng(seed)
    ideal = rng.integers(0, OPTIONS, size=(2, ISSUES))

    def near(side: int, issue: int) -> list[int]:
        return sorted({int(ideal[side, issue]), int(rng.integers(OPTIONS))})

    demands: list[Demand] = []
    for n in range(count):
        side, kind = n % 2, rng.random()
        if kind < 0.45:
            issue = int(rng.integers(ISSUES))
            demands.append(("in", issue, near(side, issue)))
        elif kind < 0.75:
            here, there = map(int, rng.choice(ISSUES, 2, replace=False))
            option = int(ideal[side, here]) if rng.random() < 0.5 else int(rng.integers(OPTIONS))
            demands.append(("if", here, option, there, near(side, there)))
        else:
            issues = sorted(map(int, rng.choice(ISSUES, 8, replace=False)))
            demands.append(("most", 6, [(issue, near(side, issue)) for issue in issues]))
    return demands


def in_words(demand: Demand) -> str:
    """A demand as a scenario has it."""

    def within(issue: int, options: list[int]) -> str:
        return f"i{issue} in [{', '.join(f'o{option}' for option in options)}]"

    kind, *parts = demand
    if kind == "in":
        return within(*parts)
    if kind == "if":
        here, option, there, options = parts
        return f"i{here} != o{option} or {within(there, options)}"
    least, wishes = parts
    return f"at_least({least}, {', '.join(within(*wish) for wish in wishes)})"


def requirements_of(demands: list[Demand]) -> Requirements:
    """The demands as the engine reads them."""
    scenario = Scenario.model_validate(
        {
            "format": "middleground/1",
            "title": "Demands made by chance",
            "parties": {"one": {}, "other": {}},
            "issues": {
                f"i{n}": {"options": [f"o{k}" for k in range(OPTIONS)]} for n in range(ISSUES)
            },
            "demands": {
                f"d{n}": {"by": ("one", "other")[n % 2], "requires": in_words(d), "binds": True}
                for n, d in enumerate(demands)
            },
        }
    )
    return Requirements.of_demands(Appraisal(scenario, nominal_reading(scenario)))


def once(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def sets_of(found: ConflictSets) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
    """Conflict and concession sets by the numbers of their demands."""
    return (
        {tuple(members(mask)) for mask in found.conflicts},
        {tuple(members(mask)) for mask in found.concessions},
    )


def forty(seed: int, peer: Callable[[list[Demand]], Any] | None) -> dict[str, Any]:
    """40 demands: the smallest conflict set, and all sets, from the parsed scenario on."""
    demands = made_demands(40, seed)
    requirements = requirements_of(demands)
    asked = (1 << len(demands)) - 1
    smallest, first = once(lambda: OracleFinder(SatOracle(requirements)).find_smallest(asked, 0, 1))
    every, found = once(lambda: OracleFinder(SatOracle(requirements), most=ALL).find(asked))
    row = {
        "smallest, ms": round(smallest * 1e3, 1),
        "its members": first.conflicts[0].bit_count(),
        "all sets, s": round(every, 3),
        "conflict sets": len(found.conflicts),
        "concession sets": len(found.concessions),
        "complete": found.conflicts_complete and found.concessions_complete,
    }
    if peer:
        theirs = peer(demands)
        wanted = tuple({tuple(sorted(one)) for one in theirs[kind]} for kind in ("MUS", "MCS"))
        assert sets_of(found) == wanted, "CPMpy finds other sets"
        row |= {
            "CPMpy, s": round(theirs["seconds"], 1),
            "ratio": round(theirs["seconds"] / every, 1),
        }
    return row


def hundred(seed: int) -> dict[str, Any]:
    """100 demands: the first ten conflict sets, smallest first, from the parsed scenario on."""
    requirements = requirements_of(made_demands(100, seed))
    asked = (1 << 100) - 1
    seconds, found = once(lambda: OracleFinder(SatOracle(requirements)).find_smallest(asked, 0, 10))
    return {
        "first ten, ms": round(seconds * 1e3, 1),
        "conflict sets": len(found.conflicts),
        "cut off": not found.conflicts_complete,
    }


CPMPY = """
import json, sys, time
import cpmpy as cp
from cpmpy.tools.explain import marco
issues, options, demands = json.load(sys.stdin)
x = cp.intvar(0, options - 1, shape=issues)
def within(issue, some):
    return cp.any([x[issue] == option for option in some])
def said(demand):
    if demand[0] == "in":
        return within(demand[1], demand[2])
    if demand[0] == "if":
        return (x[demand[1]] == demand[2]).implies(within(demand[3], demand[4]))
    return cp.sum([within(issue, some) for issue, some in demand[2]]) >= demand[1]
soft = [said(demand) for demand in demands]
place = {id(one): n for n, one in enumerate(soft)}
found = {"MUS": [], "MCS": []}
start = time.perf_counter()
for kind, some in marco(soft, [], solver="ortools"):
    found[kind].append([place[id(one)] for one in some])
found["seconds"] = time.perf_counter() - start
print(json.dumps(found))
"""


def make_cpmpy(folder: Path) -> Callable[[list[Demand]], Any]:
    """CPMpy's enumeration with OR-Tools, in an environment of its own."""
    python = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "cpmpy", "ortools"]
    subprocess.run([*install, "--quiet", "--disable-pip-version-check"], check=True)

    def find(demands: list[Demand]) -> Any:
        done = subprocess.run(
            [str(python), "-c", CPMPY],
            input=json.dumps([ISSUES, OPTIONS, demands]),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return find


def exhaustive(count: int) -> dict[str, Any]:
    """Small scenarios, each subset of their groups tried: sets, duality, least give."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import tests.deals.test_conflicts as laws
    from hypothesis import settings

    laws.FEW = settings(laws.FEW, max_examples=count)
    laws.MOST_GROUPS = 14
    laws.WAYS = {way: (make, count) for way, (make, _) in laws.WAYS.items()}
    seconds = {}
    for way in laws.WAYS:
        for law in (laws.test_why_no_deal_is_agreeable, laws.test_which_demands_clash):
            start = time.perf_counter()
            law(way)
            seconds[f"{law.__name__[5:]}, {way}, s"] = round(time.perf_counter() - start, 1)
    return {"scenarios, each way": count, **seconds}


ALL = 1_000_000


def main() -> None:
    """Print one object with all figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cpmpy", action="store_true")
    parser.add_argument("--exhaustive", type=int, default=0, metavar="COUNT")
    asked = parser.parse_args()
    figures: dict[str, Any] = {}
    if asked.exhaustive:
        figures["equal to exhaustion"] = exhaustive(asked.exhaustive)
    SatOracle(requirements_of(made_demands(2, 0)))  # libraries are loaded before anything is timed
    OracleFinder(SatOracle(requirements_of(made_demands(40, 0)))).find((1 << 40) - 1)
    with tempfile.TemporaryDirectory() as folder:
        peer = make_cpmpy(Path(folder)) if asked.cpmpy else None
        for seed in (1, 3, 4):
            figures[f"40 demands, seed {seed}"] = forty(seed, peer)
    for seed in (1, 2, 3):
        figures[f"100 demands, seed {seed}"] = hundred(seed)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
