"""One process at a time changes a project.

The system releases the lock when the process that holds it ends, however it ends.
"""

import contextlib
import fcntl
import os
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from middleground.errors import ProjectError

PATIENCE = 30.0  # seconds
_WORTH_A_WORD = 1.0


@contextlib.contextmanager
def locked(path: Path, tell: Callable[[str], None], patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock file while the block runs.

    Args:
        path: The lock file; its folder exists.
        tell: Told once, in words, if there is somebody to wait for.
        patience: Seconds to wait at most.

    Raises:
        ProjectError: If somebody else holds the lock all that time, or it cannot be made.
    """
    start, told = time.monotonic(), False
    while (handle := _take(path)) is None:
        waited = time.monotonic() - start
        if waited > patience:
            raise ProjectError(
                f"another process has been changing '{path.parent.parent}' for {waited:.0f} s",
                code="locked",
                mend="wait until it has finished, or end it; nothing was changed",
            )
        if waited > _WORTH_A_WORD and not told:
            tell("Another process is changing this project. Waiting for it to finish.")
            told = True
        # Uneven pauses, so that several waiters do not keep meeting.
        time.sleep(random.uniform(0.002, 0.02))  # noqa: S311
    try:
        yield
    finally:
        os.close(handle)


def _take(path: Path) -> int | None:
    """The lock's handle, or None while somebody else holds it."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever deletes the cache deletes the lock file: a lock on it would bind nobody.
            if os.fstat(handle).st_ino == path.stat().st_ino:
                return handle
        except (BlockingIOError, FileNotFoundError):
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        return None
    except OSError as error:
        raise ProjectError(
            f"cannot lock '{path}': {(error.strerror or str(error)).lower()}", code="not-saved"
        ) from error
