"""`zone` and `middle-ground`: in words, as JSON, stored, refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.catalogue.cases import CATALOGUE
from tests.measured import run_measured

from middleground.answers.middle_ground import MiddleGround
from middleground.answers.zone import Zone
from middleground.ports.cli import main

QUESTIONS = ["zone", "middle-ground"]
WAGE = """\
format: middleground/1
title: A wage
parties: {union: {}, port: {}}
issues:
  wage: {options: [0, 5, 10], unit: percent}
preferences:
  union: {no_deal: %s, wage: {weight: 1, best: 10, worst: 0}, assumption: all of it}
  port:  {no_deal: %s, wage: {weight: 1, best: 0, worst: 10}, assumption: all of it}
"""


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def labour(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    assert ask("new", folder, "--case", "labour").exit_code == 0
    return folder


@pytest.fixture
def wage(tmp_path: Path) -> Any:
    def write(union: str = "50", port: str = "50") -> Path:
        file = tmp_path / "wage.yaml"
        file.write_text(WAGE % (union, port))
        return file

    return write


def test_a_zone_in_words(wage: Any) -> None:
    said = ask("zone", wage("[40, 50]"), "--draws", "64").stdout
    assert said.startswith("An agreeable deal exists in every draw: 100\u202f%.\n")
    assert "the rules allow 3" in said
    assert "wage                         5 percent" in said.replace("Wage", "wage")
    assert "64 draws of 1 uncertain numbers, 8 scramblings, seed 0" in said


def test_an_empty_zone_is_an_answer_and_shows_what_is_nearest(wage: Any) -> None:
    done = ask("zone", wage("60", "60"), "--nominal")
    assert done.exit_code == 0
    assert done.stdout.startswith("There is no agreeable deal in the nominal reading.")
    assert "that lack least" in done.stdout
    assert "no, 10.0 short" in done.stdout


def test_fair_deals_in_words(wage: Any) -> None:
    said = ask("middle-ground", wage("40", "40"), "--nominal").stdout
    assert "Nash: deal A. It is the greatest product of the parties' gains" in said
    assert "5 percent" in said


def test_no_fair_deal_is_said_with_its_reason(wage: Any) -> None:
    said = ask("middle-ground", wage("50", "50"), "--nominal").stdout
    assert "Nash: none, since no agreeable deal gives every party a gain" in said
    empty = ask("middle-ground", wage("60", "60"), "--nominal").stdout
    assert "Nash: none, since no deal is agreeable in the nominal reading" in empty


@pytest.mark.parametrize(("question", "shape"), [("zone", Zone), ("middle-ground", MiddleGround)])
def test_json_is_one_object_the_same_twice(question: str, shape: Any, labour: Path) -> None:
    one = ask(question, labour, "--json", "--draws", "64", "--seed", "3")
    again = ask(question, labour, "--json", "--draws", "64", "--seed", "3")
    assert one.stdout == again.stdout
    found = json.loads(one.stdout)
    assert len(found.pop("fingerprint")) == 32
    assert shape.model_validate(found).how.seed == 3


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_stored_under_what_it_rests_on(question: str, labour: Path) -> None:
    def stored() -> set[str]:
        return {place.name for place in (labour / "results").iterdir()}

    name = json.loads(ask(question, labour, "--json", "--nominal").stdout)["fingerprint"]
    assert stored() == {name}
    ask(question, labour, "--nominal")
    assert stored() == {name}
    scenario = labour / "scenario.yaml"
    scenario.write_text(scenario.read_text().replace("title:", "title: Again,", 1))
    changed = json.loads(ask(question, labour, "--json", "--nominal").stdout)["fingerprint"]
    assert stored() == {name, changed}


@pytest.mark.parametrize("question", QUESTIONS)
def test_false_quotations_are_named_beside_the_answer(question: str, labour: Path) -> None:
    scenario = labour / "scenario.yaml"
    sound = ask(question, labour, "--nominal")
    assert "Note:" not in sound.output
    # Quoted in two places, and one quotation all the same.
    scenario.write_text(scenario.read_text().replace("night shift must go", "night must go"))
    for _ in range(2):  # computed, then stored
        done = ask(question, labour, "--nominal")
        assert "1 of 17 quotations is not in its report: middleground check says" in done.stdout
        machine = ask(question, labour, "--nominal", "--json")
        assert "1 of 17 quotations is not" in machine.stderr
        assert "of 17 quotations" not in machine.stdout
    report = labour / "reports" / "april.txt"
    report.write_text(report.read_text().replace("night shift must go", "night must go"))
    assert "of 17 quotations" not in ask(question, labour, "--nominal").output


def test_messages_name_the_program_as_it_was_called(
    wage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = wage()
    assert f"Next: middleground middle-ground {file}" in ask("zone", file, "--nominal").stdout
    monkeypatch.setenv("MG_CALLED", "../my clone/mg")
    assert f"Next: '../my clone/mg' middle-ground {file}" in ask("zone", file, "--nominal").stdout
    assert "make one: '../my clone/mg' new" in ask("zone", file.with_name("none")).stderr


def test_the_catalogue_itself_stays_clean() -> None:
    before = sorted(CATALOGUE.rglob("*"))
    assert ask("zone", CATALOGUE / "labour", "--nominal").exit_code == 0
    assert sorted(CATALOGUE.rglob("*")) == before


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_scenario_without_a_model_is_told_what_to_add(question: str, tmp_path: Path) -> None:
    file = tmp_path / "reports-only.yaml"
    file.write_text("format: middleground/1\ntitle: Reports alone\n")
    done = ask(question, file)
    assert done.exit_code == 1
    assert "no parties and no issues and no preferences yet" in done.stderr
    assert "to mend:" in done.stderr


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("draws", ["0", "-8", "1000000000000"])
def test_impossible_numbers_of_draws_are_refused(question: str, draws: str, wage: Any) -> None:
    done = ask(question, wage(), "--draws", draws)
    assert done.exit_code == 1
    assert "draws (runs of the model)" in done.stderr
    assert "to mend:" in done.stderr


def test_draws_between_are_raised_and_said_so(wage: Any) -> None:
    done = ask("zone", wage("[40, 60]"), "--draws", "100", "--json")
    assert json.loads(done.stdout)["how"]["draws"] == 128
    assert "100 draws are raised to 128" in done.stderr


def test_a_space_that_is_too_large_is_refused_at_once_with_its_factors(tmp_path: Path) -> None:
    issues = "\n".join(f"  i{n}: {{options: [0, 1]}}" for n in range(100))
    worth = "\n".join(f"    i{n}: {{weight: 1, best: 1, worst: 0}}" for n in range(100))
    shared = " + ".join(f"i{n}" for n in range(40))
    issues += "\n  wage: {range: [1, 500, 1]}"
    worth += "\n    wage: {weight: 1, best: 1, worst: 500}"
    file = tmp_path / "large.yaml"
    file.write_text(
        "format: middleground/1\ntitle: Large\nparties: {p: {}, q: {}}\n"
        f"issues:\n{issues}\nrules: {{each: wage / (1 + {shared}) <= 90}}\npreferences:\n"
        f"  p:\n    no_deal: [40, 60]\n{worth}\n  q:\n    no_deal: [40, 60]\n{worth}\n"
    )
    done = run_measured("zone", str(file))
    assert done.code == 1
    assert "about 6.34e+32 deals (outcomes" in done.err
    assert "(outcomes: wage 500 x 100 issues of 2 options)" in done.err
    assert "ask for the nominal reading alone (--nominal)" in done.err
    assert "Traceback" not in done.err
    assert done.mib < 300


def test_red_lines_that_leave_nothing_are_an_answer_that_names_them(wage: Any) -> None:
    file = wage("0", "0")
    line = "demands: {never: {by: union, requires: wage > 10, firmness: red_line, binds: true}}\n"
    file.write_text(file.read_text() + line)
    done = ask("zone", file, "--nominal")
    assert done.exit_code == 0
    assert "There is no agreeable deal" in done.stdout
    assert "demand 'never' was declared binding" in done.stdout


@pytest.mark.parametrize("question", QUESTIONS)
def test_hostile_names_are_inert_on_a_terminal(question: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.yaml"
    named = WAGE.replace("union: {}", 'union: {name: "A\\e[2J\\u202eB\\nC"}').replace(
        "A wage", '"\\e[31mred"'
    )
    file.write_text(named % ("[40, 50]", "50"))
    for options in (["--nominal"], ["--nominal", "--json"]):
        done = ask(question, file, *options)
        assert done.exit_code == 0
        assert not set(done.output) & set("\x1b\u202e")


def test_the_flagship_keeps_to_its_memory() -> None:
    done = run_measured("zone", str(CATALOGUE / "ceasefire"), "--draws", "64", "--json")
    assert done.code == 0
    assert done.mib < 300


def test_shares_of_what_could_be_gained_in_any_deal(labour: Path) -> None:
    plain = json.loads(ask("middle-ground", labour, "--nominal", "--json").stdout)
    wide = json.loads(ask("middle-ground", labour, "--nominal", "--json", "--ideal", "all").stdout)
    again = ask("middle-ground", labour, "--nominal", "--json", "--ideal", "all").stdout
    assert json.loads(again) == wide
    assert wide["fingerprint"] != plain["fingerprint"]
    said = wide["fair"].pop("kalai_smorodinsky")["definition"]
    assert "any deal that the rules allow" in said
    plain["fair"].pop("kalai_smorodinsky")
    assert wide["fair"] == plain["fair"]


def test_shares_of_all_deals_over_draws_are_refused_with_the_remedy(labour: Path) -> None:
    done = ask("middle-ground", labour, "--ideal", "all")
    assert done.exit_code == 1
    assert "add --nominal" in done.stderr
    assert done.stdout == ""


def test_the_middle_ground_says_first_in_how_many_draws_there_is_any(wage: Any) -> None:
    said = ask("middle-ground", wage("0", "[80, 100]"), "--draws", "64").stdout
    assert said.startswith("An agreeable deal exists in every draw: 100\u202f%.\n")
    assert "Efficient among the 1 agreeable deal, nominal: one deal (listed" in said
    none = ask("middle-ground", wage("60", "60"), "--nominal").stdout
    assert none.startswith("Efficient among the 0 agreeable deals, nominal: no deals.\n")
