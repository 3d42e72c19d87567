"""The picture of the deals: what each party gets, and where the fair deals lie.

Two parties: every allowed deal is a point. Three or more: every deal of the frontier is a line over
one axis for each party. Places are computed here; the template draws.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from middleground.answers.middle_ground import Frontier, MiddleGround
from middleground.brief.lettering import width as text_width
from middleground.brief.lettering import wrap
from middleground.brief.words import FAIR_NAMES, number, one_line

WIDTH, HEIGHT = 720.0, 520.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 76.0, 24.0, 30.0, 64.0
SHAPES = {
    "nash": "circle",
    "kalai_smorodinsky": "square",
    "egalitarian": "triangle",
    "utilitarian": "diamond",
}
_LABEL, _LINE = 13.0, 16.0
_LETTER = 19.0  # size of a deal's letter beside its mark
_LABELS = 190.0  # room for labels beside the last axis


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis with its number."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A fair deal: where, in which shape, and the place of its label's first line."""

    x: float
    y: float
    shape: str
    label: list[str]
    label_x: float
    label_y: float
    anchor: str
    leader: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """Two parties: dots as path data, lines of no deal, marks of the fair deals."""

    x_ticks: list[Tick]
    y_ticks: list[Tick]
    cloud: str
    agreeable: str
    frontier: str
    no_deal_x: float
    no_deal_y: float
    marks: list[Mark]
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    bottom: float = HEIGHT - _BOTTOM
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Axis:
    """One party's axis: where it stands, and its name in lines."""

    x: float
    name: list[str]


@dataclass(frozen=True, slots=True)
class Course:
    """A fair deal as a line over all axes."""

    path: str
    kind: str
    label_lines: list[str]
    label_x: float
    label_y: float
    dots: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parallel:
    """Three parties or more: gains over no deal, one axis each."""

    axes: list[Axis]
    zero: float
    frontier: list[str]
    courses: list[Course]
    left: float
    right: float
    top: float
    bottom: float
    width: float
    height: float


def fair_points(answer: MiddleGround) -> list[tuple[str, list[str], tuple[float, ...]]]:
    """Each distinct place of a fair deal: its first idea, all its ideas, and its utilities."""
    places: dict[tuple[float, ...], list[str]] = {}
    for name, fair in answer.fair.items():
        for view in fair.deals:
            at = tuple(
                view.constituencies[view.parties[party].decision_maker].utility
                for party in answer.parties
            )
            known = places.setdefault(at, [])
            if name not in known:
                known.append(name)
    return [(names[0], names, at) for at, names in places.items()]


def shown_frontier(answer: MiddleGround) -> Frontier:
    """The frontier of the agreeable deals; where there are none, that of the allowed ones."""
    return answer.frontier if answer.frontier.points else answer.feasible_frontier


def is_crowded(answer: MiddleGround) -> bool:
    """Whether the agreeable deals fill so little of the whole that they need a close-up."""
    near = [*answer.agreeable_cloud, *(list(at) for _, _, at in fair_points(answer))]
    if len({tuple(point) for point in near}) < 4:
        return False
    return any(
        (max(p[k] for p in near) - min(p[k] for p in near))
        < 0.3 * (max(p[k] for p in answer.cloud) - min(p[k] for p in answer.cloud))
        for k in (0, 1)
    )


def draw_scatter(
    answer: MiddleGround, letters: Mapping[str, str], *, close_up: bool = False
) -> Scatter:
    """Two parties: the first across, the second upwards.

    Args:
        answer: Frontier, fair deals and an even sample of all deals.
        letters: What the brief calls the deal of each idea of fairness.
        close_up: Leave out whatever is not agreeable.
    """
    frontier = [
        (point.utility[answer.parties[0]], point.utility[answer.parties[1]])
        for point in shown_frontier(answer).points
    ]
    fair = fair_points(answer)
    no_deal = [answer.no_deal[party] for party in answer.parties]
    cloud = [] if close_up else [(p[0], p[1]) for p in answer.cloud]
    agreeable = [(p[0], p[1]) for p in answer.agreeable_cloud]
    ends = [
        _ends(
            [no_deal[k], *(p[k] for p in [*cloud, *agreeable, *frontier]), *(f[2][k] for f in fair)]
        )
        for k in (0, 1)
    ]
    across = _Scale(*ends[0], _LEFT, WIDTH - _RIGHT)
    upward = _Scale(*ends[1], HEIGHT - _BOTTOM, _TOP)

    def place(p: Sequence[float]) -> tuple[float, float]:
        return across(p[0]), upward(p[1])

    return Scatter(
        x_ticks=[Tick(across(t), number(t)) for t in _ticks(*ends[0])],
        y_ticks=[Tick(upward(t), number(t)) for t in _ticks(*ends[1])],
        cloud=_dots(map(place, cloud)),
        agreeable=_dots(map(place, agreeable)),
        frontier=_dots(map(place, frontier)),
        no_deal_x=across(no_deal[0]),
        no_deal_y=upward(no_deal[1]),
        marks=_marks(
            [(names, place((at[0], at[1]))) for _, names, at in fair],
            letters,
            [place(p) for p in {*cloud, *agreeable, *frontier}],
        ),
    )


class _Scale:
    """From points to places on the drawing."""

    def __init__(self, low: float, high: float, first: float, last: float) -> None:
        self.low, self.high, self.first, self.last = low, high, first, last

    def __call__(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return round(self.first + part * (self.last - self.first), 1)


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = (high - low) * 0.05 or 1.0
    return low - margin, high + margin


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers, five or so."""
    rough = (high - low) / 5
    step = 10 ** math.floor(math.log10(rough))
    step *= next(factor for factor in (1, 2, 5, 10) if factor * step >= rough)
    first = math.ceil(low / step)
    return [round(n * step, 9) for n in range(first, math.floor(high / step) + 1)]


def _dots(places: Iterable[tuple[float, float]]) -> str:
    """Dots as one path of round caps: each place once, on a grid of half a pixel."""
    grid = sorted({(round(x * 2) / 2, round(y * 2) / 2) for x, y in places})
    return "".join(f"M{x:g} {y:g}h0" for x, y in grid)


def _marks(
    fair: list[tuple[list[str], tuple[float, float]]],
    letters: Mapping[str, str],
    points: Sequence[tuple[float, float]],
) -> list[Mark]:
    """Shapes with letters that sit on no other letter, shape or point, inside the frame."""
    taken = [(x - 9, y - 9, x + 9, y + 9) for _, (x, y) in fair]
    marks = []
    named: set[str] = set()
    for names, (x, y) in fair:
        fresh = sorted({letters[name] for name in names if name in letters} - named)
        named |= set(fresh)
        label = [", ".join(fresh)] if fresh else []
        if not label:
            marks.append(Mark(x, y, SHAPES[names[0]], label, x, y, "start", ""))
            continue
        label_x, label_y, box = _free_place(x, y, label, taken, points)
        taken.append(box)
        anchor = "start" if label_x >= x else "end"
        end = label_x - 3 if anchor == "start" else label_x + 3
        leader = f"M{x:.1f} {y:.1f}L{end:.1f} {label_y - 6:.1f}"
        marks.append(Mark(x, y, SHAPES[names[0]], label, label_x, label_y, anchor, leader))
    return marks


_Place = tuple[float, float, float, float]


def _free_place(
    x: float,
    y: float,
    label: Sequence[str],
    taken: list[_Place],
    points: Sequence[tuple[float, float]],
) -> tuple[float, float, _Place]:
    """The nearest place for a label that is on no point: right and above first.

    Where points leave no such place, the nearest that is on no other label.
    """
    wide = max(text_width(line, _LETTER, bold=True) for line in label)
    places = []
    for away in range(0, 460, 12):
        for side, up in ((1, -1), (1, 1), (-1, 1), (-1, -1), (1, 0), (-1, 0)):
            label_x, label_y = x + side * (20 + away / 2), y + up * (14 + away / 2) + 6
            left = label_x if side > 0 else label_x - wide
            box = (left, label_y - 16, left + wide, label_y + 3)
            if _is_inside(box) and not any(_overlap(box, other) for other in taken):
                places.append((label_x, label_y, box))
    on_no_point = (
        place for place in places if not any(_is_on(point, place[2]) for point in points)
    )
    fallback = (x + 14, y - 14, (x + 14, y - 30, x + 14 + wide, y - 11))
    return next(on_no_point, places[0] if places else fallback)


def _is_on(point: tuple[float, float], box: _Place) -> bool:
    """Whether a point, as large as it is drawn, touches a box."""
    x, y = point
    return box[0] - 4 < x < box[2] + 4 and box[1] - 4 < y < box[3] + 4


def _is_inside(box: _Place) -> bool:
    return (
        box[0] > _LEFT + 4
        and box[2] < WIDTH - _RIGHT
        and box[1] > _TOP
        and box[3] < HEIGHT - _BOTTOM
    )


def _overlap(a: _Place, b: _Place) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def draw_parallel(answer: MiddleGround, names: Sequence[str]) -> Parallel:
    """Three parties or more: gains over no deal, all axes with the same zero and scale."""
    parties = answer.parties
    rows = [[point.gain[party] for party in parties] for point in shown_frontier(answer).points]
    fair = [
        (ideas, [at[k] - answer.no_deal[party] for k, party in enumerate(parties)])
        for _, ideas, at in fair_points(answer)
    ]
    gains = [gain for row in [*rows, *(gains for _, gains in fair)] for gain in row]
    left, right, top, bottom = 90.0, 820.0 - _LABELS, 30.0, 420.0
    upward = _Scale(*_ends([0.0, *gains]), bottom, top)
    step = (right - left) / (len(parties) - 1)
    xs = [left + k * step for k in range(len(parties))]
    lines = [
        wrap(one_line(name), _LABEL, min(step - 10, 170), bold=True, most_lines=6) for name in names
    ]
    return Parallel(
        axes=[Axis(x, name) for x, name in zip(xs, lines, strict=True)],
        zero=upward(0.0),
        frontier=[_path(xs, row, upward) for row in rows],
        courses=_courses(fair, xs, upward),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        width=820.0,
        height=bottom + 40 + 17 * max(map(len, lines)),
    )


def _path(xs: Sequence[float], gains: Sequence[float], upward: _Scale) -> str:
    return "M" + "L".join(f"{x:.1f} {upward(g):.1f}" for x, g in zip(xs, gains, strict=True))


def _courses(
    fair: Sequence[tuple[list[str], list[float]]], xs: Sequence[float], upward: _Scale
) -> list[Course]:
    """Lines of the fair deals, their labels at the right, pushed apart."""
    courses: list[Course] = []
    free = 0.0  # above this, the room for labels is taken
    named: set[str] = set()
    for ideas, gains in sorted(fair, key=lambda one: -one[1][-1]):
        fresh = [FAIR_NAMES[idea] for idea in ideas if idea not in named]
        named |= set(ideas)
        at = max(upward(gains[-1]), free)
        free = at + 16 * len(fresh) + 2
        dots = [(x, upward(g)) for x, g in zip(xs, gains, strict=True)]
        courses.append(Course(_path(xs, gains, upward), ideas[0], fresh, xs[-1] + 14, at + 4, dots))
    return courses
