"""The complete efficient frontier of all deals, without looking at them one by one.

Issue after issue, each state keeps the labels that no other label of the state dominates: whatever
comes after, a dominated label leads to a dominated deal. Labels that differ only in who will still
accept are all kept: they stand for different deals. For additive preferences there is one state,
and the sweep is the merging of frontiers: the frontier of a sum is the frontier of the sum of the
frontiers.

Where the labels become too many, they are thinned: of those that fall into one box, one stays.
Every deal is then matched within the sum of the boxes' sides, in each objective: a bound that is
proved, not estimated. Where yeses are asked for, this holds for the deals that give every objective
at least so much over no deal: a deal closer to somebody's no-deal value may have lost its match.

Sources: Dechter (1999) and Rollon & Larrosa (2006), bucket elimination with several objectives;
Warburton (1987) for thinning with a bound.
"""

from dataclasses import dataclass

import numpy as np

from middleground.deals.assent import Assent
from middleground.deals.course import Course, Stage
from middleground.deals.draws import Wholes
from middleground.deals.frontier import efficient_within
from middleground.deals.labels import Labels

MOST_LABELS = 200_000
MOST_LABELS_OF_MANY = 10_000
MOST_CANDIDATES = 4_000_000
_FINEST = 24
_LARGEST_KEY = 62


class TooManyLabels(Exception):  # noqa: N818  (a finding that the planner puts into words)
    """A sweep that could not be held, not even thinned.

    Attributes:
        labels: How many labels there were.
    """

    def __init__(self, labels: int) -> None:
        super().__init__(labels)
        self.labels = labels


@dataclass(frozen=True)
class Aim:
    """What a sweep looks for.

    Attributes:
        objectives: The constituencies between whose V no deal may be dominated.
        assent: Whose yes the deals need; None for all that the rules allow.
        most: How many labels are kept at any step before they are thinned.
    """

    objectives: tuple[int, ...]
    assent: Assent | None = None
    most: int | None = None

    @property
    def carried(self) -> tuple[int, ...]:
        """Those whose V is carried beside."""
        return self.assent.carried(self.objectives) if self.assent else ()

    @property
    def limit(self) -> int:
        """How many labels are kept."""
        if self.most is not None:
            return self.most
        columns = len(self.objectives) + len(self.carried)
        return MOST_LABELS if columns <= 2 else MOST_LABELS_OF_MANY


@dataclass(frozen=True)
class Swept:
    """All labels of a sweep, step by step.

    Attributes:
        course: The course followed.
        aim: What was looked for.
        layers: Labels after each stage; the first before any.
        error: By how much V of a deal on the frontier may fall short, for each objective: 0 where
            the frontier is complete.
    """

    course: Course
    aim: Aim
    layers: tuple[Labels, ...]
    error: tuple[int, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing was thinned."""
        return not any(self.error)

    @property
    def most_labels(self) -> int:
        """The most labels at any step."""
        return max(map(len, self.layers))


def sweep(course: Course, aim: Aim) -> Swept:
    """Follow a course, keeping what can still be efficient.

    Raises:
        TooManyLabels: If there are too many, and thinning does not help.
    """
    layer = Labels.start(len(aim.objectives), len(aim.carried))
    error = np.zeros(len(aim.objectives), dtype=np.int64)
    layers = [layer]
    for at, stage in enumerate(course.stages):
        layer = _advance(layer, stage, course, at + 1, aim, error)
        layers.append(layer)
    return Swept(course, aim, tuple(layers), tuple(error.tolist()))


def _advance(
    layer: Labels, stage: Stage, course: Course, at: int, aim: Aim, error: Wholes
) -> Labels:
    """The labels after one more issue."""
    candidates = len(layer) * stage.to.shape[1]
    if candidates > MOST_CANDIDATES:
        raise TooManyLabels(candidates)
    if len(aim.objectives) == 2 and not aim.carried:
        labels = _pairs(layer, stage, course, at, aim)
    else:
        labels = _distinct(_followers(layer, stage, course, at, aim))
        if len(labels) > 8 * aim.limit:
            labels = _thin(labels, aim, error)
        values = np.stack([*labels.objectives, *labels.carried], axis=1)
        labels = labels.take(efficient_within(labels.states, values, len(aim.objectives)))
    return _thin(labels, aim, error) if len(labels) > aim.limit else labels


def _followers(layer: Labels, stage: Stage, course: Course, at: int, aim: Aim) -> Labels:
    """Everything that labels may become and that can still be agreeable."""
    rows, options = layer.moves(stage)
    labels = layer.follow(stage, rows, options, aim.objectives, aim.carried)
    if aim.assent is None:
        return labels
    labels, keep = aim.assent.settle(labels, course, at, aim.objectives)
    return labels.take(keep)


def _distinct(labels: Labels) -> Labels:
    """The labels without repetition: by a sort of single numbers where they fit into them."""
    columns = [labels.states, *labels.objectives]
    lows = [int(column.min(initial=0)) for column in columns]
    bits = [
        (int(column.max(initial=0)) - low).bit_length()
        for column, low in zip(columns, lows, strict=True)
    ]
    if labels.carried or sum(bits) > _LARGEST_KEY:
        labels = labels.take(labels.in_order())
        return labels.take(labels.differ())
    keys = np.zeros(len(labels), dtype=np.int64)
    for column, low, width in zip(columns, lows, bits, strict=True):
        keys = (keys << width) | (column - low)
    keys.sort()
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
    found: list[Wholes] = []
    for low, width in zip(reversed(lows), reversed(bits), strict=True):
        found.append((keys & ((1 << width) - 1)) + low)
        keys = keys >> width
    states, *objectives = reversed(found)
    return Labels(states, tuple(objectives), ())


def _pairs(layer: Labels, stage: Stage, course: Course, at: int, aim: Aim) -> Labels:
    """Two objectives and nothing beside: one sort of whole numbers, then one pass."""
    labels = _followers(layer, stage, course, at, aim)
    if not len(labels):
        return labels
    states, (first, second) = labels.states, labels.objectives
    top, peak = int(first.max()), int(second.max())
    bits = [int(column.max() - column.min()).bit_length() for column in (first, second)]
    if bits[0] + bits[1] + int(states.max()).bit_length() > _LARGEST_KEY:
        return _pairs_far_apart(labels)
    shift = bits[0] + bits[1]
    keys = (states << shift) | ((top - first) << bits[1]) | (peak - second)
    keys.sort()
    states = keys >> shift
    second = keys & ((1 << bits[1]) - 1)
    # Within a state the first objective falls, so the second has to rise: above all before it.
    height = (states << bits[1]) | ((1 << bits[1]) - 1 - second)
    kept = np.ones(len(keys), dtype=bool)
    kept[1:] = height[1:] > np.maximum.accumulate(height)[:-1]
    keys, states, second = keys[kept], states[kept], second[kept]
    first = top - ((keys >> bits[1]) & ((1 << bits[0]) - 1))
    return Labels(states, (first, peak - second), ())


def _pairs_far_apart(labels: Labels) -> Labels:
    """The same for numbers that do not fit into one key."""
    labels = labels.take(labels.in_order())
    ranks = np.empty(len(labels), dtype=np.int64)
    order = np.argsort(labels.objectives[1], kind="stable")
    second = labels.objectives[1][order]
    rising = np.concatenate([[0], np.cumsum(second[1:] != second[:-1])])
    ranks[order] = rising
    height = labels.states * (len(labels) + 1) + ranks
    kept = np.ones(len(labels), dtype=bool)
    kept[1:] = height[1:] > np.maximum.accumulate(height)[:-1]
    return labels.take(kept)


def _thin(labels: Labels, aim: Aim, error: Wholes) -> Labels:
    """One label of each box, in boxes large enough; their sides are added to the error.

    Whoever is carried has to be equal within a box: their acceptance is not touched.
    """
    spans = [int(column.max() - column.min()) for column in labels.objectives]
    for fineness in range(_FINEST, -1, -1):
        sides = [max(1, span >> fineness) for span in spans]
        boxes = [labels.states, *labels.carried]
        boxes += [column // side for column, side in zip(labels.objectives, sides, strict=True)]
        order = np.lexsort(tuple(boxes))
        new = np.ones(len(labels), dtype=bool)
        new[1:] = np.logical_or.reduce([b[order][1:] != b[order][:-1] for b in boxes])
        if new.sum() <= aim.limit // 2:
            error += np.array(sides) - 1
            return labels.take(np.sort(order[new]))
    raise TooManyLabels(len(labels))
