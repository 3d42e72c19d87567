"""`middleground middle-ground`: which deals are efficient, and which are fair?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.plain_text import shown
from middleground.ports.called import called
from middleground.ports.cli.asking import (
    AS_JSON,
    PROJECT,
    answer,
    open_scenario,
    print_json,
    print_words,
    progress_bar,
    sampling_of,
    sampling_options,
    settings_of,
)

if TYPE_CHECKING:
    from middleground.answers.middle_ground import Ideal


@click.command("middle-ground")
@PROJECT
@sampling_options
@click.option(
    "--ideal",
    type=click.Choice(["rational", "all"]),
    default="rational",
    show_default=True,
    help="Kalai-Smorodinsky shares are of each party's greatest gain among: the agreeable deals "
    "that no party likes less than no deal, or (with --nominal) all that the rules allow.",
)
@AS_JSON
def command(
    project: Path, draws: int, seed: int, nominal: bool, ideal: "Ideal", as_json: bool
) -> None:
    """Which deals are efficient, which are fair, and in which sense?

    The efficient deals among the agreeable ones; the Nash, Kalai-Smorodinsky, egalitarian and
    utilitarian deals, each with its definition and all ties; and how often each is the fair one
    over the uncertain numbers.
    """
    sampling = sampling_of(draws, seed, nominal)
    opened = open_scenario(project)

    def compute() -> dict[str, Any]:
        from middleground.answers.middle_ground import find_middle_ground

        with progress_bar("Looking for the fair deals") as progress:
            found = find_middle_ground(opened.reading.scenario, sampling, progress, ideal)
        return found.model_dump(mode="json")

    # Named only where it is asked for, so that answers stored without it are found again.
    settings = settings_of(sampling) | ({"ideal": ideal} if ideal != "rational" else {})
    found, name = answer(opened, "middle-ground", settings, compute)
    if as_json:
        print_json(opened, found, name)
    else:
        from middleground.answers.middle_ground import MiddleGround
        from middleground.brief.spoken import say_middle_ground

        said = say_middle_ground(opened.reading.scenario, MiddleGround.model_validate(found))
        print_words(opened, said, name, f"Next: {called()} brief {shown(str(project))}")
