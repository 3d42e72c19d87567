"""The reports that a scenario lists: reading the list, and adding to it without touching the rest.

Only this section is looked at, so that a report can be brought in while the model is half-written.
"""

import codecs
import json
import re
from typing import Any

from middleground.errors import ProjectError, ScenarioError
from middleground.scenario.grounds import RESERVED
from middleground.scenario.places import Place, Places
from middleground.scenario.reader import decode
from middleground.scenario.yaml_text import parse_yaml

SECTION = "reports"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_LINE_END = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


def list_reports(scenario: bytes, file: str) -> dict[str, str]:
    """The file of every report that a scenario lists, by the report's id.

    Raises:
        ScenarioError: If the file is no YAML, or an entry of the list names no file.
    """
    places = _read(scenario, file)
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


def insert_report(scenario: bytes, report: str, said: dict[str, str], file: str) -> bytes:
    """The scenario with one more report at the end of its list; every other byte as it was.

    Args:
        scenario: The scenario file.
        report: The new report's id.
        said: What the scenario says of it: its `file`, relative to the scenario, and more.
        file: The scenario's path, for messages.

    Raises:
        ScenarioError: If the file is no YAML, or is written so that nothing can be inserted.
    """
    list_reports(scenario, file)  # what cannot be read cannot be added to
    places = _read(scenario, file)
    if scenario.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ScenarioError(
            "the scenario is saved as UTF-16, and is not changed by the program",
            code="encoding",
            expected="UTF-8",
            mend="save it as UTF-8",
        ).in_file(file)
    items = ", ".join(f"{key}: {in_yaml(value)}" for key, value in said.items())
    at, new = _insertion(places, f"{report}: {{{items}}}")
    text = places.text[:at] + new + places.text[at:]
    _hold_to(text, {**places.tree, SECTION: _with(places, report, said)}, file)
    mark = codecs.BOM_UTF8 if scenario.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def replace_title(scenario: bytes, title: str, file: str) -> bytes:
    """The scenario under another title; every other byte as it was."""
    places = _read(scenario, file)
    place = places.by_path[("title",)]
    text = places.text[: place.start] + in_yaml(title) + places.text[place.end :]
    _hold_to(text, {**places.tree, "title": title}, file)
    return text.encode()


def in_yaml(text: str) -> str:
    """Text as a value in YAML: plain where that is safe everywhere, otherwise quoted."""
    words = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
    if _PLAIN.fullmatch(text) and text.casefold() not in words:
        return text
    # JSON's strings are strings of YAML too, but YAML does not take a bare DEL or C1 control.
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda m: f"\\u{ord(m[0]):04x}", quoted)


def _read(scenario: bytes, file: str) -> Places:
    text, _ = decode(scenario, file)
    places = parse_yaml(text, file).places
    if not isinstance(places.tree, dict):
        raise ScenarioError(
            places.problem((), "the file holds no sections", "type", "format, title, reports ...")
        )
    return places


def _with(places: Places, report: str, said: dict[str, str]) -> dict[str, Any]:
    return {**(places.tree.get(SECTION) or {}), report: said}


def _insertion(places: Places, item: str) -> tuple[int, str]:
    """Where to put the new item, and what to put there."""
    text = places.text
    line_break = "\r\n" if "\r\n" in text else "\n"
    section = places.by_path.get((SECTION,))
    if section is None:
        return _at_end(places, f"{SECTION}:{line_break}  {item}", line_break)
    listed = places.value((SECTION,))
    if listed is None:  # "reports:" and nothing after it
        at = _end_of_line(text, section.key_end or section.end)
        return at, _own_line(text, at, f"  {item}", line_break)
    if section.style == "flow":
        return _into_brackets(text, section, item, bool(listed))
    first = places.by_path[(SECTION, next(iter(listed)))]
    indent = places.line_column(first.key_start or first.start)[1] - 1
    at = _end_of_line(text, section.end)
    return at, _own_line(text, at, " " * indent + item, line_break)


def _at_end(places: Places, lines: str, line_break: str) -> tuple[int, str]:
    """Add a section: after the last line, or within the brackets around the whole file."""
    whole = places.by_path[()]
    if whole.style == "flow":
        section = " ".join(lines.split())
        name, _, item = section.partition(": ")
        return _into_brackets(places.text, whole, f"{name}: {{{item}}}", bool(places.tree))
    at = len(places.text)
    return at, _own_line(places.text, at, lines, line_break)


def _own_line(text: str, at: int, line: str, line_break: str) -> str:
    is_after_line = at == 0 or text[at - 1] in "\r\n"
    return f"{line}{line_break}" if is_after_line else f"{line_break}{line}"


def _into_brackets(text: str, place: Place, item: str, is_filled: bool) -> tuple[int, str]:
    """Put an item before a closing bracket."""
    at = place.end - 1
    while text[at - 1] in " \t":
        at -= 1
    has_comma = text[:at].rstrip().endswith((",", "{"))
    is_after_line = text[at - 1] in "\r\n"
    lead = "" if has_comma or not is_filled else ", "
    return at, f"{lead}{item}" if not is_after_line else f"  {lead.lstrip()}{item}"


def _end_of_line(text: str, at: int) -> int:
    found = _LINE_END.match(text, at)
    return found.end() if found else at


def _hold_to(text: str, tree: dict[str, Any], file: str) -> None:
    """Refuse a change that does more, or less, than it should: some layouts cannot be foreseen."""
    try:
        if parse_yaml(text, file).places.tree == tree:
            return
    except ScenarioError:
        pass
    raise ProjectError(
        f"the section '{SECTION}' is laid out in a way that the program cannot add to",
        code="layout",
        where=SECTION,
        expected="one report a line, such as:  april: {file: reports/april.txt}",
        mend="add the line by hand",
    ).in_file(file)


def _not_a_list(places: Places, path: tuple[Any, ...]) -> Any:
    return places.problem(
        (SECTION, *path),
        "the list of reports cannot be read",
        "type",
        "reports by name, each with its file, such as:  april: {file: reports/april.txt}",
    )
