"""`middleground ratify`: who must say yes at home, and what does each veto cost?"""

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
from middleground.scenario.red_lines import SWITCH, RedLines

if TYPE_CHECKING:
    from middleground.deals.sampling import Sampling


@click.command("ratify")
@PROJECT
@click.option(
    "--red-lines",
    "red_lines",
    type=click.Choice([which.replace("_", "-") for which in SWITCH]),
    default=SWITCH[0].replace("_", "-"),
    show_default=True,
    help="Let red lines of this stance limit the deals.",
)
@sampling_options
@AS_JSON
def command(
    project: Path, red_lines: str, draws: int, seed: int, nominal: bool, as_json: bool
) -> None:
    """Who must say yes at home, and what does each veto cost?

    Each party's win-set, who is decisive in it, and what would be different if somebody's yes were
    certain: in deals, in the probability of a deal, and in what the other parties gain.
    """
    sampling = sampling_of(draws, seed, nominal)
    opened = open_scenario(project)
    which = next(which for which in SWITCH if which == red_lines.replace("-", "_"))
    found, name = ask_at_home(opened, sampling, which)
    if as_json:
        print_json(opened, found, name)
        return
    from middleground.answers.ratification import Vetoes
    from middleground.brief.footnotes import Footnotes
    from middleground.brief.ratification import show_ratification
    from middleground.brief.spoken_ratification import say_ratification

    notes = Footnotes(opened.reading, {})
    said = show_ratification(opened.reading, Vetoes.model_validate(found), notes)
    following = f"Next: {called()} levers {shown(str(project))}"
    print_words(opened, say_ratification(said, notes), name, following)


def ask_at_home(
    opened: Opened, sampling: "Sampling | None", which: RedLines = "as_written"
) -> tuple[dict[str, Any], str]:
    """The answer, stored or new, and the fingerprint that names it."""

    def compute() -> dict[str, Any]:
        from middleground.answers.ratification import find_vetoes

        with progress_bar("Asking everybody at home") as progress:
            found = find_vetoes(opened.reading.scenario, sampling, progress, which)
        return found.model_dump(mode="json")

    return answer(opened, "ratify", {**settings_of(sampling), "red_lines": which}, compute)
