"""Rules and demands in words."""

import pytest
from tests.brief import made

from middleground.brief.conditions import condition_in_words, ratifies_in_words
from middleground.brief.words import who
from middleground.scenario.reader import read_scenario_text

SCENARIO = read_scenario_text(
    made.two()
    + """
facts: {reserve: {value: [1, 9], unit: crowns}}
events: {walk_out: {what: The branch leaves, chance: 0.5}}
quantities: {cost: 2 * pay}
"""
).scenario


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("nights == ended", "Night shift: ended"),
        ("nights != ended", "Night shift: kept"),
        ("not nights == kept", "Night shift: ended"),
        ("pay <= 6", "Pay rise: at most 6 percent"),
        ("cost <= reserve", "2 × Pay rise is at most reserve"),
        ("pay == 3 and nights == kept", "Pay rise: 3 percent; and Night shift: kept"),
        ("pay == 3 or nights == kept", "either Pay rise: 3 percent or Night shift: kept"),
        ("not walk_out", "that this does not happen: “The branch leaves”"),
        ("no rule at all", "no rule at all"),
    ],
)
def test_conditions(condition: str, words: str) -> None:
    assert condition_in_words(SCENARIO, condition) == words


def test_ratification() -> None:
    union = ratifies_in_words(SCENARIO, "union")
    assert union == "says yes given consent of Union chair; and consent of branch"
    assert ratifies_in_words(SCENARIO, "port") == "says yes given consent of Port Authority"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("union.chair", "Union chair"),
        ("union", "Dockers' Union"),
        ("Dr. Hale", "Dr. Hale"),
        ("union.nobody", "union.nobody"),
    ],
)
def test_names_are_shown_whether_ids_or_free_text(name: str, shown: str) -> None:
    assert who(SCENARIO, name) == shown
