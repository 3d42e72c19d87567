"""Scoring matrices as people lay them out; and what is said of those that are wrong."""

import io
import zipfile
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from middleground.errors import ScenarioError
from middleground.exchange.case import Case, NamedBytes
from middleground.exchange.cells import read_csv, write_csv
from middleground.exchange.formats import read_case
from middleground.exchange.into_scenario import scenario_text
from middleground.exchange.workbook import column_name, read_xlsx, write_xlsx
from middleground.scenario.reader import read_scenario_text

WIDE = """Issue,Option,Union,Port
Wages,low,0,40
,high,35.5,-2
Nights,kept,10,0
,ended,0,10
Minimum,,20,25
"""
LONG = """points,party,issue,option
20,Union,minimum,
0,Union,Wages,low
35.5,Union,Wages,high
10,Union,Nights,kept
0,Union,Nights,ended
40,Port,Wages,low
-2,Port,Wages,high
0,Port,Nights,kept
10,Port,Nights,ended
25,Port,minimum,
"""
WITH_SEMICOLONS = WIDE.replace(",", ";").replace("35.5", "35,5")


def read(text: str, name: str = "matrix.csv") -> Case:
    return read_case([NamedBytes(name, text.encode())])


def facts(case: Case) -> object:
    """What a table says, whatever its layout."""
    return case.issues, [(p.name, p.worths, p.no_deal) for p in case.profiles]


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        WITH_SEMICOLONS,
        WIDE.replace(",", "\t"),
        "sep=;\n" + WITH_SEMICOLONS,
        "\ufeff" + WIDE.replace("\n", "\r\n"),
        "Harbour talks\n\n" + WIDE,
        WIDE.replace("Minimum", "No deal"),
        WIDE.replace(",high", "Wages,high").replace(",ended", '"Nights","ended"'),
        "\n".join(line + ",,," for line in WIDE.splitlines()),
    ],
)
def test_the_same_table_in_other_layouts(text: str) -> None:
    assert facts(read(text)) == facts(read(WIDE))


def test_points_and_minimums_stand_as_they_are() -> None:
    case = read(WIDE)
    assert case.in_points
    assert [p.name for p in case.profiles] == ["Union", "Port"]
    assert case.profiles[0].worths[0].parts == (Fraction(0), Fraction(71, 2))
    scenario = read_scenario_text(scenario_text(case)).scenario
    assert scenario.preferences["union"].no_deal.low == 20
    points = scenario.preferences["port"].issues["wages"].points
    assert points is not None
    assert points["high"].low == -2


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=8)
NAMES = WORDS.map(str.strip).filter(bool)
POINTS = st.decimals(min_value=-500, max_value=500, places=2).map(Fraction)


@st.composite
def matrices(draw: st.DrawFn) -> tuple[list[str], dict[str, list[str]], list[list[Fraction]]]:
    """Parties, options by issue, and the numbers row by row, minimums last."""
    known = {"minimum", "min", "batna", "reservation", "walkaway"}
    parties = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    issues = draw(
        st.dictionaries(
            NAMES.filter(lambda name: name.casefold() not in known),
            st.lists(NAMES, min_size=1, max_size=3, unique=True),
            min_size=1,
            max_size=3,
        )
    )
    rows = sum(map(len, issues.values())) + 1
    row = st.lists(POINTS, min_size=len(parties), max_size=len(parties))
    return parties, issues, draw(st.lists(row, min_size=rows, max_size=rows))


@settings(max_examples=60, deadline=None)
@given(matrices(), st.booleans())
def test_any_matrix_reads_the_same_wide_and_long(
    matrix: tuple[list[str], dict[str, list[str]], list[list[Fraction]]], repeats: bool
) -> None:
    parties, issues, numbers = matrix
    pairs = [(issue, option) for issue, options in issues.items() for option in options]
    wide: list[list[str | Fraction]] = [["Issue", "Option", *parties]]
    for (issue, option), row in zip(pairs, numbers, strict=False):
        is_first = option == issues[issue][0]
        wide.append([issue if repeats or is_first else "", option, *row])
    wide.append(["minimum", "", *numbers[-1]])
    long: list[list[str | Fraction]] = [["Party", "Points", "Option", "Issue"]]
    for place, party in enumerate(parties):
        for (issue, option), row in zip([*pairs, ("minimum", "")], numbers, strict=True):
            long.append([party, row[place], option, issue])
    one, other = (read_case([NamedBytes("m.csv", write_csv(rows))]) for rows in (wide, long))
    assert facts(one) == facts(other)
    assert [p.name for p in one.profiles] == parties
    assert [p.no_deal for p in one.profiles] == numbers[-1]


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        (WIDE.replace("35.5", "many"), "type", (3, 7), "'many' is not a number"),
        (WIDE.replace("35.5", "35%"), "type", (3, 7), "'35%' is not a number"),
        (WIDE.replace("35.5", '"1,5"'), "type", (3, 7), "'1,5' is not a number"),
        (WIDE.replace("35.5", ""), "type", (3, 7), "an empty cell is not a number"),
        (WIDE.replace("Minimum,,20,25\n", ""), "missing", (1, 14), "no minimum for 'Union'"),
        (WIDE + "Minimum,,1,2\n", "duplicate-id", (7, 10), "a second minimum"),
        (WIDE.replace("ended", "kept"), "duplicate-id", (5, 7), "a second number for 'kept'"),
        (WIDE.replace(",high", ","), "missing", (3, 2), "an option is missing"),
        (WIDE.replace("Wages,low", ",low"), "missing", (2, 1), "an issue is missing"),
        (WIDE.replace("Port", "Union"), "duplicate-id", (1, 20), "two columns are called 'Union'"),
        (WIDE.replace("Union", ""), "missing", (1, 14), "a column without a name"),
        (WIDE.replace("0,40", "0,40,9"), "unknown-ref", (2, 16), "beyond the last heading"),
        (WIDE.replace("kept", '"kept'), "syntax", (4, 8), "never closed"),
        (LONG.replace("option\n", "\n"), "missing", (1, 1), "no column 'option'"),
        (LONG.replace("40,Port,Wages,low\n", ""), "missing", (3, 15), "no points for 'Port'"),
        (LONG.replace("0,Union,Wages", "0,,Wages"), "missing", (3, 3), "a party is missing"),
        ("Issue,Option,A\n", "missing", (1, 1), "no table"),
        ("1,2,3\n4,5,6\n", "missing", (1, 1), "no headings"),
        ("", "missing", (1, 1), "no table"),
        ("a\0b", "not-text", (1, 2), "not text"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    text: str, code: str, place: tuple[int, int], words: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(text)
    problem = caught.value.problems[0]
    assert words in problem.what
    assert (problem.code, problem.file) == (code, "matrix.csv")
    assert (problem.line, problem.column) == place
    assert problem.expected
    assert problem.mend


def test_bytes_that_are_no_text_are_placed() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_csv(NamedBytes("m.csv", b"Issue,Option\nL\xf6hne,x"))
    problem = caught.value.problems[0]
    assert (problem.code, problem.line, problem.column) == ("encoding", 2, 2)


def test_tables_of_absurd_size_are_refused() -> None:
    for text in ("a," * 600, "a,b\n" * 20_500):
        with pytest.raises(ScenarioError, match="too large"):
            read(text)


# --------------------------------------------------------------------------------------- workbooks


@pytest.mark.parametrize("number", [1, 26, 27, 702, 703])
def test_names_of_columns(number: int) -> None:
    from openpyxl.utils import get_column_letter

    assert column_name(number) == get_column_letter(number)


def test_text_in_a_workbook_is_text_whatever_it_looks_like() -> None:
    from openpyxl import load_workbook

    words = ["=1+1", "+x", "@y", "-z", "a\x01\tb", "שלום"]
    written = write_xlsx([words, [Fraction(-5, 2), Fraction(10**9)]])
    sheet = load_workbook(io.BytesIO(written)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells] == ["s"] * 6 + ["n"] * 2
    assert [cell.value for cell in cells] == [*words[:4], "a\ufffd\tb", words[5], -2.5, 10**9]


def made(change: str = "") -> bytes:
    """A workbook as a spreadsheet program writes it: formulas, a second sheet, a date."""
    import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Values"
    for row in (line.split(",") for line in WIDE.splitlines()):
        sheet.append([float(c) if c.lstrip("-").replace(".", "").isdigit() else c for c in row])
    book.create_sheet("Notes").append(["nothing to read here"])
    if change == "date":
        sheet["C3"] = datetime.date(2024, 5, 2)
    elif change == "formula":
        sheet["C3"] = "=A1"
    elif change == "error":
        sheet["C3"] = "#REF!"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_a_workbook_of_a_spreadsheet_program() -> None:
    case = read_case([NamedBytes("matrix.xlsx", made())])
    assert facts(case) == facts(read(WIDE))
    assert case.notes == ("only the sheet 'Values' was read, not Notes",)


@pytest.mark.parametrize(
    ("change", "words"),
    [("date", "a date is not a number"), ("formula", "an empty cell"), ("error", "'#REF!'")],
)
def test_a_cell_without_a_number_is_named_by_its_place(change: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_case([NamedBytes("matrix.xlsx", made(change))])
    problem = caught.value.problems[0]
    assert words in problem.what
    assert (problem.line, problem.column, problem.path) == (3, 3, "Values!C3")


def packed(parts: dict[str, bytes]) -> bytes:
    """A package with these parts in place of, or beside, those of a workbook."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made())) as whole,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in whole.namelist():
            package.writestr(name, parts.get(name, whole.read(name)))
        for name in parts.keys() - set(whole.namelist()):
            package.writestr(name, parts[name])
    return result.getvalue()


DECLARES = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "damaged-document", "damaged"),
        (b"PK\x03\x04 and nothing else", "damaged-document", "damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "type-mismatch", "encrypted, or of the format before"),
        (packed({"xl/workbook.xml": DECLARES}), "damaged-document", "DTD"),
        (packed({"xl/sharedStrings.xml": b"<sst>"}), "damaged-document", "damaged"),
        (packed({"xl/media/large.bin": bytes(40 * 2**20)}), "too-large", "32 MiB"),
    ],
    ids=["empty", "cut", "encrypted", "declares", "malformed", "bomb"],
)
def test_workbooks_that_are_refused(data: bytes, code: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_xlsx(NamedBytes("matrix.xlsx", data))
    problem = caught.value.problems[0]
    assert (problem.code, problem.file) == (code, "matrix.xlsx")
    assert words in problem.what
    assert "CSV" in problem.mend


def test_a_workbook_that_claims_a_million_rows_is_read_by_what_it_holds() -> None:
    """What a sheet says of its own size need not be so."""
    with zipfile.ZipFile(io.BytesIO(made())) as whole:
        sheet = whole.read("xl/worksheets/sheet1.xml")
    wide = sheet.replace(b'<dimension ref="A1:D6"', b'<dimension ref="A1:XFD1048576"')
    assert wide != sheet
    case = read_case([NamedBytes("m.xlsx", packed({"xl/worksheets/sheet1.xml": wide}))])
    assert facts(case) == facts(read(WIDE))
