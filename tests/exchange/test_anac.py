"""Domains that other people wrote, with published or independently computed answers.

`references.json` was made by exhaustive search on floating point numbers; its tolerance for
dominance is 1e-9 of a utility of 1. Ours are whole numbers without any.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from middleground.answers.middle_ground import MiddleGround, find_middle_ground
from middleground.answers.zone import find_zone
from middleground.exchange.case import NamedBytes
from middleground.exchange.formats import FOLDERS, read_case
from middleground.exchange.into_scenario import scenario_text
from middleground.exchange.out_of_scenario import case_of
from middleground.exchange.scale import choose_scale
from middleground.scenario.reader import read_scenario_text

CASES = [
    "acquisition-a", "amsterdam", "car", "england-zimbabwe", "flight-booking-a", "grandma",
    "itex-cypress", "killer-robot", "negolog-30", "new-sporthal", "politics", "supermarket-b",
    "zoning-plan", "zoning-plan/first3",
]  # fmt: skip
# Ours, then the name of the same idea in the file.
IDEAS = {
    "nash": "nash",
    "kalai_smorodinsky": "ks_rational",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}
CLOSE = 1e-7


class Known:
    """One domain: its files, its scenario, its reference answer."""

    def __init__(self, folder: Path, reference: dict[str, Any]) -> None:
        self.reference = reference
        files = [NamedBytes(str(path), path.read_bytes()) for path in sorted(folder.iterdir())]
        named = reference["profiles"]
        self.case = read_case(
            [f for f in files if f.base in named or b"<negotiation_template" in f.data]
        )
        self.best = choose_scale(self.case).best
        self.scenario = read_scenario_text(scenario_text(self.case), folder.name).scenario


@cache
def read(shared: Path, name: str) -> Known:
    domain, _, which = name.partition("/")
    folder = shared / "scenarios" / "anac"
    found = json.loads((folder / "references.json").read_text("utf-8"))["scenarios"]
    return Known(folder / domain, found[domain][which or "all"]["reference"])


@cache
def answered(shared: Path, name: str) -> MiddleGround:
    return find_middle_ground(read(shared, name).scenario)


def utilities(found: MiddleGround, idea: str, best: int) -> list[list[float]]:
    """The points of a fair deal, each once, as utilities up to 1."""
    every = sorted(
        [seen.utility / best for seen in view.constituencies.values()]
        for view in found.fair[idea].deals
    )
    return [row for n, row in enumerate(every) if n == 0 or not same(row, every[n - 1])]


def same(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) <= CLOSE for a, b in zip(one, other, strict=True))


@pytest.fixture(params=CASES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_domain_is_among_the_cases(shared: Path) -> None:
    file = shared / "scenarios" / "anac" / "references.json"
    assert set(json.loads(file.read_text("utf-8"))["scenarios"]) == {
        case.partition("/")[0] for case in CASES
    }


def test_what_is_settled_and_how_large_it_is(name: str, shared: Path) -> None:
    known = read(shared, name)
    assert [[i.name, len(i.values)] for i in known.case.issues] == known.reference["issues"]
    zone = find_zone(known.scenario)
    assert zone.deals == known.reference["outcomes"]
    assert zone.agreeable == known.reference["feasible"]


def test_the_frontier_is_the_same(name: str, shared: Path) -> None:
    known, found = read(shared, name), answered(shared, name)
    expected = known.reference["pareto"]
    assert found.agreeable == known.reference["feasible"]
    assert found.frontier.size == expected["outcomes"]
    if not found.frontier.truncated:
        points = [list(point.utility.values()) for point in found.frontier.points]
        assert len(points) == expected["points"]
        sums = np.array(points).sum(axis=0) / known.best
        assert sums == pytest.approx(expected["sum_over_points"], abs=CLOSE * len(points))


def test_the_fair_deals_are_the_same(name: str, shared: Path) -> None:
    known, found = read(shared, name), answered(shared, name)
    for ours, theirs in IDEAS.items():
        expected = sorted(known.reference[theirs]["utilities"])
        got = utilities(found, ours, known.best)
        assert len(got) == len(expected), ours
        assert all(same(a, b) for a, b in zip(got, expected, strict=True)), ours


def test_equal_shares_of_the_best_of_all_deals(name: str, shared: Path) -> None:
    """`ks`: the greatest gain is taken over all deals, not over the agreeable ones."""
    known = read(shared, name)
    found = find_middle_ground(known.scenario, ideal="all")
    got = utilities(found, "kalai_smorodinsky", known.best)
    expected = sorted(known.reference["ks"]["utilities"])
    assert len(got) == len(expected)
    assert all(same(a, b) for a, b in zip(got, expected, strict=True))


@pytest.mark.parametrize("name", ["acquisition-a", "flight-booking-a", "grandma", "itex-cypress"])
@pytest.mark.parametrize("form", FOLDERS)
def test_there_and_back_again(name: str, form: str, shared: Path) -> None:
    """Written by us and read again, a domain has the same frontier and the same fair deals."""
    known, before = read(shared, name), answered(shared, name)
    files, _ = FOLDERS[form](case_of(known.scenario))
    again = read_case([NamedBytes(f, d) for f, d in sorted(files.items())])
    best = choose_scale(again).best
    after = find_middle_ground(read_scenario_text(scenario_text(again)).scenario)
    assert after.frontier.size == before.frontier.size
    assert after.agreeable == before.agreeable
    if form == "geniusweb" and any(known.reference["disagreement"]):
        return  # gains are counted from a deal there, so that other deals may be fair
    for idea in IDEAS:
        for a, b in zip(
            utilities(before, idea, known.best), utilities(after, idea, best), strict=True
        ):
            assert same(a, b)
