"""Which way a number binds: a draft must never turn what somebody asks for into its opposite."""

import pytest
from tests.drafting.reports import drafted

OFFER = "The Schools Board has offered 2 percent. "


def conditions(text: str) -> dict[str, set[str]]:
    """What each party demands in the draft of a report, without the issue's name."""
    draft, result = drafted("schools", text)
    assert not result.errors
    found: dict[str, set[str]] = {}
    for element in draft.sections.get("demands", {}).values():
        value = element.value
        said = str(value["requires"]).split(" ", 1)[1]
        found.setdefault(str(value["by"]), set()).add(said)
    return found


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Teachers' Union said it would not accept less than an 8 percent rise.", ">= 8"),
        ("The Teachers' Union insists on at least 8 percent.", ">= 8"),
        ("The Teachers' Union insists on no less than 8 percent.", ">= 8"),
        ("The Teachers' Union threatened to strike if the rise is below 8 percent.", ">= 8"),
        ("The Teachers' Union said it would never accept more than 1 percent.", "<= 1"),
    ],
)
def test_a_number_keeps_the_side_of_those_who_name_it(sentence: str, expected: str) -> None:
    found = conditions(f"{OFFER}{sentence}")
    assert found["teachers_union"] == {expected}


def test_a_later_and_higher_demand_turns_no_earlier_one_around() -> None:
    found = conditions(
        "The Schools Board has offered 4 percent. The Teachers' Union insisted on 5 percent. "
        "The Teachers' Union now insists on 6 percent."
    )
    assert found == {"schools_board": {"<= 4"}, "teachers_union": {">= 5", ">= 6"}}


def test_whoever_denies_a_number_does_not_claim_it() -> None:
    draft, _ = drafted(
        "schools",
        "The Schools Board has offered 2 percent. The Teachers' Union demands 8 percent. "
        "Ole Krans denied that the Schools Board planned to cut 300 jobs. "
        "The Teachers' Union said that 320 jobs would be cut.",
    )
    claims = [c for f in draft.sections["facts"].values() for c in f.value["claims"]]
    assert [c["value"] for c in claims] == [320]
