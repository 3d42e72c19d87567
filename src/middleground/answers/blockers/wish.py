"""A wished deal: who refuses it, by how much, and the nearest deals that can be had."""

from collections.abc import Mapping

import numpy as np

from middleground.answers.blockers.explaining import Inquiry, explain
from middleground.answers.blockers.giving import find_gives
from middleground.answers.blockers.results import Left, NearDeals, Refusal, Wished
from middleground.deals.conflict_search import choose_finder
from middleground.deals.giving_search import find_least_give, find_nearest
from middleground.deals.nearest import Nearest, number_of, value_left
from middleground.deals.pins import read_pins
from middleground.deals.portrait import portray
from middleground.deals.readings import Readings
from middleground.deals.requirements import Requirements
from middleground.deals.utility import condition_at
from middleground.deals.views import DealView, Option


def examine_wish(readings: Readings, wish: Mapping[str, Option]) -> Wished:
    """What stands against a wish.

    Args:
        readings: The scenario's readings, with few enough deals to look at each.
        wish: Options by issue, of all issues or of some.

    Raises:
        AnswerError: If there is no such issue or option.
    """
    nominal = readings.appraisal
    pins = read_pins(readings.scenario, wish)
    is_whole = len(pins) == len(nominal.space.issues)
    whole = Requirements.of_agreement(nominal)
    requirements = Requirements.of_agreement(nominal, pins, whole.values)
    number = number_of(nominal.space, pins) if is_whole else None
    finder = choose_finder(requirements, number)
    everything = (1 << len(requirements.groups)) - 1
    if number is None:
        easiest = find_least_give(requirements, "max")
        number = easiest.numbers[0] if easiest else None
    shown = None if number is None else portray(nominal, readings.drawn, [number])[0]
    return Wished(
        terms={issue: readings.scenario.issues[issue].ids[pin] for issue, pin in pins.items()},
        whole=is_whole,
        agreeable=_count_agreeable(readings, pins, finder.can_hold(everything)),
        counted=is_whole or not readings.is_surveyed,
        shown=shown,
        broken=_broken(readings, number) if is_whole and number is not None else [],
        refusals=_refusals(readings, whole, shown, pins) if shown else [],
        why=explain(Inquiry(requirements, everything, 0, {"nominal": finder})),
        gives=find_gives(requirements),
        nearest=_near(readings, find_nearest(whole, pins)),
        left=None if readings.is_surveyed else _left(readings, shown),
    )


def _count_agreeable(readings: Readings, pins: Mapping[str, int], is_any: bool) -> int:
    """How many deals with these terms are agreeable; whether any is, where they are too many."""
    if readings.is_surveyed or not is_any:
        return int(is_any)
    nominal, count = readings.nominal, 0
    for block in nominal.agreeable(0):
        keep = np.ones(len(block.numbers), dtype=bool)
        for issue, at in zip(
            nominal.space.issues, nominal.space.digits(block.numbers), strict=True
        ):
            if issue in pins:
                keep &= at == pins[issue]
        count += int(keep.sum())
    return count


def _broken(readings: Readings, number: int) -> list[str]:
    """The rules and binding demands that a deal breaks."""
    nominal = readings.appraisal
    return [
        path
        for path, rule in nominal.rules.items()
        if not condition_at(rule, number, nominal.draws)[0]
    ]


def _refusals(
    readings: Readings, whole: Requirements, shown: DealView, pins: Mapping[str, int]
) -> list[Refusal]:
    """Everybody asked who refuses the deal that is shown, those whose yes is needed first."""
    nominal, found = readings.appraisal, []
    events = dict(nominal.events(0))
    for rule in nominal.ratification.rules:
        said = {who: shown.constituencies[who].accepts for who in rule.constituencies}
        for who in (who for who, yes in said.items() if not yes):
            view = shown.constituencies[who]
            without_others = {**dict.fromkeys(said, True), who: False}
            near = find_nearest(whole, pins, who)
            refusal = Refusal(
                who=who,
                points=-view.surplus,
                needed=not bool(np.all(rule.ratifies(without_others, events))),
                share=None if view.accepts_share is None else 1 - view.accepts_share,
                nearest=_near(readings, near),
            )
            found.append(refusal)
    return sorted(found, key=lambda refusal: (not refusal.needed, -refusal.points, refusal.who))


def _near(readings: Readings, near: Nearest | None) -> NearDeals | None:
    if near is None:
        return None
    return NearDeals(
        changed=near.changed,
        moved=near.moved,
        deals=portray(readings.appraisal, readings.drawn, near.numbers),
        tied=near.tied,
        counted=near.counted,
        proved=near.proved,
    )


def _left(readings: Readings, shown: DealView | None) -> Left | None:
    if shown is None or not shown.agreeable:
        return None
    nominal = readings.nominal
    left = value_left(nominal, shown.number - 1, nominal.agreeable)
    return Left(
        together=float(left.together),
        alone={party: float(points) for party, points in left.alone.items()},
        deal=nominal.space.deal(left.number),
    )
