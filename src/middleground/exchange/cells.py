"""Rows of cells, from CSV files and into them.

Separated by commas, semicolons or tabs, whichever there are most; with semicolons and tabs a comma
in a number is its decimal sign. In what is written, text that a spreadsheet program would take for
a formula gets an apostrophe before it, which is taken off again on reading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from middleground.exchange.case import NamedBytes
from middleground.exchange.exact import decimal_text, exact
from middleground.exchange.faults import Source, read_text, refuse, said

MOST_ROWS, MOST_COLUMNS = 20_000, 500
_SEPARATORS = ",;\t"
_SAMPLE = 10_000  # characters
_STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_END_OF_LINE = re.compile(r"\r\n|\n|\r")
Written = str | Fraction
_PLACES = 6


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: What it holds, without spaces around it; "" for an empty one.
        line: Its row, from 1.
        column: Its column: in characters in a text file, in cells in a spreadsheet.
        place: Its name in a spreadsheet: `Sheet1!B3`.
        kind: What it holds where that is neither text nor a number: "a date".
        has_comma: Whether a comma in it is a decimal sign.
    """

    file: str
    text: str
    line: int
    column: int
    place: str = ""
    kind: str = ""
    has_comma: bool = False

    def refuse(self, what: str, code: str, expected: str = "", mend: str = "") -> NoReturn:
        """Raise an error that points here."""
        refuse(self.file, self.line, self.column, what, code, expected, mend, self.place)

    @property
    def words(self) -> str:
        """The cell in a message."""
        return self.kind or (f"'{said(self.text)}'" if self.text else "an empty cell")

    @property
    def is_number(self) -> bool:
        """Whether it holds a number."""
        return exact(self.plain) is not None

    @property
    def plain(self) -> str:
        """The text with a point as decimal sign."""
        return self.text.replace(",", ".") if self.has_comma else self.text


def read_csv(file: NamedBytes) -> list[list[Cell]]:
    """The rows of a file, empty ones left out.

    Raises:
        ScenarioError: If it is no text, too large, or a quotation mark is never closed.
    """
    source = Source(file.name, read_text(file.name, file.data))
    text, start = source.text, 0
    if "\0" in text:
        source.refuse(text.index("\0"), "the file is not text", "not-text", "CSV, saved as text",
                      "save the sheet as 'CSV UTF-8'")  # fmt: skip
    named = re.match(r"sep=(.)(?:\r\n|\n|\r)", text)
    # There are fewer decimal commas than separators in every row.
    beginning = _QUOTED.sub("", text[:_SAMPLE])
    separator = named[1] if named else max(_SEPARATORS, key=beginning.count)
    if named:
        start = named.end()
    return _rows(source, start, separator)


def _rows(source: Source, at: int, separator: str) -> list[list[Cell]]:
    """Field by field: RFC 4180, with any end of line."""
    text, rows, row = source.text, list[list[Cell]](), list[Cell]()
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    line, line_start = text.count("\n", 0, at) + 1, at
    while at <= len(text):
        field_line, column = line, at - line_start + 1
        found = _QUOTED.match(text, at)
        if text[at : at + 1] == '"' and found is None:
            source.refuse(
                at, "a quotation mark that is never closed", "syntax",
                'a second one where the cell ends; "" for one inside', "close it",
            )  # fmt: skip
        if found:
            value = found[0][1:-1].replace('""', '"')
            for broken in _END_OF_LINE.finditer(text, at, found.end()):
                line, line_start = line + 1, broken.end()
            at = found.end()
        else:
            value = ""
        rest = plain.match(text, at)
        value, at = value + (rest[0] if rest else ""), rest.end() if rest else at
        row.append(Cell(source.file, _unmarked(value), field_line, column,
                        has_comma=separator != ","))  # fmt: skip
        if len(row) > MOST_COLUMNS or len(rows) > MOST_ROWS:
            refuse_size(source.file)
        if text[at : at + 1] == separator:
            at += 1
            continue
        if any(cell.text for cell in row):
            rows.append(row)
        row = []
        end = _END_OF_LINE.match(text, at)
        if end is None:
            break
        at, line, line_start = end.end(), line + 1, end.end()
    return rows


def refuse_size(file: str) -> NoReturn:
    """Refuse a table that no negotiation needs."""
    refuse(
        file, None, None, "the table is too large", "too-large",
        f"{MOST_ROWS:,} rows and {MOST_COLUMNS} columns at most",
        "keep the scoring matrix alone in the file",
    )  # fmt: skip


def _unmarked(text: str) -> str:
    """A cell's text without the apostrophe that keeps it from being a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and _STARTS_FORMULA.match(text, 1) else text


def write_csv(rows: Sequence[Sequence[Written]]) -> bytes:
    """Rows as a file that spreadsheet programs read as UTF-8.

    Example:
        >>> write_csv([["=1+1", "no"], [Fraction(5, 2), "x,y"]]).decode("utf-8-sig").split()
        ["'=1+1,no", '2.5,"x,y"']
    """
    lines = (",".join(map(_field, row)) + "\r\n" for row in rows)
    return ("\ufeff" + "".join(lines)).encode()


def number_text(number: Fraction) -> str:
    """A number as it is written in a cell: to the millionth."""
    return decimal_text(number, _PLACES)


def _field(value: Written) -> str:
    if not isinstance(value, str):
        return number_text(value)
    text = f"'{value}" if _STARTS_FORMULA.match(value) else value
    if re.search(r'[",;\r\n\t]|^\s|\s$', text):
        return '"' + text.replace('"', '""') + '"'
    return text
