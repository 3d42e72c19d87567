"""Other tools, each in an environment of its own: peers in benchmarks, never dependencies."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEGMAS = "negmas==0.16.0"  # AGPL: installed apart, thrown away with its folder

FRONTIER_AND_NASH = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from negmas import LinearAdditiveUtilityFunction, make_issue
from negmas.preferences.ops import nash_points, pareto_frontier
worth, reserved, times = json.load(sys.stdin)
options = len(worth[0][0])
issues = [make_issue(options, f"issue_{n}") for n in range(len(worth))]
parties = [
    LinearAdditiveUtilityFunction(
        values=[{o: float(w[p][o]) for o in range(options)} for w in worth],
        issues=issues, reserved_value=float(reserved))
    for p in range(len(worth[0]))
]
seconds = []
for _ in range(times):
    start = time.process_time()
    front, _ = pareto_frontier(parties, issues=issues)
    nash = nash_points(parties, front, issues=issues, ranges=[(0.0, 5.0 * reserved)] * len(parties))
    seconds.append(time.process_time() - start)
print(json.dumps([min(seconds), [list(point) for point in front], list(nash[0][0])]))
"""


@dataclass(frozen=True)
class Peer:
    """A Python with another tool.

    Attributes:
        python: Its interpreter.
    """

    python: Path

    @classmethod
    def made(cls, folder: Path, *packages: str) -> "Peer":
        """An environment in a folder; one that is there already is used again."""
        python = folder / "bin" / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
            install = [str(python), "-m", "pip", "install", "--quiet", *packages]
            subprocess.run(install, check=True, capture_output=True)
        return cls(python)

    def ask(self, program: str, given: Any) -> Any:
        """What a program prints last, as JSON, when it is given something as JSON."""
        done = subprocess.run(
            [str(self.python), "-c", program],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])
