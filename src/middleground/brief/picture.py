"""The picture of who talks to whom: mediators above, parties below, outsiders at the foot.

One layout for every case: it computes places, the template draws. Every line of a name is centred
on its place, so that it makes no difference to the layout which way a script runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from middleground.brief.content import MediatorShown, PartyShown, Situation
from middleground.brief.lettering import wrap

_MARGIN = 16.0
_GAP = 18.0
_CHANNELS = 96.0  # height of the space in which the channels run
_NAME, _SMALL, _LABEL = 13.0, 11.0, 11.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, centred on x, on the baseline y."""

    text: str
    x: float
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its kind: mediator, party, member, decider, outsider."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to draw, in drawing order.

    Attributes:
        channels: Paths of messages, as SVG path data.
    """

    width: float
    height: float
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)


def draw_actors(situation: Situation) -> Picture:
    """Lay out everybody of a situation."""
    columns = max(len(situation.parties), 1)
    card = max(196.0, min(340.0, (900 - _GAP * (columns - 1)) / columns))
    width = max(720.0, 2 * _MARGIN + columns * card + (columns - 1) * _GAP)
    drawing = _Drawing(width)
    between = _between_mediators(situation)
    y = _MARGIN + (30 if between else 0)
    if situation.mediators:
        y = drawing.mediators(situation.mediators, y)
        y += _CHANNELS
    y = drawing.parties(situation.parties, card, y)
    drawing.draw_channels(situation, between)
    if situation.outsiders:
        y = drawing.outsiders([one.name for one in situation.outsiders], y + _GAP)
    return Picture(width, y + _MARGIN, drawing.boxes, drawing.lines, drawing.channels)


def _between_mediators(situation: Situation) -> list[tuple[str, str]]:
    """Pairs of mediators with a channel between them, each once."""
    ids = [mediator.id for mediator in situation.mediators]
    pairs = {
        tuple(sorted((mediator.id, channel.to), key=ids.index))
        for mediator in situation.mediators
        for channel in mediator.channels
        if channel.to in ids and channel.to != mediator.id
    }
    return sorted((a, b) for a, b in pairs)


class _Drawing:
    """Boxes, lines and channels as they are added, from top to bottom."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.boxes: list[Box] = []
        self.lines: list[Line] = []
        self.channels: list[str] = []
        self._mediators: dict[str, Box] = {}
        self._parties: dict[str, Box] = {}

    def mediators(self, mediators: list[MediatorShown], y: float) -> float:
        """A row of mediators; where they are many, the boxes get narrower."""
        count = len(mediators)
        room = self.width - 2 * _MARGIN - _GAP * (count - 1)
        size = min(230.0, room / count)
        names = [wrap(one.name, _NAME, size - 20, bold=True, most_lines=6) for one in mediators]
        roles = [wrap(one.role, _SMALL, size - 20, most_lines=2) for one in mediators]
        height = 18 + max(
            17 * len(name) + 15 * len(role) for name, role in zip(names, roles, strict=True)
        )
        x = (self.width - count * size - _GAP * (count - 1)) / 2
        for mediator, name, role in zip(mediators, names, roles, strict=True):
            box = Box(x, y, size, height, "mediator")
            self.boxes.append(box)
            self._mediators[mediator.id] = box
            top = y + (height - 17 * len(name) - 15 * len(role)) / 2
            top = self._text(name, x + size / 2, top, 17, "name")
            self._text(role, x + size / 2, top, 15, "small")
            x += size + _GAP
        return y + height

    def parties(self, parties: list[PartyShown], card: float, y: float) -> float:
        """A row of parties, all cards equally high."""
        x = (self.width - len(parties) * card - _GAP * (len(parties) - 1)) / 2
        bottoms = []
        for party in parties:
            self._parties[party.id] = Box(x, y, card, 0, "party")
            bottoms.append(self._party(party, x, card, y))
            x += card + _GAP
        bottom = max(bottoms, default=y)
        cards = [Box(box.x, y, card, bottom - y, "party") for box in self._parties.values()]
        self.boxes = [*cards, *self.boxes]
        return bottom

    def _party(self, party: PartyShown, x: float, card: float, y: float) -> float:
        name = wrap(party.name, 15, card - 28, bold=True, most_lines=6)
        y = self._text(name, x + card / 2, y + 12, 20, "title") + 8
        for member in party.members:
            marks = " · ".join(
                mark
                for mark, holds in (("decides", member.decides), ("at the table", member.at_table))
                if holds
            )
            lines = wrap(member.name, _NAME, card - 48, most_lines=6)
            asked = wrap(member.asked, _SMALL, card - 44, most_lines=6)
            height = 14 + 17 * len(lines) + 15 * (bool(marks) + len(asked))
            kind = "decider" if member.decides else "member"
            self.boxes.append(Box(x + 12, y, card - 24, height, kind))
            top = self._text(lines, x + card / 2, y + 6, 17, "member-name")
            top = self._text([marks] if marks else [], x + card / 2, top, 15, "mark")
            self._text(asked, x + card / 2, top, 15, "small")
            y += height + 8
        return y + 6

    def outsiders(self, names: list[str], y: float) -> float:
        """Rows of outsiders under a word that says what they are."""
        per_row = min(len(names), 4)
        size = min(260.0, (self.width - 2 * _MARGIN - _GAP * (per_row - 1)) / per_row)
        label = "Outsiders: they press and demand, but neither sign nor carry messages"
        y = self._text([label], self.width / 2, y, 16, "label") + 6
        for first in range(0, len(names), per_row):
            row = [
                wrap(name, 12, size - 20, most_lines=6) for name in names[first : first + per_row]
            ]
            height = 14 + 16 * max(map(len, row))
            x = (self.width - len(row) * size - _GAP * (len(row) - 1)) / 2
            for lines in row:
                self.boxes.append(Box(x, y, size, height, "outsider"))
                self._text(lines, x + size / 2, y + (height - 16 * len(lines)) / 2, 16, "plain")
                x += size + _GAP
            y += height + 10
        return y - 10

    def draw_channels(self, situation: Situation, between: list[tuple[str, str]]) -> None:
        """Curves from mediators to parties, and arcs between mediators."""
        reached = [
            (mediator.id, channel.to)
            for mediator in situation.mediators
            for channel in mediator.channels
            if channel.to in self._parties
        ]
        for mediator, party in reached:
            above, below = self._mediators[mediator], self._parties[party]
            x1 = _port(above, party, [p for m, p in reached if m == mediator], list(self._parties))
            x2 = _port(
                below, mediator, [m for m, p in reached if p == party], list(self._mediators)
            )
            y1, y2 = above.y + above.height, below.y
            bend = (y2 - y1) * 0.55
            self.channels.append(
                f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + bend:.1f} {x2:.1f} {y2 - bend:.1f}"
                f" {x2:.1f} {y2:.1f}"
            )
        for a, b in between:
            left, right = self._mediators[a], self._mediators[b]
            # Inner arcs land before outer ones, so that they do not cross.
            x1 = _port(left, b, [q for p, q in between if p == a], reversed(self._mediators))
            x2 = _port(right, a, [p for p, q in between if q == b], reversed(self._mediators))
            self.channels.append(
                f"M{x1:.1f} {left.y:.1f}C{x1:.1f} {left.y - 32:.1f} {x2:.1f} {right.y - 32:.1f}"
                f" {x2:.1f} {right.y:.1f}"
            )

    def _text(self, lines: list[str], x: float, top: float, step: float, kind: str) -> float:
        for line in lines:
            self.lines.append(Line(line, x, top + step * 0.75, kind))
            top += step
        return top


def _port(box: Box, other: str, others: list[str], order: Iterable[str]) -> float:
    """Where on a box's edge the channel to another one begins, so that channels do not cross."""
    ranked = sorted(others, key=list(order).index)
    return box.x + box.width * (ranked.index(other) + 1) / (len(ranked) + 1)
