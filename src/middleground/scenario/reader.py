"""Reading a scenario file: every fault at once, each with its place and its remedy."""

import codecs
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from middleground.errors import Problem, ScenarioError
from middleground.scenario.model import LATER, Scenario
from middleground.scenario.parsed import LARGEST_FILE, Parsed, sorted_problems
from middleground.scenario.places import Places
from middleground.scenario.references import find_broken_references
from middleground.scenario.wrong_values import problems_of, said

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Reading:
    """A scenario, and the file that it stands in.

    Attributes:
        scenario: What the file says.
        places: Its values as written, and where each stands.
        notices: What is worth knowing and no error, in the order of the file.
    """

    scenario: Scenario
    places: Places
    notices: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        """The file's path as the user named it."""
        return self.places.file

    @property
    def tree(self) -> dict[str, Any]:
        """The file's values as written: mappings, lists, text, numbers."""
        tree: dict[str, Any] = self.places.tree
        return tree


def read_scenario(path: str | FilePath, *, root: FilePath | None = None) -> Reading:
    """Read a scenario file.

    Args:
        path: The file.
        root: Folder that no report's file may leave; None where the scenario stands alone.

    Raises:
        ScenarioError: With every problem that could be found, in the order of the file.
    """
    file = FilePath(path)
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "does not exist"
        raise ScenarioError(
            Problem(f"the scenario file {what}", "missing-file", str(path),
                    expected="a file in YAML, such as scenario.yaml")
        )  # fmt: skip
    try:
        with file.open("rb") as stream:
            written = stream.read(2 * LARGEST_FILE + 4)
    except OSError as error:
        raise ScenarioError(
            Problem(f"the scenario file cannot be read: {error.strerror}", "unreadable", str(path))
        ) from None
    return read_scenario_bytes(written, str(path), root=root, folder=file.parent)


def read_scenario_bytes(
    written: bytes,
    file: str = "",
    *,
    root: FilePath | None = None,
    folder: FilePath | None = None,
) -> Reading:
    """Read a scenario from a file's bytes; arguments and errors as for its text.

    Raises:
        ScenarioError: With every problem that could be found, in the order of the file.
    """
    text, notices = decode(written, file)
    reading = read_scenario_text(text, file, root=root, folder=folder)
    return Reading(reading.scenario, reading.places, (*notices, *reading.notices))


def read_scenario_text(
    text: str,
    file: str = "",
    *,
    root: FilePath | None = None,
    folder: FilePath | None = None,
) -> Reading:
    """Read a scenario from its text.

    Args:
        text: The text, without byte order mark.
        file: The file that it stands in, for messages.
        root: Folder that no report's file may leave; None where the scenario stands alone.
        folder: Folder that reports' files are relative to.

    Raises:
        ScenarioError: With every problem that could be found, in the order of the file.
    """
    # Imported here: a file that was parsed before needs no reader of YAML.
    from middleground.scenario.yaml_text import parse_yaml

    return read_parsed(parse_yaml(text, file), root=root, folder=folder)


def read_parsed(
    parsed: Parsed, *, root: FilePath | None = None, folder: FilePath | None = None
) -> Reading:
    """Read a scenario from what its file was parsed into; arguments and errors as for its text."""
    places = parsed.places
    if not isinstance(places.tree, dict):
        raise ScenarioError(
            places.problem(
                (), f"the file holds {said(places.tree)}", "type",
                "sections by name: format, title, parties, issues, preferences",
                "begin with the line 'format: middleground/1'",
            )
        )  # fmt: skip
    try:
        scenario = Scenario.model_validate(places.tree)
    except ValidationError as error:
        raise ScenarioError(sorted_problems(problems_of(error, places))) from None
    broken, doubts = find_broken_references(scenario, places, root=root, folder=folder)
    if broken:
        raise ScenarioError(sorted_problems(broken))
    notices = [*parsed.notices, *doubts, *_sections_for_later(places)]
    notices.sort(key=lambda p: (p.line or 0, p.column or 0))
    return Reading(scenario, places, tuple(notices))


def decode(written: bytes, file: str = "") -> tuple[str, list[Problem]]:
    """A file's bytes as text, without byte order mark; UTF-8, or UTF-16 with its mark.

    Raises:
        ScenarioError: If the bytes are neither.
    """
    if written.startswith(_UTF16):
        try:
            text = written.decode("utf-16")
        except UnicodeDecodeError:
            raise ScenarioError(_no_text(file)) from None
        notice = Problem(
            "the file is saved as UTF-16", "encoding", file, 1, 1,
            expected="UTF-8, which every program reads", mend="save it as UTF-8",
        )  # fmt: skip
        return text, [notice]
    try:
        text = written.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = written[: error.start].decode("utf-8")
        if b"\0" in written:
            raise ScenarioError(_no_text(file)) from None
        line, column = Places(file, before.removeprefix("\ufeff")).line_column(len(before))
        raise ScenarioError(
            Problem(
                f"byte 0x{written[error.start]:02X} is not UTF-8", "encoding", file, line, column,
                expected="text saved as UTF-8", mend="open it in an editor and save it as UTF-8",
            )
        ) from None  # fmt: skip
    if "\0" in text:
        raise ScenarioError(_no_text(file))
    return text, []


def _no_text(file: str) -> Problem:
    return Problem(
        "the file is not text, or is damaged", "not-text", file, 1, 1,
        expected="a scenario in YAML, saved as plain text in UTF-8",
        mend="name the scenario file; reports are brought in with the command 'add'",
    )  # fmt: skip


def _sections_for_later(places: Places) -> list[Problem]:
    return [
        places.problem(
            (section,),
            f"the section '{section}' is kept as it is; this version does not use it yet",
            "not-used-yet",
            key=True,
        )
        for section in LATER
        if places.value((section,)) is not None
    ]
