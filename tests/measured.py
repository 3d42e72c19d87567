"""A command in a process of its own, with the processor time and memory that it took.

What the system counts for a child includes its parent's memory at the fork; the peak of the new
program alone stands in its own status. Children that the command itself starts are counted in.
"""

import subprocess
import sys
from dataclasses import dataclass

# For `python -c`; the last line of standard error is then processor seconds and peak KiB.
PROGRAM = """
import atexit, os, pathlib, resource, sys
from middleground.ports.cli import run

def measure():
    status = pathlib.Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    peak = max(peak, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(f"\\n{sum(os.times()[:4])} {peak}", file=sys.stderr)

atexit.register(measure)
run()
"""


@dataclass(frozen=True)
class Measured:
    """What a command did: its ending, what it printed, processor seconds, peak memory in MiB."""

    code: int
    out: str
    err: str
    seconds: float
    mib: float


def run_measured(*arguments: str, patience: float = 60) -> Measured:
    """Run a command of middleground."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )
    err, _, figures = done.stderr.rstrip().rpartition("\n")
    seconds, peak = figures.split()
    return Measured(done.returncode, done.stdout, err, float(seconds), int(peak) / 1024)
