"""The reports that a scenario lists: reading the list, and adding to it without touching the rest.

Only this section is looked at, so that a report can be brought in while the model is half-written.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from middleground.errors import ProjectError, ScenarioError
from middleground.plain_text import shown
from middleground.scenario.editing import ScenarioText, quoted
from middleground.scenario.grounds import RESERVED
from middleground.scenario.places import Place, Places

SECTION = "reports"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_MISREAD = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


def list_reports(scenario: bytes, file: str) -> dict[str, str]:
    """The file of every report that a scenario lists, by the report's id.

    Raises:
        ScenarioError: If the file is no YAML, or an entry of the list names no file.
    """
    places = ScenarioText.from_bytes(scenario, file).places
    if not isinstance(places.tree, dict):
        raise ScenarioError(
            places.problem((), "the file holds no sections", "type", "format, title, reports ...")
        )
    listed = places.value((SECTION,)) or {}
    if not isinstance(listed, dict):
        raise ScenarioError(_not_a_list(places, ()))
    found: dict[str, str] = {}
    for report, said in listed.items():
        if report in RESERVED:
            continue
        named = said.get("file") if isinstance(said, dict) else None
        if not isinstance(named, str) or not isinstance(report, str):
            raise ScenarioError(_not_a_list(places, (report,)))
        found[report] = named
    return found


def insert_reports(scenario: bytes, reports: Mapping[str, dict[str, str]], file: str) -> bytes:
    """The scenario with more reports at the end of its list; every other byte as it was.

    Args:
        scenario: The scenario file.
        reports: By id of each new report what the scenario says of it: its `file`, relative to the
            scenario, and more.
        file: The scenario's path, for messages.

    Raises:
        ScenarioError: If the file is no YAML.
        ProjectError: If it is laid out so that nothing can be inserted.
    """
    if not reports:
        return scenario
    list_reports(scenario, file)  # what cannot be read cannot be added to
    before = ScenarioText.from_bytes(scenario, file)
    snippets = {report: _in_braces(said) for report, said in reports.items()}
    section = before.places.by_path.get((SECTION,))
    first = next(iter(snippets))
    rest = {report: snippet for report, snippet in snippets.items() if report != first}
    try:
        if section is None:
            after = before.inserted((), SECTION, f"{{{first}: {snippets[first]}}}")
        elif before.places.value((SECTION,)) is None:
            after = _begin_list(before, section, f"{first}: {snippets[first]}")
        else:
            after, rest = before, snippets
        if rest:
            after = after.inserted_all((SECTION,), rest)
    except ValueError:
        raise _cannot_add(snippets[first]).in_file(file) from None
    return after.to_bytes()


def _in_braces(said: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {in_yaml(value)}" for key, value in said.items()) + "}"


def replace_title(scenario: bytes, title: str, file: str) -> bytes:
    """The scenario under another title; every other byte as it was."""
    return ScenarioText.from_bytes(scenario, file).replaced(("title",), in_yaml(title)).to_bytes()


def in_yaml(text: str) -> str:
    """Text as a value in YAML: plain where that is safe everywhere, otherwise quoted."""
    is_plain = _PLAIN.fullmatch(text) and text.casefold() not in _MISREAD
    return text if is_plain else quoted(text)


def _begin_list(before: ScenarioText, section: Place, item: str) -> ScenarioText:
    """Put the first report under `reports:`, on a line of its own."""
    text = before.text
    at = _LINE.match(text, section.key_end or 0).end()  # type: ignore[union-attr]
    line_break = "\r\n" if "\r\n" in text else "\n"
    is_last_line = text[at - 1] not in "\r\n"
    line = f"{line_break}  {item}" if is_last_line else f"  {item}{line_break}"
    after = replace(before, text=text[:at] + line + text[at:])
    if {**after.places.tree, SECTION: None} != before.places.tree:
        raise ValueError("more than the list would change")
    return after


def _cannot_add(snippet: str) -> ProjectError:
    return ProjectError(
        f"the section '{SECTION}' is laid out in a way that the program cannot add to",
        code="layout",
        where=SECTION,
        expected="one report a line, such as:  april: {file: reports/april.txt}",
        mend=f"add by hand:  {shown(snippet)}",
    )


def _not_a_list(places: Places, path: tuple[Any, ...]) -> Any:
    return places.problem(
        (SECTION, *path),
        "the list of reports cannot be read",
        "type",
        "reports by name, each with its file, such as:  april: {file: reports/april.txt}",
    )
