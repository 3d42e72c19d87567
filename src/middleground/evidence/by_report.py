"""A ledger's text changed one report at a time, so that memory never holds all of its entries."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from middleground.evidence.entries import Entry
from middleground.evidence.ledger import load_entries

EditLines = Callable[[str], str]


def edit_by_report(text: str, edits: Mapping[str, EditLines]) -> str:
    """The ledger's text after the entries of some reports were changed.

    Args:
        text: The ledger as JSON lines.
        edits: For each report to change, what makes its new lines from the present ones.

    Returns:
        The new text, in order of reports. Entries of other reports stay as they are written.

    Raises:
        EvidenceError: If a line is no entry; every such line is named.
    """
    written = _lines_by_report(text)
    parts = []
    for report in sorted({*written, *edits}):
        lines = "".join(written.pop(report, ()))
        edit = edits.get(report)
        parts.append(edit(lines) if edit else lines)
    return "".join(parts)


def each_entry(text: str) -> Iterator[Entry]:
    """The entries of a ledger's text one by one.

    Raises:
        EvidenceError: If a line is no entry.
    """
    for line in _lines(text):
        yield from load_entries(line)


def _lines_by_report(text: str) -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    for line in _lines(text):
        if line.strip():
            found[_report_of(line, text)].append(line)
    return found


def _lines(text: str) -> Iterable[str]:
    """The lines with their line breaks, without a second copy of the text in memory."""
    begun = 0
    while begun < len(text):
        end = text.find("\n", begun) + 1 or len(text)
        yield text[begun:end]
        begun = end


def _report_of(line: str, text: str) -> str:
    """The report of a line.

    Raises:
        EvidenceError: If it is no entry: the whole text is read, so that the error can say where.
    """
    try:
        said: Any = json.loads(line)
        report = said["report"]
    except (ValueError, RecursionError, KeyError, TypeError):
        report = None
    if not isinstance(report, str):
        load_entries(text)
        raise AssertionError("a line that names no report was taken for an entry")
    return report
