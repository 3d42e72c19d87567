"""Who must say yes at home: equal to brute force, to reference cases, and lawful."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.answers.test_published_cases import TABLES, table_scenario
from tests.deals import brute_force
from tests.deals.brute_force import World, world_of
from tests.deals.made_scenarios import scenarios

from middleground.answers.ratification import Vetoes, find_vetoes
from middleground.deals import planner
from middleground.deals.draws import draw, nominal_reading
from middleground.deals.many_draws import ManyDraws
from middleground.deals.sampling import Sampling
from middleground.deals.yes_given import give_yes
from middleground.scenario.model import Scenario
from middleground.scenario.red_lines import SWITCH, bind_red_lines

FEW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", TABLES)
def test_dropping_each_party_of_a_scoring_table(name: str, shared: Path) -> None:
    case = json.loads((shared / "cases" / f"{name}.json").read_text())
    found, expected = find_vetoes(table_scenario(case["case"])), case["expected"]
    voices = {who: v for home in found.parties.values() for who, v in home.voices.items()}
    assert found.agreeable == expected["acceptable_to_all"]
    dropped = {who: voice.zone_without for who, voice in voices.items()}
    assert dropped == expected["if_party_dropped"]
    assert {who: voice.accepts for who, voice in voices.items()} == expected["acceptable_to"]


@FEW
@given(written=scenarios(certain=True))
def test_every_count_is_that_of_brute_force(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    found = find_vetoes(scenario)
    world = world_of(written, nominal_reading(scenario), 0)
    allowed, parties = world.allowed(), list(written["parties"])
    said = {party: [world.ratifies(party, deal) for deal in allowed] for party in parties}
    assert found.allowed == len(allowed)
    overlap = Counter(
        tuple(p for p, yes in zip(parties, row, strict=True) if yes)
        for row in zip(*said.values(), strict=True)
    )
    assert found.overlap is not None
    assert {tuple(one.parties): one.deals for one in found.overlap} == overlap
    for party, home in found.parties.items():
        others = [all(said[p][n] for p in parties if p != party) for n in range(len(allowed))]
        assert (home.win_set, home.on_table) == (sum(said[party]), sum(others))
        for who, voice in home.voices.items():
            yes = [world.ratifies(party, deal, given=who) for deal in allowed]
            refusing = _refusing(written, who)
            no = [refusing(world).ratifies(party, deal) for deal in allowed]
            assert voice.win_set_without == sum(yes)
            assert voice.zone_without == sum(y and o for y, o in zip(yes, others, strict=True))
            decided = zip(yes, no, others, strict=True)
            assert voice.decides == sum(y and not n and o for y, n, o in decided)
            if who != world.decider(party):
                zone = [d for d, y, o in zip(allowed, yes, others, strict=True) if y and o]
                check_gains(world, zone, voice.gains_without, party)


def check_gains(
    world: World, zone: list[dict[str, Any]], gains: dict[str, float] | None, left_out: str
) -> None:
    """The Nash deal's gains are those of one of the deals with the greatest product."""
    every = [world.gains(deal) for deal in zone]
    chosen = brute_force.fair(every, [sum(g) for g in every])["nash"]  # type: ignore[misc]
    assert (gains is None) == (not chosen)
    if gains is not None:
        parties = list(world.written["parties"])
        wanted = [
            {p: float(g) / 1e6 for p, g in zip(parties, every[n], strict=True) if p != left_out}
            for n in chosen
        ]
        assert any(gains == pytest.approx(one, abs=2e-6) for one in wanted)


def _refusing(written: dict[str, Any], who: str) -> Any:
    """The world in which somebody accepts nothing."""

    def refusing(world: World) -> World:
        path = f"preferences.{who}.no_deal"
        return World(written, lambda p: 10**15 if p == path else world.value(p), world.truth)

    return refusing


@FEW
@given(written=scenarios(), seed=st.integers(0, 9))
def test_the_zone_without_a_veto_is_that_of_draws_in_which_the_yes_is_given(
    written: dict[str, Any], seed: int
) -> None:
    scenario, sampling = Scenario.model_validate(written), Sampling(8, seed)
    found, draws = find_vetoes(scenario, sampling), draw(scenario, sampling)
    assert found.probability is not None
    for home in found.parties.values():
        for who, voice in home.voices.items():
            held = ManyDraws(scenario, give_yes(scenario, draws, who)).zone_exists()
            assert voice.probability_without is not None
            assert voice.probability_without.share == held.mean()
            assert voice.probability_without.share >= found.probability.share


@FEW
@given(written=scenarios(), seed=st.integers(0, 9))
def test_who_decides_over_the_draws(written: dict[str, Any], seed: int) -> None:
    """Small spaces are looked at whole: the share equals that of all draws and allowed deals."""
    scenario, sampling = Scenario.model_validate(written), Sampling(8, seed)
    found, draws = find_vetoes(scenario, sampling), draw(scenario, sampling)
    nominally = world_of(written, nominal_reading(scenario), 0).allowed()
    hits: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for n in range(8):
        world = world_of(written, draws, n)
        for deal in filter(world.is_allowed, nominally):
            for party, home in found.parties.items():
                others = all(world.ratifies(p, deal) for p in written["parties"] if p != party)
                for who in home.voices if others else ():
                    given_yes = world.ratifies(party, deal, given=who)
                    refused = _refusing(written, who)(world).ratifies(party, deal)
                    cases[who] += 1
                    hits[who] += given_yes and not refused
    for home in found.parties.values():
        for who, voice in home.voices.items():
            if voice.decides_share is None:
                assert not cases[who]
            else:
                assert voice.decides_share.share == pytest.approx(hits[who] / cases[who])


@FEW
@given(written=scenarios(certain=True))
def test_another_veto_player_never_enlarges_a_win_set(written: dict[str, Any]) -> None:
    party = _with_constituencies(written)
    own = written["parties"][party]
    rule = own["ratifies"]
    before = find_vetoes(Scenario.model_validate(written)).parties[party].win_set
    for who in own["constituencies"]:
        more = {**own, "ratifies": f"({rule}) and {who}"}
        parties = {**written["parties"], party: more}
        after = find_vetoes(Scenario.model_validate({**written, "parties": parties}))
        assert (after.parties[party].win_set or 0) <= (before or 0)


@FEW
@given(written=scenarios(certain=True), quota=st.integers(0, 4))
def test_a_higher_quota_never_enlarges_a_win_set(written: dict[str, Any], quota: int) -> None:
    party = _with_constituencies(written)
    own = written["parties"][party]
    votes = " + ".join(f"{n + 1} * {who}" for n, who in enumerate(own["constituencies"]))

    def win_set(needed: int) -> int:
        parties = {**written["parties"], party: {**own, "ratifies": f"{votes} >= {needed}"}}
        found = find_vetoes(Scenario.model_validate({**written, "parties": parties}))
        return found.parties[party].win_set or 0

    assert win_set(quota) >= win_set(quota + 1)


@FEW
@given(written=scenarios())
def test_how_surely_a_nash_deal_is_ratified(written: dict[str, Any]) -> None:
    """No deal is agreeable more often than its least willing party ratifies it."""
    found = find_vetoes(Scenario.model_validate(written), Sampling(8))
    for one in found.chances:
        assert one.over_draws.share <= min(c.over_draws for c in one.parties.values())
        for party, chance in one.parties.items():
            assert chance.independent is not None
            assert 0 <= chance.independent <= 1
            if len(found.parties[party].voices) == 1:  # nobody to be independent of
                assert chance.independent == pytest.approx(chance.over_draws, abs=1e-9)


@FEW
@given(written=scenarios(certain=True))
def test_a_survey_counts_what_a_scan_counts(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    listed = find_vetoes(scenario)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planner, "MOST_DEALS", 0)
        surveyed = find_vetoes(scenario)
    assert (surveyed.allowed, surveyed.agreeable) == (listed.allowed, listed.agreeable)
    for party, home in listed.parties.items():
        other = surveyed.parties[party]
        assert (other.win_set, other.on_table) == (home.win_set, home.on_table)
        for who, voice in home.voices.items():
            seen = other.voices[who]
            for field in (
                "needed",
                "power",
                "accepts",
                "win_set_without",
                "zone_without",
                "decides",
            ):
                assert getattr(seen, field) == getattr(voice, field)
    assert _zones(surveyed) == _zones(listed)
    assert any("left out" in note for note in surveyed.notes)


def _with_constituencies(written: dict[str, Any]) -> str:
    found = [party for party, own in written["parties"].items() if own.get("constituencies")]
    assume(found)
    return str(found[0])


def _zones(found: Vetoes) -> list[tuple[int | None, int | None]]:
    return [(one.allowed, one.agreeable) for one in found.switch]


def test_correlated_numbers_are_counted_over_the_draws_alone() -> None:
    """Who asks for less when the other asks for more never meets them half-way."""
    written: dict[str, Any] = {
        "format": "middleground/1",
        "title": "Harbour",
        "parties": {"union": {}, "port": {}},
        "issues": {"wage": {"options": [0, 1, 2]}},
        "preferences": {
            "union": {"no_deal": [40, 60], "wage": {"weight": 1, "best": 2, "worst": 0}},
            "port": {"no_deal": [40, 60], "wage": {"weight": 1, "best": 0, "worst": 2}},
        },
    }
    alone = find_vetoes(Scenario.model_validate(written), Sampling(64)).over_ranges
    together = {"of": [f"preferences.{who}.no_deal" for who in ("union", "port")], "rank": -1}
    written["correlations"] = {"mood": together}
    found = find_vetoes(Scenario.model_validate(written), Sampling(64)).over_ranges
    assert alone is not None
    assert found is not None
    assert (alone.possibly, alone.exact) == (1, True)
    assert (found.possibly, found.exact) == (0, False)
    assert "correlations.mood" in found.why_not


def test_a_space_too_large_for_draws_is_counted_in_the_nominal_reading() -> None:
    written = {
        "format": "middleground/1",
        "title": "Harbour",
        "parties": {"union": {}, "port": {}},
        "issues": {f"issue_{n}": {"options": list(range(10))} for n in range(9)},
        "preferences": {
            who: {
                "no_deal": [50, 70],
                **{f"issue_{n}": {"weight": 1 + n, "best": a, "worst": b} for n in range(9)},
            }
            for who, a, b in (("union", 9, 0), ("port", 0, 9))
        },
    }
    found = find_vetoes(Scenario.model_validate(written), Sampling(64))
    assert found.how.reading == "nominal"
    assert found.allowed == 10**9
    assert any("over draws" in note for note in found.notes)


def test_red_lines_bind_by_their_stance() -> None:
    written: dict[str, Any] = {
        "format": "middleground/1",
        "title": "Harbour",
        "parties": {"union": {}, "port": {}},
        "issues": {"wage": {"options": [0, 1, 2, 3]}},
        "preferences": {
            "union": {"no_deal": 0, "wage": {"weight": 1, "best": 3, "worst": 0}},
            "port": {"no_deal": 0, "wage": {"weight": 1, "best": 0, "worst": 3}},
        },
        "demands": {
            "more": {"by": "union", "requires": "wage >= 1", "firmness": "red_line"},
            "less": {
                "by": "port", "requires": "wage <= 2", "firmness": "red_line", "stance": "private",
            },
            "whole": {"by": "port", "requires": "wage != 2", "binds": True},
        },
    }  # fmt: skip
    scenario = Scenario.model_validate(written)
    found = find_vetoes(scenario, Sampling(8))
    zones = {one.red_lines: (one.demands, one.agreeable) for one in found.switch}
    assert zones == {
        "none": (["whole"], 3),
        "public": (["more", "whole"], 2),
        "private": (["less", "whole"], 2),
        "all": (["more", "less", "whole"], 1),
    }
    assert found.binding == ["whole"]
    for which in SWITCH:
        switched = find_vetoes(scenario, red_lines=which)
        wanted = zones["none" if which == "as_written" else which]
        assert (switched.binding, switched.agreeable) == wanted
        assert bind_red_lines(scenario, which).demands["whole"].binds
