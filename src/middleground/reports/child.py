"""Documents are hostile: each is read by a process of its own, under limits.

Whatever becomes of that process (no answer, too much of one, killed by a limit, never started),
what comes out here is the reader's answer or a `ReportError`.
"""

import contextlib
import json
import signal
import site
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from middleground.errors import Problem, ReportError

SECONDS = 10  # of computing
MEBIBYTES = 512  # of address space; what is really used stays far below
CHARACTERS = 5_000_000  # of text
_WAIT = 12 * SECONDS  # seconds on the clock: a busy machine may need as many for ten of computing
_LARGEST_ANSWER = 64 * 2**20  # bytes
_START = Path(__file__).parent / "children" / "start.py"
_NO_SAY = {"LC_ALL": "C.UTF-8"}  # nothing of the user's environment concerns a reader

_AS_TEXT = "save its text as a .txt file and add that"
# What is said of each kind of refusal: what was found, what was expected, what to do.
_REFUSALS = {
    "damaged-document": (
        "the {kind} is damaged and cannot be read: {detail}",
        "a whole {kind}",
        f"get the file once more; or open it, and {_AS_TEXT}",
    ),
    "encrypted": (
        "the {kind} is encrypted: {detail}",
        "a {kind} that opens without a password",
        f"open it and print it to a new PDF without a password; or {_AS_TEXT}",
    ),
    "too-large": (
        "the {kind} exceeds the limit: {detail}",
        "a {kind} of usual size",
        f"split it into reports of their own; or {_AS_TEXT}",
    ),
    "limit": (
        "the {kind} cannot be read within the limits: {detail}",
        f"a {{kind}} that is read in {SECONDS} s and {MEBIBYTES} MiB",
        _AS_TEXT,
    ),
    "type-mismatch": ("the file is no {kind}: {detail}", "a {kind}", _AS_TEXT),
    "not-started": (
        "the {kind} cannot be read: {detail}",
        "room for one more process",
        "close other programs and try again; check that Python may start itself",
    ),
    "no-reader": (
        "a {kind} cannot be read here: {detail}",
        "a program with all its readers",
        "install them: pip install 'middleground[reading]'",
    ),
}


def read_in_child(reader: str, data: bytes, kind: str) -> dict[str, Any]:
    """What a reader finds in a document.

    Args:
        reader: Name of a module in `children/`.
        data: The document.
        kind: What to call it in messages, such as "PDF".

    Raises:
        ReportError: If the document cannot be read, or not within the limits.
    """
    libraries = site.getusersitepackages() if site.ENABLE_USER_SITE else ""
    limits = map(str, (SECONDS, MEBIBYTES, CHARACTERS))
    command = [sys.executable, "-I", str(_START), reader, *limits, libraries]
    try:
        written, ended = _run(command, data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refusal("not-started", kind, f"its reader cannot be started: {reason}") from error
    if len(written) > _LARGEST_ANSWER:
        raise refusal("too-large", kind, "more comes out of it than can be kept")
    if ended != 0:
        raise refusal("limit", kind, _why(ended))
    try:
        said: dict[str, Any] = json.loads(written)
    except ValueError:
        raise refusal("limit", kind, "its reader broke off") from None
    if "missing" in said:
        raise refusal("no-reader", kind, f"{said['missing']} is not installed")
    if "refused" in said:
        code, detail = said["refused"]
        raise refusal(code, kind, detail)
    found: dict[str, Any] = said["found"]
    return found


def refusal(code: str, kind: str, detail: str) -> ReportError:
    """Why a document is not read, for the user."""
    what, expected, mend = (part.format(kind=kind, detail=detail) for part in _REFUSALS[code])
    return ReportError(Problem(what, code=code, expected=expected, mend=mend))


def _run(command: list[str], data: bytes) -> tuple[bytes, int]:
    """What a process writes when given the data, and how it ended; -SIGALRM if never by itself.

    Raises:
        OSError: If it cannot be started.
    """
    late = threading.Event()
    # S603: the program is our own file, run by our own interpreter; the document is only its input.
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_NO_SAY,
    ) as child:

        def end() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(_WAIT, end)
        feeder = threading.Thread(target=_feed, args=(child, data), daemon=True)
        try:
            timer.start()
            feeder.start()
            written = child.stdout.read(_LARGEST_ANSWER + 1) if child.stdout else b""
            if len(written) > _LARGEST_ANSWER:
                child.kill()
            ended = child.wait()
        except BaseException:
            child.kill()
            raise
        finally:
            timer.cancel()
    return written, -signal.SIGALRM if late.is_set() else ended


def _feed(child: "subprocess.Popen[bytes]", data: bytes) -> None:
    """Hand the document over; a process that ends before it has read all of it is no error here."""
    if child.stdin:
        with contextlib.suppress(OSError), child.stdin:
            child.stdin.write(data)


def _why(ended: int) -> str:
    """Why a process ended without an answer."""
    if ended in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM):
        return "it takes longer than that"
    return "its reader broke off"
