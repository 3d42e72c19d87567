"""`blockers`: in words with quotations, as JSON, a wished deal, refusals, the brief."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from middleground.answers.blockers import Blockers
from middleground.ports.cli import main


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def labour(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    assert ask("new", folder, "--case", "labour").exit_code == 0
    return folder


def words(done: Result) -> str:
    assert done.exit_code == 0, done.stderr
    return " ".join(done.stdout.split())


def test_in_words_everybody_with_their_quotation(labour: Path) -> None:
    said = words(ask("blockers", labour, "--draws", "64"))
    assert "In the middle reading (modes and midpoints) some deal is agreeable" in said
    assert "Who cannot be satisfied by one deal, rules and facts as they are" in said
    assert "No deal satisfies Union chair, Quay 4 branch and Port board at once, in" in said
    assert "“They would walk out over that” (" in said
    assert "; report april)" in said
    assert "If the yes of Quay 4 branch were not needed, some deal would be agreeable in" in said
    assert "Points of different people are added and compared here." in said
    assert "The one stated demand can be met by one deal." in said
    assert "64 draws, seed 0" in said


def test_json_is_one_object_the_same_twice_and_stored(labour: Path) -> None:
    arguments: list[str | Path] = ["blockers", labour, "--draws", "16", "--json"]
    one, again = ask(*arguments), ask(*arguments)
    assert one.stdout == again.stdout
    found = json.loads(one.stdout)
    fingerprint = found.pop("fingerprint")
    assert (labour / "results" / fingerprint / "result.json").is_file()
    assert Blockers.model_validate(found).wished is None


@pytest.mark.parametrize(
    ("deal", "said"),
    [
        ("cranes=everywhere,wage_rise=9", "A deal with these terms: Pay rise: 9 percent; "),
        ("first_offer", "A deal with these terms: Pay rise: 3 percent; Single payment: 1 million"),
        ("nash", "It is agreeable in the middle reading."),
    ],
)
def test_a_wished_deal(deal: str, said: str, labour: Path) -> None:
    assert said in words(ask("blockers", labour, "--nominal", "--deal", deal))


def test_who_refuses_a_wished_deal_and_what_is_near(labour: Path) -> None:
    said = words(ask("blockers", labour, "--nominal", "--deal", "cranes=everywhere,wage_rise=9"))
    assert "With these terms, no deal satisfies the rule “within reserve” and the fact" in said
    assert "The nearest deal that all sides ratify changes two terms, to Pay rise:" in said
    said = words(ask("blockers", labour, "--nominal", "--deal", "strikes=unlimited,wage_rise=6"))
    assert "Harbour Ministry refuses it:" in said
    assert "points short" in said


@pytest.mark.parametrize(
    ("deal", "said"),
    [
        ("crane=none", "no issue is called 'crane'"),
        ("cranes=all", "'all' is no option of 'cranes'"),
        ("somewhere", "'somewhere' names no deal"),
    ],
)
def test_deals_that_lead_nowhere(deal: str, said: str, labour: Path) -> None:
    done = ask("blockers", labour, "--deal", deal)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "expected:" in done.stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('requires: "night_shift == endless"', "'endless' is not known here"),
        ('requires: ""', "requires"),
    ],
)
def test_a_demand_that_points_to_nothing_has_its_place(wrong: str, said: str, labour: Path) -> None:
    scenario = labour / "scenario.yaml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace('requires: "night_shift == ended"', wrong), encoding="utf-8")
    done = ask("blockers", labour)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "demands.end_nights" in done.stderr


def test_an_empty_rule_has_its_place(labour: Path) -> None:
    scenario = labour / "scenario.yaml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("rule: cost <= reserve", 'rule: ""'), encoding="utf-8")
    done = ask("blockers", labour)
    assert done.exit_code == 1
    assert "rules.within_reserve" in done.stderr


def test_the_brief_shows_clashes_as_cards_with_their_quotations(labour: Path) -> None:
    done = ask("brief", labour, "--draws", "64")
    assert done.exit_code == 0, done.stderr
    page = (labour / "brief.html").read_text(encoding="utf-8")
    assert "What stands against a deal" in page
    section = page.partition('id="blockers"')[2].partition("</section>")[0]
    assert '<p class="clash-lead">No deal satisfies' in section
    assert 'href="#q-' in section
    assert "64 draws" in section
