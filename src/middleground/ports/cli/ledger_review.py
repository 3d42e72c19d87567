"""Acts of `ledger` that decide: accept, reject, correct, add, one actor or two, undo."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from middleground.evidence import identity, review
from middleground.evidence.entries import Entry, Kind
from middleground.evidence.review import Correction
from middleground.evidence.selection import find_entry, short_names
from middleground.evidence.settings import settable
from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON
from middleground.ports.cli.ledger_asking import Opened, chosen, selecting, selection_of
from middleground.ports.cli.ledger_words import entry_as_data, entry_in_a_line, in_number
from middleground.ports.store.decisions import decide, decider
from middleground.ports.store.decisions import redo as redo_decision
from middleground.ports.store.decisions import undo as undo_decision
from middleground.ports.store.project import EditEntries

NOTE = click.option("--note", default="", metavar="WORDS", help="A remark to keep with it.")
_MOST_LISTED = 10
_MOST_NAMED = 3


@click.command("accept", short_help="Accept entries, by name or all that are meant.")
@selecting
@click.option("--all", "every", is_flag=True, help="Every proposed entry.")
@NOTE
@AS_JSON
@click.pass_obj
def accept(
    path: Path, /, names: tuple[str, ...], every: bool, note: str, as_json: bool, **asked: Any
) -> None:
    """Accept entries: by name, or all proposed ones that the options mean."""
    opened, found = _meant(path, names, every, asked)
    ids = {entry.id for entry in found}
    by = decider(note)
    _do(opened, lambda entries: review.accept(entries, ids, by), "accepted", found, as_json)


@click.command("reject", short_help="Reject entries, by name or all that are meant.")
@selecting
@click.option("--all", "every", is_flag=True, help="Every proposed entry.")
@NOTE
@AS_JSON
@click.pass_obj
def reject(
    path: Path, /, names: tuple[str, ...], every: bool, note: str, as_json: bool, **asked: Any
) -> None:
    """Reject entries: by name, or all proposed ones that the options mean.

    They stay in the ledger, so that no later reading proposes them again.
    """
    opened, found = _meant(path, names, every, asked)
    ids = {entry.id for entry in found}
    by = decider(note)
    _do(opened, lambda entries: review.reject(entries, ids, by), "rejected", found, as_json)


def _meant(
    path: Path, names: tuple[str, ...], every: bool, asked: dict[str, Any]
) -> tuple[Opened, list[Entry]]:
    """The entries to decide about; of those that are not named, only what nobody has decided."""
    selection = selection_of(asked)
    if not names and not every and selection.is_empty:
        raise click.UsageError("Which entries? Name them, or say what they are; or --all.")
    opened = Opened(path)
    opened.refuse_empty()
    found = chosen(opened, names, selection)
    if not names and not selection.statuses:
        found = [entry for entry in found if not entry.decided]
    return opened, found


def _settings(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, equals, _value in pairs:
        if not equals:
            raise click.BadParameter(f"'{shown(name)}' is not FIELD=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _corrections(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what an entry should say."""
    options = [
        click.option("--source", "source", multiple=True, metavar="WORDS",
                     help="Who says it, in the report's words; outermost first, once for each."),
        click.option("--stands-for", metavar="NAME", help="Whom these words stand for: 'they'."),
        click.option("--sentence", type=int, metavar="NUMBER", help="Where the words stand."),
        click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", callback=_settings,
                     help="Set a field; several names with semicolons: parties='A; B'."),
        NOTE,
        AS_JSON,
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


@click.command("correct", short_help="Put an entry right: its words, its source, its fields.")
@click.argument("name", metavar="ENTRY")
@click.option("--words", multiple=True, metavar="WORDS", help="What is said, as it stands there.")
@click.option("--no-source", is_flag=True, help="The report says it in its own voice.")
@_corrections
@click.pass_obj
def correct(
    path: Path, name: str, words: tuple[str, ...], no_source: bool, source: tuple[str, ...],
    stands_for: str | None, sentence: int | None, settings: dict[str, str], note: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Put an entry right: its words, its source, its fields.

    Words must stand in the report; they are found whatever their case and spacing. Its name and
    its place in other entries stay.
    """
    opened = Opened(path)
    entry = find_entry(opened.entries, name)
    if not (words or source or no_source or settings or stands_for is not None):
        fields = "; ".join(f"{field} ({takes})" for field, takes in settable(entry.kind).items())
        raise click.UsageError(f"What is wrong? --words, --source, or --set one of: {fields}")
    if source and no_source:
        raise click.UsageError("Either --source or --no-source.")
    document = opened.document(entry.report)
    correction = Correction(
        words=words or None,
        source=() if no_source else source or None,
        stands_for=stands_for,
        sentence=sentence,
        settings=settings,
    )
    by = decider(note)

    def put_right(entries: list[Entry]) -> list[Entry]:
        return [
            review.correct(e, document, correction, by) if e.id == entry.id else e for e in entries
        ]

    _do(opened, put_right, "corrected", [entry], as_json)


@click.command("add", short_help="Add an entry by hand.")
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option("--report", required=True, metavar="NAME", help="The report that says it.")
@click.option("--kind", required=True, type=click.Choice(get_args(Kind)))
@_corrections
@click.pass_obj
def add(
    path: Path, words: tuple[str, ...], report: str, kind: Kind, source: tuple[str, ...],
    stands_for: str | None, sentence: int | None, settings: dict[str, str], note: str,
    as_json: bool,
) -> None:  # fmt: skip
    """Add an entry by hand. WORDS are what the report says: each part that stands apart."""
    opened = Opened(path)
    document = opened.document(report)
    new = Correction(words, source or None, stands_for, sentence, settings)
    by = decider(note)

    def added(entries: list[Entry]) -> list[Entry]:
        return [*entries, review.add(entries, document, kind, new, by)]

    _do(opened, added, "added", [], as_json)


@click.command("merge", short_help="Take actors for one.")
@click.argument("actors", metavar="ACTOR ACTOR...", nargs=-1, required=True)
@click.option(
    "--as",
    "name",
    default="",
    metavar="NAME",
    help="What to call them from now on, if not by the fullest of their names.",
)
@NOTE
@AS_JSON
@click.pass_obj
def merge(path: Path, actors: tuple[str, ...], name: str, note: str, as_json: bool) -> None:
    """Take actors for one, in every entry. ACTOR is an entry of kind actor, or a name."""
    if len(actors) < 2:
        raise click.UsageError("Name two actors, or more.")
    opened = Opened(path)
    found = [identity.find_actors(opened.entries, actor) for actor in actors]
    if not name:
        names = [e.actor.known_as or e.actor.name for group in found for e in group if e.actor]
        name = max(names, key=lambda each: len(each.split()))  # of equals the first
    ids = {entry.id for group in found for entry in group}
    by = decider(note)
    what = f"merged as {name}"
    _do(opened, lambda entries: identity.unite(entries, ids, name, by), what,
        [entry for group in found for entry in group], as_json)  # fmt: skip


@click.command("split", short_help="Take back that actors are one.")
@click.argument("actors", metavar="ACTOR...", nargs=-1, required=True)
@NOTE
@AS_JSON
@click.pass_obj
def split(path: Path, actors: tuple[str, ...], note: str, as_json: bool) -> None:
    """Give merged actors their own names back."""
    opened = Opened(path)
    found = [e for actor in actors for e in identity.find_actors(opened.entries, actor)]
    ids = {entry.id for entry in found}
    by = decider(note)
    _do(opened, lambda entries: identity.divide(entries, ids, by), "split", found, as_json)


@click.command("apart", short_help="Say that two actors are two.")
@click.argument("one", metavar="ACTOR")
@click.argument("other", metavar="ACTOR")
@NOTE
@AS_JSON
@click.pass_obj
def apart(path: Path, one: str, other: str, note: str, as_json: bool) -> None:
    """Say that two actors are two, so that nothing takes them for one."""
    opened = Opened(path)
    first = identity.find_actors(opened.entries, one)
    second = identity.find_actors(opened.entries, other)
    ones, others = {e.id for e in first}, {e.id for e in second}
    by = decider(note)
    _do(opened, lambda entries: identity.keep_apart(entries, ones, others, by), "kept apart",
        [*first, *second], as_json)  # fmt: skip


def _do(
    opened: Opened, edit: EditEntries, done: str, meant: Sequence[Entry], as_json: bool
) -> None:
    """Carry a decision out, and say how many entries it changed, and which."""
    changed = decide(opened.project, edit, f"{done} {_which(meant)}".rstrip())
    names = short_names({entry.id: entry for entry in (*opened.entries, *changed)}.values())
    if as_json:
        entries = [entry_as_data(entry, names) for entry in changed]
        click.echo(json_text({"done": done, "changed": len(changed), "meant": len(meant),
                              "entries": entries}))  # fmt: skip
        return
    same = max(len(meant) - len(changed), 0)
    unchanged = f"; {same:,} {'was' if same == 1 else 'were'} so already" if same else ""
    click.echo(f"{done[:1].upper()}{done[1:]}: {in_number(len(changed), 'entry')}{unchanged}.")
    for entry in changed[:_MOST_LISTED]:
        click.echo(f"  {entry_in_a_line(entry, names, 0)}")
    if len(changed) > _MOST_LISTED:
        click.echo(f"  and {len(changed) - _MOST_LISTED:,} more")
    if changed:
        click.echo(f"Take it back: {called()} ledger {shown(str(opened.path))} undo")


def _which(entries: Sequence[Entry]) -> str:
    """Entries as the history names them."""
    named = ", ".join(entry.id for entry in entries[:_MOST_NAMED])
    more = len(entries) - _MOST_NAMED
    return f"{named} and {more:,} more" if more > 0 else named


@click.command("undo", short_help="Undo the last decision, or the one of a number.")
@click.argument("act", type=int, required=False)
@AS_JSON
@click.pass_obj
def undo(path: Path, act: int | None, as_json: bool) -> None:
    """Undo the last decision, or the one that 'history' lists under a number."""
    opened = Opened(path)
    decision, ids = undo_decision(opened.project, act)
    _say_taken_back("Undone", decision.number, decision.what, ids, as_json)


@click.command("redo", short_help="Bring back what was undone last.")
@AS_JSON
@click.pass_obj
def redo(path: Path, as_json: bool) -> None:
    """Bring back what was undone last, as long as nothing else was decided."""
    opened = Opened(path)
    decision, ids = redo_decision(opened.project)
    _say_taken_back("Redone", decision.number, decision.what, ids, as_json)


def _say_taken_back(done: str, number: int, what: str, ids: list[str], as_json: bool) -> None:
    if as_json:
        click.echo(json_text({"done": done.lower(), "act": number, "what": what, "entries": ids}))
        return
    click.echo(f"{done}: act {number}, {shown(what)} ({in_number(len(ids), 'entry')}).")
