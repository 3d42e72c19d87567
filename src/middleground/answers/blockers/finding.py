"""The question of who blocks, put together from its parts."""

from collections.abc import Mapping
from dataclasses import replace

from middleground.answers.blockers.explaining import Inquiry, explain
from middleground.answers.blockers.giving import find_gives, give_over_draws, weigh_concessions
from middleground.answers.blockers.results import (
    Alone,
    Blockers,
    Explanation,
    ReadingName,
)
from middleground.answers.blockers.wish import examine_wish
from middleground.deals.appraisal import Appraisal
from middleground.deals.conflict_draws import OverDraws
from middleground.deals.conflict_masks import fits
from middleground.deals.conflict_search import Finder, choose_finder
from middleground.deals.draws import draw, nominal_reading
from middleground.deals.readings import Readings
from middleground.deals.requirements import Requirements, all_binding
from middleground.deals.sampling import Progress, Sampling, no_progress
from middleground.deals.settings import TooOpen
from middleground.deals.views import Option
from middleground.scenario.model import Scenario


def find_blockers(
    scenario: Scenario,
    sampling: Sampling | None = None,
    progress: Progress = no_progress,
    wish: Mapping[str, Option] | None = None,
) -> Blockers:
    """Find what clashes, what would have to give, and what stands against a wished deal.

    Args:
        scenario: With parties, issues and preferences.
        sampling: How the uncertain numbers are drawn; None for the nominal reading alone.
        progress: Told the draws done and their number.
        wish: A deal, or some terms of one: options by issue.

    Raises:
        AnswerError: If the scenario has no model yet, more deals than the question can be answered
            for, or no such option as is wished.
    """
    readings = Readings(scenario, sampling)
    requirements = Requirements.of_agreement(readings.appraisal)
    finders, notes = _finders(requirements)
    over = None
    if readings.drawn:
        drawn = Requirements.of_agreement(readings.drawn, values=requirements.values)
        over = OverDraws.of(drawn, progress)
    everything = (1 << len(requirements.groups)) - 1
    inquiry = Inquiry(requirements, everything, 0, finders, over)
    is_open = finders["nominal"].can_hold(everything)
    return Blockers(
        how=readings.how("blockers", finders["nominal"].method),
        agreeable=is_open,
        probability=inquiry.share(everything),
        agreement=explain(inquiry, {} if is_open else weigh_concessions(inquiry)),
        people=explain(_among_people(inquiry)),
        alone=_alone(inquiry),
        demands=explain_demands(scenario, sampling),
        gives=[] if is_open else find_gives(requirements),
        gives_over_draws=give_over_draws(over, ~over.can_hold(everything)) if over else None,
        wished=examine_wish(readings, wish) if wish else None,
        notes=[*readings.notes(), *notes, *_doubts(requirements)],
    )


def _finders(requirements: Requirements) -> tuple[dict[ReadingName, Finder], list[str]]:
    finders: dict[ReadingName, Finder] = {"nominal": choose_finder(requirements)}
    try:
        finders["optimistic"] = choose_finder(requirements.at_end("greatest"))
        finders["pessimistic"] = choose_finder(requirements.at_end("least"))
    except TooOpen as found:
        return finders, [f"the optimistic and pessimistic readings are left out: {found.why}"]
    return finders, []


def _doubts(requirements: Requirements) -> list[str]:
    if requirements.values.are_all:
        return []
    return ["facts that are set aside were tried at their ends and nominal values only"]


def _among_people(inquiry: Inquiry) -> Inquiry:
    """The same question about constituencies, while rules, facts and binding demands stand."""
    people = inquiry.requirements.of_kind("acceptance")
    return replace(inquiry, asked=people, given=inquiry.asked & ~people)


def _alone(inquiry: Inquiry) -> list[Alone]:
    """What each group does when it alone is set aside."""
    found = []
    for n, group in enumerate(inquiry.requirements.groups):
        rest = inquiry.asked & ~(1 << n)
        possible = inquiry.is_possible(rest)
        found.append(Alone(path=group.path, possible=possible, opens=inquiry.share(rest)))
    return found


def explain_demands(scenario: Scenario, sampling: Sampling | None) -> Explanation:
    """Which stated demands cannot all be met, whoever accepts."""
    bound = all_binding(scenario)
    requirements = Requirements.of_demands(Appraisal(bound, nominal_reading(bound)))
    over = None
    if sampling and scenario.demands and fits(requirements):
        drawn = Appraisal(bound, draw(bound, sampling))
        over = OverDraws.of(Requirements.of_demands(drawn, requirements.values))
    asked, given = requirements.of_kind("demand"), requirements.of_kind("rule", "fact")
    finders: dict[ReadingName, Finder] = {"nominal": choose_finder(requirements)}
    return explain(Inquiry(requirements, asked, given, finders, over))
