"""The picture of what an answer hangs on: a bar for each number's share of the doubt, its interval.

Places are computed here; the template draws. The shares stand beside the bars in words.
"""

from dataclasses import dataclass

from middleground.brief import words
from middleground.brief.lettering import wrap
from middleground.brief.sensitivity import ProfileShown

WIDTH = 720.0
_LEFT, _RIGHT, _TOP = 320.0, 62.0, 26.0
_BAR, _GAP = 14.0, 12.0
_LABEL, _LINE = 12.0, 14.0


@dataclass(frozen=True, slots=True)
class DriverBar:
    """One number: its name in lines, its bar from the left edge, and its interval.

    Attributes:
        middle: Height of the bar's middle line.
        end: Where the bar ends; the part that the number carries by itself ends at `alone`.
        low, high: Ends of the interval.
        share: The share in words.
        is_rest: Whether it stands for several numbers together.
    """

    label: list[str]
    label_y: float
    middle: float
    alone: float
    end: float
    low: float
    high: float
    share: str
    is_rest: bool


@dataclass(frozen=True, slots=True)
class DriverPicture:
    """All bars and the scale from 0 to 100 %."""

    bars: list[DriverBar]
    ticks: list[tuple[float, str]]
    left: float
    top: float
    bottom: float
    bar: float
    width: float
    height: float


def draw_drivers(profile: ProfileShown) -> DriverPicture | None:
    """The picture of one answer; None where no number carries anything."""
    if not profile.drivers:
        return None
    room = WIDTH - _LEFT - _RIGHT
    widest = max(min(driver.total.high, 1.0) for driver in profile.drivers)
    whole = next(top for top in (0.1, 0.25, 0.5, 1.0) if widest <= top)

    def at(share: float) -> float:
        return round(_LEFT + room * min(max(share, 0.0), whole) / whole, 1)

    bars, y = [], _TOP
    for driver in profile.drivers:
        label = wrap(words.sentence_case(driver.name), _LABEL, _LEFT - 16, most_lines=3)
        height = max(_BAR, len(label) * _LINE)
        middle = y + height / 2
        bars.append(
            DriverBar(
                label=label,
                label_y=round(middle + 4 - (len(label) - 1) * _LINE / 2, 1),
                middle=round(middle, 1),
                alone=at(min(driver.first.value, driver.total.value)),
                end=at(driver.total.value),
                low=at(driver.total.low),
                high=at(driver.total.high),
                share=words.per_cent(max(driver.total.value, 0)),
                is_rest=driver.rests is None,
            )
        )
        y += height + _GAP
    ticks = [(at(whole * n / 2), f"{whole * n * 50:g}{words.THIN}%") for n in range(3)]
    return DriverPicture(bars, ticks, _LEFT, _TOP - 8, y - _GAP + 6, _BAR, WIDTH, y + 4)
