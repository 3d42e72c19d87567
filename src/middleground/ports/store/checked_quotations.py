"""How many quotations of a project are in their reports, as every answer says beside itself.

A note in the cache, good for one scenario and the texts of its reports, so that a stored answer
stays as quick as it was. If the note is lost, the quotations are looked up again.
"""

import contextlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from middleground.errors import MiddlegroundError, ProjectError
from middleground.ports.store.files import digest, read_file, write_note
from middleground.ports.store.program import answering_program
from middleground.ports.store.project import CACHE, Project

if TYPE_CHECKING:
    from middleground.scenario.reader import Reading

_NOTE = "quotations.json"


def quotations_in_reports(
    project: Project, scenario: str, read: "Callable[[], Reading]"
) -> tuple[int, int]:
    """Count the quotations of a project, and those that are not in their reports.

    Args:
        project: The project.
        scenario: SHA-256 of its scenario file.
        read: Reads the scenario; asked only where the note does not fit.

    Returns:
        Their number, and how many of them are not in their reports.

    Raises:
        ScenarioError: If the scenario has faults.
    """
    noted = _noted(project, scenario)
    if noted is not None:
        return noted
    reading = read()
    count, lost = _count(project, reading)
    files = [report.file for report in reading.scenario.reports.values()]
    note = {
        "scenario": scenario, "program": _program(), "files": _digests(project, files),
        "all": count, "lost": lost,
    }  # fmt: skip
    if project.is_kept:
        with contextlib.suppress(ProjectError):
            write_note(project.folder / CACHE / _NOTE, json.dumps(note).encode())
    return count, lost


def _count(project: Project, reading: "Reading") -> tuple[int, int]:
    # Imported here: a stored answer needs none of it.
    from middleground.ports.store.stored_reports import read_stored
    from middleground.scenario.quotations import check_quotations, count_quotations

    texts = {}
    for name, report in reading.scenario.reports.items():
        with contextlib.suppress(MiddlegroundError):  # `check` says what is wrong with it
            texts[name] = read_stored(project, name, report.file).document.text
    found = count_quotations(check_quotations(reading, texts))
    return found.all, found.lost


def _noted(project: Project, scenario: str) -> tuple[int, int] | None:
    """What was counted before, if nothing has changed since."""
    if not project.is_kept:
        return None
    try:
        note: Any = json.loads(read_file(project.folder / CACHE / _NOTE) or b"null")
        if (note["scenario"], note["program"]) != (scenario, _program()):
            return None
        if note["files"] != _digests(project, list(note["files"])):
            return None
        return int(note["all"]), int(note["lost"])
    except (ProjectError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _program() -> str:
    return digest(json.dumps(answering_program(), sort_keys=True).encode())


def _digests(project: Project, files: list[str]) -> dict[str, str]:
    """SHA-256 of every report's file; "" for one that cannot be read."""
    found = dict.fromkeys(files, "")
    for file in files:
        with contextlib.suppress(ProjectError, OSError):
            found[file] = digest(read_file(project.file(file)) or b"")
    return found
