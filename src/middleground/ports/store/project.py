"""The project folder, or a single scenario file in its place.

Plain files are the truth; whatever changes the scenario or the ledger is in the journal first. What
lies where: docs/decisions/05-journal.md.
"""

import contextlib
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from middleground.errors import EvidenceError, Problem, ProjectError
from middleground.plain_text import shown
from middleground.ports.called import called
from middleground.ports.store.acts import Act
from middleground.ports.store.catalogue import catalogue_folder
from middleground.ports.store.files import (
    LARGEST_FILE,
    inside,
    make_folder,
    read_file,
    remove_unfinished,
    write_safely,
)
from middleground.ports.store.history import Edit, History, everything
from middleground.ports.store.journal import Journal
from middleground.ports.store.lock import locked
from middleground.ports.store.results import Results

if TYPE_CHECKING:
    from middleground.evidence.entries import Entry

SCENARIO, LEDGER, JOURNAL = "scenario.yaml", "ledger.jsonl", "journal.jsonl"
DRAFT = "scenario.draft.yaml"  # the last draft, as the program made it
REPORTS, RESULTS, CACHE = "reports", "results", ".middleground"
FORMAT = 1
_FORMAT_LINE = re.compile(rb"^format:[ \t]*[\"']?middleground/(\d{1,9})", re.MULTILINE)

Tell = Callable[[str], None]
EditEntries = Callable[[list["Entry"]], list["Entry"]]
EditLines = Callable[[str], str]


class Project:
    """A project folder, or a single scenario file: then nothing is stored.

    Attributes:
        folder: The folder; that of the file, for a single scenario file.
        scenario: The scenario file.
        is_folder: Whether this is a project folder.
        is_kept: Whether anything can be stored: a folder, writable, and no case of the catalogue.
        notices: What whoever opened the project should know.
        journal: The acts so far.
    """

    def __init__(self, path: Path, tell: Tell) -> None:
        """Name the parts of a project; `open_project` looks whether they are there."""
        self.is_folder = path.is_dir()
        self.scenario = path / SCENARIO if self.is_folder else path.resolve()
        self.folder = self.scenario.parent
        self.is_kept = self.is_folder and not _in_catalogue(path)
        self.notices: list[Problem] = []
        self.journal = Journal(self.folder / JOURNAL)
        sound_parts = {SCENARIO: everything, LEDGER: _sound_lines, DRAFT: everything}
        self._history = History(self.folder, self.journal, sound_parts)
        self._tell = tell

    @property
    def results(self) -> Results:
        """Answers computed before; none are stored where the project is not kept."""
        return Results(self.folder / RESULTS if self.is_kept else None)

    def file(self, name: str) -> Path:
        """The place of a file that the scenario names; it must lie in the project folder."""
        return inside(self.folder, name)

    def read_scenario(self) -> bytes:
        """The scenario file as it stands."""
        data = read_file(self.scenario)
        if data is None:
            raise _no_scenario(self.folder)
        return data

    def read_entries(self) -> "list[Entry]":
        """The ledger as it stands; empty for a single scenario file.

        Raises:
            EvidenceError: If it is damaged, in a folder where nothing can be mended.
        """
        data = read_file(self.folder / LEDGER) if self.is_folder else None
        return _read_entries(data or b"", str(self.folder / LEDGER))

    def edit_scenario(self, edit: Edit, what: str) -> Act | None:
        """Change the scenario file, safely and undoably.

        Args:
            edit: Makes the new text from the present one. It runs while no other process can
                change the project; if it raises, nothing is changed.
            what: What is done, in words, for the history.

        Returns:
            The act; None if the text stays the same.

        Raises:
            ProjectError: If it could not be saved.
        """
        with self.alone():
            self.notices += self._history.settle()
            return self._history.change(SCENARIO, edit, what)

    def read_draft(self) -> bytes | None:
        """The last draft; None if there is none."""
        return read_file(self.folder / DRAFT) if self.is_folder else None

    def keep_draft(self, draft: bytes, what: str) -> Act | None:
        """Keep a draft as the last one, safely and undoably, as `edit_scenario` does."""
        with self.alone():
            self.notices += self._history.settle()
            return self._history.change(DRAFT, lambda _: draft, what)

    def edit_entries(self, edit: EditEntries, what: str) -> Act | None:
        """Change the ledger, safely and undoably, as `edit_scenario` does."""
        from middleground.evidence.ledger import dump_entries

        def rewrite(data: bytes) -> bytes:
            entries = _read_entries(data, str(self.folder / LEDGER))
            return dump_entries(edit(entries)).encode("utf-8", "backslashreplace")

        with self.alone():
            self.notices += self._history.settle()
            return self._history.change(LEDGER, rewrite, what)

    def edit_entries_of(self, edits: Mapping[str, EditLines], what: str) -> Act | None:
        """Change the ledger report by report, so that never all of its entries are in memory.

        Args:
            edits: For each report's id, what makes its new lines of the ledger from the present.
            what: What is done, in words, for the history.

        Raises:
            ProjectError: If it could not be saved, or the ledger would become too large.
        """
        from middleground.evidence.by_report import edit_by_report

        def rewrite(data: bytes) -> bytes:
            after = edit_by_report(_text(data, str(self.folder / LEDGER)), edits)
            return _within_limits(after.encode("utf-8", "backslashreplace"), self.folder / LEDGER)

        with self.alone():
            self.notices += self._history.settle()
            return self._history.change(LEDGER, rewrite, what)

    def each_entry(self) -> Iterator["Entry"]:
        """The ledger as it stands, one entry after the other; see `read_entries`."""
        from middleground.evidence.by_report import each_entry

        data = read_file(self.folder / LEDGER) if self.is_folder else None
        yield from each_entry(_text(data or b"", str(self.folder / LEDGER)))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from changing the project meanwhile. Not to be nested."""
        if not self.is_kept:
            raise _not_kept(self)
        make_cache(self.folder)
        with locked(self.folder / CACHE / "lock", self._tell):
            yield

    def settle(self) -> None:
        """Bring files and journal into agreement; where that cannot be stored, read on as it is."""
        try:
            with self.alone():
                remove_unfinished(self.folder)
                remove_unfinished(self.folder / REPORTS)
                self.notices += self._history.settle()
        except ProjectError as error:
            if error.problems[0].code != "not-saved":
                raise
            self.is_kept = False
            why = error.problems[0].what
            self.notices.append(
                Problem(f"answers are not stored, because the project cannot be written: {why}")
            )


def open_project(path: Path, tell: Tell) -> Project:
    """Open a project folder or a single scenario file.

    Args:
        path: Either.
        tell: Told what a person at the terminal should know while they wait.

    Raises:
        ProjectError: If there is none, or a newer version of this program wrote it.
    """
    try:
        if not path.exists():
            raise _nothing_there(path)
        project = Project(path, tell)
        if project.is_kept and (project.scenario.exists() or project.journal.path.exists()):
            project.settle()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProjectError(
            f"cannot open '{shown(str(path))}': {reason}", code="no-project"
        ) from error
    refuse_newer(project.read_scenario(), str(project.scenario))
    return project


def make_cache(folder: Path) -> None:
    """Make the folder for what can be thrown away, kept out of version control."""
    cache = folder / CACHE
    if not cache.is_dir() or cache.is_symlink():
        make_folder(cache)
        write_safely(cache / ".gitignore", b"*\n")


def refuse_newer(scenario: bytes, file: str) -> None:
    """Refuse a scenario that a newer version of this program wrote."""
    found = _FORMAT_LINE.search(scenario)
    if found and int(found[1]) > FORMAT:
        raise ProjectError(
            Problem(
                f"the scenario is of format middleground/{int(found[1])}, newer than this program",
                code="version",
                file=file,
                expected=f"format: middleground/{FORMAT}",
                mend="update middleground",
            )
        )


def _in_catalogue(path: Path) -> bool:
    """Whether this is a case of the catalogue itself: it is read, and never written into."""
    catalogue = catalogue_folder()
    return catalogue is not None and path.resolve().is_relative_to(catalogue.resolve())


def _read_entries(data: bytes, file: str) -> "list[Entry]":
    from middleground.evidence.ledger import load_entries

    return load_entries(_text(data, file), file)


def _text(data: bytes, file: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        message = "the ledger is not UTF-8 text"
        raise EvidenceError(message, code="damaged-file").in_file(file) from None


def _within_limits(ledger: bytes, file: Path) -> bytes:
    """The ledger, if it can be read again."""
    if len(ledger) <= LARGEST_FILE:
        return ledger
    raise ProjectError(
        f"the ledger would grow to {len(ledger) / 2**20:,.0f} MiB",
        code="too-large",
        where=str(file),
        expected=f"at most {LARGEST_FILE // 2**20} MiB, some 1,300 reports of a page",
        mend="divide the reports among several projects",
    )


def _sound_lines(data: bytes) -> bytes:
    """The ledger without lines that are no entries; the very same bytes if all of them are."""
    if _is_sound(data):
        return data
    return b"".join(line + b"\n" for line in data.split(b"\n") if line and _is_sound(line))


def _is_sound(lines: bytes) -> bool:
    try:
        _read_entries(lines, "")
    except EvidenceError:
        return False
    return True


def _not_kept(project: Project) -> ProjectError:
    place = project.folder if project.is_folder else project.scenario
    if not project.is_folder:
        what, mend = "is a single file", f"make a project folder: {called()} new DIR"
    elif _in_catalogue(place):
        what = "is a case of the catalogue, which stays as it is"
        mend = f"work on a copy: {called()} new DIR --case {shown(place.name)}"
    else:
        what, mend = "cannot be written", "copy the project to a place where you may write"
    return ProjectError(
        f"'{shown(str(place))}' {what}", code="not-kept", expected="a project folder", mend=mend
    )


def _nothing_there(path: Path) -> ProjectError:
    names = [place.name for place in path.parent.glob("*")]
    near = difflib.get_close_matches(path.name, names, 1)
    hint = f"; there is '{shown(str(path.parent / near[0]))}'" if near else ""
    return ProjectError(
        f"there is no '{shown(str(path))}'{hint}",
        code="no-project",
        expected="a project folder, or a scenario file",
        mend=f"make one: {called()} new DIR --reports FILE...",
    )


def _no_scenario(folder: Path) -> ProjectError:
    found = [
        place
        for pattern in ("*.yaml", "*.yml", f"*/{SCENARIO}")
        for place in sorted(folder.glob(pattern))
    ]
    near = difflib.get_close_matches(SCENARIO, [place.name for place in found], 1, 0)
    nearest = next((shown(str(place)) for place in found if place.name in near), None)
    make = f"make a project: {called()} new DIR --reports FILE..."
    return ProjectError(
        f"'{shown(str(folder))}' holds no {SCENARIO}",
        code="no-scenario",
        expected=f"a project folder with a {SCENARIO}",
        mend=f"perhaps you mean '{nearest}'?" if nearest else make,
    )
