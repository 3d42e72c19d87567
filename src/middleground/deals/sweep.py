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
from middleground.deals.bounding import Bound
from middleground.deals.course import Course, Stage
from middleground.deals.draws import Wholes
from middleground.deals.frontier import efficient_within
from middleground.deals.labels import (
    LARGEST_KEY,
    WILL_ACCEPT,
    WILL_REFUSE,
    Labels,
    only_efficient_pairs,
)

MOST_LABELS = 200_000
MOST_LABELS_WITH_OTHERS = 50_000
MOST_LABELS_OF_MANY = 10_000
MOST_CANDIDATES = 4_000_000
WORTH_BOUNDING = 500
_FINEST = 24
_SCOUTS = 600
_SCOUTS_ABREAST = 32


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
    def no_deal(self) -> tuple[int, ...]:
        """The least V that those asked accept; nothing where nobody is asked."""
        return self.assent.no_deal if self.assent else ()

    @property
    def limit(self) -> int:
        """How many labels are kept."""
        if self.most is not None:
            return self.most
        if len(self.objectives) > 3:
            return MOST_LABELS_OF_MANY
        columns = len(self.objectives) + len(self.carried)
        return MOST_LABELS if columns <= 2 else MOST_LABELS_WITH_OTHERS


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
    bound, is_bounded = None, not aim.carried or len(aim.objectives) != 2
    for at, stage in enumerate(course.stages):
        if len(layer) > WORTH_BOUNDING and not is_bounded:
            bound, is_bounded = Bound.of(course, aim.objectives, _scout(course, aim)), True
        layer = _advance(layer, stage, course, at + 1, aim, error, bound)
        layers.append(layer)
    return Swept(course, aim, tuple(layers), tuple(error.tolist()))


def _advance(
    layer: Labels,
    stage: Stage,
    course: Course,
    at: int,
    aim: Aim,
    error: Wholes,
    bound: Bound | None,
) -> Labels:
    """The labels after one more issue."""
    candidates = len(layer) * stage.to.shape[1]
    if candidates > MOST_CANDIDATES:
        raise TooManyLabels(candidates)
    if len(aim.objectives) == 2 and not aim.carried:
        labels = only_efficient_pairs(_followers(layer, stage, course, at, aim, bound))
    else:
        labels = _distinct(_followers(layer, stage, course, at, aim, bound))
        if len(labels) > 8 * aim.limit:
            labels = _thin(labels, aim, error)
        values = np.stack([*labels.objectives, *labels.carried], axis=1)
        labels = labels.take(efficient_within(labels.states, values, len(aim.objectives)))
    return _thin(labels, aim, error) if len(labels) > aim.limit else labels


def _followers(
    layer: Labels, stage: Stage, course: Course, at: int, aim: Aim, bound: Bound | None
) -> Labels:
    """Everything that labels may become, that can still be agreeable, and that may matter."""
    rows, options = layer.moves(stage)
    labels = layer.follow(stage, rows, options, aim.objectives, aim.carried)
    if aim.assent is None:
        return labels
    labels, keep = aim.assent.settle(labels, course, at, aim.objectives)
    labels = labels.take(keep)
    return labels.take(bound.may_matter(labels, at)) if bound else labels


def _distinct(labels: Labels) -> Labels:
    """The labels without repetition: by a sort of single numbers where they fit into them."""
    columns = [labels.states, *labels.objectives]
    lows = [int(column.min(initial=0)) for column in columns]
    bits = [
        (int(column.max(initial=0)) - low).bit_length()
        for column, low in zip(columns, lows, strict=True)
    ]
    if labels.carried or sum(bits) > LARGEST_KEY:
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


def _scout(course: Course, aim: Aim) -> Labels:
    """Some agreeable deals, found quickly: few labels are kept, those with most room to accept."""
    layer = Labels.start(len(aim.objectives), len(aim.carried))
    for at, stage in enumerate(course.stages):
        labels = _distinct(_followers(layer, stage, course, at + 1, aim, None))
        layer = labels if len(labels) <= _SCOUTS else _with_most_room(labels, course, at + 1, aim)
    return Labels(layer.states, layer.objectives, ())


def _with_most_room(labels: Labels, course: Course, at: int, aim: Aim) -> Labels:
    """Of each box of the objectives the label whose least willing person has most room."""
    room = np.ones(len(labels))
    for who, column in zip(aim.carried, labels.carried, strict=True):
        ahead, behind = (side[at][who][labels.states] for side in (course.most, course.least))
        settled = (column == WILL_ACCEPT) | (column == WILL_REFUSE)
        reach = np.where(settled, 0, column) + ahead - aim.no_deal[who]
        room = np.minimum(room, np.where(settled, 1.0, reach / np.maximum(ahead - behind, 1)))
    boxes = [labels.states]
    for column in labels.objectives:
        span = int(column.max() - column.min()) + 1
        boxes.append((column - column.min()) * _SCOUTS_ABREAST // span)
    order = np.lexsort((-room, *boxes))
    new = np.ones(len(labels), dtype=bool)
    new[1:] = np.logical_or.reduce([b[order][1:] != b[order][:-1] for b in boxes])
    return labels.take(order[new])


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
