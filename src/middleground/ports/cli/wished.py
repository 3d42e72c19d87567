"""A deal that somebody asks about: its terms written out, a proposal, or a fair deal."""

from typing import TYPE_CHECKING, Any

from middleground.errors import AnswerError
from middleground.plain_text import shown
from middleground.ports.cli.asking import Opened, answer, progress_bar, settings_of

if TYPE_CHECKING:
    from middleground.deals.sampling import Sampling
    from middleground.deals.views import Deal

FAIR = {
    "nash": "nash",
    "kalai-smorodinsky": "kalai_smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}
WISHED = (
    "A deal or some terms of one, 'wage_rise=6,night_shift=ended'; the name of a proposal in "
    f"the scenario; or a fair deal: {', '.join(FAIR)}."
)


def wished_terms(opened: Opened, wish: str, sampling: "Sampling | None") -> "Deal":
    """The terms that somebody asks about: written out, of a proposal, or of a fair deal.

    Raises:
        AnswerError: If they are none of these.
    """
    from middleground.deals.pins import read_terms

    scenario = opened.reading.scenario
    if wish in scenario.proposals:
        return dict(scenario.proposals[wish].terms)
    if wish in FAIR:
        return _fair_deal(opened, wish, sampling)
    if "=" not in wish:
        raise AnswerError(
            f"'{shown(wish)}' names no deal",
            code="unknown-deal",
            expected="terms such as 'issue=option,issue=option', or one of: "
            + ", ".join([*scenario.proposals, *FAIR]),
        )
    return read_terms(scenario, wish)


def _fair_deal(opened: Opened, wish: str, sampling: "Sampling | None") -> "Deal":
    from middleground.answers.middle_ground import MiddleGround, find_middle_ground

    def compute() -> dict[str, Any]:
        with progress_bar("Looking for the fair deals") as progress:
            found = find_middle_ground(opened.reading.scenario, sampling, progress)
        return found.model_dump(mode="json")

    found, _ = answer(opened, "middle-ground", settings_of(sampling), compute)
    fair = MiddleGround.model_validate(found).fair[FAIR[wish]]
    if not fair.deals:
        raise AnswerError(
            f"there is no {wish} deal: {fair.why_none}",
            code="no-fair-deal",
            expected="a fair deal that exists in the nominal reading",
            mend="name the terms of a deal instead: --deal 'issue=option,issue=option'",
        )
    return dict(fair.deals[0].deal)
