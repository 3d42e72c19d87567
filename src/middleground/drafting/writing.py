"""A draft as the text of a scenario file: one element after the other, each with its grounds."""

import re
from collections.abc import Mapping
from typing import Any

from middleground.drafting.elements import Element
from middleground.drafting.quotes import Citations
from middleground.scenario.editing import quoted
from middleground.scenario.scalars import NumberFault, resolve

_WIDTH = 112
_MOST_LINES = 2  # of an element in brackets; a longer one has a line for each field
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_'-]*(?:[ .][A-Za-z0-9_'-]*[A-Za-z0-9_])*")
_MISREAD = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def flow(value: Any) -> str:
    r"""A value in YAML on one line.

    Example:
        >>> print(flow({"range": [1, 2.5], "why": "a: b", "by": "union.chair"}))
        {range: [1, 2.5], why: "a: b", by: union.chair}
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        number = float(value)
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
    if value is None:
        return "null"
    return plain(str(value))


def key(word: Any) -> str:
    """A mapping's key: a number as it is, text in quotation marks where it needs them."""
    if word == "on":  # the levers' own key: this program's YAML reads it as text
        return "on"
    return flow(word) if isinstance(word, int | float) else plain(str(word))


def plain(text: str) -> str:
    """Text, in quotation marks where it could mean something else; half a character as "?"."""
    text = text.encode("utf-8", "replace").decode()
    safe = _PLAIN.fullmatch(text) and text.casefold() not in _MISREAD
    try:
        safe = safe and resolve(text) == text
    except NumberFault:
        safe = False
    return text if safe else quoted(text)


def element_lines(value: Mapping[str, Any], comment: str) -> list[str]:
    """An element as it stands under its id: a line in brackets, or its fields line by line.

    Args:
        value: Its fields.
        comment: What stands beside it, or above its fields; "" for nothing.
    """
    short = flow(value)
    beside = f"  # {comment}" if comment else ""
    if len(short) + len(beside) <= _WIDTH - 24:
        return [short + beside]
    lines = [f"# {comment}"] if comment else []
    if fits(wrapped := wrap(value, _WIDTH), _WIDTH):
        return [*lines, *wrapped]
    for field, said in value.items():
        lines += _field(field, said)
    return lines


def _field(field: str, said: Any) -> list[str]:
    line = f"{key(field)}: {flow(said)}"
    if len(line) <= _WIDTH - 4 or not said or not isinstance(said, Mapping | list):
        return [line]
    if isinstance(said, list):
        one_each = all(isinstance(item, Mapping) for item in said)
        return [f"{key(field)}:", *(f"  - {flow(item)}" for item in said)] if one_each else [line]
    lead = f"{key(field)}: "
    room = _WIDTH - 4 - len(lead)
    if fits(wrapped := wrap(said, room), room):
        return [lead + wrapped[0], *(" " * len(lead) + rest for rest in wrapped[1:])]
    return [f"{key(field)}:", *(f"  {inner}" for k, v in said.items() for inner in _field(k, v))]


def wrap(value: Mapping[str, Any], width: int) -> list[str]:
    """A mapping in brackets, broken between its fields where a line would be too long.

    Example:
        >>> wrap({"by": "union", "requires": "pay"}, 16)
        ['{by: union,', ' requires: pay}']
    """
    lines = ["{"]
    for number, (field, said) in enumerate(value.items()):
        part = f"{key(field)}: {flow(said)}" + ("," if number < len(value) - 1 else "}")
        fresh = lines[-1] in ("{", " ")
        if not fresh and len(lines[-1]) + 1 + len(part) > width:
            lines.append(" ")
            fresh = True
        lines[-1] += part if fresh else f" {part}"
    return lines


def fits(lines: list[str], width: int) -> bool:
    """Whether a mapping in brackets is short enough to stand so."""
    return len(lines) <= _MOST_LINES and all(len(line) <= width for line in lines)


def section_lines(name: str, elements: Mapping[str, list[str]]) -> list[str]:
    """A section with its elements, one under the other; ids of short ones are set in a column."""
    width = max((len(key(i)) for i, lines in elements.items() if len(lines) == 1), default=0)
    width = min(width, 26)
    found = [f"{name}:"]
    for id_, lines in elements.items():
        if len(lines) == 1 and len(lines[0]) + max(width, len(key(id_))) < _WIDTH:
            found.append(f"  {key(id_) + ':':<{width + 1}} {lines[0]}")
        else:
            found += [f"  {key(id_)}:", *(f"    {line}" for line in lines)]
    return found


def with_evidence(element: Element, citations: Citations) -> dict[str, Any]:
    """An element's fields, with the quotations that it rests on before its assumption."""
    value = {k: _cited(v, citations) for k, v in element.value.items() if k != "assumption"}
    cited = citations.cite(*element.entries)
    if cited:
        value["evidence"] = cited[0] if len(cited) == 1 else cited
    if "assumption" in element.value:
        value["assumption"] = element.value["assumption"]
    return value


def _cited(value: Any, citations: Citations) -> Any:
    """A value in which lists of entries under `evidence` are replaced by quotation ids."""
    if isinstance(value, Mapping):
        found = {}
        for k, v in value.items():
            if k == "evidence":
                ids = citations.cite(*v)
                if ids:
                    found[k] = ids[0] if len(ids) == 1 else ids
            else:
                found[k] = _cited(v, citations)
        return found
    return [_cited(v, citations) for v in value] if isinstance(value, list) else value
