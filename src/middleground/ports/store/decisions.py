"""What people decide about the ledger: each decision an act of the journal, each can be undone.

A decision is undone entry by entry: those that are as it left them go back to what they were, also
when reports were read since. Undoing is a decision like any other, so it can be undone too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from middleground.errors import ProjectError
from middleground.evidence.entries import Entry
from middleground.evidence.ledger import in_order, load_entries
from middleground.evidence.review import Decider
from middleground.ports.store.acts import Act
from middleground.ports.store.files import read_file
from middleground.ports.store.journal import login_name
from middleground.ports.store.project import LEDGER, EditEntries, Project

# How the acts begin by which `read` enters what it found: nobody's decisions.
READING = "read"
_UNDOING = "undid act {}: "
_UNDID = re.compile(r"undid act (\d{1,12}): ")


@dataclass(frozen=True, slots=True)
class Decision:
    """One act by which somebody changed the ledger.

    Attributes:
        number: The act's number.
        at: When, ISO 8601.
        by: Who; "" where nobody knows.
        what: What was done, in words.
        undoes: The act that it undid; None if it undid none.
        undone_by: The act that undid it, and holds; None while this one holds.
    """

    number: int
    at: str
    by: str
    what: str
    undoes: int | None
    undone_by: int | None


def decider(note: str = "") -> Decider:
    """Whoever uses the program, now."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Decider(login_name(), now, note)


def decide(project: Project, edit: EditEntries, what: str) -> list[Entry]:
    """Change the ledger by a decision; it is on the disk when this returns.

    Args:
        project: The project.
        edit: Makes the new ledger of the present one; runs while nobody else can change it.
        what: What is decided, in words, for the history.

    Returns:
        The entries as they are since, of those that were changed or added.

    Raises:
        ProjectError: If it could not be saved.
        EvidenceError: If the edit refuses; then nothing is changed.
    """
    changed: list[Entry] = []

    def noting(entries: list[Entry]) -> list[Entry]:
        before = {entry.id: entry for entry in entries}
        after = in_order(edit(list(entries)))
        changed.extend(entry for entry in after if before.get(entry.id) != entry)
        return after

    project.edit_entries(noting, what)
    return changed


def list_decisions(project: Project) -> list[Decision]:
    """Every decision about the ledger, oldest first; those that were undone too."""
    project.journal.refresh()  # where nothing can be written, nobody has read it yet
    acts = [act for act in project.journal.acts if _is_decision(act)]
    undone: dict[int, int] = {}
    for act in reversed(acts):  # an undoing that was undone itself undoes nothing
        number = _undone(act)
        if number is not None and act.number not in undone:
            undone.setdefault(number, act.number)
    return [Decision(a.number, a.at, a.by, a.what, _undone(a), undone.get(a.number)) for a in acts]


def undo(project: Project, number: int | None = None) -> tuple[Decision, list[str]]:
    """Undo a decision: the latest that holds and undid nothing, or the one of a number.

    Returns:
        The decision, and the names of the entries that are as they were before it.

    Raises:
        ProjectError: If there is none, it was undone already, or an entry was changed since.
    """
    decisions = list_decisions(project)
    if number is None:
        holding = [d for d in decisions if d.undoes is None and d.undone_by is None]
        decision = holding[-1] if holding else None
    else:
        decision = next((d for d in decisions if d.number == number), None)
    if decision is None:
        _refuse_unknown(number)
    if decision.undone_by is not None:
        raise ProjectError(
            f"act {decision.number} was undone already, by act {decision.undone_by}",
            code="undone",
            mend=f"to bring it back, undo act {decision.undone_by}",
        )
    return decision, _take_back(project, decision)


def redo(project: Project) -> tuple[Decision, list[str]]:
    """Undo the latest undoing, as long as nothing was decided after it.

    Returns:
        The decision that holds again, and the names of its entries.

    Raises:
        ProjectError: If there is nothing to redo.
    """
    decisions = list_decisions(project)
    undoing = None
    for later in reversed(decisions):
        if later.undoes is None:
            break
        if later.undone_by is None and _depth(decisions, later) % 2:
            undoing = later
            break
    if undoing is None:
        raise ProjectError(
            "there is nothing to redo",
            code="nothing-to-redo",
            expected="an undoing after which nothing was decided",
        )
    first = next(d for d in decisions if d.number == undoing.undoes)
    return first, _take_back(project, undoing)


def _depth(decisions: list[Decision], undoing: Decision) -> int:
    """1 for the undoing of a decision, 2 for the undoing of that ..."""
    by_number = {decision.number: decision for decision in decisions}
    depth, at = 0, undoing
    while at.undoes is not None and at.undoes in by_number:
        depth, at = depth + 1, by_number[at.undoes]
    return depth


def _is_decision(act: Act) -> bool:
    is_reading = act.what.partition(" ")[0] == READING
    return act.file == LEDGER and act.origin == "program" and not is_reading


def _undone(act: Act) -> int | None:
    found = _UNDID.match(act.what)
    return int(found[1]) if found else None


def _refuse_unknown(number: int | None) -> NoReturn:
    if number is None:
        raise ProjectError("there is no decision to undo", code="nothing-to-undo")
    raise ProjectError(
        f"act {number} is no decision about the ledger",
        code="no-decision",
        expected="the number of an act, as 'ledger PROJECT history' lists them",
    )


def _take_back(project: Project, decision: Decision) -> list[str]:
    named: list[str] = []

    def taken_back(entries: list[Entry]) -> list[Entry]:
        before, after = _around(project, decision)
        present = {entry.id: entry for entry in entries}
        for name in {**before, **after}:
            if present.get(name) != after.get(name):
                _refuse_changed(decision, present.get(name), name)
            if name in before:
                present[name] = before[name]
            else:
                del present[name]
            named.append(name)
        return in_order(present.values())

    what = decision.what.removeprefix(f"undid act {decision.undoes}: ")
    what = what if decision.undoes is None else f"undoing of {what}"
    project.edit_entries(taken_back, _UNDOING.format(decision.number) + what)
    return named


def _refuse_changed(decision: Decision, entry: Entry | None, name: str) -> NoReturn:
    who = f", by {entry.by} on {entry.when}" if entry and entry.decided else ""
    raise ProjectError(
        f"act {decision.number} cannot be undone: entry {name} was changed after it{who}",
        code="changed-since",
        mend="undo what was decided since first, or correct the entry",
    )


def _around(
    project: Project, decision: Decision
) -> tuple[Mapping[str, Entry], Mapping[str, Entry]]:
    """The entries that a decision changed, before and after it, by name."""
    text = read_file(project.folder / LEDGER) or b""
    for act in reversed([act for act in project.journal.acts if act.file == LEDGER]):
        before = act.undo(text)
        if before is None:
            break
        if act.number == decision.number:
            old, new = before.split(b"\n"), text.split(b"\n")
            return _entries({*old} - {*new}), _entries({*new} - {*old})
        text = before
    raise ProjectError(
        f"act {decision.number} cannot be undone: the journal does not hold what was there before",
        code="no-history",
        mend="correct the entries by hand",
    )


def _entries(lines: set[bytes]) -> dict[str, Entry]:
    return {entry.id: entry for entry in load_entries(b"\n".join(lines).decode())}
