"""The least give and the nearest deals by a solver, where there are too many deals to look at each.

Points given are whole millionths, rounded up: what is proved to be least is so to less than a
millionth of a point for each person. The deal that is found is then weighed exactly.
"""

from collections.abc import Mapping
from math import gcd
from typing import Any

from middleground.deals.conflict_cp import Model, TooLargeSums
from middleground.deals.conflict_encoding import Encoded, Sum
from middleground.deals.conflict_enumeration import Undecided
from middleground.deals.giving import (
    Give,
    Norm,
    give_at,
    least_give,
    may_be_given,
    needed_groups,
)
from middleground.deals.nearest import Nearest, nearest_accepted, nearest_agreeable
from middleground.deals.planner import is_enumerable
from middleground.deals.requirements import Requirements
from middleground.deals.scan import Scan

_LARGEST = 1 << 61


def find_least_give(requirements: Requirements, norm: Norm, lift: int | None = None) -> Give | None:
    """The least give, by looking at every deal where they are few enough, else by a solver."""
    if is_enumerable(requirements.space):
        return least_give(requirements, norm, lift)
    return search_least_give(requirements, norm, lift)


def find_nearest(
    requirements: Requirements, wish: Mapping[str, int], who: str = "", most: int = 3
) -> Nearest | None:
    """The deals nearest to a wish, by looking at every deal where they are few enough.

    Args:
        requirements: What an agreeable deal has to meet, without pins.
        wish: Positions of the options that it settles, by issue.
        who: Only this constituency has to accept them; "": every party has to ratify them.
        most: How many deals to list.
    """
    reading = requirements.reading
    if not isinstance(reading, Scan):
        return search_nearest(requirements, wish, who)
    if who:
        return nearest_accepted(reading, who, wish, most=most)
    return nearest_agreeable(reading, wish, most=most)


def search_least_give(
    requirements: Requirements, norm: Norm, lift: int | None = None
) -> Give | None:
    """The least give, as `least_give` has it, in a space of any size; one deal for it.

    Returns:
        The least, with whether that is proved; None if no deal will do, whatever is given, or if
        the solver's limit of work was reached first.

    Raises:
        TooWide, TooLargeSums: If the scenario does not fit the solver.
    """
    people = may_be_given(requirements, lift)
    model = Model()
    encoded = Encoded(requirements, model)
    given = []
    for n, group in enumerate(requirements.groups):
        if group.kind == "acceptance" and group.name in people:
            given.append(_given(model, encoded, requirements, group.name))
        elif lift is None or not lift >> n & 1:
            model.clause([encoded.groups[n]])
    if norm == "sum":
        model.model.minimize(sum(given))
    else:
        most = model.model.new_int_var(0, _LARGEST, "")
        for points in given:
            model.model.add(points <= most)
        model.model.minimize(most)
    try:
        solver = model.solve()
    except Undecided:
        return None
    if solver is None:
        return None
    number = model.deal(solver, encoded)
    found = give_at(requirements.reading, number, needed_groups(requirements), norm, people)
    if found is None:
        return None
    points, by = found
    return Give(points, by, [number], 1, counted=False, proved=model.is_proved)


def _given(model: Model, encoded: Encoded, requirements: Requirements, who: str) -> Any:
    """Millionths of a point that somebody is given: enough for their yes, if they say it."""
    scale = int(requirements.reading.utilities[who].scale[0])
    worths = encoded.worths[who]
    lack = max(0, *(worth.threshold - _least(worth) for worth, _ in worths))
    given = model.model.new_int_var(0, -(-lack // scale), "")
    for worth, chosen in worths:
        adds = [add for piece in worth.pieces for _, add in piece]
        unit = gcd(scale, *adds) or 1
        small = Sum(
            tuple(tuple((n, add // unit) for n, add in piece) for piece in worth.pieces),
            -(-worth.threshold // unit),
        )
        if lack > _LARGEST:
            raise TooLargeSums
        total = model.total(small) + (scale // unit) * given
        guard = [encoded.yes[who], *chosen]
        enough = model.model.add(total >= small.threshold)
        enough.only_enforce_if([model.literal(n) for n in guard])
    return given


def _least(worth: Sum) -> int:
    return sum(min(add for _, add in piece) for piece in worth.pieces)


def search_nearest(
    requirements: Requirements, wish: Mapping[str, int], who: str = ""
) -> Nearest | None:
    """A deal nearest to a wish, in a space of any size.

    Args:
        requirements: What an agreeable deal has to meet, without pins.
        wish: Positions of the options that it settles, by issue.
        who: Only this constituency has to accept it; "": every party has to ratify it.

    Returns:
        The deal, told apart from others that change as few terms by nothing more; None if there is
        none, or if the solver's limit of work was reached first.

    Raises:
        TooWide, TooLargeSums: If the scenario does not fit the solver.
    """
    model = Model()
    encoded = Encoded(requirements, model)
    for n, group in enumerate(requirements.groups):
        if not who or group.kind != "acceptance" or group.name == who:
            model.clause([encoded.groups[n]])
    if who:
        model.clause([encoded.yes[who]])
    wished = [
        model.literal(encoded.options[n][wish[issue]])
        for n, issue in enumerate(requirements.space.issues)
        if issue in wish
    ]
    model.model.maximize(sum(wished))
    try:
        solver = model.solve()
    except Undecided:
        return None
    if solver is None:
        return None
    changed = len(wished) - sum(solver.boolean_value(literal) for literal in wished)
    number = model.deal(solver, encoded)
    return Nearest(changed, None, [number], 1, counted=False, proved=model.is_proved)
