"""`ratify` and `levers`: in words with their grounds, as JSON, in the brief, refused in words."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from middleground.answers.levers import LeversFound
from middleground.answers.ratification import Vetoes
from middleground.ports.cli import main

HARBOUR = """\
format: middleground/1
title: Harbour
reports: {{april: {{file: april.txt}}}}
parties:
  union: {{name: Dockers' Union, decides: chair, ratifies: chair and quays,
          constituencies: {{chair: {{name: Union chair}}, quays: {{name: Quay branches}}}},
          assumption: the union's rule book}}
  port: {{name: Port Authority, assumption: it speaks with one voice}}
mediators: {{arbiter: {{name: State arbiter}}, city: {{name: The city}}}}
issues: {{wage: {{options: [0, 1, 2], assumption: as on the table}}}}
preferences:
  union.chair: {{no_deal: 40, wage: {{weight: 1, best: 2, worst: 0}}, assumption: a guess}}
  union.quays: {{no_deal: [40, 70], wage: {{weight: 1, best: 2, worst: 0}},
                evidence: {{report: april, quote: "not for less"}}, assumption: how much}}
  port: {{no_deal: 50, wage: {{weight: 1, best: 0, worst: 2}}, assumption: a guess}}
demands:
  all_of_it: {{by: union.quays, requires: wage == 2, firmness: red_line, assumption: a guess}}
levers:
  aid: {{name: State aid, by: arbiter, via: [{{city: {share}}}], on: {on}, cost: 3,
        shifts: {{no_deal: -40}}, assumption: a guess}}
  envoy: {{by: arbiter, on: port, shifts: {{latency_days: -1}}, cost: 1, assumption: a guess}}
"""


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def harbour(tmp_path: Path) -> Any:
    def write(share: str = "0.5", on: str = "union.quays") -> Path:
        (tmp_path / "april.txt").write_text("The quays say that they go home not for less.")
        file = tmp_path / "harbour.yaml"
        file.write_text(HARBOUR.format(share=share, on=on))
        return file

    return write


def test_ratification_in_words(harbour: Any) -> None:
    said = " ".join(ask("ratify", harbour(), "--draws", "64").stdout.split())
    assert "The rules allow three deals" in said
    assert "If the yes of Quay branches were certain, one deal would be agreeable, not 0" in said
    assert "Union chair 0.50 (0.50) and Quay branches 0.50 (0.50)" in said
    assert "“not for less” (the report itself; report april); assumption: how much" in said
    assert "If the red lines stated in public bind (one demand of Quay branches)" in said


def test_levers_in_words(harbour: Any) -> None:
    said = " ".join(ask("levers", harbour(), "--draws", "64", "--target", "0.9").stdout.split())
    assert "The cheapest set of levers that reaches 90 % is “State aid”, at a cost of 3" in said
    assert "State aid (State arbiter, on Quay branches)" in said
    assert "“Envoy” does not bear on who accepts which deal" in said
    assert "assumption: a guess" in said


def test_both_as_json(harbour: Any) -> None:
    for name, shape in (("ratify", Vetoes), ("levers", LeversFound)):
        found = json.loads(ask(name, harbour(), "--draws", "16", "--json").stdout)
        assert len(found.pop("fingerprint")) == 32
        shape.model_validate(found)
    bound = json.loads(ask("ratify", harbour(), "--nominal", "--red-lines", "all", "--json").stdout)
    assert bound["binding"] == ["all_of_it"]
    wished = ("levers", harbour(), "--draws", "16", "--deal", "wage=2", "--json")
    assert json.loads(ask(*wished).stdout)["cheapest"] is None


def test_both_stand_in_the_brief(harbour: Any, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = ask("brief", harbour(), "--draws", "64", "--out", page)
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert 'id="ratification"' in text
    assert "if Quay branches never refused" in text
    assert 'id="levers"' in text
    assert 'class="ladder"' in text


@pytest.mark.parametrize(
    ("changes", "what", "mend"),
    [
        ({"share": "1.5"}, "a share of 1.5", "between 0 and 1"),
        ({"on": "city"}, "who has no preferences", "a constituency with preferences"),
        ({"on": "nobody"}, "'nobody' is no known actor", "one of:"),
    ],
)
def test_levers_that_cannot_be_say_where(
    harbour: Any, changes: dict[str, str], what: str, mend: str
) -> None:
    done = ask("levers", harbour(**changes))
    assert done.exit_code == 1
    assert what in done.stderr
    assert mend in done.stderr
    assert "harbour.yaml:" in done.stderr
    assert "Traceback" not in done.output
