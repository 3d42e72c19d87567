"""What can be compared: scenario files, projects, what-ifs, and a project as it was on a day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from middleground.errors import ProjectError
from middleground.plain_text import shown
from middleground.ports.cli.asking import Opened
from middleground.ports.store.files import digest, read_file
from middleground.ports.store.project import LEDGER, SCENARIO

if TYPE_CHECKING:
    from middleground.answers.changes import Version
    from middleground.scenario.overlay import Overlay

_OVERLAY_LINE = re.compile(rb"^[\"']?format[\"']?:[ \t]*[\"']?middleground-overlay/", re.MULTILINE)


@dataclass(frozen=True)
class Compared:
    """One of two things that are compared.

    Attributes:
        opened: The project that it belongs to.
        version: The scenario, with its name.
        digest: SHA-256 of all that it was read from.
    """

    opened: Opened
    version: "Version"
    digest: str


def as_it_is(opened: Opened, name: str) -> Compared:
    """A project as it stands."""
    from middleground.answers.changes import Version

    return Compared(opened, Version(name, opened.reading), opened.digest)


def what_if(opened: Opened, overlay: "Overlay", name: str) -> Compared:
    """A project with changes made to it.

    Raises:
        ScenarioError: If a change leads nowhere, or the changed scenario is not sound.
    """
    from middleground.answers.changes import Version
    from middleground.scenario.amending import apply_overlay

    project = opened.project
    root = project.folder if project.is_folder else None
    amended = apply_overlay(opened.reading, overlay, root=root, folder=project.folder)
    said = [[change.act, change.path, change.value] for change in overlay.changes]
    of = f"{opened.digest} {said} {overlay.title} {overlay.assumption}"
    version = Version(name, amended.reading, amended.reasons)
    return Compared(opened, version, digest(of.encode("utf-8", "backslashreplace")))


def overlay_in(path: Path) -> "Overlay":
    """The overlay that a file holds.

    Raises:
        ProjectError: If there is no such file.
        ScenarioError: If it is no overlay, or has faults.
    """
    from middleground.scenario.overlay import read_overlay
    from middleground.scenario.reader import decode

    data = read_file(path)
    if data is None:
        raise ProjectError(
            f"there is no '{shown(str(path))}'",
            code="no-overlay",
            expected="an overlay file: 'format: middleground-overlay/1', then set, add or remove",
            mend="correct the name, or write the changes with --set PATH=VALUE",
        )
    text, _ = decode(data, str(path))
    return read_overlay(text, str(path))


def is_overlay_file(path: Path) -> bool:
    """Whether a file says of itself that it is an overlay."""
    return path.is_file() and _OVERLAY_LINE.search(read_file(path) or b"") is not None


def compared(one: str, other: str) -> tuple[Compared, Compared]:
    """Two things that a user named: the second may be an overlay on the first.

    Raises:
        ProjectError: If one of them is not there, or has no history on that day.
    """
    if is_overlay_file(Path(one)):
        raise ProjectError(
            f"'{shown(one)}' is an overlay: it needs a scenario that it changes",
            code="overlay-first",
            expected="a scenario or project first, then the overlay",
            mend="name the scenario first, then this file",
        )
    first = _named(one)
    if is_overlay_file(Path(other)):
        overlay = overlay_in(Path(other))
        base = first.opened
        return first, what_if(base, overlay, overlay.title or other)
    return first, _named(other)


def _named(text: str) -> Compared:
    path, at, day = text.rpartition("@")
    if at and not Path(text).exists():
        return _as_of(Opened(Path(path)), day, text)
    return _with_ledger(as_it_is(Opened(Path(text)), text))


def _with_ledger(found: Compared) -> Compared:
    """The same with the ledger of its project, if it has one."""
    project = found.opened.project
    data = read_file(project.folder / LEDGER) if project.is_folder else None
    if data is None:
        return found
    version = replace(found.version, entries=project.read_entries())
    return replace(found, version=version, digest=_digest(found.digest, data))


def _as_of(opened: Opened, day: str, name: str) -> Compared:
    """A project as its history has it at the end of a day, or at a moment."""
    from middleground.answers.changes import Version
    from middleground.evidence.ledger import load_entries

    moment = _end_of(day)
    journal = opened.project.journal
    acts = [act for act in journal.acts if act.file == SCENARIO]
    if opened.project.is_folder and not acts:
        journal.refresh()
        acts = [act for act in journal.acts if act.file == SCENARIO]
    text = journal.text(SCENARIO, moment)
    if text is None:
        began = f"it begins on {acts[0].at[:10]}" if acts else "it has none"
        raise ProjectError(
            f"the history of '{shown(str(opened.project.folder))}' does not reach back to"
            f" {shown(day)}: {began}",
            code="no-history",
            expected="a day on which the project was already kept here",
            mend="name a later day; or compare two scenario files",
        )
    ledger = journal.text(LEDGER, moment) or b""
    entries = load_entries(ledger.decode("utf-8", "surrogateescape"), str(opened.project.folder))
    version = Version(name, opened.read(text), entries=entries)
    return Compared(opened, version, _digest(digest(text), ledger))


def _digest(scenario: str, ledger: bytes) -> str:
    return digest(f"{scenario} {digest(ledger)}".encode())


def _end_of(day: str) -> str:
    """The last moment that counts, as the journal writes it."""
    try:
        if len(day) == len("2024-05-02"):
            return f"{date.fromisoformat(day).isoformat()}T23:59:59.999Z"
        moment = datetime.fromisoformat(day)
    except ValueError:
        raise ProjectError(
            f"'{shown(day)}' is not a day",
            code="date",
            expected="a day such as 2024-05-02, or a moment such as 2024-05-02T14:30Z",
            mend="write PROJECT@2024-05-02",
        ) from None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def names(overlay: "Overlay") -> Sequence[str]:
    """The changes of an overlay, as short as they can be said."""
    marks = {"set": "{} = {}", "add": "with {}", "remove": "without {}"}
    return [marks[c.act].format(c.path, c.value) for c in overlay.changes]
