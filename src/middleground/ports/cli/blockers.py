"""`middleground blockers`: who blocks, and what would have to give?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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
    sampling_of,
    sampling_options,
    settings_of,
)
from middleground.ports.cli.wished import WISHED, wished_terms

if TYPE_CHECKING:
    from middleground.deals.sampling import Sampling
    from middleground.deals.views import Deal


@click.command("blockers")
@PROJECT
@click.option(
    "--deal",
    "wish",
    metavar="TERMS",
    help=WISHED,
)
@sampling_options
@AS_JSON
def command(
    project: Path, wish: str | None, draws: int, seed: int, nominal: bool, as_json: bool
) -> None:
    """Who blocks, and what would have to give?

    Why there is no agreeable deal, or why a wished one is not agreeable: whose acceptance, which
    rules and facts cannot all hold, and what would open the zone. Apart from that, which of the
    stated demands cannot all be met.
    """
    sampling = sampling_of(draws, seed, nominal)
    opened = open_scenario(project)
    terms = wished_terms(opened, wish, sampling) if wish is not None else None
    found, name = ask_blockers(opened, sampling, terms)
    if as_json:
        print_json(opened, found, name)
    else:
        from middleground.answers.blockers import Blockers
        from middleground.brief.blockers import show_blockers
        from middleground.brief.footnotes import Footnotes
        from middleground.brief.spoken_blockers import say_blockers

        notes = Footnotes(opened.reading, {})
        said = show_blockers(opened.reading, Blockers.model_validate(found), notes)
        following = f"Next: {called()} middle-ground {shown(str(project))}"
        print_words(opened, say_blockers(said, notes), name, following)


def ask_blockers(
    opened: Opened, sampling: "Sampling | None", terms: "Deal | None" = None
) -> tuple[dict[str, Any], str]:
    """The answer, stored or new, and the fingerprint that names it."""

    def compute() -> dict[str, Any]:
        from middleground.answers.blockers import find_blockers

        with progress_bar("Looking for what clashes") as progress:
            found = find_blockers(opened.reading.scenario, sampling, progress, terms)
        return found.model_dump(mode="json")

    settings = settings_of(sampling) | ({"deal": terms} if terms else {})
    return answer(opened, "blockers", settings, compute)
