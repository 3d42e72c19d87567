"""The ledger: entries as they stand, as JSON lines, and what a second reading does to them.

Reading a report again never overwrites what a person decided. Whatever was only proposed follows
the new reading.
"""

import json
from collections.abc import Collection, Iterable

from pydantic import ValidationError

from middleground.errors import EvidenceError, Problem
from middleground.evidence.entries import Entry

_LONGEST_LINE = 1_000_000


def merge(
    existing: Iterable[Entry], proposed: Iterable[Entry], reread: Collection[str] | None = None
) -> list[Entry]:
    """Bring a new reading into the ledger.

    Args:
        existing: The ledger as it stands.
        proposed: What the new reading found.
        reread: The reports that were read again; None for all of them. Entries of other reports
            stay as they are.

    Returns:
        Decided entries unchanged; of the reports read again, the proposals of the new reading in
        place of the old ones. In order of report and place.
    """
    kept = [e for e in existing if e.decided or (reread is not None and e.report not in reread)]
    merged = {entry.id: entry for entry in proposed}
    merged.update((entry.id, entry) for entry in kept)
    return sorted(merged.values(), key=_place)


def dump_entries(entries: Iterable[Entry]) -> str:
    """The entries as JSON lines; fields that hold their default are left out."""
    return "".join(
        json.dumps(e.model_dump(exclude_defaults=True), ensure_ascii=False, sort_keys=True) + "\n"
        for e in entries
    )


def load_entries(text: str, file: str = "") -> list[Entry]:
    """Entries from JSON lines.

    Args:
        text: The ledger file's text.
        file: Its name, for messages.

    Raises:
        EvidenceError: If a line is no entry; every such line is named.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            if len(line) > _LONGEST_LINE:
                raise ValueError(f"a line of {len(line):,} characters")
            entries.append(Entry.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            problems.append(
                _no_entry(file, number, f"{where}: {first['msg']}" if where else first["msg"])
            )
        except ValueError as error:
            problems.append(_no_entry(file, number, str(error)))
    if problems:
        raise EvidenceError(problems)
    return entries


def _no_entry(file: str, line: int, why: str) -> Problem:
    return Problem(
        f"line {line} is not an entry of the ledger: {why}",
        code="ledger-line",
        file=file,
        line=line,
        expected="one entry of the ledger as a JSON object",
        mend="restore the line from the journal, or delete it and read the report again",
    )


def _place(entry: Entry) -> tuple[str, int, int, str]:
    first = entry.content[0] if entry.content else None
    return (entry.report, first.start if first else 0, first.end if first else 0, entry.id)
