"""What must never happen to a project, at full length: `python benchmarks/trust.py`.

Runs these tests with MG_PROOF set. test_crashes: 1,000 kills, every power cut of a longer record in
three models, 3,000 damaged files, 8 writers with 1,000 edits each. test_verbatim: what is found in
1,000 distorted texts is verbatim at its place. Takes some minutes; prints what each took.
"""

import os
import subprocess
import sys
from pathlib import Path

TESTS = ["tests/ports/store/test_crashes.py", "tests/evidence/test_verbatim.py"]


def main() -> int:
    """Run the proofs; the exit code is that of pytest."""
    top = Path(__file__).resolve().parents[1]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-s",
        *TESTS,
        "--durations=0",
        "--durations-min=1",
    ]
    return subprocess.run(command, cwd=top, env={**os.environ, "MG_PROOF": "1"}).returncode


if __name__ == "__main__":
    sys.exit(main())
