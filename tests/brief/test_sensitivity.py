"""What matters most, in the brief: sentences, the picture, and text that is only ever text."""

from functools import cache
from pathlib import Path

import pytest
from tests.brief import hostile
from tests.brief.made import CATALOGUE, REPORT

from middleground.answers.changes import Version, find_changes
from middleground.answers.middle_ground import find_middle_ground
from middleground.answers.sensitivity import Of, Sensitivity, find_sensitivity
from middleground.answers.zone import find_zone
from middleground.brief.changes import say_changes, write_changes
from middleground.brief.content import BriefContent
from middleground.brief.driver_picture import draw_drivers
from middleground.brief.footnotes import Footnotes
from middleground.brief.gather import gather
from middleground.brief.number_names import name_number
from middleground.brief.page import write_page
from middleground.brief.sensitivity import SensitivityShown, show_sensitivity
from middleground.brief.spoken_sensitivity import say_sensitivity
from middleground.deals.draws import dimensions
from middleground.deals.sampling import Sampling
from middleground.scenario.amending import apply_overlay
from middleground.scenario.overlay import Overlay, read_setting
from middleground.scenario.reader import Reading, read_scenario, read_scenario_text

LABOUR = read_scenario(CATALOGUE / "labour" / "scenario.yaml")


@cache
def found(of: Of = "zone", draws: int = 64) -> Sensitivity:
    return find_sensitivity(LABOUR.scenario, Sampling(draws), of=of)


def shown(of: Of = "zone") -> tuple[SensitivityShown, Footnotes]:
    notes = Footnotes(LABOUR, {})
    return show_sensitivity(LABOUR, found(of), notes), notes


def content(reading: Reading, matters: Sensitivity) -> BriefContent:
    documents = {"april": REPORT} if "april" in reading.scenario.reports else {}
    zone, answer = find_zone(reading.scenario), find_middle_ground(reading.scenario)
    return gather(reading, documents, [], zone, answer, "f" * 32, matters=matters)


def test_every_sentence_has_its_grounds() -> None:
    said, notes = shown()
    assert said.ask_first
    for question in said.ask_first:
        assert question.rests.quotes or question.rests.assumption
    for driver in said.profiles[0].drivers:
        assert driver.rests is None or driver.rests.quotes or driver.rests.assumption
    text = say_sensitivity(said, notes)
    assert "preferences." not in text  # no path where a reader expects words


def test_a_smaller_budget_is_said() -> None:
    said, _ = shown()
    assert any("fewer draws than usual (64)" in note for note in said.notes)


@pytest.mark.parametrize("of", ["zone", "robustness", "gain", "deal"])
def test_every_answer_is_laid_out(of: Of) -> None:
    said, _ = shown(of)
    for profile in said.profiles:
        picture = draw_drivers(profile)
        assert picture
        for bar in picture.bars:
            assert picture.left <= bar.alone <= bar.end <= picture.width
            assert picture.left <= bar.low <= bar.high <= picture.width
            assert 0 < bar.middle < picture.height
    page = write_page(content(LABOUR, found(of)), LABOUR.scenario, {})
    assert "What matters most, and what to ask first" in page


def test_every_open_number_has_a_name() -> None:
    for case in sorted(Path(CATALOGUE).glob("*/scenario.yaml")):
        scenario = read_scenario(case).scenario
        for path in dimensions(scenario):
            assert "preferences" not in name_number(scenario, path)
            assert "." not in name_number(scenario, path).replace(". ", "")


@pytest.mark.parametrize("text", hostile.STRINGS.values(), ids=hostile.STRINGS.keys())
def test_hostile_text_is_only_ever_text(text: str) -> None:
    reading = read_scenario_text(hostile.scenario(text), "scenario.yaml")
    matters = find_sensitivity(reading.scenario, Sampling(8))
    page = write_page(content(reading, matters), reading.scenario, {"april": REPORT})
    setting = next(path for path in dimensions(reading.scenario) if path.endswith("no_deal"))
    amended = apply_overlay(reading, Overlay((read_setting(f"{setting}=5"),), title=text))
    after = Version(text, amended.reading, amended.reasons)
    changes = find_changes(Version(text, reading), after)
    beside = write_changes(reading.scenario, after.scenario, changes, "f" * 32)
    for made in (page, beside):
        body = made[made.index("<body>") :]
        for tag in ("<script", "<img", "<iframe", "<meta", "<style", 'onload="', "<link"):
            assert tag not in body
        assert not {"\u202e", "\u2067", "\x1b"} & set(body)
    notes = Footnotes(reading, {})
    spoken = say_sensitivity(show_sensitivity(reading, matters, notes), notes)
    spoken += say_changes(reading.scenario, after.scenario, changes)
    assert not {"\u202e", "\u2067", "\x1b"} & set(spoken)
