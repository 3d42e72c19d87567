"""Scoring matrices: what each option is worth to each party, in points that stand as they are.

Two layouts are read. Wide: a row for each option, a column for each party, and a row of minimums;
an issue's name may stand in its first row alone.

    Issue | Option | Union | Port
    Wages | low    |     0 |   40
          | high   |    35 |    0
    Minimum |      |    20 |   25

Long: a row for each number, with the columns party, issue, option and points in any order; the row
with the issue `minimum` holds what no deal is worth.

Source: Raiffa (1982) for scoring tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from middleground.exchange.case import Case, CaseIssue, Profile, Worth
from middleground.exchange.cells import Cell, Written
from middleground.exchange.exact import exact
from middleground.exchange.faults import refuse, said

_MINIMUM = frozenset(
    (
        "minimum", "min", "no deal", "no_deal", "no-deal", "no deal value", "no-deal value",
        "reservation", "reservation value", "reservation price", "batna", "walk-away", "walk away",
        "walkaway",
    )
)  # fmt: skip
_COLUMNS = {
    "party": frozenset(("party", "parties", "side", "player", "role", "who")),
    "issue": frozenset(("issue", "topic", "question", "item", "subject")),
    "option": frozenset(("option", "alternative", "choice", "value", "outcome", "resolution")),
    "points": frozenset(("points", "score", "scores", "utility", "worth")),
}
_ONE = Fraction(1)


@dataclass
class _Table:
    """What has been read so far, with the cell of each number.

    Attributes:
        options: The options of each issue, in order.
        points: By party, issue and option.
        minimums: By party.
    """

    options: dict[str, dict[str, Cell]] = field(default_factory=dict)
    points: dict[tuple[str, str, str], Fraction] = field(default_factory=dict)
    minimums: dict[str, Fraction] = field(default_factory=dict)
    parties: dict[str, Cell] = field(default_factory=dict)

    def enter(self, party: Cell, issue: Cell, option: Cell, number: Cell) -> None:
        """Take one number in."""
        self.parties.setdefault(party.text, party)
        if issue.text.casefold() in _MINIMUM and not option.text:
            if party.text in self.minimums:
                number.refuse(f"a second minimum for '{said(party.text)}'", "duplicate-id",
                              "one for each party", "delete one of the two")  # fmt: skip
            self.minimums[party.text] = _number(number)
            return
        if not issue.text or not option.text:
            (issue if not issue.text else option).refuse(
                "an issue is missing" if not issue.text else "an option is missing", "missing",
                "issue and option in every row, and a row 'minimum' for what no deal is worth",
                "fill the cell in; delete rows of totals",
            )  # fmt: skip
        key = (party.text, issue.text, option.text)
        if key in self.points:
            number.refuse(
                f"a second number for '{said(option.text)}' of '{said(issue.text)}'",
                "duplicate-id", "each option once", "delete or rename one of the two",
            )  # fmt: skip
        self.options.setdefault(issue.text, {}).setdefault(option.text, option)
        self.points[key] = _number(number)

    def case(self, file: str, title: str, source: str, notes: Sequence[str]) -> Case:
        """The case, if nothing is missing."""
        if not self.options:
            refuse(file, 1, 1, "no option", "missing", "a row for each option", "see the layouts")
        profiles = []
        for party, cell in self.parties.items():
            if party not in self.minimums:
                cell.refuse(
                    f"no minimum for '{said(party)}'", "missing",
                    "a row 'minimum': what no deal is worth, in the same points",
                    "add it; 0 if any deal is better than none",
                )  # fmt: skip
            worths = []
            for issue, options in self.options.items():
                for option, place in options.items():
                    if (party, issue, option) not in self.points:
                        place.refuse(
                            f"'{said(option)}' of '{said(issue)}' has no points for "
                            f"'{said(party)}'", "missing", "a number for every party and option",
                            "add it",
                        )  # fmt: skip
                parts = tuple(self.points[party, issue, option] for option in options)
                worths.append(Worth(_ONE, parts))
            profiles.append(Profile(party, tuple(worths), self.minimums[party], source=source))
        issues = tuple(CaseIssue(name, tuple(options)) for name, options in self.options.items())
        return Case(title, issues, tuple(profiles), in_points=True, notes=tuple(notes))


def read_table(
    rows: Sequence[Sequence[Cell]], file: str, title: str, source: str, notes: Sequence[str] = ()
) -> Case:
    """A negotiation from the rows of a scoring matrix.

    Args:
        rows: Its rows, empty ones left out.
        file: The file, for messages.
        title: What to call it where its first row is no title.
        source: What to name as the ground of the numbers.
        notes: What was noticed on the way.

    Raises:
        ScenarioError: If it has neither layout, or something is missing, twice or no number.
    """
    rows = [_without_end(row) for row in rows]
    if rows and sum(bool(cell.text) for cell in rows[0]) == 1 and len(rows) > 1:
        title, rows = next(cell.text for cell in rows[0] if cell.text), rows[1:]
    if len(rows) < 2:
        refuse(file, 1, 1, "no table", "missing", "a row of headings, and a row for each option",
               "put issue, option and a column for each party into the first row")  # fmt: skip
    places = _long_columns(rows[0])
    table = _read_long(rows, places) if places else _read_wide(rows)
    return table.case(file, title, source, notes)


def _without_end(row: Sequence[Cell]) -> list[Cell]:
    cells = list(row)
    while cells and not cells[-1].text and not cells[-1].kind:
        cells.pop()
    return cells


def _long_columns(header: Sequence[Cell]) -> dict[str, int]:
    """Where each column of the long layout stands; empty for the wide one."""
    words = [cell.text.casefold() for cell in header]
    found = {
        column: next((n for n, word in enumerate(words) if word in known), -1)
        for column, known in _COLUMNS.items()
    }
    return found if found["party"] >= 0 and found["points"] >= 0 else {}


def _read_long(rows: Sequence[Sequence[Cell]], places: dict[str, int]) -> _Table:
    for column, place in places.items():
        if place < 0:
            rows[0][0].refuse(
                f"no column '{column}'", "missing", "the columns party, issue, option and points",
                "add it, or name it so",
            )  # fmt: skip
    table = _Table()
    for row in rows[1:]:
        cells = {column: _at(row, place) for column, place in places.items()}
        if not cells["party"].text:
            cells["party"].refuse("a party is missing", "missing", "a party in every row",
                                  "fill the cell in")  # fmt: skip
        table.enter(cells["party"], cells["issue"], cells["option"], cells["points"])
    return table


def _read_wide(rows: Sequence[Sequence[Cell]]) -> _Table:
    header = rows[0]
    if len(header) < 3 or header[0].is_number or header[1].is_number:
        header[0].refuse(
            "these are no headings of a scoring matrix", "missing",
            "issue, option, and a column for each party; or party, issue, option, points",
            "put the headings into the first row",
        )  # fmt: skip
    seen: set[str] = set()
    for cell in header[2:]:
        if not cell.text or cell.text in seen:
            cell.refuse(
                f"two columns are called {cell.words}" if cell.text else "a column without a name",
                "duplicate-id" if cell.text else "missing", "a party's name over every column",
                "name it, or delete the column",
            )  # fmt: skip
        seen.add(cell.text)
    table, issue = _Table(), header[0]
    for row in rows[1:]:
        if len(row) > len(header):
            row[len(header)].refuse(
                f"{row[len(header)].words} stands beyond the last heading", "unknown-ref",
                "a party's name over every column", "name the column, or delete the cell",
            )  # fmt: skip
        named = _at(row, 0)
        issue = named if named.text or issue is header[0] else issue
        for place, party in enumerate(header[2:], 2):
            table.enter(party, issue, _at(row, 1), _at(row, place))
    return table


def _at(row: Sequence[Cell], place: int) -> Cell:
    """A cell of a row, empty where the row is shorter."""
    if place < len(row):
        return row[place]
    last = row[-1]
    column = last.column + (place - len(row) + 1 if last.place else len(last.text))
    return Cell(last.file, "", last.line, column, last.place)


def _number(cell: Cell) -> Fraction:
    number = exact(cell.plain)
    if number is None:
        comma = ", with a point for decimals" if "," in cell.text else ""
        cell.refuse(f"{cell.words} is not a number", "type", f"points such as 12 or -2.5{comma}",
                    "write the number alone, without unit or percent sign")  # fmt: skip
    return number


def table_rows(case: Case) -> list[list[Written]]:
    """A case as the rows of a scoring matrix, wide; utilities are written out of 100."""
    scale = 1 if case.in_points else 100
    rows: list[list[Written]] = [["Issue", "Option", *(p.name for p in case.profiles)]]
    for at, issue in enumerate(case.issues):
        for n, words in enumerate(issue.words):
            points = [profile.worths[at].parts[n] * scale for profile in case.profiles]
            rows.append([issue.name if n == 0 else "", words, *points])
    rows.append(["Minimum", "", *(profile.no_deal * scale for profile in case.profiles)])
    return rows
