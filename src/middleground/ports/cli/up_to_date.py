"""Bring a project's ledger up to date: read the reports that are new or changed, with progress.

What is found in a report is kept as soon as it is found, so that an interrupted reading goes on
from there; the ledger gets all of it in one act at the end, which can be undone as one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from middleground.evidence.entries import Entry
from middleground.evidence.families import RULES
from middleground.evidence.ledger import merge
from middleground.evidence.reader import read_claims
from middleground.evidence.relocation import relocate
from middleground.plain_text import shown
from middleground.ports.called import called
from middleground.ports.cli.asking import progress_bar, tell, tell_notices
from middleground.ports.store.decisions import READING
from middleground.ports.store.last_read import list_unread, note_read
from middleground.ports.store.listing import list_reports
from middleground.ports.store.project import Project
from middleground.ports.store.readings import Readings
from middleground.ports.store.stored_reports import StoredReport, read_stored_all

_MOST_NAMED = 8  # reports; of more, the number is told


def read_up_to_date(
    project: Project, *, again: bool = False
) -> tuple[list[StoredReport], list[StoredReport], Iterable[Entry]]:
    """Read what is new or changed, and bring the ledger up to date.

    Args:
        project: The project.
        again: Read all reports, also those that did not change.

    Returns:
        All reports; those that were read now; the ledger as it then stands, to go through once.
    """
    files = list_reports(project.read_scenario(), str(project.scenario))
    reports = read_stored_all(project, files)
    tell_notices([notice for report in reports for notice in report.notices])
    unread = list_unread(project, reports) if project.is_kept and not again else reports
    if not unread:
        return reports, unread, project.each_entry()
    readings = Readings(project, RULES.name)
    _read(unread, readings)
    return reports, unread, _enter(project, unread, readings)


def _read(reports: Sequence[StoredReport], readings: Readings) -> None:
    """Find the claims of some reports, with progress, and keep those of each as they are found."""
    left = [report for report in reports if not readings.holds(report)]
    if len(left) < len(reports):
        tell(f"{len(reports) - len(left):,} of {len(reports):,} reports were read before.")
    if not left:
        return
    tell(f"Reading {_named(left)} ...")
    total = sum(len(report.document.text) for report in left)
    before = done = 0
    try:
        with progress_bar("Reading") as show:
            for report in left:
                found = read_claims(report.document, partial(_show_further, show, before, total))
                readings.keep(report, found)
                done += 1
                before += len(report.document.text)
                show(before, total)
    except KeyboardInterrupt:
        if done:
            tell(
                f"{done:,} of {len(left):,} reports were read; the next 'read' goes on from there."
            )
        raise


def _named(reports: Sequence[StoredReport]) -> str:
    """Some reports by name, or their number."""
    if len(reports) > _MOST_NAMED:
        return f"{len(reports):,} reports"
    return ", ".join(report.document.id for report in reports)


def _show_further(
    show: Callable[[int, int], None], before: int, total: int, now: int, _: int
) -> None:
    """Show progress within one of several reports."""
    show(before + now, total)


def _enter(project: Project, read: Sequence[StoredReport], readings: Readings) -> Iterable[Entry]:
    """Bring what was found into the ledger; return the ledger as it then stands."""
    moved = Counter[str]()
    edits = {report.document.id: partial(_bring_in, report, readings, moved) for report in read}
    if not project.is_kept:
        entries = project.read_entries()
        for edit in edits.values():
            entries = edit(entries)
        return entries
    project.edit_entries_of(edits, f"{READING} {_named(read)}")
    note_read(project, read)
    readings.clear()
    _tell_moved(project, moved)
    return project.each_entry()


def _bring_in(
    report: StoredReport, readings: Readings, moved: Counter[str], entries: list[Entry]
) -> list[Entry]:
    """The ledger, or what it holds of one report, with what was found in that report."""
    name = report.document.id
    entries = relocate(entries, report.document)
    moved.update(entry.standing for entry in entries if entry.decided and entry.report == name)
    return merge(entries, readings.find(report) or [], [name])


def _tell_moved(project: Project, moved: Counter[str]) -> None:
    """Say how many decisions no longer stand on the words on which they were made."""
    for standing, what in (("changed", "were reworded"), ("lost", "are gone")):
        if count := moved[standing]:
            tell(
                f"Note: the words of {count} decided entr{'y' if count == 1 else 'ies'} {what} in"
                f" the report. Look: {called()} ledger {shown(str(project.folder))}"
                f" --standing {standing}"
            )
