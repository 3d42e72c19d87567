"""Bringing reports into a project: copied, their text extracted, entered in the scenario.

Either all of them come in, or the project stays as it was to the byte.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from middleground.errors import Problem, ProjectError, ReportError
from middleground.plain_text import shown
from middleground.ports.store.files import digest, make_folder, read_file, write_safely
from middleground.ports.store.listing import insert_reports, list_reports
from middleground.ports.store.naming import file_name, folded, free_name, report_id
from middleground.ports.store.project import REPORTS, SCENARIO, Project
from middleground.ports.store.stored_reports import (
    EXTRACTED,
    META,
    keep_beside,
    read_original,
)
from middleground.reports.reading import ReportText, read_report

_LONGEST_OUTLET = 120
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of one file.

    Attributes:
        source: The file as the user named it.
        report: The report's id in the scenario.
        file: Its file in the project.
        sha256: Of its bytes.
        is_new: False where the project had the same report already.
        notices: What was noticed about it.
        not_stated: What the file does not say of itself, and the scenario now lacks: "published",
            "outlet".
        hint: What the file says that may help: the day it was made, who sent it; or "".
    """

    source: Path
    report: str
    file: str
    sha256: str
    is_new: bool
    notices: tuple[Problem, ...]
    not_stated: tuple[str, ...] = ()
    hint: str = ""


def bring_in(project: Project, sources: Sequence[Path]) -> list[BroughtIn]:
    """Bring reports into a project.

    Args:
        project: The project.
        sources: The files, in the order in which they are to be listed.

    Raises:
        ReportError: If one of them cannot be read, or holds no text; all such are named.
        ScenarioError: If the scenario is no YAML.
        ProjectError: If the project cannot be written.
    """
    read = _read_all(sources)
    entry = _Entry(project)

    def add_all(scenario: bytes) -> bytes:
        entry.begin(scenario)
        for source, data, extracted in read:
            entry.add(source, data, extracted)
        return entry.listed()

    names = ", ".join(shown(source.name) for source in sources)
    try:
        project.edit_scenario(add_all, f"brought in {names}")
    except BaseException:
        entry.take_back()
        raise
    return entry.brought


def ask_for_the_rest(brought: Sequence[BroughtIn]) -> list[Problem]:
    """Ask for the day of publication and the outlet of reports that state none: one notice."""
    lacking = [report for report in brought if report.not_stated]
    if not lacking:
        return []
    named = ", ".join(f"'{one.report}'" for one in lacking[:_MOST_NAMED])
    more = f" and {len(lacking) - _MOST_NAMED:,} more" if len(lacking) > _MOST_NAMED else ""
    hints = [f"'{one.report}' was {one.hint}" for one in lacking[:_MOST_NAMED] if one.hint]
    hint = f" ({', '.join(hints)})" if hints else ""
    return [
        Problem(
            f"no day of publication or no outlet is known of {named}{more}{hint}: add what you know"
            f" to the line in {SCENARIO}, such as  published: 2024-04-11, outlet: The Coast Daily",
            code="not-stated",
        )
    ]


def _read_all(sources: Sequence[Path]) -> list[tuple[Path, bytes, ReportText]]:
    read, problems = [], list[Problem]()
    for source in sources:
        try:
            data = read_original(source)
            read.append((source, data, read_report(data, source.name)))
        except ReportError as error:
            problems += error.in_file(str(source)).problems
    if problems:
        raise ReportError(problems)
    return read


class _Entry:
    """Files written for one call of `bring_in`, and the scenario that lists them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.folder / REPORTS
        self.scenario = self._before = b""
        self.brought: list[BroughtIn] = []
        self._listed: dict[str, str] = {}
        self._reports: dict[str, str] = {}
        self._new: dict[str, dict[str, str]] = {}
        self._by_size: dict[int, list[tuple[str, Path]]] = {}
        self._taken: set[str] = set()
        self._written: list[Path] = []
        self._made_folder = False

    def begin(self, scenario: bytes) -> None:
        self.scenario = self._before = scenario
        self._listed = list_reports(scenario, SCENARIO)
        self._reports = {file: report for report, file in reversed(self._listed.items())}
        self._taken = {folded(name) for name in self._names()}
        for file, place in self._files():
            self._by_size.setdefault(place.stat().st_size, []).append((file, place))

    def listed(self) -> bytes:
        """The scenario with all that was added, listed in one edit however many they are."""
        self.scenario = insert_reports(self.scenario, self._new, SCENARIO)
        return self.scenario

    def add(self, source: Path, data: bytes, extracted: ReportText) -> None:
        sha256 = digest(data)
        notices = list(extracted.notices)
        file = self._find(data)
        report = self._reports.get(file) if file is not None else None
        is_new = file is None or report is None
        if file is None:
            file = self._copy(source, data, extracted)
            if Path(file).name != source.name:
                notices.append(
                    Problem(
                        f"stored as {file}: the project has another file of that name"
                        if self._is_taken(file_name(source.name))
                        else f"stored as {file}, a name that holds on every system",
                        "renamed",
                        str(source),
                    )
                )
        said = _said(file, extracted)
        not_stated = [key for key in ("published", "outlet") if is_new and key not in said]
        if report is None:
            report = report_id(Path(file).name, self._listed)
            self._new[report] = said
            self._listed[report] = file
            self._reports[file] = report
        found = (tuple(notices), tuple(not_stated), _hint(extracted))
        self.brought.append(BroughtIn(source, report, file, sha256, is_new, *found))

    def take_back(self) -> None:
        """Remove the files again, unless the scenario that lists them has been entered."""
        self.project.journal.refresh()
        last = self.project.journal.last(SCENARIO)
        is_entered = last is not None and last.after == digest(self.scenario)
        if is_entered and self.scenario != self._before:
            return
        with contextlib.suppress(OSError):  # what cannot be removed is not listed, and does no harm
            for path in self._written:
                path.unlink(missing_ok=True)
            if self._made_folder:
                self.folder.rmdir()

    def _find(self, data: bytes) -> str | None:
        """The file that holds these bytes already."""
        for file, place in self._by_size.get(len(data), ()):
            if read_file(place) == data:
                return file
        return None

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Reports that are listed, then files that lie with them unlisted."""
        for file in self._listed.values():
            try:
                place = self.project.file(file)
            except ProjectError:
                continue
            if place.is_file():
                yield file, place
        for name in self._names():
            if not name.endswith((EXTRACTED, META)) and not name.startswith("."):
                place = self.folder / name
                if place.is_file() and not place.is_symlink():
                    yield f"{REPORTS}/{name}", place

    def _names(self) -> list[str]:
        return sorted(p.name for p in self.folder.iterdir()) if self.folder.is_dir() else []

    def _is_taken(self, name: str) -> bool:
        """Whether the name, or that of a file beside it, is in use on any system."""
        ours = {folded(name + ending) for ending in ("", EXTRACTED, META)}
        return not ours.isdisjoint(self._taken)

    def _copy(self, source: Path, data: bytes, extracted: ReportText) -> str:
        self._made_folder |= not self.folder.exists()
        make_folder(self.folder)
        name = free_name(file_name(source.name), self._is_taken)
        place = self.folder / name
        made = [place, *(place.with_name(name + e) for e in (EXTRACTED, META))]
        self._written += made
        self._taken |= {folded(path.name) for path in made}
        write_safely(place, data)
        keep_beside(place, data, extracted)
        file = f"{REPORTS}/{name}"
        self._by_size.setdefault(len(data), []).append((file, place))
        return file


def _said(file: str, extracted: ReportText) -> dict[str, str]:
    """What the scenario says of a report: its file, and what the file itself states."""
    said = {"file": file}
    if published := _day(extracted.published):
        said["published"] = published
    outlet = shown(" ".join(extracted.outlet.split()))
    if 0 < len(outlet) <= _LONGEST_OUTLET:
        said["outlet"] = outlet
    return said


def _hint(extracted: ReportText) -> str:
    """What may be the day or the outlet, and is for the analyst to judge.

    The name of a sender is not entered by itself: it may be that of a source.
    """
    if extracted.sender:
        return f"sent by {shown(extracted.sender)}"
    made = _day(extracted.made)
    return f"made on {made}, which may be the day" if made else ""


def _day(stated: str) -> str:
    """A day as ISO 8601 writes it, where one is stated; otherwise ""."""
    try:
        return date.fromisoformat(stated).isoformat()
    except ValueError:
        return ""
