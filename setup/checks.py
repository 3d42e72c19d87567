"""What a contributor runs through ./mg.

./mg test [pytest arguments]    all tests, or the named ones
./mg lint                       layout, lint, types, import directions
./mg lock [uv arguments]        make requirements.lock again, e.g. with --upgrade
"""

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TOOLS = Path(sysconfig.get_path("scripts"))


def main(arguments: Sequence[str]) -> int:
    """Run one of the three; the exit code is the tool's."""
    name, *rest = arguments
    match name:
        case "test":
            return test(rest)
        case "lint" if not rest:
            return lint()
        case "lock":
            return lock(rest)
    print(__doc__, file=sys.stderr)
    return 2


def test(arguments: Sequence[str]) -> int:
    """Run the tests on all cores; what was skipped, and why, ends the run."""
    if "MG_SHARED" in os.environ:
        os.environ["MG_SHARED"] = str(Path(os.environ["MG_SHARED"]).absolute())
    command = [sys.executable, "-m", "pytest", "-n", "auto"]
    return run([*command, *map(from_here, arguments)])


def from_here(argument: str) -> str:
    """A path as the caller sees it: tests run in the repository, wherever ./mg is called."""
    path, colons, node = argument.partition("::")
    here = Path.cwd() / path
    if argument.startswith("-") or Path.cwd() == REPOSITORY or not here.exists():
        return argument
    return f"{here}{colons}{node}"


def lint() -> int:
    """Run every check, also after one has failed; 1 if any has."""
    checks = {
        "layout": ["ruff", "format", "--check", "."],
        "lint": ["ruff", "check", "."],
        "types": ["mypy"],
        "imports": ["lint-imports", "--no-logo"],
    }
    codes: dict[str, int] = {}
    for name, (tool, *rest) in checks.items():
        start = time.monotonic()
        codes[name] = run([str(TOOLS / tool), *rest])
        verdict = "passed" if codes[name] == 0 else "FAILED"
        print(f"mg: {name} {verdict} in {time.monotonic() - start:.1f} s", flush=True)
    return int(any(codes.values()))


def lock(arguments: Sequence[str]) -> int:
    """Pin everything that ./mg installs, with hashes and without addresses."""
    command = [str(TOOLS / "uv"), "pip", "compile", "--universal", "--python-version", "3.11"]
    command += ["--all-extras", "--group", "setup", "--generate-hashes", "--quiet"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    return run([*command, *arguments, "--output-file", "requirements.lock", "pyproject.toml"])


def run(command: Sequence[str]) -> int:
    """Run a tool in the repository, on the code of this repository only."""
    strange = ("PYTHONPATH", "PYTHONHOME")
    variables = {name: value for name, value in os.environ.items() if name not in strange}
    return subprocess.run(command, cwd=REPOSITORY, env=variables, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
