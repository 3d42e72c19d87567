"""The formats by name: which a file has, and how each is read and written."""

from collections.abc import Callable, Sequence

from middleground.exchange.case import Case, NamedBytes
from middleground.exchange.cells import read_csv, write_csv
from middleground.exchange.faults import refuse, said
from middleground.exchange.genius import read_genius
from middleground.exchange.genius_files import write_genius
from middleground.exchange.geniusweb import read_geniusweb
from middleground.exchange.geniusweb_files import write_geniusweb, write_negolog
from middleground.exchange.tables import read_table, table_rows
from middleground.exchange.workbook import read_xlsx, write_xlsx

ENDINGS = ("xml", "json", "csv", "tsv", "xlsx")
"""Endings of files that can be read."""

FOLDERS: dict[str, Callable[[Case], tuple[dict[str, bytes], list[str]]]] = {
    "genius": write_genius,
    "geniusweb": write_geniusweb,
    "negolog": write_negolog,
}
"""Formats of several files, each with its writer."""


def read_case(files: Sequence[NamedBytes]) -> Case:
    """A negotiation from files of one format.

    Raises:
        ScenarioError: If the files are of several formats or of none, or a file is malformed.
    """
    endings = {file.ending for file in files}
    strange = next((file for file in files if file.ending not in ENDINGS), None)
    if strange is not None or not files:
        refuse(
            strange.name if strange else "", None, None,
            f"the ending '.{said(strange.ending)}' is not known" if strange else "no file",
            "file-kind", "files that end in ." + ", .".join(ENDINGS),
            "name the files of a negotiation, or their folder",
        )  # fmt: skip
    if len(endings) > 1:
        refuse(
            files[0].name, None, None, f"files of several formats: {', '.join(sorted(endings))}",
            "file-kind", "files of one format", "name the files one by one",
        )  # fmt: skip
    match endings.pop():
        case "xml":
            return read_genius(files)
        case "json":
            return read_geniusweb(files)
    if len(files) > 1:
        refuse(
            files[1].name, None, None, "a second table", "file-kind",
            "one table with all parties", "convert one after the other, or join them",
        )  # fmt: skip
    return _read_table(files[0])


def _read_table(file: NamedBytes) -> Case:
    rows, notes = read_xlsx(file) if file.ending == "xlsx" else (read_csv(file), [])
    return read_table(rows, file.name, file.stem, file.base, notes)


def write_table(case: Case, ending: str) -> tuple[bytes, list[str]]:
    """A scoring matrix as a CSV file or a workbook, and what was done to its numbers."""
    rows = table_rows(case)
    notes = []
    numbers = [cell for row in rows for cell in row if not isinstance(cell, str)]
    if any((number * 10**6).denominator > 1 for number in numbers):
        notes.append("points are rounded to the millionth")
    if not case.in_points:
        notes.append("weights and scores are written as points: weight x score, out of 100")
    notes += [
        f"the cost of time of {profile.name} has no place"
        for profile in case.profiles
        if profile.discount is not None and profile.discount != 1
    ]
    return (write_xlsx if ending == "xlsx" else write_csv)(rows), notes
