"""`ledger`: what the reports say, entry by entry, and what people decide about it."""

from pathlib import Path

import click

from middleground.plain_text import shown
from middleground.ports.cli.asking import PROJECT
from middleground.ports.cli.ledger_export import export
from middleground.ports.cli.ledger_lists import history, list_entries, questions, show
from middleground.ports.cli.ledger_review import (
    accept,
    add,
    apart,
    correct,
    merge,
    redo,
    reject,
    split,
    undo,
)
from middleground.ports.cli.ledger_walk import review


class Acts(click.Group):
    """What can be done with a ledger; without a word for it, the ledger is listed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in what goes without saying."""
        if len(args) > 1 and args[1] in ctx.help_option_names:
            args = args[1:]
        names_project = bool(args) and args[0] not in ctx.help_option_names
        if names_project and (len(args) == 1 or args[1].startswith("-")):
            args = [args[0], "list", *args[1:]]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find an act; those that decide something stand in modules of their own."""
        if cmd_name not in self.commands:
            from rapidfuzz import process

            near = process.extractOne(cmd_name, list(self.commands), score_cutoff=60)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"Nothing is called '{shown(cmd_name)}'.{hint}")
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work."""
        return list(self.commands)


@click.group(
    "ledger",
    cls=Acts,
    short_help="Review who says what: list, accept, correct, reject, export.",
    subcommand_metavar="[ACT] ...",
)
@PROJECT
@click.pass_context
def command(ctx: click.Context, project: Path) -> None:
    """Review who says what: list, accept, correct, reject, export.

    Each entry is a claim as its source made it, at its place in a report. An entry goes by the
    letters that its line in the list begins with. Without an act, the ledger is listed.

    \b
    ledger talks --kind figure --status proposed
    ledger talks show 34ab
    ledger talks accept 34ab 9f0c
    ledger talks reject --rule vague
    ledger talks correct 34ab --words "three docks" --set value=3
    ledger talks undo
    """  # noqa: D301 - Click looks for the character itself, which keeps lines apart
    ctx.obj = project


for act in (
    list_entries, show, review, accept, reject, correct, add, questions, merge, apart, split,
    undo, redo, history, export,
):  # fmt: skip
    command.add_command(act)
