"""The picture of the win-sets: how many deals each party would ratify, and how many all would.

Every bar is a number of allowed deals on one scale. Between two parties the bars are laid so that
they cover each other by the deals that both would ratify. Places are computed here; the template
draws.
"""

from dataclasses import dataclass

from middleground.brief.lettering import wrap
from middleground.brief.ratification import RatificationShown

WIDTH = 720.0
_LEFT, _RIGHT, _TOP = 270.0, 84.0, 26.0
_BAR, _STEP, _GAP = 18.0, 34.0, 18.0
_LABEL, _LINE = 13.0, 15.0
_LEAST = 2.0  # a bar that stands for a few deals is seen all the same


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of deals as a bar.

    Attributes:
        kind: `party`, `all` or `without` (a veto).
        label: Its name in lines.
        deals: The number, to be read beside it.
    """

    kind: str
    label: list[str]
    label_y: float
    x: float
    y: float
    width: float
    height: float
    deals: str


@dataclass(frozen=True, slots=True)
class WinSetPicture:
    """All bars, the scale from none to all allowed deals, and where both parties' bars meet."""

    bars: list[Bar]
    left: float
    right: float
    top: float
    bottom: float
    allowed: str
    shared: tuple[float, float] | None
    width: float
    height: float


def draw_win_sets(shown: RatificationShown) -> WinSetPicture | None:
    """The picture; None where a number in it was not counted, or the rules allow no deal."""
    known = [home.win_set for home in shown.homes if home.win_set is not None]
    agreeable = shown.agreeable
    if not shown.allowed or agreeable is None or len(known) < len(shown.homes):
        return None
    is_pair = len(known) == 2
    page = _Page(shown.allowed)
    for n, home in enumerate(shown.homes):
        page.add("party", home.name, known[n], known[0] - agreeable if is_pair and n else 0)
    page.y += _GAP
    together = page.add("all", "both" if is_pair else "all of them", agreeable,
                        known[0] - agreeable if is_pair else 0)  # fmt: skip
    for voice in [voice for home in shown.homes for voice in home.voices]:
        if voice.zone is not None and voice.zone > agreeable:
            page.add("without", f"if {voice.name} never refused", voice.zone, 0)
    return WinSetPicture(
        bars=page.bars,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        top=_TOP,
        bottom=page.y,
        allowed=f"{shown.allowed:,}",
        shared=(together.x, together.width) if is_pair and agreeable else None,
        width=WIDTH,
        height=page.y + 14,
    )


class _Page:
    """Bars from top to bottom."""

    def __init__(self, allowed: int) -> None:
        self.bars: list[Bar] = []
        self.y = _TOP + 8
        self._scale = (WIDTH - _RIGHT - _LEFT) / allowed

    def add(self, kind: str, name: str, deals: int, start: int) -> Bar:
        label = wrap(name, _LABEL, _LEFT - 16, most_lines=2)
        width = max(deals * self._scale, _LEAST if deals else 0)
        bar = Bar(
            kind=kind,
            label=label,
            label_y=round(self.y + _BAR / 2 + 4 - (len(label) - 1) * _LINE / 2, 1),
            x=round(_LEFT + start * self._scale, 1),
            y=self.y,
            width=round(width, 1),
            height=_BAR,
            deals=f"{deals:,}",
        )
        self.bars.append(bar)
        self.y += _STEP
        return bar
