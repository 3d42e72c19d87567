"""The ledger: entries as they stand, as JSON lines, and what a second reading does to them.

Reading a report again never overwrites what a person decided. Whatever was only proposed follows
the new reading.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pydantic import ValidationError

from middleground.errors import EvidenceError, Problem
from middleground.evidence.entries import Entry, Passage

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
        place of the old ones, without those that were decided upon under another name: see
        `is_same_claim`. In order of report and place.
    """
    before = list(existing)
    kept = [e for e in before if e.decided or (reread is not None and e.report not in reread)]
    found = list(proposed)
    known = {entry.id for entry in before}
    stands_for = _decided_before([e for e in found if e.id not in known], kept, found)
    merged = {e.id: _retied(e, stands_for) for e in found if e.id not in stands_for}
    merged.update((entry.id, entry) for entry in kept)
    return in_order(merged.values())


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in order of report and place."""
    return sorted(entries, key=_place)


def _decided_before(
    new: Iterable[Entry], kept: Iterable[Entry], found: Iterable[Entry]
) -> dict[str, str]:
    """For each new proposal that a decision answers: the entry decided upon.

    A reader that has become better, or a report that has changed, gives the same claim another
    place and so another name. It must meet the decision all the same.
    """
    again = {entry.id for entry in found}
    near: dict[tuple[str, str, int], list[Entry]] = defaultdict(list)
    for entry in kept:
        changed = entry.status in ("corrected", "added")
        if entry.decided and (changed or entry.id not in again):
            near[entry.report, entry.kind, entry.sentence].append(entry)
    answered = {}
    for entry in new:
        sentences = range(entry.sentence - 1, entry.sentence + 2)
        there = (e for n in sentences for e in near.get((entry.report, entry.kind, n), ()))
        decided = next((e for e in there if is_same_claim(e, entry)), None)
        if decided is not None:
            answered[entry.id] = decided.id
    return answered


def is_same_claim(decided: Entry, proposed: Entry) -> bool:
    """Whether a proposal is the claim that somebody has decided upon.

    Of both together at least half of the characters are shared, and unless a person has changed
    what the entry says, both say the same: the same number, the same kind of position ...
    """
    if (decided.report, decided.kind) != (proposed.report, proposed.kind):
        return False
    if decided.kind == "attribution" and decided.cue and not _shared(decided.cue, proposed.cue):
        return False  # one statement within another
    shared = _shared(decided.content, proposed.content)
    both = sum(len(p.text) for p in (*decided.content, *proposed.content)) - shared
    if 2 * shared < both:
        return False
    return decided.status in ("corrected", "added") or _says(decided) == _says(proposed)


def _shared(one: Iterable[Passage], two: Collection[Passage]) -> int:
    """Characters that two lists of passages have in common."""
    return sum(max(0, min(p.end, q.end) - max(p.start, q.start)) for p in one for q in two)


def _says(entry: Entry) -> object:
    """What an entry says in its kind, as far as a second reading must agree in it."""
    if entry.figure:
        return (entry.figure.value, entry.figure.negated)
    if entry.actor:
        return entry.actor.name.casefold()
    if entry.event:
        return entry.event.action
    if entry.term:
        return entry.term.action
    if entry.position:
        return entry.position.kind
    return entry.structure.kind if entry.structure else None


def _retied(entry: Entry, stands_for: Mapping[str, str]) -> Entry:
    """The entry with its ties led to the entries that stand for those left out."""
    changed: dict[str, object] = {}
    if entry.nested_in in stands_for:
        changed["nested_in"] = stands_for[entry.nested_in]
    if entry.figure and entry.figure.asserted_by in stands_for:
        asserted = {"asserted_by": stands_for[entry.figure.asserted_by]}
        changed["figure"] = entry.figure.model_copy(update=asserted)
    if entry.term and not stands_for.keys().isdisjoint(entry.term.figures):
        figures = tuple(stands_for.get(name, name) for name in entry.term.figures)
        changed["term"] = entry.term.model_copy(update={"figures": figures})
    return entry.model_copy(update=changed) if changed else entry


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
