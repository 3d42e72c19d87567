"""How many deals would be agreeable, and an even sample of all, without looking at each.

Partial deals that are in the same state, and of which everybody asked thinks the same as far as it
still matters, are counted together. As soon as it is clear who will accept, the deals that lead on
from there are known in number and need not be followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from middleground.deals.assent import Assent
from middleground.deals.course import Course
from middleground.deals.draws import Bools, Wholes
from middleground.deals.labels import WILL_ACCEPT, WILL_REFUSE, Labels, mixed

MOST_STEPS = 8_000_000
_FAR = 1 << 61


@dataclass
class Allowance:
    """How much may still be counted: steps are partial deals taken one issue further.

    Attributes:
        left: Steps left, for all counts together.
    """

    left: int = MOST_STEPS


@dataclass(frozen=True)
class Counted:
    """A number of deals.

    Attributes:
        deals: The number, or at least so many.
        is_exact: Whether it is the number itself.
    """

    deals: int
    is_exact: bool


def count_agreeable(course: Course, assent: Assent, allowance: Allowance) -> Counted:
    """How many allowed deals everybody needed says yes to, as far as half the allowance goes.

    Half, so that one count that takes too long leaves something for the others.
    """
    labels, counts = Labels.start(0, len(assent.asked)), np.ones(1, dtype=np.int64)
    total, least_left = 0, allowance.left // 2
    for at, stage in enumerate(course.stages):
        allowance.left -= len(labels) * stage.to.shape[1]
        if allowance.left < least_left:
            allowance.left = least_left
            return Counted(total, is_exact=False)
        rows, options = labels.moves(stage)
        moved = labels.follow(stage, rows, options, (), assent.asked)
        settled, keep = assent.settle(moved, course, at + 1, ())
        labels, counts = _joined(settled.take(keep), counts[rows[keep]])
        clear = _is_clear(labels)
        ahead = course.ways[at + 1][labels.states[clear]].astype(object)
        total += int((ahead * counts[clear]).sum())
        labels, counts = labels.take(~clear), counts[~clear]
    return Counted(total, is_exact=True)


def _is_clear(labels: Labels) -> Bools:
    """Where nobody's answer is open any more; what is left will be ratified."""
    clear = np.ones(len(labels), dtype=bool)
    for column in labels.carried:
        clear &= (column == WILL_ACCEPT) | (column == WILL_REFUSE)
    return clear


def _joined(labels: Labels, counts: Wholes) -> tuple[Labels, Wholes]:
    """Equal labels made one, their counts added; should two stay apart, nothing is lost."""
    if not len(labels):
        return labels, counts
    order = np.argsort(mixed([labels.states, *labels.carried]), kind="stable")
    labels, counts = labels.take(order), counts[order]
    new = labels.differ()
    if counts.dtype != object and int(counts.max()) > _FAR // len(counts):
        counts = counts.astype(object)
    return labels.take(new), np.add.reduceat(counts, np.flatnonzero(new))


def even_sample(course: Course, sizes: Sequence[int], most: int) -> list[int]:
    """An even sample of the allowed deals, as positions in the deal space, ascending.

    The course counts how many deals lead on from each state: the deal at any place in its own order
    is found directly. All of them, where there are no more than asked for.
    """
    total = course.feasible
    taken = min(most, total)
    ranks = np.array([(2 * n + 1) * total // (2 * taken) for n in range(taken)], dtype=object)
    states = np.zeros(taken, dtype=np.int64)
    digits: dict[int, Wholes] = {}
    for stage, ways in zip(course.stages, course.ways[1:], strict=True):
        leads = np.append(ways, 0)[stage.to].astype(object)[states]
        before = np.cumsum(leads, axis=1) - leads
        chosen = (before <= ranks[:, None]).sum(axis=1) - 1
        each = np.arange(taken)
        ranks = ranks - before[each, chosen]
        states = stage.to[states, chosen]
        digits[stage.issue] = chosen
    numbers = np.zeros(taken, dtype=object)
    for issue, size in enumerate(sizes):
        numbers = numbers * size + digits[issue].astype(object)
    return sorted(int(number) for number in numbers)
