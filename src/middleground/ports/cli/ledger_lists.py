"""Acts of `ledger` that change nothing: list, show, ask, look back."""

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from middleground.evidence.identity import list_doubts
from middleground.evidence.selection import find_entry
from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, tell
from middleground.ports.cli.ledger_asking import Opened, chosen, related, selecting, selection_of
from middleground.ports.cli.ledger_words import (
    entry_as_data,
    entry_in_a_line,
    entry_in_full,
    in_number,
)
from middleground.ports.store.decisions import list_decisions

_AT_A_TERMINAL = 40  # entries in one list; a file or a pipe gets all of them


@click.command("list", short_help="List entries, all or some.")
@selecting
@click.option("--all", "show_all", is_flag=True, help="Do not cut the list at a terminal.")
@AS_JSON
@click.pass_obj
def list_entries(
    path: Path, /, names: tuple[str, ...], show_all: bool, as_json: bool, **asked: Any
) -> None:
    """List entries: name, status, kind, place, words, and what they say beyond them.

    Of several values of one option, any; of several options, all must hold.
    """
    opened = Opened(path)
    opened.refuse_empty()
    found = chosen(opened, names, selection_of(asked))
    if as_json:
        listed = [entry_as_data(entry, opened.names) for entry in found]
        click.echo(json_text({"of": len(opened.entries), "count": len(found), "entries": listed}))
        return
    at_terminal = sys.stdout.isatty()
    most = _AT_A_TERMINAL if at_terminal and not show_all else len(found)
    width = shutil.get_terminal_size()[0] if at_terminal else 0
    for entry in found[:most]:
        click.echo(entry_in_a_line(entry, opened.names, width))
    rest = f"; {len(found) - most:,} more: --all" if len(found) > most else ""
    tell(f"{len(found):,} of {in_number(len(opened.entries), 'entry')}{rest}.")


@click.command("show", short_help="Show entries in their sentences, with their sources.")
@click.argument("names", metavar="ENTRY...", nargs=-1, required=True)
@AS_JSON
@click.pass_obj
def show(path: Path, names: tuple[str, ...], as_json: bool) -> None:
    """Show entries in their sentences: on whose word, what stands beside them, who decided."""
    opened = Opened(path)
    opened.refuse_empty()
    found = [find_entry(opened.entries, name) for name in names]
    relations = related(opened)
    if as_json:
        listed = [
            {
                **entry_as_data(entry, opened.names),
                "relations": [
                    {"kind": r.kind, "first": r.first, "second": r.second, "why": r.why}
                    for r in relations
                    if entry.id in (r.first, r.second)
                ],
            }
            for entry in found
        ]
        click.echo(json_text({"entries": listed}))
        return
    by_id = {entry.id: entry for entry in opened.entries}
    said = [
        entry_in_full(entry, opened.document(entry.report), by_id, opened.names, relations)
        for entry in found
    ]
    click.echo("\n\n".join(said))


@click.command("questions", short_help="Ask whether two actors are one.")
@AS_JSON
@click.pass_obj
def questions(path: Path, as_json: bool) -> None:
    """List the actors of whom the reports leave open whether they are one or two."""
    opened = Opened(path)
    opened.refuse_empty()
    doubts = list_doubts(opened.entries)
    if as_json:
        asked = [
            {"actor": d.name, "entry": d.entry, "other": d.other, "other_entries": d.others,
             "why": d.why}
            for d in doubts
        ]  # fmt: skip
        click.echo(json_text({"questions": asked}))
        return
    start = f"{called()} ledger {shown(str(path))}"
    for doubt in doubts:
        one, two = opened.names[doubt.entry], opened.names[doubt.others[0]]
        click.echo(f"“{shown(doubt.name)}” and “{shown(doubt.other)}”: one actor or two?")
        click.echo(f"  {doubt.why}; look: {start} show {one} {two}")
        click.echo(f"  one: {start} merge {one} {two}    two: {start} apart {one} {two}")
    tell(f"{in_number(len(doubts), 'question')}.")


@click.command("history", short_help="List who decided what, and when.")
@AS_JSON
@click.pass_obj
def history(path: Path, as_json: bool) -> None:
    """List every decision about the ledger with its number, the oldest first."""
    opened = Opened(path)
    decisions = list_decisions(opened.project)
    if as_json:
        listed = [
            {"act": d.number, "at": d.at, "by": d.by, "what": d.what, "undoes": d.undoes,
             "undone_by": d.undone_by}
            for d in decisions
        ]  # fmt: skip
        click.echo(json_text({"decisions": listed}))
        return
    for done in decisions:
        mark = f"  (undone by {done.undone_by})" if done.undone_by is not None else ""
        click.echo(f"{done.number:>4}  {done.at[:19]}Z  {shown(done.by)}  {shown(done.what)}{mark}")
    tell(f"{in_number(len(decisions), 'decision')}.")
