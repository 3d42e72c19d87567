"""Whether loops can be compiled here, and where what was compiled is kept.

Compiling takes some seconds, once: the result is kept in the user's cache folder, and only there if
nobody else can write to it, for what is loaded from it is run. Everything works without it, in
numpy, only slower.
"""

import logging
import os
import sys
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_KERNELS = sorted(Path(__file__).parent.glob("*kernels.py"))
_OTHERS_MAY_WRITE = 0o022


@cache
def can_compile() -> bool:
    """Whether numba is there and not switched off."""
    return find_spec("numba") is not None and os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"


def open_cache(loops: str) -> bool:
    """Point numba at the folder that keeps compiled loops, and say if they have to be made first.

    A folder that the user chose (NUMBA_CACHE_DIR) is left as it is.

    Args:
        loops: The module that they are in.

    Returns:
        Whether what is compiled can be kept.
    """
    from numba import config as settings

    config: Any = settings
    if not config.CACHE_DIR:
        folder = _own_folder()
        if folder is None:
            _say("it cannot be kept, for no folder of your own can be written")
            return False
        config.CACHE_DIR = str(folder)
    if not any(Path(config.CACHE_DIR).rglob(f"{loops.rpartition('.')[2]}.*.nbi")):
        _say("once on this machine")
    return True


def _say(how_often: str) -> None:
    logging.getLogger("middleground").warning(
        "Compiling loops over deals: %s; it takes some seconds.", how_often
    )


def _own_folder() -> Path | None:
    """A folder for this version of the loops that nobody else can write to; None if there is none.

    Another version has another folder, so that neither is mistaken for the other.
    """
    try:
        top = _user_cache() / "middleground"
        folder = (
            top
            / f"loops-{sha256(b''.join(path.read_bytes() for path in _KERNELS)).hexdigest()[:12]}"
        )
        top.parent.mkdir(parents=True, exist_ok=True)
        for each in (top, folder):
            each.mkdir(mode=0o700, exist_ok=True)
        is_own = all(_is_own(path) for path in (top, folder))
    except (OSError, RuntimeError):
        return None
    return folder if is_own and os.access(folder, os.W_OK) else None


def _is_own(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    found = folder.stat()
    return found.st_uid == os.getuid() and not found.st_mode & _OTHERS_MAY_WRITE


def _user_cache() -> Path:
    """Where programs of this user keep what can be made again."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():
        return Path(given)
    if sys.platform == "win32" and os.environ.get("LOCALAPPDATA"):
        return Path(os.environ["LOCALAPPDATA"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path.home() / ".cache"
