"""Making a project folder: whole or not at all, and never over something that is there."""

import contextlib
import difflib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from middleground.errors import ProjectError
from middleground.plain_text import canonical, shown
from middleground.ports.called import called
from middleground.ports.store.bring_in import BroughtIn, bring_in
from middleground.ports.store.catalogue import list_cases
from middleground.ports.store.files import (
    make_folder,
    put_in_place,
    read_file,
    write_safely,
)
from middleground.ports.store.listing import list_reports, replace_title
from middleground.ports.store.project import SCENARIO, Project
from middleground.ports.store.stored_reports import read_stored
from middleground.ports.store.template import new_scenario


def make_project(
    folder: Path, sources: Sequence[Path], title: str, tell: Callable[[str], None]
) -> list[BroughtIn]:
    """Make a project from reports.

    Args:
        folder: Where; it must not exist, or be empty.
        sources: The reports' files.
        title: The scenario's title; "" to take it from the folder's name.
        tell: Told what a person at the terminal should know while they wait.

    Raises:
        ProjectError: If the folder is in use or cannot be made. Nothing is left behind.
        ReportError: If a report cannot be read. Nothing is left behind.
    """
    named = title or _title_of(folder)
    with built(folder, tell) as project:
        project.edit_scenario(lambda _: new_scenario(named), "made the project")
        return bring_in(project, sources)


def copy_case(folder: Path, case: str, title: str, tell: Callable[[str], None]) -> dict[str, str]:
    """Make a project from a case of the catalogue.

    Args:
        folder: Where; it must not exist, or be empty.
        case: The case's name.
        title: Another title; "" to keep the case's own.
        tell: Told what a person at the terminal should know while they wait.

    Returns:
        The files of the project's reports, by id.
    """
    source = _find_case(case)
    with built(folder, tell) as project:
        _copy_files(source, project.folder)
        scenario = read_file(source / SCENARIO) or b""
        if title:
            scenario = replace_title(scenario, title, SCENARIO)
        project.edit_scenario(lambda _: scenario, f"copied the case {case}")
        files = list_reports(scenario, SCENARIO)
        for report, file in files.items():
            read_stored(project, report, file)
        return files


@contextlib.contextmanager
def built(folder: Path, tell: Callable[[str], None]) -> Iterator[Project]:
    """A project under construction near its place; put there only when it is whole.

    Raises:
        ProjectError: If the place is in use, or cannot be written. Nothing is left behind.
    """
    _refuse_what_is_there(folder)
    folder = folder.resolve()
    # An empty folder may be somebody's working folder, or a disk of its own: it is filled.
    is_there = folder.is_dir()
    above = folder if is_there else folder.parent
    made = [] if is_there else _make_parents(above)
    site = above / f".{folder.name}.{secrets.token_hex(4)}.new"
    try:
        make_folder(site)
        yield Project(site, tell)
        if is_there:
            _move_into(folder, site)
        else:
            put_in_place(site, folder)
    except BaseException:
        shutil.rmtree(site, ignore_errors=True)
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise


def _move_into(folder: Path, site: Path) -> None:
    """Move everything one level up, the scenario last: it is what makes a folder a project."""
    moved: list[Path] = []
    try:
        for child in sorted(site.iterdir(), key=lambda path: path.name == SCENARIO):
            moved.append(folder / child.name)
            put_in_place(child, moved[-1])
        site.rmdir()
    except BaseException:
        for path in moved:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise


def _refuse_what_is_there(folder: Path) -> None:
    what = ""
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            what = "is in use"
        elif folder.is_dir() and any(folder.iterdir()):
            what = "is not empty"
    except OSError as error:
        what = f"cannot be used: {(error.strerror or str(error)).lower()}"
    if what:
        raise ProjectError(
            f"'{shown(str(folder))}' {what}; nothing was changed",
            code="exists",
            expected="a folder that is empty, or does not exist yet",
            mend=f"choose another name; to bring reports into a project: {called()} add",
        )


def _make_parents(folder: Path) -> list[Path]:
    """Make the folders above; return those that were made, the deepest first."""
    missing: list[Path] = []
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = folder.parent
    for parent in reversed(missing):
        make_folder(parent)
    return missing


def _copy_files(source: Path, target: Path) -> None:
    """Copy a case's files, folders and all. What is hidden stays where it is."""
    for path in sorted(source.iterdir()):
        if path.name.startswith(".") or path.is_symlink() or path.name == SCENARIO:
            continue
        if path.is_dir():
            make_folder(target / path.name)
            _copy_files(path, target / path.name)
        else:
            write_safely(target / path.name, read_file(path) or b"")


def _find_case(case: str) -> Path:
    cases = list_cases()
    if case in cases:
        return cases[case]
    near = difflib.get_close_matches(case, cases, 1)
    raise ProjectError(
        f"no case of the catalogue is called '{shown(case)}'",
        code="unknown-case",
        expected=f"one of {', '.join(cases)}" if cases else "a catalogue (none was installed)",
        mend=f"did you mean '{near[0]}'?" if near else "",
    )


def _title_of(folder: Path) -> str:
    words = canonical(folder.absolute().name).replace("_", " ").replace("-", " ").split()
    title = " ".join(words)
    return title[:1].upper() + title[1:] or "Talks"
