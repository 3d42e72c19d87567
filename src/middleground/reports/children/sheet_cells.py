"""The cells of a workbook (XLSX): the values of its first sheet that holds any.

Values only, as they were when the file was saved: no formula is computed, no link followed. What
the package would unpack to is counted before anything is unpacked, and a document type declaration
in any of its parts is refused. Format: ISO/IEC 29500.
"""

import datetime
import io
import zipfile
from typing import Any
from xml.parsers import expat

LIBRARIES = ("openpyxl",)

_UNPACKED = 32 * 2**20  # bytes, all parts together
_MOST_PARTS = 2_000
_MOST_ROWS, _MOST_COLUMNS = 20_000, 500
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"


class _Declared(Exception):  # noqa: N818
    """A document type declaration."""


def extract(data: bytes, characters: int) -> dict[str, Any]:
    """Rows with their number, each a list of a text and the kind of what is no text or number."""
    if data.startswith(_OLD_FORMAT):
        return _refused("type-mismatch", "it is encrypted, or of the format before 2007 (.xls)")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        return _refused("damaged-document", str(error))
    if "xl/workbook.xml" not in package.namelist():
        return _refused("type-mismatch", "it holds no workbook")
    parts = package.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        return _refused("too-large", f"it unpacks to more than {_UNPACKED // 2**20} MiB")
    try:
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                _refuse_declarations(package.read(part))
    except _Declared:
        return _refused("damaged-document", "a part of it declares a document type (DTD)")
    return {"found": _first_sheet(data, characters)}


def _refused(code: str, detail: str) -> dict[str, Any]:
    return {"refused": [code, detail]}


def _refuse_declarations(part: bytes) -> None:
    def declared(*_: object) -> None:
        raise _Declared

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.Parse(part, True)


def _first_sheet(data: bytes, characters: int) -> dict[str, Any]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    found: dict[str, Any] = {"sheet": "", "rows": [], "left_out": [], "too_large": False}
    for sheet in book.worksheets:
        if found["rows"] or found["too_large"]:
            found["left_out"].append(sheet.title)
        else:
            rows, too_large = _rows(sheet, characters)
            found |= {"sheet": sheet.title, "rows": rows, "too_large": too_large}
    return found


def _rows(sheet: Any, characters: int) -> tuple[list[Any], bool]:
    """The rows that hold something, with their numbers; and whether there is too much of them."""
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    rows: list[Any] = []
    size = 0
    limits = {"max_row": _MOST_ROWS + 1, "max_col": _MOST_COLUMNS + 1}
    for line, values in enumerate(sheet.iter_rows(**limits, values_only=True), 1):
        row = _trimmed([_said(value) for value in values])
        size += sum(len(text) for text, _ in row)
        if row and (line > _MOST_ROWS or len(row) > _MOST_COLUMNS or size > characters):
            return rows, True
        if row:
            rows.append([line, row])
    return rows, False


def _trimmed(row: list[tuple[str, str]]) -> list[tuple[str, str]]:
    while row and row[-1] == ("", ""):
        row.pop()
    return row


def _said(value: object) -> tuple[str, str]:
    match value:
        case None:
            return "", ""
        case str():
            return value, ""
        case bool():
            return "", "true or false"
        case int() | float():
            return repr(value), ""
        case datetime.date() | datetime.time() | datetime.timedelta():
            return "", "a date"
    return "", "something that is neither text nor a number"
