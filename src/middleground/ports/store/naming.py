"""Names for what is brought in: files that every system can hold, ids that rules can use."""

import keyword
import re
import unicodedata
from collections.abc import Callable, Collection
from pathlib import PurePath

from middleground.plain_text import canonical
from middleground.scenario.grounds import RESERVED

_LONGEST_STEM = 120  # bytes; together with endings of ours it must stay under 255
_LONGEST_ID = 40
_UNFIT = re.compile(r"[^\w .()+,&'=@-]+")
# Names that Windows gives to devices, with any ending.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}


def file_name(name: str) -> str:
    """A file name close to the given one that holds on every system.

    Example:
        >>> file_name("Coast: the deal?.txt")
        'Coast_ the deal_.txt'
    """
    path = PurePath(_UNFIT.sub("_", canonical(name)).strip(" ."))
    stem = path.stem.encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .") or "report"
    if is_device(stem):
        stem += "_"
    return f"{stem}{path.suffix[:10]}"


def is_device(name: str) -> bool:
    """Whether Windows takes a name, whatever its ending, for that of a device."""
    return name.partition(".")[0].strip().casefold() in _DEVICES


def free_name(name: str, is_taken: Callable[[str], bool]) -> str:
    """The name, or the first of `name-2`, `name-3` ... that is free."""
    path, number = PurePath(name), 1
    while is_taken(name):
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    return name


def report_id(name: str, taken: Collection[str]) -> str:
    """An id for a report, from the name of its file.

    Example:
        >>> report_id("Côte 24-04.txt", {"cote_24_04"})
        'cote_24_04_2'
    """
    letters = unicodedata.normalize("NFKD", PurePath(name).stem).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", letters.casefold())[:_LONGEST_ID].strip("_")
    if not base or not base[0].isalpha():
        base = f"report_{base}".rstrip("_")
    if keyword.iskeyword(base) or base in RESERVED:
        base += "_"
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    return found


def folded(name: str) -> str:
    """A name as systems compare it that take no account of case or of composed letters."""
    return canonical(canonical(name).casefold())
