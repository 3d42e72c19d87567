"""`new`: make a project folder from reports, or from a case of the catalogue."""

from pathlib import Path
from typing import Any

import click

from middleground.errors import ProjectError
from middleground.plain_text import json_text, shown
from middleground.ports.called import called
from middleground.ports.cli.asking import AS_JSON, tell, tell_notices
from middleground.ports.store.bring_in import ask_for_the_rest
from middleground.ports.store.catalogue import list_cases
from middleground.ports.store.creation import copy_case, make_project


@click.command("new", short_help="Make a project folder from reports, or from a case.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("files", metavar="[--reports FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--reports", "has_reports", is_flag=True, help="What follows are the reports.")
@click.option("--case", metavar="NAME", help="Copy this case of the catalogue.")
@click.option("--title", default="", help="The scenario's title.")
@AS_JSON
def command(
    folder: Path,
    files: tuple[Path, ...],
    has_reports: bool,
    case: str | None,
    title: str,
    as_json: bool,
) -> None:
    """Make a project folder from reports, or from a case of the catalogue.

    DIR is the new folder. One that holds anything is never touched.

    \b
    new talks --reports april.txt may.html
    new harbour --case labour
    """  # noqa: D301 - Click looks for the character itself, which keeps lines apart
    _refuse_unclear(files, has_reports, case)
    made: dict[str, Any] = {"project": str(folder)}
    if case is not None:
        reports = copy_case(folder, case, title, tell)
        made["case"] = case
        made["reports"] = [{"id": r, "file": f} for r, f in reports.items()]
    else:
        brought = make_project(folder, files, title, tell)
        made["reports"] = [
            {"id": b.report, "file": b.file, "sha256": b.sha256} for b in brought if b.is_new
        ]
        for again in (b for b in brought if not b.is_new):
            same = f"the same text as report '{again.report}', byte for byte"
            tell(f"Note: {shown(str(again.source))} holds {same}; it counts once.")
        made["notices"] = [n.what for b in brought for n in b.notices]
        tell_notices([n for b in brought for n in b.notices])
        tell_notices(ask_for_the_rest(brought))
    if as_json:
        click.echo(json_text(made))
    else:
        _print(folder, made)


def _refuse_unclear(files: tuple[Path, ...], has_reports: bool, case: str | None) -> None:
    """Ask for reports or a case, and not for both."""
    if case is not None and (files or has_reports):
        raise ProjectError(
            "a project is made from reports or from a case, not from both",
            code="usage",
            mend=f"make it from the case, then: {called()} add DIR FILE...",
        )
    if case is None and not files:
        cases = ", ".join(list_cases())
        raise ProjectError(
            "a new project needs reports, or a case of the catalogue",
            code="usage",
            expected="--reports FILE..., or --case NAME" + (f" ({cases})" if cases else ""),
        )


def _print(folder: Path, made: dict[str, Any]) -> None:
    place = shown(str(folder))
    reports = made["reports"]
    click.echo(f"Made {place}: a project with {len(reports)} report{'s' * (len(reports) != 1)}.")
    for report in reports:
        click.echo(f"  {report['id']}  {shown(report['file'])}")
    if "case" in made:
        click.echo(f"Ask next: {called()} zone {place}")
    else:
        click.echo(f"Who says what: {called()} read {place}")
        click.echo(f"A first model from what they say: {called()} draft {place}")
        click.echo(f"Or write it yourself: {place}/scenario.yaml says how to begin.")
