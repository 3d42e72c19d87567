"""`read`: find who says what in the reports of a project, and enter it in the ledger."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from middleground.evidence.entries import Entry
from middleground.evidence.ledger import merge
from middleground.evidence.reader import READER, read_claims
from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, PROJECT, progress_bar, tell, tell_notices
from middleground.ports.store.last_read import list_unread, note_read
from middleground.ports.store.listing import list_reports
from middleground.ports.store.project import Project, open_project
from middleground.ports.store.stored_reports import StoredReport, read_stored_all
from middleground.reports.near_copies import near_copies


@click.command("read", short_help="Read the reports of a project: who says what, on whose word.")
@PROJECT
@click.option("--again", is_flag=True, help="Read all reports, also those that did not change.")
@AS_JSON
def command(project: Path, again: bool, as_json: bool) -> None:
    """Read the reports of a project: who says what, on whose word.

    Reports that are new or changed are read, and what is found is entered in the ledger as
    proposed. What somebody has accepted, corrected, rejected or added stays as it is.
    """
    opened = open_project(project, tell)
    tell_notices(opened.notices)
    reports, unread, entries = read_up_to_date(opened, again=again)
    copies = near_copies([report.document for report in reports])
    for found in copies:
        tell(f"Note: {found}.")
    summary = _summary(project, reports, unread, entries, is_stored=opened.is_kept)
    summary["near_copies"] = [
        {"reports": found.reports, "share": round(found.share, 4)} for found in copies
    ]
    click.echo(json_text(summary) if as_json else _words(summary))


def read_up_to_date(
    project: Project, *, again: bool = False
) -> tuple[list[StoredReport], list[StoredReport], list[Entry]]:
    """Read what is new or changed, and bring the ledger up to date.

    Returns:
        All reports; those that were read now; the ledger as it then stands.
    """
    files = list_reports(project.read_scenario(), str(project.scenario))
    reports = read_stored_all(project, files)
    tell_notices([notice for report in reports for notice in report.notices])
    unread = list_unread(project, reports) if project.is_kept and not again else reports
    return reports, unread, _enter(project, unread, _read(unread))


def _read(reports: Sequence[StoredReport]) -> list[Entry]:
    """The claims of some reports, with progress."""
    if not reports:
        return []
    names = ", ".join(report.document.id for report in reports)
    tell(f"Reading {names} ...")
    total = sum(len(report.document.text) for report in reports)
    found: list[Entry] = []
    before = 0
    with progress_bar("Reading") as show:
        for report in reports:
            found += read_claims(report.document, partial(_show_further, show, before, total))
            before += len(report.document.text)
            show(before, total)
    return found


def _show_further(
    show: Callable[[int, int], None], before: int, total: int, now: int, _: int
) -> None:
    """Show progress within one of several reports."""
    show(before + now, total)


def _enter(project: Project, read: Sequence[StoredReport], found: list[Entry]) -> list[Entry]:
    """Bring what was found into the ledger; return the ledger as it then stands."""
    ids = [report.document.id for report in read]
    if not project.is_kept:
        return merge(project.read_entries(), found, ids)
    if read:
        what = f"read {', '.join(ids)}"
        project.edit_entries(lambda entries: merge(entries, found, ids), what)
        note_read(project, read)
    return project.read_entries()


def _summary(
    project: Path,
    reports: Sequence[StoredReport],
    read: Sequence[StoredReport],
    entries: Sequence[Entry],
    *,
    is_stored: bool,
) -> dict[str, Any]:
    read_now = {report.document.id for report in read}
    return {
        "project": str(project),
        "reader": READER,
        "stored": is_stored,
        "reports": [
            {
                "id": report.document.id,
                "file": report.file,
                "sha256": report.sha256,
                "read_now": report.document.id in read_now,
                "entries": _by_kind(e for e in entries if e.report == report.document.id),
                "notices": [notice.what for notice in report.notices],
            }
            for report in reports
        ],
        "entries": len(entries),
        "decided": sum(entry.decided for entry in entries),
    }


def _by_kind(entries: Any) -> dict[str, int]:
    return dict(sorted(Counter(entry.kind for entry in entries).items()))


def _words(summary: dict[str, Any]) -> str:
    """The summary for a person."""
    if not summary["reports"]:
        return f"The scenario lists no reports. Bring them in: {called()} add PROJECT FILE..."
    lines = []
    for report in summary["reports"]:
        counts = ", ".join(_count(kind, n) for kind, n in report["entries"].items())
        when = "" if report["read_now"] else "  (not changed since it was read)"
        lines.append(f"{report['id']}: {counts or 'nothing found'}{when}")
    lines.append(
        f"{summary['entries']:,} entries in the ledger, {summary['decided']:,} decided by a person."
        if summary["stored"]
        else f"{summary['entries']:,} entries; not stored, because this is no project folder that"
        " can be written."
    )
    if summary["stored"]:
        lines.append(f"Ask next: {called()} brief {shown(summary['project'])}")
    return "\n".join(lines)


def _count(kind: str, number: int) -> str:
    return f"{number:,} {kind}{'s' * (number != 1)}"
