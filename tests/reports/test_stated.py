"""When and by whom a report was published: taken where it says so, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from middleground.reports.reading import read_report
from middleground.reports.stated import stated_publication


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NORTHPORT, March 3, 2025 (Coastal Wire) - Talks fail.", ("2025-03-03", "Coastal Wire")),
        ("Talks fail\n\nVELIA, May 20 (Delta News) \u2014 Talks.", ("", "Delta News")),
        ("VELIA, 20 May 2025 \u2013 Talks.", ("2025-05-20", "")),
        ("# Talks\n\n*The Harbour Gazette, March 6, 2025*\n\nTalks.",
         ("2025-03-06", "The Harbour Gazette")),
        ("River Times | Monday, 3 Mar. 2025\nTalks.", ("2025-03-03", "River Times")),
        ("Published: 2024-04-11\nTalks.", ("2024-04-11", "")),
        ("Langen, 3 June 2024\nTalks.", ("2024-06-03", "")),  # a place is no outlet
        ("Talks were to end, June 31, 2024 - if at all.", ("", "")),
        ("On June 3, 2024 talks opened.", ("", "")),
        ("The union (which met in March) - and the port - agreed on June 3, 2024.", ("", "")),
        ("Talks.\n" * 8 + "Published: 2024-04-11\n", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_what_the_first_lines_state(text: str, expected: tuple[str, str]) -> None:
    assert stated_publication(text) == expected


@given(st.text())
def test_any_text_gives_an_answer(text: str) -> None:
    published, _ = stated_publication(text)
    assert len(published) in (0, 10)


def test_a_text_file_tells_its_day_and_outlet() -> None:
    report = read_report(b"LANGEN, 3 June 2024 (Coast Wire) - Talks opened.\n", "june.txt")
    assert (report.published, report.outlet) == ("2024-06-03", "Coast Wire")
