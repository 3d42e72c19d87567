"""From a deal that somebody wishes to deals that can be had, and what a deal leaves on the table.

Nearest are the deals that change fewest of the wished terms; among them those that move people's
points least: the sum over everybody asked of how much a deal's worth differs from the wished one's.
Where only some issues are settled by the wish, those whose least satisfied person is best off come
first instead. Points of different people are added or compared here: whoever prints this says so.

Source: Raiffa (1982), ch. 15, for improving on a deal that is on the table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from middleground.deals.acceptance import accepts
from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Floats, Wholes
from middleground.deals.scan import Block, Scan
from middleground.deals.space import DealSpace
from middleground.scenario.expressions import holds
from middleground.scenario.ranges import MILLION

_GRAIN = 6  # decimals of a point in which distances are told apart


@dataclass(frozen=True)
class Nearest:
    """The deals nearest to a wish among some deals.

    Attributes:
        changed: How many of the wished terms they change.
        moved: By how many points they move people in all; None where the wish leaves issues open.
        numbers: Positions of the nearest deals, ascending: the first of them.
        tied: How many there are; at least, where not `counted`.
        counted: Whether that is their exact number, and the first are told apart by points.
        proved: Whether no deal changes fewer.
    """

    changed: int
    moved: float | None
    numbers: list[int]
    tied: int
    counted: bool = True
    proved: bool = True


def nearest_agreeable(
    scan: Scan, wish: Mapping[str, int], draw: int = 0, most: int = 3
) -> Nearest | None:
    """The agreeable deals nearest to a wish; None if no deal is agreeable.

    Args:
        scan: Every deal under a reading.
        wish: Positions of the options that it settles, by issue.
        draw: In which draw.
        most: How many deals to list.
    """
    return _nearest(scan, scan.agreeable(draw), wish, draw, most)


def nearest_accepted(
    scan: Scan, who: str, wish: Mapping[str, int], draw: int = 0, most: int = 3
) -> Nearest | None:
    """The deals nearest to a wish that the rules allow and one constituency accepts."""
    values = scan.values(who, draw)
    blocks = (
        block.where(accepts(values.of(block), values.no_deal)) for block in scan.feasible(draw)
    )
    return _nearest(scan, blocks, wish, draw, most)


def _nearest(
    scan: Scan, blocks: Iterator[Block], wish: Mapping[str, int], draw: int, most: int
) -> Nearest | None:
    fewest, kept = len(wish) + 1, [np.zeros(0, np.int64)]
    for block in blocks:
        changed = _changes(scan, block.numbers, wish)
        if len(changed) and int(changed.min()) <= fewest:
            if int(changed.min()) < fewest:
                fewest, kept = int(changed.min()), []
            kept.append(block.numbers[changed == fewest])
    numbers = np.unique(np.concatenate(kept))
    if not len(numbers):
        return None
    merit = _merit(scan, numbers, wish, draw)
    best = numbers[merit == merit.min()]
    moved = float(merit.min()) if len(wish) == len(scan.space.issues) else None
    return Nearest(fewest, moved, best[:most].tolist(), len(best))


def _changes(scan: Scan, numbers: Wholes, wish: Mapping[str, int]) -> Wholes:
    """How many of the wished terms each deal changes."""
    changed = np.zeros(len(numbers), dtype=np.int64)
    for issue, digits in zip(scan.space.issues, scan.space.digits(numbers), strict=True):
        if issue in wish:
            changed += digits != wish[issue]
    return changed


def _merit(scan: Scan, numbers: Wholes, wish: Mapping[str, int], draw: int) -> Floats:
    """What tells apart deals that change as many terms: less is nearer."""
    asked = dict.fromkeys(scan.ratification.constituencies)
    surplus = [points_over_no_deal(scan, who, numbers, draw) for who in asked]
    if len(wish) < len(scan.space.issues):
        return np.asarray(-np.round(np.minimum.reduce(surplus), _GRAIN))
    wished = np.array([number_of(scan.space, wish)])
    own = [points_over_no_deal(scan, who, wished, draw) for who in asked]
    return np.asarray(np.round(sum(abs(a - b) for a, b in zip(surplus, own, strict=True)), _GRAIN))


def number_of(space: DealSpace, wish: Mapping[str, int]) -> int:
    """The position of a deal from the positions of its options."""
    number = 0
    for issue, size in zip(space.issues, space.sizes, strict=True):
        number = number * size + wish[issue]
    return number


def points_over_no_deal(reading: Appraisal, who: str, numbers: Wholes, draw: int) -> Floats:
    """What some deals are worth to somebody over no deal, in points. Shape (deals,)."""
    utility = reading.utilities[who]
    value = _worth(reading, who, numbers, draw) - int(utility.no_deal[draw])
    return np.asarray(value / (float(utility.scale[draw]) * MILLION))


def _worth(reading: Appraisal, who: str, numbers: Wholes, draw: int) -> Wholes:
    """V of some deals, whether the rules allow them or not."""
    utility = reading.utilities[who]
    digits = reading.space.digits(numbers)
    value = np.zeros(len(numbers), dtype=np.int64)
    for options, at in zip(utility.options, digits, strict=True):
        value += options[draw][at]
    named = dict(zip(reading.space.issues, digits, strict=True))
    situation = reading.space.situation(named, reading.draws, draw)
    for term in utility.terms:
        value += np.where(holds(term.when.node, situation), term.add[draw], 0)
    return value


@dataclass(frozen=True)
class LeftOnTable:
    """What a deal leaves on the table: by how much others improve on it, with nobody worse off.

    Attributes:
        together: The most points that every decision maker can gain at once: the largest smallest
            gain. 0 for an efficient deal.
        number: Position of a deal that gives them so much; the deal itself if none does.
        alone: For each party the most points that its decision maker can gain while no other
            decision maker loses.
    """

    together: Fraction
    number: int
    alone: dict[str, Fraction]


def value_left(
    scan: Scan, number: int, among: Callable[[int], Iterator[Block]], draw: int = 0
) -> LeftOnTable:
    """What a deal leaves on the table among some deals.

    Args:
        scan: Every deal under a reading.
        number: Position of the deal.
        among: Which deals to compare it with: `scan.agreeable` or `scan.feasible`.
        draw: In which draw.
    """
    parties = dict(zip(scan.scenario.parties, scan.deciders, strict=True))
    own = {p: int(_worth(scan, who, np.array([number]), draw)[0]) for p, who in parties.items()}
    values = {party: scan.values(who, draw) for party, who in parties.items()}
    scale = {p: int(scan.utilities[who].scale[draw]) * MILLION for p, who in parties.items()}
    together, best, alone = Fraction(0), number, dict.fromkeys(parties, Fraction(0))
    for block in among(draw):
        gains = {party: value.of(block) - own[party] for party, value in values.items()}
        better: Bools = np.logical_and.reduce([gain >= 0 for gain in gains.values()])
        if not better.any():
            continue
        some = {party: gain[better] for party, gain in gains.items()}
        for party, gain in some.items():
            alone[party] = max(alone[party], Fraction(int(gain.max()), scale[party]))
        smallest = np.minimum.reduce([gain / float(scale[party]) for party, gain in some.items()])
        for at in np.flatnonzero(smallest >= smallest.max() - 1e-9)[:64].tolist():
            exact = min(Fraction(int(gain[at]), scale[party]) for party, gain in some.items())
            if exact > together:
                together, best = exact, int(block.numbers[better][at])
    return LeftOnTable(together, best, alone)
