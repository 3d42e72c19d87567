"""The plan for spaces too large to look at each deal: the shape of the scenario decides.

If every issue stands for itself, the frontiers of the issues are merged; otherwise a sweep over the
issues carries what conditions still wait for. What leaves too much open at the same time is put to
a solver. The work is bounded by counts that are known before it is done, and what would fit none of
them is refused with the factors that make it so.
"""

from importlib.util import find_spec

from middleground.deals.appraisal import Appraisal
from middleground.deals.assent import MOST_ASKED
from middleground.deals.counters import TooWide
from middleground.deals.course import TooManyStates
from middleground.deals.integer_model import MOST_TRUTHS, size_of
from middleground.deals.modelled import ModelledSurvey
from middleground.deals.space import MOST_DEALS, DealSpace
from middleground.deals.structure import Structure
from middleground.deals.survey import Method, Survey, refuse
from middleground.deals.swept import SweptSurvey
from middleground.errors import AnswerError


def is_enumerable(space: DealSpace) -> bool:
    """Whether there are few enough deals to look at each."""
    return space.count <= MOST_DEALS


def plan(appraisal: Appraisal, method: Method | None = None) -> Survey:
    """Plan the work, and refuse what would not fit.

    Args:
        appraisal: The reading.
        method: Take this one (`sweep` or `model`), whatever the scenario's shape.

    Raises:
        AnswerError: If conditions tie too much together.
    """
    space, because = appraisal.space, ""
    for rule in appraisal.ratification.rules:
        if len(rule.constituencies) > MOST_ASKED:
            refuse(space, f"{rule.party} asks {len(rule.constituencies)} constituencies", "")
    if method != "model":
        try:
            return SweptSurvey.of(appraisal, _structure(appraisal, any_form=False))
        except (TooWide, TooManyStates) as found:
            if method:
                raise
            because = _in_words(space, found)
    survey = ModelledSurvey(appraisal, _any_form(appraisal))
    if size_of(survey.structure) > MOST_TRUTHS:
        refuse(
            space,
            f"{because}; for a solver its conditions make {size_of(survey.structure):,} of them",
            f"{MOST_TRUTHS:,} combinations at most, in all conditions together",
        )
    if find_spec("ortools") is None:
        refuse(
            space,
            f"{because}; the solver for such scenarios is not installed",
            "OR-Tools",
            "install it with: pip install 'middleground[engine]'",
        )
    return survey


def plan_that_holds(appraisal: Appraisal) -> Survey:
    """Plan the work; where a sweep proves to keep too much apart, a solver takes it over.

    How much a sweep has to keep is not known before it is done.

    Raises:
        AnswerError: If neither can find the agreeable deals.
    """
    survey = plan(appraisal)
    if not isinstance(survey, SweptSurvey):
        return survey
    try:
        _ = survey.agreeable
    except AnswerError:
        if find_spec("ortools") is None or size_of(_any_form(appraisal)) > MOST_TRUTHS:
            raise
        return ModelledSurvey(appraisal, _any_form(appraisal))
    return survey


def _any_form(appraisal: Appraisal) -> Structure:
    return _structure(appraisal, any_form=True)


def _structure(appraisal: Appraisal, any_form: bool) -> Structure:
    rules = [rule.node for rule in appraisal.rules.values()]
    space, draws, utilities = appraisal.space, appraisal.draws, appraisal.utilities
    return Structure.of(space, draws, rules, utilities, any_form=any_form)


def _in_words(space: DealSpace, found: TooWide | TooManyStates) -> str:
    if isinstance(found, TooManyStates):
        return (
            f"its conditions leave too much open at the same time: {found.moves:,} combinations "
            f"by the issue '{space.issues[found.issue]}'"
        )
    names = ", ".join(space.issues[n] for n in found.scope)
    return (
        f"one condition ties {len(found.scope)} issues together ({names}: {found.cells:,} "
        "combinations) and is no sum or count"
    )
