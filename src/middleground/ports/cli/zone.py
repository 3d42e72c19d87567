"""`middleground zone`: is there a deal that every party would ratify?"""

from pathlib import Path
from typing import Any

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


@click.command("zone")
@PROJECT
@sampling_options
@AS_JSON
def command(project: Path, draws: int, seed: int, nominal: bool, as_json: bool) -> None:
    """Is there a deal that every party would ratify, and how surely?

    The probability of a zone of agreement over the uncertain numbers, the deals that are agreeable
    most often, and who refuses them.
    """
    sampling = sampling_of(draws, seed, nominal)
    opened = open_scenario(project)

    def compute() -> dict[str, Any]:
        from middleground.answers.zone import find_zone

        with progress_bar("Asking everybody about every deal") as progress:
            return find_zone(opened.reading.scenario, sampling, progress).model_dump(mode="json")

    found, name = answer(opened, "zone", settings_of(sampling), compute)
    if as_json:
        print_json(opened, found, name)
    else:
        from middleground.answers.zone import Zone
        from middleground.brief.spoken import say_zone

        said = say_zone(opened.reading.scenario, Zone.model_validate(found))
        following = f"Next: {called()} middle-ground {shown(str(project))}"
        print_words(opened, said, name, following)
