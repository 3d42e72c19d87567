"""What was found in each report, kept as soon as it is found: a reading that goes on.

An interrupted reading begins again with the report in which it stopped. When all of it has been
entered in the ledger, these notes go. They lie in the cache: if they are lost, the reports are read
again, and nothing else is lost by that.
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from middleground.errors import ProjectError
from middleground.evidence.entries import Entry
from middleground.evidence.ledger import dump_entries, in_order, load_entries
from middleground.ports.store.files import digest, make_folder, read_file, write_note
from middleground.ports.store.last_read import mark
from middleground.ports.store.project import CACHE, Project, make_cache
from middleground.ports.store.stored_reports import StoredReport

FOLDER = "reading"


class Readings:
    """The findings of one reader, by report; in memory where nothing can be stored.

    Args:
        project: The project that is read.
        reader: The reader's name.
    """

    def __init__(self, project: Project, reader: str) -> None:
        self._reader = reader
        self._in_memory: dict[str, str] = {}
        self._folder: Path | None = None
        if project.is_kept:
            make_cache(project.folder)
            make_folder(project.folder / CACHE / FOLDER)
            self._folder = (
                project.folder
                / CACHE
                / FOLDER
                / digest(reader.encode("utf-8", "backslashreplace"))[:16]
            )
            make_folder(self._folder)

    def holds(self, report: StoredReport) -> bool:
        """Whether a report has been read to its end."""
        return self._name(report) in self._in_memory or self._lines(report) is not None

    def find(self, report: StoredReport) -> list[Entry] | None:
        """What was found in a report; None if it has not been read to its end."""
        lines = self.find_lines(report)
        return None if lines is None else load_entries(lines)

    def find_lines(self, report: StoredReport) -> str | None:
        """The same as lines of the ledger."""
        if self._folder is None:
            return self._in_memory.get(self._name(report))
        lines = self._lines(report)
        return None if lines is None else lines.decode()

    def keep(self, report: StoredReport, entries: Iterable[Entry]) -> None:
        """Note what was found in a report.

        Raises:
            ProjectError: If it cannot be stored.
        """
        lines = dump_entries(in_order(entries)).encode("utf-8", "backslashreplace")
        if self._folder is None:
            self._in_memory[self._name(report)] = lines.decode()
            return
        write_note(self._folder / self._name(report), digest(lines).encode() + b"\n" + lines)

    def clear(self) -> None:
        """Remove this reader's notes: what they say has been entered, or is out of date."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            for note in self._folder.iterdir():
                note.unlink()
            self._folder.rmdir()
            self._folder.parent.rmdir()

    def _lines(self, report: StoredReport) -> bytes | None:
        """The note on a report, if it is there and whole: it may have been cut in writing."""
        if self._folder is None:
            return None
        try:
            kept = read_file(self._folder / self._name(report)) or b""
        except ProjectError:
            return None
        check, _, lines = kept.partition(b"\n")
        return lines if check == digest(lines).encode() else None

    def _name(self, report: StoredReport) -> str:
        said = f"{report.document.id}\n{self._reader}\n{mark(report, self._reader)}"
        return digest(said.encode("utf-8", "backslashreplace"))[:32]
