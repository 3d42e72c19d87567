"""What every act on a ledger needs: the ledger, and which entries are meant."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import click

from middleground.errors import ProjectError
from middleground.evidence.comparison import Relation
from middleground.evidence.entries import Entry, Kind, Modality, Standing, Status
from middleground.evidence.selection import Selection, find_entry, select, short_names
from middleground.plain_text import shown
from middleground.ports.called import called
from middleground.ports.cli.asking import tell, tell_notices
from middleground.ports.store.listing import list_reports
from middleground.ports.store.project import Project, open_project
from middleground.ports.store.stored_reports import read_stored
from middleground.reports.document import Document

Decorated = Callable[..., Any]


class Opened:
    """A project's ledger as it stood when it was opened.

    Attributes:
        path: The project as the user named it.
        project: The project.
        entries: Its ledger.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.project: Project = open_project(path, tell)
        tell_notices(self.project.notices)
        self.entries: list[Entry] = self.project.read_entries()

    @cached_property
    def names(self) -> dict[str, str]:
        """A short name for each entry's id."""
        return short_names(self.entries)

    def document(self, report: str) -> Document:
        """A report of the project.

        Raises:
            ProjectError: If the scenario lists no such report.
        """
        files = list_reports(self.project.read_scenario(), str(self.project.scenario))
        if report not in files:
            raise ProjectError(
                f"the scenario lists no report '{shown(report)}'",
                code="no-report",
                expected=f"one of: {', '.join(map(shown, files))}" if files else "",
            )
        return read_stored(self.project, report, files[report]).document

    def refuse_empty(self) -> None:
        """Say what to do where nothing has been read yet."""
        if self.entries:
            return
        mend = f"read its reports: {called()} read {shown(str(self.path))}"
        if not self.project.is_kept:
            mend = "work on a project folder that can be written, and read its reports there"
        raise ProjectError(
            f"the ledger of '{shown(str(self.path))}' is empty", code="empty-ledger", mend=mend
        )


def selecting(function: Decorated) -> Decorated:
    """The options that say which entries are meant."""
    several: Any = {"multiple": True}
    options = [
        click.argument("names", metavar="[ENTRY]...", nargs=-1),
        click.option("--kind", "kinds", type=click.Choice(get_args(Kind)), **several),
        click.option("--status", "statuses", type=click.Choice(get_args(Status)), **several),
        click.option("--report", "reports", metavar="NAME", **several),
        click.option("--party", "--actor", "parties", metavar="NAME", **several,
                     help="Who acts, speaks, is bound or meant, under any of their names."),
        click.option("--rule", "rules", metavar="NAME", **several,
                     help="The rule that proposed it, or the rule's first letters."),
        click.option("--text", default="", metavar="WORDS", help="Words of it or of its source."),
        click.option("--certainty", "certainties", type=click.Choice(get_args(Modality)), **several,
                     help="How far the source stands by it."),
        click.option("--standing", "standings", type=click.Choice(get_args(Standing)), **several,
                     help="Whether its words still stand in the report."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def selection_of(asked: dict[str, Any]) -> Selection:
    """The selection that some options make."""
    fields = ("kinds", "statuses", "reports", "parties", "rules", "certainties", "standings")
    return Selection(**{name: tuple(asked[name]) for name in fields}, text=asked["text"])


def chosen(opened: Opened, names: Sequence[str], selection: Selection) -> list[Entry]:
    """The entries of these names, or all, as far as the selection means them."""
    named = {find_entry(opened.entries, name).id for name in names}
    among = [entry for entry in opened.entries if not names or entry.id in named]
    # Who goes by which name, the whole ledger says.
    meant = {entry.id for entry in select(opened.entries, selection)}
    return [entry for entry in among if entry.id in meant]


def related(opened: Opened) -> list[Relation]:
    """How the claims of a ledger stand to each other; nothing where they are too many."""
    from middleground.brief.evidence import MOST_COMPARED
    from middleground.evidence.decided import as_decided
    from middleground.evidence.timeline import compare

    if len(opened.entries) > MOST_COMPARED:
        tell(f"Note: more than {MOST_COMPARED:,} entries are not compared with each other.")
        return []
    return compare(as_decided(opened.entries))
