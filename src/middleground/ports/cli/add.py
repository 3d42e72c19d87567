"""`add`: bring reports into a project."""

import contextlib
from pathlib import Path

import click

from middleground.errors import ProjectError, ReportError
from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, tell, tell_notices
from middleground.ports.store.bring_in import BroughtIn, ask_for_the_rest, bring_in
from middleground.ports.store.listing import list_reports
from middleground.ports.store.project import Project, open_project
from middleground.ports.store.stored_reports import read_stored
from middleground.reports.near_copies import NearCopies, near_copies


@click.command("add", short_help="Bring reports into a project.")
@click.argument("project", type=click.Path(path_type=Path))
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@AS_JSON
def command(project: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Bring reports into a project.

    FILE is a text, a page (HTML), a PDF, a Word document or a mail. Each is copied into the
    project, its text extracted, and the scenario's list of reports gains a line; all else in the
    scenario stays as it is. All of them come in, or none.
    """
    opened = open_project(project, tell)
    tell_notices(opened.notices)
    brought = bring_in(opened, files)
    tell_notices([n for b in brought for n in b.notices])
    tell_notices(ask_for_the_rest(brought))
    copies = _near_copies(opened, brought)
    for found in copies:
        tell(f"Note: {found}.")
    if as_json:
        click.echo(json_text(_as_json(project, brought, copies)))
        return
    for report in brought:
        click.echo(_in_words(report))
    if any(report.is_new for report in brought):
        click.echo(f"Who says what in it: {called()} read {shown(str(project))}")


def _near_copies(project: Project, brought: list[BroughtIn]) -> list[NearCopies]:
    """Groups of near-copies to which one of the new reports belongs."""
    new = {report.report for report in brought if report.is_new}
    files = list_reports(project.read_scenario(), str(project.scenario)) if new else {}
    documents = []
    for report, file in files.items():
        with contextlib.suppress(ReportError, ProjectError):  # `read` says what is wrong with it
            documents.append(read_stored(project, report, file).document)
    return [found for found in near_copies(documents) if new & {*found.reports}]


def _in_words(report: BroughtIn) -> str:
    name = shown(str(report.source))
    if report.is_new:
        return f"Brought in {name} as '{report.report}' ({shown(report.file)})."
    return f"{name} is already there as '{report.report}' ({shown(report.file)})."


def _as_json(
    project: Path, brought: list[BroughtIn], copies: list[NearCopies]
) -> dict[str, object]:
    return {
        "project": str(project),
        "reports": [
            {"id": b.report, "file": b.file, "sha256": b.sha256, "new": b.is_new,
             "not_stated": b.not_stated, "notices": [n.what for n in b.notices]}
            for b in brought
        ],
        "near_copies": [{"reports": c.reports, "share": round(c.share, 4)} for c in copies],
    }  # fmt: skip
