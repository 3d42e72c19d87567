"""Where the cases are that come with the program."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]


@cache
def catalogue_folder() -> Path | None:
    """The catalogue: in the installed package, or at the top of a checkout; None without one."""
    for place in (_PACKAGE / "catalogue", _PACKAGE.parents[1] / "catalogue"):
        if place.is_dir():
            return place
    return None


def list_cases() -> dict[str, Path]:
    """The folder of every case, by name, in alphabetical order."""
    top = catalogue_folder()
    cases = sorted(top.glob("*/scenario.yaml")) if top else []
    return {path.parent.name: path.parent for path in cases}
