"""What happened and was announced, in the order of the reports: a list, and a strip of the reports.

No date is made up: events stand in the column of the report that tells of them, with the date as
the report writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from middleground.brief.evidence import Evidence
from middleground.brief.lettering import wrap
from middleground.brief.naming import names_nobody
from middleground.brief.said import Said, Sayer
from middleground.brief.words import sentence_case
from middleground.evidence.entries import Entry
from middleground.evidence.particulars import Event
from middleground.evidence.saying import gist
from middleground.scenario.model import Scenario

WIDTH = 760.0
_MOST_COLUMNS = 5
_MOST_MARKS = 12  # in one column
_TOP, _ROW, _LINE, _EDGE = 46.0, 10.0, 15.0, 14.0
_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the page lists it, under its number in the strip.

    Attributes:
        then: The number of the event in which what was announced came to pass; None if none did.
    """

    number: int
    status: str
    said: Said
    then: int | None

    @property
    def note(self) -> str:
        """Whether it happened, where that is not plain."""
        came = f"announced; then {self.then}" if self.then is not None else ""
        return came or (self.status if self.status != "happened" else "")


@dataclass(frozen=True, slots=True)
class Column:
    """A report in the strip: where it begins, what it is called, when it is from."""

    x: float
    name: str
    when: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An event in the strip: a full dot happened, a ring was announced, a cross did not happen."""

    x: float
    y: float
    status: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Strip:
    """The reports side by side with their events."""

    height: float
    columns: list[Column]
    marks: list[Mark]


def happenings(sayer: Sayer, evidence: Evidence) -> list[Happening]:
    """Events in the order of the reports, as far as known, and within each in that of the text."""
    place = {name: n for n, name in enumerate(evidence.order)}
    events = [entry for entry in sayer.entries if entry.event]
    told = sorted(events, key=lambda e: (place.get(e.report, len(place)), e.sentence))
    numbers = {entry.id: number for number, entry in enumerate(told, start=1)}
    fulfilled = [r for r in evidence.relations if r.kind == "fulfilled"]
    then = {r.first: numbers[r.second] for r in fulfilled}
    return [
        Happening(
            numbers[entry.id],
            entry.event.status,
            sayer.say(entry, sentence_case(gist(_bare(sayer.named(entry), entry.event)))),
            then.get(entry.id),
        )
        for entry in told
        if entry.event
    ]


def _bare(entry: Entry, event: Event) -> Entry:
    """The entry without its status, which the page shows by a sign."""
    places = tuple(sentence_case(p) for p in event.places if not names_nobody(p))
    shown = (entry.event or event).model_copy(update={"status": "happened", "places": places})
    return entry.model_copy(update={"event": shown})


def draw_strip(told: Sequence[Happening], evidence: Evidence, scenario: Scenario) -> Strip | None:
    """The strip; None for a single report, or where there are too many to be read side by side."""
    names = [name for name in evidence.order if any(h.said.report == name for h in told)]
    if not 2 <= len(names) <= _MOST_COLUMNS:
        return None
    room = WIDTH / len(names)
    columns, marks = [], list[Mark]()
    for n, name in enumerate(names):
        columns.append(Column(n * room + _EDGE, _cut(name, room), _when(name, scenario)))
        y = _TOP
        for happening in [h for h in told if h.said.report == name][:_MOST_MARKS]:
            arrow = f" → {happening.then}" if happening.then is not None else ""
            words = f"{happening.number} {happening.said.label}{arrow}"
            lines = wrap(words, _SIZE, room - 3 * _EDGE, most_lines=2)
            y += _ROW + _LINE
            marks.append(Mark(n * room + _EDGE, y, happening.status, lines))
            y += _LINE * (len(lines) - 1)
    height = max(mark.y + _LINE * (len(mark.lines) - 1) for mark in marks) + _EDGE
    return Strip(height, columns, marks)


def _cut(name: str, room: float) -> str:
    return wrap(name, _SIZE, room - 2 * _EDGE, bold=True, most_lines=1)[0]


def _when(name: str, scenario: Scenario) -> str:
    report = scenario.reports.get(name)
    return (report.published or "") if report else ""
