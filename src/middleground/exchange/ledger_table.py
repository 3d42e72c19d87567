"""The ledger as a table: one row for each entry, for spreadsheet programs and statistics."""

from collections.abc import Iterable
from fractions import Fraction

from middleground.evidence.entries import Entry
from middleground.evidence.saying import gist
from middleground.exchange.cells import Written, write_csv
from middleground.exchange.workbook import write_xlsx
from middleground.plain_text import visible

COLUMNS = (
    "entry", "report", "sentence", "start", "end", "kind", "words", "says", "source", "naming",
    "stands_for", "quoted", "polarity", "modality", "stance", "what", "who", "whom", "through",
    "where", "when_about", "topics", "condition", "value", "low", "high", "qualifier", "unit",
    "counted", "negated", "within", "status", "rule", "reader", "by", "when", "note", "standing",
)  # fmt: skip
"""What each row holds. `start` and `end` are characters of the report's text as stored, counted in
Unicode code points; of several parts, the first one's start and the last one's end."""

_MOST_ROWS = 1_048_575  # of an XLSX sheet, its head apart
_LONGEST = 32_767  # characters in an XLSX cell
_BETWEEN = "; "


def ledger_csv(entries: Iterable[Entry]) -> bytes:
    """The entries as CSV; no cell can be taken for a formula, and hidden characters are shown."""
    return write_csv(_rows(entries))


def ledger_xlsx(entries: Iterable[Entry]) -> bytes:
    """The entries as a workbook; a text too long for a cell is cut, with "..." at its end.

    Raises:
        ScenarioError: If there are more entries than a sheet has rows.
    """
    rows = [[_fitting(value) for value in row] for row in _rows(entries)]
    return write_xlsx(rows, "Ledger", _MOST_ROWS)


def _fitting(value: Written) -> Written:
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[: _LONGEST - 3] + "..."
    return value


def _rows(entries: Iterable[Entry]) -> list[list[Written]]:
    return [[*COLUMNS], *([_cell(_row(e).get(column)) for column in COLUMNS] for e in entries)]


def _cell(value: object) -> Written:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return Fraction(value)
        case tuple() | list():
            return visible(_BETWEEN.join(map(str, value)))
        case _:
            return visible(str(value))


def _row(entry: Entry) -> dict[str, object]:
    last = entry.chain[-1] if entry.chain else None
    return {
        "entry": entry.id,
        "report": entry.report,
        "sentence": entry.sentence,
        "start": entry.content[0].start if entry.content else None,
        "end": entry.content[-1].end if entry.content else None,
        "kind": entry.kind,
        "words": " ".join(entry.words.split()),
        "says": gist(entry),
        "source": " > ".join(link.words for link in entry.chain),
        "naming": " > ".join(link.naming for link in entry.chain),
        "stands_for": last.stands_for if last else "",
        "quoted": entry.type,
        "within": entry.nested_in,
        **{
            name: getattr(entry, name)
            for name in (
                "polarity", "modality", "stance", "status", "rule", "reader", "by", "when", "note",
                "standing",
            )
        },
        **_particulars(entry),
    }  # fmt: skip


def _particulars(entry: Entry) -> dict[str, object]:
    if entry.figure:
        held = ("value", "low", "high", "qualifier", "unit", "counted", "negated", "topic")
        said = {name: getattr(entry.figure, name) for name in held}
        return {**said, "topics": said.pop("topic"), "who": entry.figure.asserter}
    if entry.actor:
        name = entry.actor.known_as or entry.actor.name
        also = (*entry.actor.aliases, *([entry.actor.name] if entry.actor.known_as else []))
        return {"what": entry.actor.type, "who": name, "counted": also, "where": entry.actor.side}
    if entry.position:
        p = entry.position
        return {"what": p.kind, "who": p.parties, "whom": p.about, "topics": p.topics,
                "condition": p.condition}  # fmt: skip
    if entry.term:
        t = entry.term
        return {"what": t.action, "who": t.givers, "when_about": t.when,
                "condition": t.in_return_for}  # fmt: skip
    if entry.event:
        e = entry.event
        return {"what": e.action, "who": e.doers, "whom": e.targets, "where": e.places,
                "when_about": e.when, "topics": e.topics, "condition": e.status}  # fmt: skip
    if entry.structure:
        s = entry.structure
        return {"what": s.kind, "who": s.who, "whom": s.whom, "through": s.through,
                "when_about": s.takes}  # fmt: skip
    return {}
