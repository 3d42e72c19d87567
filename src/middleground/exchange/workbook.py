"""Rows of cells, from XLSX workbooks and into them.

Reading is done in a process of its own, under limits: the values of the first sheet that holds any,
never formulas, links or macros. Writing needs no library: one sheet, text as text (no cell can be
taken for a formula), numbers as numbers, and the same bytes for the same rows.

Format: ISO/IEC 29500.
"""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from middleground.errors import ReportError
from middleground.exchange.case import NamedBytes
from middleground.exchange.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Written,
    number_text,
    refuse_size,
)
from middleground.exchange.faults import refuse, refuse_large, said
from middleground.exchange.xml_text import legal
from middleground.reports.child import read_in_child

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
    '<sheets><sheet name="NAME" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}
# The format has no earlier date.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def read_xlsx(file: NamedBytes) -> tuple[list[list[Cell]], list[str]]:
    """The rows of a workbook's first sheet with cells, empty ones left out; and notes.

    Raises:
        ScenarioError: If it is no workbook, or cannot be read within the limits.
    """
    refuse_large(file.name, len(file.data))
    try:
        found = read_in_child("sheet_cells", file.data, "spreadsheet")
    except ReportError as error:
        problem = error.problems[0]
        refuse(
            file.name, None, None, problem.what, problem.code, problem.expected,
            "save the sheet as 'CSV UTF-8' in a spreadsheet program, and convert that",
        )  # fmt: skip
    if found["too_large"]:
        refuse_size(file.name)
    sheet = said(found["sheet"])
    rows = [
        [
            Cell(
                file.name, text.strip(), line, column, f"{sheet}!{column_name(column)}{line}", kind
            )
            for column, (text, kind) in enumerate(cells, 1)
        ]
        for line, cells in found["rows"]
    ]
    left = [said(name) for name in found["left_out"]]
    notes = [f"only the sheet '{sheet}' was read, not {', '.join(left)}"] if left else []
    return rows, notes


def column_name(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, at = divmod(number - 1, 26)
        letters = chr(ord("A") + at) + letters
    return letters


def write_xlsx(
    rows: Sequence[Sequence[Written]], sheet_name: str = "Scoring", most_rows: int = MOST_ROWS
) -> bytes:
    """Rows as a workbook of one sheet; with as many rows as this program reads, or more."""
    if len(rows) > most_rows or max(map(len, rows), default=0) > MOST_COLUMNS:
        refuse_size("")
    written = "".join(
        f'<row r="{line}">' + "".join(_cell(v, line, n) for n, v in enumerate(row, 1)) + "</row>"
        for line, row in enumerate(rows, 1)
    )
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{written}</sheetData></worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        workbook = _PARTS["xl/workbook.xml"].replace('"NAME"', f'"{sheet_name}"')
        parts = {**_PARTS, "xl/workbook.xml": workbook, "xl/worksheets/sheet1.xml": sheet}
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, _NO_DATE), _HEAD + part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _cell(value: Written, line: int, column: int) -> str:
    place = f"{column_name(column)}{line}"
    if isinstance(value, str):
        text = escape(legal(value))
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{number_text(value)}</v></c>'
