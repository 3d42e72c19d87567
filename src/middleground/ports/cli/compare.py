"""`middleground compare`: what is different between two scenarios, or two dates of one?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.plain_text import shown
from middleground.ports.called import called
from middleground.ports.cli.asking import (
    AS_JSON,
    answer,
    print_json,
    print_words,
    progress_bar,
    sampling_of,
    sampling_options,
    settings_of,
    tell,
)
from middleground.ports.cli.versions import Compared, compared
from middleground.ports.store.files import write_safely
from middleground.ports.store.page_place import refuse_other_files

if TYPE_CHECKING:
    from middleground.deals.sampling import Sampling

OUT = click.option(
    "--out", type=click.Path(path_type=Path), help="Write a page with the comparison to this file."
)


@click.command("compare")
@click.argument("one")
@click.argument("other")
@OUT
@sampling_options
@AS_JSON
def command(
    one: str, other: str, out: Path | None, draws: int, seed: int, nominal: bool, as_json: bool
) -> None:
    """What is different between two scenarios, or two dates of one?

    ONE and OTHER are project folders or scenario files; OTHER may be an overlay on ONE. A project
    folder as it was at the end of a day is written PROJECT@2024-05-02.
    """
    show(compared(one, other), "compare", sampling_of(draws, seed, nominal), out, as_json)


def show(
    pair: tuple[Compared, Compared],
    question: str,
    sampling: "Sampling | None",
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare two things, and print or write what is different.

    Raises:
        ProjectError: If the page cannot be written where it is to go.
    """
    before, after = pair
    opened = before.opened
    reports = [report.file for report in before.version.scenario.reports.values()]
    if out:
        refuse_other_files(opened.project, reports, out)

    def compute() -> dict[str, Any]:
        from middleground.answers.changes import find_changes

        with progress_bar("Asking both about the same draws") as progress:
            found = find_changes(before.version, after.version, sampling, progress)
        return found.model_dump(mode="json")

    said = {"before": before.version.name, "after": after.version.name}
    beside = {"before": before.digest, "after": after.digest}
    found, print_ = answer(opened, question, {**settings_of(sampling), **said}, compute, beside)
    from middleground.answers.changes import Changes
    from middleground.brief.changes import say_changes, write_changes

    changes = Changes.model_validate(found)
    scenarios = before.version.scenario, after.version.scenario
    if out:
        page = write_changes(*scenarios, changes, print_)
        write_safely(out, page.encode("utf-8", "backslashreplace"))
        tell(f"Wrote {shown(str(out))}.")
    if as_json:
        print_json(opened, found, print_)
    elif not out:
        project = opened.project
        place = project.folder if project.is_folder else project.scenario
        following = f"Next: {called()} sensitivity {shown(str(place))}"
        print_words(opened, say_changes(*scenarios, changes), print_, following)
    else:
        click.echo(shown(str(out)))
