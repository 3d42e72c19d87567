"""Which reports were read, as which text and by which program: what `read` need not do again.

A note in the cache. If it is lost, everything is read again, and no decision is lost by that.
"""

import json
from collections.abc import Iterable

from middleground.errors import ProjectError
from middleground.evidence.families import RULES
from middleground.ports.store.files import digest, read_file, write_note
from middleground.ports.store.program import reading_program
from middleground.ports.store.project import CACHE, LEDGER, Project
from middleground.ports.store.stored_reports import StoredReport


def mark(report: StoredReport, reader: str) -> str:
    """What the claims that a reader found depend on, as one name: the text, and who read it how.

    The rules are part of this program. A model is not: to ask it again because a line of the
    program has changed would cost time and money for the same answers.
    """
    by_rules = reader == RULES.name
    said = json.dumps(reading_program(), sort_keys=True) if by_rules else reader
    return digest(f"{report.text_sha256} {said}".encode())


def list_unread(
    project: Project, reports: Iterable[StoredReport], reader: str
) -> list[StoredReport]:
    """The reports that are new or changed, or were read by another version of the reader."""
    if not (project.folder / LEDGER).exists():
        return list(reports)
    noted = _noted(project)
    return [
        report for report in reports if noted.get(_name(report, reader)) != mark(report, reader)
    ]


def note_read(project: Project, reports: Iterable[StoredReport], reader: str) -> None:
    """Note that a reader has read these reports, and that what it found is in the ledger."""
    read = {_name(report, reader): mark(report, reader) for report in reports}
    noted = json.dumps(_noted(project) | read)
    write_note(project.folder / CACHE / "read.json", noted.encode())


def _name(report: StoredReport, reader: str) -> str:
    name = report.document.id
    return name if reader == RULES.name else f"{name} by {reader}"


def _noted(project: Project) -> dict[str, str]:
    try:
        said = json.loads(read_file(project.folder / CACHE / "read.json") or b"{}")
    except (ProjectError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
