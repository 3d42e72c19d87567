"""The answer in one sentence, with its doubt; and what is missing where there is no answer."""

from collections.abc import Sequence

from middleground.answers.zone import Zone
from middleground.brief.citing import Quote
from middleground.brief.content import Basis, Summary
from middleground.brief.words import (
    count,
    estimate,
    in_draws,
    listed,
    one_line,
    per_cent,
    sentence_case,
    who,
)
from middleground.scenario.model import Scenario

_LOST_SHOWN = 3  # quotations that are named one by one

EXAMPLE = """\
parties:
  union: {name: Dockers' Union}
  port:  {name: Port Authority}

issues:
  wage_rise:   {range: [3, 9, 1], unit: percent, name: Pay rise}
  night_shift: {options: [kept, reduced, ended], name: Night shift}

preferences:
  union:
    no_deal:     [42, 62]          # points out of 100; a range is doubt, not a choice
    wage_rise:   {weight: [50, 60], best: 9, worst: 3}
    night_shift: {weight: [40, 50], scores: {kept: 0, reduced: [45, 70], ended: 100}}
    assumption:  weights and scores are the analyst's judgement
  port:
    no_deal:     [40, 60]
    wage_rise:   {weight: 60, best: 3, worst: 9}
    night_shift: {weight: 40, scores: {ended: 0, reduced: [55, 80], kept: 100}}
    assumption:  weights and scores are the analyst's judgement
"""


def summarise(
    scenario: Scenario,
    zone: Zone | None,
    basis: Basis,
    lost: Sequence[Quote],
    unanswered: Sequence[str],
) -> Summary:
    """The answer in a sentence that can stand alone.

    Args:
        scenario: The scenario.
        zone: Its zone of agreement; None without a model.
        basis: On what the numbers rest that this answer uses.
        lost: Quotations that are not in their reports.
        unanswered: Why a scenario with a model has no answers.
    """
    if zone is None:
        why = unanswered[0] if unanswered else "the scenario has no model of what the parties want"
        return Summary(
            state="unanswered",
            sentence="This brief shows who says what. Whether there is a deal, it does not say:"
            f" {why}.",
            warning=_warning(lost),
            doubt=[],
        )
    sentence = _with_draws(zone.probability.share) if zone.probability else _nominal(zone)
    return Summary(
        state="open" if zone.agreeable else "empty",
        sentence=sentence,
        warning=_warning(lost),
        doubt=[*_doubt(scenario, zone), _on_what(basis)],
    )


def _warning(lost: Sequence[Quote]) -> str:
    """Which quotations no report has."""
    if not lost:
        return ""
    first = [f"“{one_line(quote.words)}” (report {quote.report})" for quote in lost[:_LOST_SHOWN]]
    more = [f"{len(lost) - _LOST_SHOWN} more"] if len(lost) > _LOST_SHOWN else []
    head = (
        "One quotation cannot be found in its report"
        if len(lost) == 1
        else f"{sentence_case(count(len(lost), 'quotation'))} cannot be found in their reports"
    )
    return (
        f"{head}: {listed([*first, *more])}. Numbers that rest on"
        f" {'it' if len(lost) == 1 else 'them'} are not counted as evidence."
    )


def _with_draws(share: float) -> str:
    if share == 0:
        return (
            "No deal that every party would ratify exists in any draw of the uncertain numbers; a"
            " draw takes one value from every range at once."
        )
    often = in_draws(share)
    return (
        f"A deal that every party would ratify exists {often} of the uncertain numbers; a draw"
        " takes one value from every range at once."
    )


def _nominal(zone: Zone) -> str:
    is_there = "there is a deal" if zone.agreeable else "there is no deal"
    return f"In the middle reading of the numbers, {is_there} that every party would ratify."


def _doubt(scenario: Scenario, zone: Zone) -> list[str]:
    """How sure the answer is, a sentence or two for each part of it."""
    said = []
    if zone.probability:
        numbers = count(zone.how.uncertain_numbers, "uncertain number")
        error = " (one standard error)" if zone.probability.standard_error else ""
        said.append(
            f"Probability {estimate(zone.probability)}{error}, from {zone.how.draws:,} draws of"
            f" {numbers}. It is the share of draws in which any such deal exists: a statement about"
            " the model, not a forecast."
        )
    if not zone.feasible:
        return [*said, "In the middle reading of every number, the rules allow no deal at all."]
    least = "" if zone.counted else "at least "
    said.append(
        f"In the middle reading of every number, {least}{zone.agreeable:,} of the"
        f" {zone.feasible:,} deals that the rules allow"
        f" {'is' if zone.agreeable == 1 else 'are'} agreeable to all."
        if zone.agreeable
        else "In the middle reading of every number, none of the"
        f" {count(zone.feasible, 'deal')} that the rules allow is agreeable to all."
    )
    if not zone.agreeable:
        said.append(_who_refuses(scenario, zone))
    return said


def _who_refuses(scenario: Scenario, zone: Zone) -> str:
    """Who accepts fewest deals, in the middle reading."""
    accepted = zone.refusals.accepted_by
    if not accepted:
        return ""
    least = min(accepted.values())
    names = [who(scenario, name) for name, number in accepted.items() if number == least]
    share = per_cent(1 - least / zone.feasible)
    return f"Most deals are refused by {listed(names)}: {share} of those that the rules allow."


def _on_what(basis: Basis) -> str:
    neither = f", and {basis.on_neither:,} on neither" if basis.on_neither else ""
    alone = f"{basis.on_quotations:,}" if basis.on_quotations else "none"
    return (
        f"Of the {basis.numbers:,} numbers that this answer uses {alone} rest on a quotation alone,"
        f" {basis.on_both:,} on a quotation and a judgement of its size, and"
        f" {basis.on_assumptions:,} on an assumption alone{neither}."
    )


def list_missing(scenario: Scenario) -> list[str]:
    """What an answer would need that the scenario does not have."""
    missing = []
    if not scenario.reports:
        missing.append("reports: the texts that quotations come from")
    if not scenario.parties:
        missing.append("parties: who must agree, and who decides for each")
    if not scenario.issues:
        missing.append("issues: what is to be settled, with the options of each")
    if not scenario.preferences:
        missing.append(
            "preferences: what each option, and no deal, is worth to each party's decision maker"
        )
    return missing
