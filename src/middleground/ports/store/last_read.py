"""Which reports were read, as which text and by which program: what `read` need not do again.

A note in the cache. If it is lost, everything is read again, and no decision is lost by that.
"""

import json
from collections.abc import Iterable

from middleground.errors import ProjectError
from middleground.ports.store.files import digest, read_file, write_note
from middleground.ports.store.program import reading_program
from middleground.ports.store.project import CACHE, LEDGER, Project
from middleground.ports.store.stored_reports import StoredReport


def mark(report: StoredReport) -> str:
    """What the claims found in a report depend on: its text and the program, as one name."""
    program = json.dumps(reading_program(), sort_keys=True)
    return digest(f"{report.text_sha256} {program}".encode())


def list_unread(project: Project, reports: Iterable[StoredReport]) -> list[StoredReport]:
    """The reports that are new or changed, or were read by another version of the program."""
    if not (project.folder / LEDGER).exists():
        return list(reports)
    noted = _noted(project)
    return [report for report in reports if noted.get(report.document.id) != mark(report)]


def note_read(project: Project, reports: Iterable[StoredReport]) -> None:
    """Note that these reports have been read, and their claims are in the ledger."""
    noted = _noted(project) | {report.document.id: mark(report) for report in reports}
    write_note(project.folder / CACHE / "read.json", json.dumps(noted).encode())


def _noted(project: Project) -> dict[str, str]:
    try:
        said = json.loads(read_file(project.folder / CACHE / "read.json") or b"{}")
    except (ProjectError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
