"""Who blocks, as it is told: demands that bind, a levers' target just missed, red lines."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from middleground.answers.levers import LeversFound, find_levers
from middleground.brief.footnotes import Footnotes
from middleground.brief.levers import show_levers
from middleground.deals.sampling import Sampling
from middleground.ports.cli import main
from middleground.scenario.reader import read_scenario

PORT = """\
format: middleground/1
title: A port
parties: {union: {name: Union}, port: {name: Port}}
issues: {wage: {range: [0, 4, 1], name: Wage}}
preferences:
  union: {no_deal: 0, wage: {weight: 1, best: 4, worst: 0}}
  port: {no_deal: [20, 40], wage: {weight: 1, best: 0, worst: 4}}
demands:
  most: {by: union, requires: wage >= 3, binds: true, firmness: red_line}
  least: {by: port, requires: wage <= 1, binds: true, firmness: firm}
levers:
  aid: {name: Aid, by: union, on: port, shifts: {no_deal: [-30, -10]}, cost: 2}
  fund: {name: Fund, by: union, on: port, shifts: {no_deal: -40}, cost: 3}
assumption: made up
"""

EVENT = """\
format: middleground/1
title: An event
parties:
  a: {constituencies: {x: {name: X}, y: {name: Y}}, decides: x, ratifies: x and (y or not walk)}
  b: {name: B}
issues: {wage: {options: [0, 1]}}
events: {walk: {chance: 0.5}}
preferences:
  a.x: {no_deal: 0, wage: {weight: 1, best: 1, worst: 0}}
  a.y: {no_deal: 50, wage: {weight: 1, best: 1, worst: 0}}
  b: {no_deal: 50, wage: {weight: 1, best: 0, worst: 1}}
assumption: made up
"""


@pytest.fixture
def port(tmp_path: Path) -> Path:
    file = tmp_path / "port.yaml"
    file.write_text(PORT)
    return file


def said(*arguments: str | Path) -> str:
    result = CliRunner().invoke(main, [*map(str, arguments), "--draws", "32"])
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


def test_demands_that_bind_are_no_clash_of_nobody(port: Path) -> None:
    told = said("blockers", port)
    assert "1. : no deal" not in told
    assert (
        "What leaves no room for a deal 1. No deal satisfies Port and the demand of Union" in told
    )
    assert "2. Union and Port: no deal meets both demands" in told
    assert "all of these would have to give way: " in told
    assert "the demand of Union (Wage: at least 3)" in told
    assert "There is one smallest clash." in told
    assert "(quoted above)" not in told


def test_what_an_event_leaves_open_is_not_said_to_be_shut(port: Path) -> None:
    file = port.with_name("event.yaml")
    file.write_text(EVENT)
    told = said("blockers", file)
    assert "No deal satisfies Y and B at once, in the middle reading and in 50 %" in told
    assert "at their most willing, facts and events as in the middle reading." in told
    assert "the numbers lie, facts and events as in the middle reading, the yes of" in told


def test_an_empty_wish_is_refused(port: Path) -> None:
    for command in ("blockers", "levers"):
        result = CliRunner().invoke(main, [command, str(port), "--deal", ""])
        assert result.exit_code
        assert "names no deal" in result.stderr


def test_a_comparison_says_which_demands_bind_and_lists_no_zeros(port: Path) -> None:
    free = port.with_name("free.yaml")
    free.write_text(
        PORT.replace("  least: {by: port, requires: wage <= 1, binds: true, firmness: firm}\n", "")
    )
    told = said("compare", free, port)
    assert "nothing before, Wage: at most 1 (binding) after" in told
    assert "to 0.0, 0.0 (0.0 to 0.0)" not in said("compare", port, port)


def test_a_wish_that_no_draw_allows(port: Path) -> None:
    assert "in the middle reading, nor in any draw." in said("blockers", port, "--deal", "wage=3")


def test_a_demand_that_binds_anyway_is_no_red_line(port: Path) -> None:
    told = said("ratify", port)
    assert told.startswith("The rules, and the demands that bind, allow no deal at all.")
    assert "If no red line binds (one demand of Port binding in any case)" in told


def test_a_set_that_falls_short_on_fresh_draws_is_not_said_to_reach_it(port: Path) -> None:
    free = port.with_name("free.yaml")
    free.write_text(PORT.replace("binds: true, ", "").replace("no_deal: 0", "no_deal: 70"))
    reading = read_scenario(free)
    found = find_levers(reading.scenario, Sampling(64))
    assert found.cheapest is not None
    assert found.cheapest.levers
    short = found.cheapest.model_copy(
        update={
            "probability": found.cheapest.probability.model_copy(
                update={"share": found.target - 0.02}
            )
        }
    )
    told = " ".join(_answer(reading, found.model_copy(update={"cheapest": short})))
    assert "falls short of it" in told or "falls just short of" in told
    names = " and ".join(f"“{reading.scenario.levers[one].name}”" for one in short.levers)
    assert f"that reaches 80 % is {names}" not in told


def _answer(reading: object, found: LeversFound) -> list[str]:
    from middleground.scenario.reader import Reading

    assert isinstance(reading, Reading)
    return show_levers(reading, found, Footnotes(reading, {})).answer


def test_the_first_page_says_what_hangs_on_what(port: Path) -> None:
    free = port.with_name("free.yaml")
    free.write_text(PORT.replace("binds: true, ", "").replace("no_deal: 0", "no_deal: [50, 80]"))
    page = port.with_name("brief.html")
    said("brief", free, "--out", page)
    text = page.read_text(encoding="utf-8")
    assert "Whether any agreeable deal exists " in text
    assert "What matters most?" in text
    front = text[text.index("What matters most?") :][:600]
    assert "It hangs" not in front
    assert "of the doubt would stay if all else were known" in front
