"""The picture of the lever ladder: what a probability costs, step by step.

Across is the cost, upwards the probability of an agreeable deal with one standard error either way.
Places are computed here; the template draws.
"""

from dataclasses import dataclass
from math import floor, log10

from middleground.brief.levers import LeversShown
from middleground.brief.words import number

WIDTH, HEIGHT = 720.0, 340.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 30.0, 24.0, 56.0
_TICKS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A set of levers: where it stands, its number in the list, and the ends of its interval."""

    x: float
    y: float
    number: int
    low: float
    high: float
    reaches: bool


@dataclass(frozen=True, slots=True)
class LadderPicture:
    """Steps with the line between them, the wanted probability, and both scales."""

    steps: list[Step]
    path: str
    target: float
    x_ticks: list[tuple[float, str]]
    y_ticks: list[tuple[float, str]]
    left: float
    right: float
    top: float
    bottom: float
    width: float = WIDTH
    height: float = HEIGHT


def draw_ladder(shown: LeversShown) -> LadderPicture | None:
    """The picture; None where no lever raises the probability."""
    if len(shown.ladder) < 2:
        return None
    most = max(rung.cost for rung in shown.ladder) or 1.0
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM

    def across(cost: float) -> float:
        return round(_LEFT + cost / most * (right - _LEFT), 1)

    def upward(share: float) -> float:
        return round(bottom - min(max(share, 0.0), 1.0) * (bottom - _TOP), 1)

    steps = [
        Step(
            x=across(rung.cost),
            y=upward(rung.probability),
            number=n,
            low=upward(rung.probability - rung.error),
            high=upward(rung.probability + rung.error),
            reaches=rung.reaches,
        )
        for n, rung in enumerate(shown.ladder)
    ]
    stairs = "".join(f"H{step.x:g}V{step.y:g}" for step in steps[1:])
    return LadderPicture(
        steps=steps,
        path=f"M{steps[0].x:g} {steps[0].y:g}{stairs}",
        target=upward(shown.target),
        x_ticks=[(across(cost), number(cost)) for cost in _round_costs(most)],
        y_ticks=[(upward(n / 5), f"{20 * n} %") for n in range(6)],
        left=_LEFT,
        right=right,
        top=_TOP,
        bottom=bottom,
    )


def _round_costs(most: float) -> list[float]:
    """Round numbers from 0 up to the greatest cost, some six of them."""
    rough = most / _TICKS
    step = 10.0 ** floor(log10(rough))
    step *= next(factor for factor in (1, 2, 5, 10) if factor * step >= rough)
    return [round(n * step, 9) for n in range(floor(most / step) + 1)]
