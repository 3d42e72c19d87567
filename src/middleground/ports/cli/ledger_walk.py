"""`ledger PROJECT review`: one proposed entry after the other, each decided with one key."""

from pathlib import Path
from typing import Any

import click

from middleground.evidence import review as decisions
from middleground.evidence.entries import Entry
from middleground.ports.cli.asking import tell
from middleground.ports.cli.ledger_asking import Opened, chosen, related, selecting, selection_of
from middleground.ports.cli.ledger_words import entry_in_full, in_number
from middleground.ports.store.decisions import decide, decider, undo

_KEYS = "a accept, r reject, s skip, b back, q quit"
_VERBS = {"a": "accepted", "r": "rejected"}


@click.command("review", short_help="Go through proposed entries, one key for each.")
@selecting
@click.pass_obj
def review(path: Path, /, names: tuple[str, ...], **asked: Any) -> None:
    """Go through proposed entries, all or those that the options mean, one key for each.

    Each decision is saved at once; what is left can be taken up again at any time.
    """
    opened = Opened(path)
    opened.refuse_empty()
    waiting = [e for e in chosen(opened, names, selection_of(asked)) if not e.decided]
    counts = {"accepted": 0, "rejected": 0}
    taken: list[tuple[int, str]] = []
    by_id = {entry.id: entry for entry in opened.entries}
    relations = related(opened)
    at = 0
    while at < len(waiting):
        entry = waiting[at]
        document = opened.document(entry.report)
        click.echo(f"\n{at + 1:,} of {len(waiting):,}")
        click.echo(entry_in_full(entry, document, by_id, opened.names, relations))
        key = _ask()
        if key == "q":
            break
        if key == "b":
            at = _back(opened, taken, counts, at)
            continue
        if key in _VERBS:
            _decide(opened, entry, _VERBS[key])
            counts[_VERBS[key]] += 1
            taken.append((at, _VERBS[key]))
        at += 1
    left = len(waiting) - sum(counts.values())
    tell(
        f"{counts['accepted']:,} accepted, {counts['rejected']:,} rejected;"
        f" {in_number(left, 'entry')} left."
    )


def _ask() -> str:
    """One of the keys; the end of the input is a wish to stop."""
    keys = click.Choice(["a", "r", "s", "b", "q"])
    try:
        return str(click.prompt(_KEYS, type=keys, show_choices=False, prompt_suffix=": "))
    except click.Abort:
        return "q"


def _decide(opened: Opened, entry: Entry, verb: str) -> None:
    act = decisions.accept if verb == "accepted" else decisions.reject
    by = decider()
    decide(opened.project, lambda entries: act(entries, {entry.id}, by), f"{verb} {entry.id}")


def _back(opened: Opened, taken: list[tuple[int, str]], counts: dict[str, int], at: int) -> int:
    """Go to the entry before, and take back what was decided about it."""
    before = max(at - 1, 0)
    if taken and taken[-1][0] == before:
        counts[taken.pop()[1]] -= 1
        undo(opened.project)
    return before
