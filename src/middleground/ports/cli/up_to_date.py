"""Bring a project's ledger up to date: read the reports that are new or changed, with progress.

What is found in a report is kept as soon as it is found, so that an interrupted reading goes on
from there; the ledger gets all of it in one act at the end, which can be undone as one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from middleground.errors import EvidenceError
from middleground.evidence.by_report import each_entry, edit_by_report
from middleground.evidence.entries import Entry
from middleground.evidence.joining import join_readings
from middleground.evidence.ledger import dump_entries, load_entries
from middleground.evidence.reader import Reader, RulesReader
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
    project: Project, *, again: bool = False, further: Reader | None = None
) -> tuple[list[StoredReport], list[StoredReport], Iterable[Entry]]:
    """Read what is new or changed, and bring the ledger up to date.

    Args:
        project: The project.
        again: Read all reports, also those that did not change.
        further: A reader beside the rules.

    Returns:
        All reports; those that were read now; the ledger as it then stands, to go through once.
    """
    files = list_reports(project.read_scenario(), str(project.scenario))
    reports = read_stored_all(project, files)
    tell_notices([notice for report in reports for notice in report.notices])
    read: dict[str, StoredReport] = {}
    stages: dict[str, tuple[Readings, list[StoredReport]]] = {}
    for reader in [RulesReader(), *([further] if further else [])]:
        everything = again or not project.is_kept
        unread = reports if everything else list_unread(project, reports, reader.name)
        if unread:
            readings = Readings(project, reader.name)
            done = _read(unread, reader, readings)
            stages[reader.name] = (readings, done)
            read |= {report.document.id: report for report in done}
    now = [report for report in reports if report.document.id in read]
    return reports, now, _enter(project, now, stages)


def _read(
    reports: Sequence[StoredReport], reader: Reader, readings: Readings
) -> list[StoredReport]:
    """Find the claims of some reports, with progress, and keep those of each as they are found.

    Returns:
        The reports that have been read to their end, now or before.
    """
    left = [report for report in reports if not readings.holds(report)]
    if len(left) < len(reports):
        tell(f"{len(reports) - len(left):,} of {len(reports):,} reports were read before.")
    if not left:
        return list(reports)
    tell(f"Reading {_named(left)} ...")
    total = sum(len(report.document.text) for report in left)
    before = done = 0
    try:
        with progress_bar("Reading") as show:
            for report in left:
                found = reader.read(report.document, partial(_show_further, show, before, total))
                if found is not None:
                    readings.keep(report, found)
                    done += 1
                before += len(report.document.text)
                show(before, total)
    except KeyboardInterrupt:
        if done:
            of = f"{done:,} of {len(left):,}"
            tell(f"{of} reports were read; the next 'read' goes on from there.")
        raise
    except EvidenceError as error:
        if isinstance(reader, RulesReader):
            raise
        for problem in error.problems:  # the rules' findings are entered all the same
            tell(f"Note: {problem.where}: {problem.what}. To mend it: {problem.mend}.")
    return [report for report in reports if readings.holds(report)]


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


def _enter(
    project: Project,
    read: Sequence[StoredReport],
    stages: Mapping[str, tuple[Readings, list[StoredReport]]],
) -> Iterable[Entry]:
    """Bring what was found into the ledger; return the ledger as it then stands."""
    moved = Counter[str]()
    by_reader = {name: readings for name, (readings, _) in stages.items()}
    edits = {report.document.id: partial(_bring_in, report, by_reader, moved) for report in read}
    if not project.is_kept:
        lines = dump_entries(project.read_entries())
        return each_entry(edit_by_report(lines, edits))
    if edits:
        project.edit_entries_of(edits, f"{READING} {_named(read)}")
    for name, (readings, done) in stages.items():
        note_read(project, done, name)
        readings.clear()
    _tell_moved(project, moved)
    return project.each_entry()


def _bring_in(
    report: StoredReport, by_reader: Mapping[str, Readings], moved: Counter[str], lines: str
) -> str:
    """What the ledger holds of one report, with what was found in that report."""
    if not lines and len(by_reader) == 1:  # nothing to bring it together with
        return next(iter(by_reader.values())).find_lines(report) or ""
    entries = relocate(load_entries(lines), report.document)
    moved.update(entry.standing for entry in entries if entry.decided)
    found = {reader: readings.find(report) for reader, readings in by_reader.items()}
    read = {reader: listed for reader, listed in found.items() if listed is not None}
    return dump_entries(join_readings(entries, read, report.document))


def _tell_moved(project: Project, moved: Counter[str]) -> None:
    """Say how many decisions no longer stand on the words on which they were made."""
    for standing, what in (("changed", "were reworded"), ("lost", "are gone")):
        if count := moved[standing]:
            tell(
                f"Note: the words of {count} decided entr{'y' if count == 1 else 'ies'} {what} in"
                f" the report. Look: {called()} ledger {shown(str(project.folder))}"
                f" --standing {standing}"
            )
