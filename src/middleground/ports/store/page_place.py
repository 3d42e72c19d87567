"""Where a brief may be written: a new place, or over a brief that this program made before.

Nobody's own file is replaced: a scenario, a report or a page that a person put there is refused,
and so is every name that belongs to a project, whether something is there yet or not.
"""

import stat
from collections.abc import Collection
from pathlib import Path

from middleground.errors import ProjectError
from middleground.plain_text import shown
from middleground.ports.store.naming import folded
from middleground.ports.store.project import (
    CACHE,
    DRAFT,
    JOURNAL,
    LEDGER,
    REPORTS,
    RESULTS,
    SCENARIO,
    Project,
)

# How every page of this program begins, see `brief/templates/brief.html.j2`.
_MADE_HERE = b'<meta name="generator" content="middleground '
_HEAD = 4_096  # bytes in which that stands
_OWN = (SCENARIO, DRAFT, LEDGER, JOURNAL, REPORTS, RESULTS, CACHE, "scenarios")
_PARTS = {folded(name) for name in _OWN}


def refuse_other_files(project: Project, reports: Collection[str], place: Path) -> None:
    """Refuse a place for a brief where it would replace anything but a brief.

    Args:
        project: The project that the brief is about.
        reports: The files of its reports, as the scenario names them.
        place: Where the brief is to go.

    Raises:
        ProjectError: If something else is there, or the name belongs to a project.
    """
    for there in dict.fromkeys((place.absolute(), place.resolve())):
        if _is_part(project, reports, there):
            raise _refused(place, "belongs to a project")
    try:
        found = place.stat()
        if stat.S_ISREG(found.st_mode) and found.st_size == 0:
            return  # nothing can be lost
        if not stat.S_ISREG(found.st_mode) or not _is_brief(place):
            raise _refused(place, "is there already, and is no brief that this program made")
    except FileNotFoundError:
        return
    except OSError as error:
        raise _refused(place, f"cannot be used: {(error.strerror or str(error)).lower()}") from None


def _is_brief(place: Path) -> bool:
    with place.open("rb") as file:
        return _MADE_HERE in file.read(_HEAD)


def _is_part(project: Project, reports: Collection[str], place: Path) -> bool:
    """Whether a name belongs to this project or, in a folder with a scenario, to another one."""
    if place in (project.scenario, *(project.folder.resolve() / file for file in reports)):
        return True
    return any(
        folded(place.relative_to(above).parts[0]) in _PARTS and (above / SCENARIO).exists()
        for above in place.parents
    )


def _refused(place: Path, why: str) -> ProjectError:
    return ProjectError(
        f"the brief cannot be written to '{shown(str(place))}': it {why}; nothing was changed",
        code="exists",
        expected="a place that is free, or holds a brief from before",
        mend="name another file with --out, or move that one away",
    )
