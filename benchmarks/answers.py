"""Time and memory of the first two answers on the flagship, beside a plain reference in one run.

    .venv/bin/python benchmarks/answers.py

The reference is what numpy does without any structure: every constituency's utility of every deal,
draw by draw, in floating point. It must give the same probability before anything is timed.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from middleground.answers.zone import find_zone
from middleground.deals.draws import draw
from middleground.deals.sampling import Sampling
from middleground.deals.scan import Scan
from middleground.scenario.expressions import Situation, holds
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario

CASE = Path(__file__).parents[1] / "catalogue" / "ceasefire" / "scenario.yaml"


def plain_probability(scenario: Scenario, sampling: Sampling) -> float:
    """P(zone) by brute force in numpy: the peer of this run."""
    scan = Scan(scenario, draw(scenario, sampling))
    sizes, draws = scan.space.sizes, scan.draws
    grid = np.indices(sizes).reshape(len(sizes), -1)
    options = dict(zip(scan.space.issues, grid, strict=True))
    found = 0
    for n in range(draws.count):
        situation = scan.space.situation(options, draws, n)
        allowed = np.ones(scan.space.count, dtype=bool)
        for rule in scan.rules.values():
            allowed &= holds(rule.node, situation)
        accepted = {}
        for who, utility in scan.utilities.items():
            value = np.zeros(scan.space.count)
            for issue, table in enumerate(utility.options):
                value += table[n][grid[issue]]
            for term in utility.terms:
                value += np.where(holds(term.when.node, situation), term.add[n], 0)
            accepted[who] = value >= utility.no_deal[n]
        events = {name: truth[n if len(truth) > 1 else 0] for name, truth in draws.truths.items()}
        for party in scan.ratification.rules:
            allowed &= holds(party.node, Situation(truths={**events, **accepted}))
        found += bool(allowed.any())
    return found / draws.count


# The peak of this process alone: what the system counts for a child includes its parent's.
COMMAND = """
import atexit, pathlib, sys
from middleground.ports.cli import run

def peak():
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=sys.stderr)

atexit.register(peak)
run()
"""


def timed_command(*arguments: str) -> tuple[float, int]:
    """Seconds and peak memory (MiB) of a command of its own."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments], capture_output=True, text=True, check=True
    )
    return time.perf_counter() - start, int(done.stderr.split()[-1]) // 1024


def main() -> None:
    """Print one object: seconds, MiB and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=1_024)
    parser.add_argument("--plain-draws", type=int, default=16)
    asked = parser.parse_args()
    scenario = read_scenario(CASE).scenario

    few = Sampling(asked.plain_draws)
    start = time.perf_counter()
    plain = plain_probability(scenario, few)
    plain_seconds = (time.perf_counter() - start) / few.draws
    zone = find_zone(scenario, few)
    assert zone.probability is not None
    assert zone.probability.share == plain, "the answers differ"

    start = time.perf_counter()
    find_zone(scenario, Sampling(asked.draws))
    seconds = (time.perf_counter() - start) / asked.draws
    figures = {
        "zone, seconds a draw": seconds,
        "plain numpy, seconds a draw": plain_seconds,
        "times faster": plain_seconds / seconds,
    }
    bare = min(_bare_start() for _ in range(5))
    help_seconds = min(timed_command("--help")[0] for _ in range(5))
    figures |= {"python, bare start": bare, "--help": help_seconds, "ratio": help_seconds / bare}
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder) / "talks")
        timed_command("new", project, "--case", "ceasefire")
        in_draws = ["zone", project, "--json", "--draws", str(asked.draws)]
        for label, arguments in (
            ("zone --nominal --json", ["zone", project, "--nominal", "--json"]),
            (f"zone --json --draws {asked.draws}", in_draws),
            ("the same, stored", in_draws),
            ("middle-ground --json", ["middle-ground", project, "--json"]),
        ):
            took, mib = timed_command(*arguments)
            figures |= {f"{label}: seconds": took, f"{label}: MiB": mib}
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=1))


def _bare_start() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
