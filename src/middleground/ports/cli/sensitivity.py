"""`middleground sensitivity`: what matters most, and what should be asked first?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.deals.sampling import (
    SENSITIVITY_DRAWS,
    SENSITIVITY_DRAWS_AMONG_OTHERS,
    Sampling,
)
from middleground.plain_text import shown
from middleground.ports.called import called
from middleground.ports.cli.asking import (
    AS_JSON,
    PROJECT,
    Opened,
    answer,
    open_scenario,
    print_json,
    print_words,
    progress_bar,
    sampling_with,
    settings_of,
)

if TYPE_CHECKING:
    from middleground.answers.sensitivity import Of


@click.command("sensitivity")
@PROJECT
@click.option("--of", "of", type=click.Choice(list(SENSITIVITY_DRAWS)), default="zone",
              show_default=True,
              help="Whether there is a zone; a deal's robustness; the parties' gains by the Nash "
              "deal; which deals are the fair ones.")  # fmt: skip
@click.option("--draws", type=int, default=None,
              help="Draws of each of the two sets that numbers are swapped between; 1024, or 256 "
              "for gain and deal. Raised to 8, 16, 32, ...")  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Where draws start.")
@AS_JSON
def command(project: Path, of: "Of", draws: int | None, seed: int, as_json: bool) -> None:
    """What matters most, and what should be asked first?

    Which share of the doubt in an answer each uncertain number carries, with intervals and ranks
    only where these are apart; and what each number would be worth knowing.
    """
    sampling = sampling_with(SENSITIVITY_DRAWS[of] if draws is None else draws, seed)
    opened = open_scenario(project)
    found, name = ask_what_matters(opened, sampling, of)
    if as_json:
        print_json(opened, found, name)
        return
    from middleground.answers.sensitivity import Sensitivity
    from middleground.brief.footnotes import Footnotes
    from middleground.brief.sensitivity import show_sensitivity
    from middleground.brief.spoken_sensitivity import say_sensitivity

    notes = Footnotes(opened.reading, {})
    said = show_sensitivity(opened.reading, Sensitivity.model_validate(found), notes)
    following = f"Next: {called()} what-if {shown(str(project))} --set PATH=VALUE"
    print_words(opened, say_sensitivity(said, notes), name, following)


def smaller(sampling: Sampling) -> Sampling:
    """The sampling for an answer that is one of many: it says that it was given less."""
    return Sampling(min(sampling.draws, SENSITIVITY_DRAWS_AMONG_OTHERS), sampling.seed)


def ask_what_matters(
    opened: Opened, sampling: Sampling, of: "Of" = "zone"
) -> tuple[dict[str, Any], str]:
    """The answer, stored or new, and the fingerprint that names it."""

    def compute() -> dict[str, Any]:
        from middleground.answers.sensitivity import find_sensitivity

        with progress_bar("Drawing each number anew") as progress:
            found = find_sensitivity(opened.reading.scenario, sampling, progress, of)
        return found.model_dump(mode="json")

    return answer(opened, "sensitivity", {**settings_of(sampling), "of": of}, compute)
