"""Make the environment that ./mg runs in: .venv, with exactly what requirements.lock names.

Runs under any Python 3.11 with pip, before anything is installed, so the standard library is all
it has. Debian's Python often comes without `ensurepip`, so the environment is made without pip and
pip is run on it from outside; pip fetches uv, and uv fetches the rest (seconds, not minutes).

Interrupted anywhere, the next call starts over: an environment counts only once its copy of the
lock file is there, and that copy is written last.
"""

import fcntl
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
ENVIRONMENT = REPOSITORY / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
NOTES = ENVIRONMENT / ".mg"
LOCK = REPOSITORY / "requirements.lock"

# What a user may have set to reach the packages is kept. The rest (PIP_USER, PIP_TARGET,
# UV_SYSTEM_PYTHON, ...) says where to install, and here that is not a choice.
ROADS = re.compile(
    r"(PIP|UV)_((EXTRA_|DEFAULT_)?INDEX(_URL)?|NO_INDEX|FIND_LINKS|TRUSTED_HOST|INSECURE_HOST|CERT"
    r"|CLIENT_CERT|PROXY|(DEFAULT_|HTTP_)?TIMEOUT|RETRIES|CACHE_DIR|CONFIG_FILE|KEYRING_PROVIDER"
    r"|NATIVE_TLS|SYSTEM_CERTS|OFFLINE|LINK_MODE)"
)


class SetupError(Exception):
    """A step failed in a way that the user can mend."""


def main() -> int:
    """Make the environment unless it is there; 0 when it can be used."""
    try:
        if is_ready():
            return 0  # whoever made it: running writes nothing
        with one_at_a_time() as lock:
            if not is_ready():
                make(lock)
    except SetupError as error:
        say(str(error))
        say("Nothing is damaged: give the same command again, and it starts over.")
        return 1
    except KeyboardInterrupt:
        say("interrupted. Give the same command again, and it starts over.")
        return 130
    return 0


def say(text: str) -> None:
    """Tell the user, on standard error: standard output belongs to the command."""
    for line in text.splitlines():
        print(f"mg: {line}", file=sys.stderr, flush=True)


@contextmanager
def one_at_a_time() -> Iterator[int]:
    """Hold the lock file; a second ./mg waits. Yields the descriptor.

    Installers inherit it, so that one that outlives a killed ./mg still holds the lock.
    """
    try:
        descriptor = os.open(REPOSITORY / ".venv.lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise SetupError(
            f"{why_set_up()}, and it cannot be set up: {REPOSITORY} is not yours to write to"
            f" ({error.strerror}).\n"
            "To mend: clone the repository to a folder that you may write to."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another ./mg is setting up here: waiting for it")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def is_ready() -> bool:
    """True if the environment was made here, from this lock file. `mg` asks the same."""
    return is_made() and os.access(PYTHON, os.X_OK)


def why_set_up() -> str:
    """What is the matter with an environment that is not ready."""
    if not is_made():
        return "there is no environment for this version yet"
    # Somebody else's Python may lie in a folder that only they can enter, such as their home.
    return f"the environment is whole, but you cannot use its Python, {os.path.realpath(PYTHON)}"


def is_made() -> bool:
    """True if the environment was made here, from this lock file, whatever became of its Python."""
    try:
        made_in = (NOTES / "place").read_text("utf-8").removesuffix("\n")
        made_from = (NOTES / "requirements.lock").read_bytes()
    except OSError:
        return False
    return made_in == str(REPOSITORY) and made_from == LOCK.read_bytes()


def make(lock: int) -> None:
    """Make the environment from nothing, step by step, telling each step and its time."""
    start = time.monotonic()
    say(f"setting up in {ENVIRONMENT} (once; about 1.2 GB)")
    installer, packages = split_lock(LOCK.read_text("utf-8"))
    with step(1, "an empty environment"):
        clear()
        run([real_python(), "-E", "-m", "venv", "--without-pip", str(ENVIRONMENT)], lock)
        NOTES.mkdir(exist_ok=True)
        (NOTES / "installer.txt").write_text(installer, "utf-8")
        (NOTES / "packages.txt").write_text(packages, "utf-8")
    try:
        with step(2, "the installer, uv"):
            pip(["--retries", "2", "-r", str(NOTES / "installer.txt")], lock)
        install = uv
        with step(3, "the packages of requirements.lock"):
            uv(["-r", str(NOTES / "packages.txt")], lock)
    except SetupError:
        say("going on without uv: pip does the same in a few minutes")
        install = pip
        with step(3, "the packages of requirements.lock"):
            pip(["-r", str(NOTES / "packages.txt")], lock)
    with step(4, "middleground itself"):
        # The build backend is in the lock file: nothing is fetched for this.
        install(["--no-index", "--no-deps", "--no-build-isolation", "-e", str(REPOSITORY)], lock)
    write_notes()
    say(f"ready after {time.monotonic() - start:.1f} s")


@contextmanager
def step(number: int, what: str) -> Iterator[None]:
    """Tell that a step starts, and how long it took."""
    say(f"[{number}/4] {what} ...")
    start = time.monotonic()
    yield
    say(f"[{number}/4] {what}: {time.monotonic() - start:.1f} s")


def split_lock(text: str) -> tuple[str, str]:
    """The part of the lock file that pins uv, and the rest."""
    entries = re.split(r"\n(?=[a-z0-9])", text.strip() + "\n")
    installer = [entry for entry in entries if entry.startswith("uv==")]
    packages = [entry for entry in entries if not entry.startswith("uv==")]
    return "\n".join(installer), "\n".join(packages)


def clear() -> None:
    """Remove the environment; one that ./mg did not make is moved aside instead."""
    if not ENVIRONMENT.exists() and not ENVIRONMENT.is_symlink():
        NOTES.mkdir(parents=True)
        return
    if not NOTES.is_dir():
        aside = ENVIRONMENT.with_name(f".venv-aside-{int(time.time())}")
        ENVIRONMENT.rename(aside)
        say(f"the .venv here was not made by ./mg: moved to {aside.name}")
        NOTES.mkdir(parents=True)
        return
    # The notes folder goes last: killed in between, the rest is still known to be ours.
    (NOTES / "requirements.lock").unlink(missing_ok=True)
    for entry in ENVIRONMENT.iterdir():
        if entry == NOTES:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def real_python() -> str:
    """The Python to build on, by its versioned name.

    `/usr/bin/python3` becomes another Python when the system is upgraded; `/usr/bin/python3.11`
    goes away instead, and `mg` then sees that the environment has lost its Python.
    """
    base: str = getattr(sys, "_base_executable", sys.executable)
    return str(Path(base).resolve())


@cache
def pip_python() -> str:
    """The Python whose pip is used: where an environment is active, the one that it was made from.

    The active one may be the very one that is being made again, and need not have pip.
    """
    if sys.prefix == sys.base_prefix:
        return sys.executable
    tried = subprocess.run(
        [real_python(), "-E", "-c", "import pip"], stderr=subprocess.DEVNULL, check=False
    )
    return sys.executable if tried.returncode else real_python()


def pip(arguments: Sequence[str], lock: int) -> None:
    """Install into the environment with the pip of a Python outside it."""
    command = [pip_python(), "-E", "-m", "pip", "--python", str(PYTHON)]
    # Not a choice of the user's configuration either: `user = true` would miss the environment.
    command += ["install", "--no-user", "--progress-bar", "off", "--no-warn-script-location"]
    command += ["--quiet", "--no-input", "--disable-pip-version-check"]
    run([*command, *hashed(arguments)], lock)


def uv(arguments: Sequence[str], lock: int) -> None:
    """Install into the environment with uv, from where pip is set to look."""
    command = [str(ENVIRONMENT / "bin" / "uv"), "pip", "install", "--python", str(PYTHON)]
    # Every file is held to its hash, so the index that has it may be taken, whichever it is.
    command += ["--index-strategy", "unsafe-best-match"]
    command += [] if sys.stderr.isatty() else ["--quiet"]
    run([*command, *hashed(arguments)], lock, pip_roads())


def hashed(arguments: Sequence[str]) -> list[str]:
    """The arguments, with hashes required where packages come from elsewhere."""
    return [*(["--require-hashes"] if "-r" in arguments else []), *arguments]


def pip_roads() -> dict[str, str]:
    """What pip's configuration says about the way to the packages, in uv's words."""
    listed = subprocess.run(
        [pip_python(), "-E", "-m", "pip", "config", "list"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    words = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}
    roads: dict[str, str] = {}
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        word = words.get(key.rpartition(".")[2])
        if word and "".join(shlex.split(value)):
            roads[word] = "".join(shlex.split(value))
    if "UV_INDEX_URL" in os.environ:
        roads.pop("UV_DEFAULT_INDEX", None)
    return {word: value for word, value in roads.items() if word not in os.environ}


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables without those that would send an installer elsewhere."""
    return {
        name: value
        for name, value in environment.items()
        if not re.match(r"(PIP_|UV_|PYTHON)[A-Z]", name) or ROADS.fullmatch(name)
    }


def run(command: Sequence[str], lock: int, more: Mapping[str, str] | None = None) -> None:
    """Run one installer; its output goes to standard error."""
    try:
        done = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=clean_environment(os.environ) | dict(more or {}),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            pass_fds=[lock],
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{command[0]} cannot be run: {error.strerror}.") from error
    if done.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    if done.returncode:
        raise SetupError(f"this step ended with code {done.returncode}.\n{how_to_mend()}")


def how_to_mend() -> str:
    """What to do, by what the machine lacks."""
    if shutil.disk_usage(REPOSITORY).free < 1_000_000_000:
        return "To mend: make room on this disk; the environment takes 1.2 GB."
    missing = next((name for name in ("venv", "pip") if find_spec(name) is None), None)
    if missing:
        return (
            f"This Python has no module called {missing}.\n"
            f"To mend: install it (on Debian or Ubuntu: apt-get install python3-{missing})."
        )
    return (
        "The lines above say why. The first set-up needs the network, later calls do not.\n"
        "To mend: behind a proxy set HTTPS_PROXY; for a mirror set PIP_INDEX_URL."
    )


def write_notes() -> None:
    """Say that the environment is whole. The copy of the lock file comes last, all at once."""
    (NOTES / "place").write_text(f"{REPOSITORY}\n", "utf-8")
    draft = NOTES / "requirements.lock.draft"
    draft.write_bytes(LOCK.read_bytes())
    draft.replace(NOTES / "requirements.lock")


if __name__ == "__main__":
    sys.exit(main())
