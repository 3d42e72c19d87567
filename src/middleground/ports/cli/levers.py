"""`middleground levers`: what would open the zone, and at what price?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from middleground.deals.sampling import DEFAULT_DRAWS
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
from middleground.ports.cli.wished import WISHED, wished_terms

if TYPE_CHECKING:
    from middleground.deals.sampling import Sampling
    from middleground.deals.views import Deal

TARGET = 0.8


@click.command("levers")
@PROJECT
@click.option(
    "--target", type=float, default=TARGET, show_default=True, help="The probability wanted."
)
@click.option("--deal", "wish", metavar="TERMS", help=WISHED)
@click.option(
    "--draws",
    type=int,
    default=DEFAULT_DRAWS,
    show_default=True,
    help="Number of draws, all scramblings counted; raised to 8, 16, 32, ...",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Where draws start.")
@AS_JSON
def command(
    project: Path, target: float, wish: str | None, draws: int, seed: int, as_json: bool
) -> None:
    """What would open the zone, and at what price?

    The cheapest sets of levers that give an agreeable deal, or make a deal agreeable, with a wanted
    probability; and what each lever is worth.
    """
    sampling = sampling_with(draws, seed)
    opened = open_scenario(project)
    terms = wished_terms(opened, wish, sampling) if wish is not None else None
    found, name = ask_levers(opened, sampling, target, terms)
    if as_json:
        print_json(opened, found, name)
        return
    from middleground.answers.levers import LeversFound
    from middleground.brief.footnotes import Footnotes
    from middleground.brief.levers import show_levers
    from middleground.brief.spoken_levers import say_levers

    notes = Footnotes(opened.reading, {})
    said = show_levers(opened.reading, LeversFound.model_validate(found), notes)
    following = f"Next: {called()} brief {shown(str(project))}"
    print_words(opened, say_levers(said, notes), name, following)


def ask_levers(
    opened: Opened, sampling: "Sampling", target: float = TARGET, terms: "Deal | None" = None
) -> tuple[dict[str, Any], str]:
    """The answer, stored or new, and the fingerprint that names it."""

    def compute() -> dict[str, Any]:
        from middleground.answers.levers import find_levers

        with progress_bar("Trying every set of levers") as progress:
            found = find_levers(opened.reading.scenario, sampling, progress, target, terms)
        return found.model_dump(mode="json")

    settings = {**settings_of(sampling), "target": target} | ({"deal": terms} if terms else {})
    return answer(opened, "levers", settings, compute)
