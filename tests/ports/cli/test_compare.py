"""`what-if` and `compare`: in words, as JSON, as a page, of two dates, refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from middleground.answers.changes import Changes
from middleground.ports.cli import main
from middleground.ports.store.project import open_project

SETTING = "preferences.union.chair.no_deal=20"
OVERLAY = """\
format: middleground-overlay/1
title: A short strike fund
assumption: the fund is said to last three weeks
set: {preferences.union.chair.no_deal: [20, 30]}
"""


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def labour(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    assert ask("new", folder, "--case", "labour").exit_code == 0
    return folder


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    file = tmp_path / "fund.yaml"
    file.write_text(OVERLAY)
    return file


def test_a_what_if_in_words(labour: Path) -> None:
    before = (labour / "scenario.yaml").read_bytes()
    done = ask(
        "what-if", labour, "--set", SETTING, "--remove", "rules.within_reserve", "--draws", "64"
    )
    assert done.exit_code == 0, done.stderr
    assert "They differ in two places. A deal that every party would ratify is" in done.stdout
    said = " ".join(done.stdout.split())
    assert "What no deal is worth to Union chair: 42 to 62 before, 20 after" in said
    assert "before rests on the assumption “weights, middle scores, no-deal value”" in said
    assert "64 draws, the same for both" in said
    assert (labour / "scenario.yaml").read_bytes() == before


def test_json_is_one_object_the_same_twice_and_stored(labour: Path) -> None:
    asked: list[str | Path] = ["what-if", labour, "--set", SETTING, "--draws", "64", "--json"]
    one, again = ask(*asked), ask(*asked)
    assert one.stdout == again.stdout
    found = json.loads(one.stdout)
    fingerprint = found.pop("fingerprint")
    assert (labour / "results" / fingerprint / "result.json").is_file()
    assert Changes.model_validate(found).changed[0].after == 20
    other = ask("what-if", labour, "--set", SETTING.replace("20", "21"), "--draws", "64", "--json")
    assert json.loads(other.stdout)["fingerprint"] != fingerprint


def test_an_overlay_and_a_setting_after_it(labour: Path, overlay: Path) -> None:
    found = json.loads(ask("what-if", labour, overlay, "--draws", "8", "--json").stdout)
    assert found["changed"][0]["after"] == [20, 30]
    assert found["changed"][0]["rests_on"]["assumption"] == "the fund is said to last three weeks"
    assert found["after"] == "A short strike fund"
    both = json.loads(
        ask("what-if", labour, overlay, "--set", SETTING, "--draws", "8", "--json").stdout
    )
    assert both["changed"][0]["after"] == 20
    beside = json.loads(ask("compare", labour, overlay, "--draws", "8", "--json").stdout)
    assert beside["zone"] == found["zone"]


def test_two_files_and_two_dates_of_one_project(labour: Path, tmp_path: Path) -> None:
    text = (labour / "scenario.yaml").read_text()
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("no_deal:     [42, 62]", "no_deal: [10, 20]", 1))
    found = json.loads(
        ask("compare", labour / "scenario.yaml", other, "--draws", "8", "--json").stdout
    )
    assert [one["after"] for one in found["changed"] if one["kind"] == "numbers"] == [[10, 20]]
    project = open_project(labour, print)
    day = project.journal.acts[-1].at
    (labour / "scenario.yaml").write_text(other.read_text())
    then = ask("compare", f"{labour}@{day}", labour, "--draws", "8", "--json")
    assert then.exit_code == 0, then.stderr
    assert json.loads(then.stdout)["zone"] == found["zone"]
    early = ask("compare", f"{labour}@1999-01-01", labour)
    assert early.exit_code == 1
    assert "does not reach back to 1999-01-01: it begins on" in early.stderr
    wrong = ask("compare", f"{labour}@yesterday", labour)
    assert "'yesterday' is not a day" in wrong.stderr


def test_what_the_reports_say_since_then(labour: Path) -> None:
    assert ask("read", labour).exit_code == 0
    day = open_project(labour, print).journal.acts[-1].at
    report = labour.parent / "june.txt"
    report.write_text('The Dockers\' Union said: "We demand 8 percent by June."\n')
    assert ask("add", labour, report).exit_code == 0
    assert ask("read", labour).exit_code == 0
    done = ask("compare", f"{labour}@{day}", labour, "--draws", "8", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["said_before"] == []
    assert {one["report"] for one in found["said_after"]} == {"june"}
    assert [one["path"] for one in found["changed"] if one["kind"] == "reports"] == ["reports.june"]
    said = " ".join(ask("compare", f"{labour}@{day}", labour, "--draws", "8").stdout.split())
    assert "Said in the reports only after:" in said
    assert "(june, sentence 1)" in said


def test_the_page_runs_nothing_and_asks_nobody(labour: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    hostile = "title=<script>alert(1)</script>\u202e"
    done = ask("what-if", labour, "--set", SETTING, "--set", hostile, "--out", page, "--draws", "8")
    assert done.exit_code == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "\u202e" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "What no deal is worth to Union chair" in text
    again = ask("what-if", labour, "--set", SETTING, "--out", page, "--draws", "8")
    assert again.exit_code == 0  # over a page of our own
    own = tmp_path / "mine.html"
    own.write_text("<p>mine</p>")
    refused = ask("what-if", labour, "--set", SETTING, "--out", own, "--draws", "8")
    assert refused.exit_code == 1
    assert own.read_text() == "<p>mine</p>"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["what-if"], "no change was named"),
        (["what-if", "--set", "preferences.union.chair.no_del=20"], "did you mean 'no_deal'?"),
        (["what-if", "nowhere.yaml"], "there is no 'nowhere.yaml'"),
    ],
)
def test_what_is_refused(arguments: list[str], said: str, labour: Path) -> None:
    done = ask(arguments[0], labour, *arguments[1:])
    assert done.exit_code == 1
    assert said in done.stderr
    assert "to mend:" in done.stderr


def test_an_overlay_cannot_come_first(labour: Path, overlay: Path) -> None:
    done = ask("compare", overlay, labour)
    assert done.exit_code == 1
    assert "is an overlay: it needs a scenario that it changes" in done.stderr
