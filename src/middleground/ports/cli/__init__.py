"""One command per question. `middleground --help` imports none of the code that answers them."""

import gc
import os
from importlib import import_module
from typing import Any

import click

from middleground.errors import MiddlegroundError
from middleground.plain_text import shown, visible
from middleground.ports.called import called
from middleground.version import __version__

# Name, then the first line of its help: what `--help` shows without importing the command. A test
# holds the two equal. A command's module is its name, its function is called `command`.
COMMANDS = {
    "new": "Make a project folder from reports, or from a case of the catalogue.",
    "add": "Bring reports into a project.",
    "read": "Read the reports of a project: who says what, on whose word.",
    "ledger": "Review who says what: list, accept, correct, reject, export.",
    "draft": "Propose a scenario from the ledger; keep what you have edited.",
    "check": "Check a scenario: the file, its quotes, and what its numbers rest on.",
    "zone": "Is there a deal that every party would ratify, and how surely?",
    "middle-ground": "Which deals are efficient, which are fair, and in which sense?",
    "blockers": "Who blocks, and what would have to give?",
    "ratify": "Who must say yes at home, and what does each veto cost?",
    "levers": "What would open the zone, and at what price?",
    "sensitivity": "What matters most, and what should be asked first?",
    "what-if": "What would be different if some numbers or rules were?",
    "compare": "What is different between two scenarios, or two dates of one?",
    "brief": "Write the brief: one page with the answers and their evidence.",
    "attributions": "Find who says what in a file of texts (JSON lines).",
    "pack": "Write a project into one file, for colleagues.",
    "unpack": "Make a project folder from a file that 'pack' wrote.",
    "convert": "Read Genius, GeniusWeb and scoring matrices, or write them.",
    "schema": "Print the JSON Schema of the scenario file or of the brief.",
    "demo": "Copy the flagship case, analyse it, and write its brief.",
}


_OBJECTS_BETWEEN_LOOKS = 50_000


class Questions(click.Group):
    """Commands that end in a message, not a traceback, when the user can mend it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, when it is asked for."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"middleground.ports.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a name that is none, name the nearest."""
        name = args[0] if args else ""
        if args and not name.startswith("-") and name not in COMMANDS:
            from rapidfuzz import process

            near = process.extractOne(name, COMMANDS, score_cutoff=60)
            hint = f" Did you mean '{near[2]}'?" if near else ""
            ctx.fail(f"No command is called '{shown(name)}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print what the user can mend and exit with 1; 130 if interrupted."""
        try:
            return super().invoke(ctx)
        except MiddlegroundError as error:
            say_problems(error)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Interrupted. Nothing that was saved is lost.", err=True)
            ctx.exit(130)


def say_problems(error: MiddlegroundError) -> None:
    """Print every problem of an error to standard error, first things first."""
    for problem in error.problems:
        for n, line in enumerate(str(problem).split("\n")):
            click.echo(("Error: " if n == 0 else "") + visible(line), err=True)
    if len(error.problems) > 1:
        click.echo(f"{len(error.problems)} problems.", err=True)


@click.group(cls=Questions, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="middleground")
def main() -> None:
    """Look for the middle ground of a negotiation, from its reports.

    PROJECT is a project folder, or a single scenario file. Every command takes --json: one
    object on standard output; progress and notes go to standard error.
    """


def run() -> None:
    """Entry point of `python -m middleground`."""
    # Other packages' plugins have no say here, and looking for them takes longer than `zone` does.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # What start-up makes stays: looking through it for garbage again and again is time lost.
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
    main(prog_name=called(), standalone_mode=True)
