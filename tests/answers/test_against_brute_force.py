"""The first two answers equal brute force, on scenarios made by chance."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals import brute_force
from tests.deals.brute_force import MILLION, World, world_of
from tests.deals.made_scenarios import scenarios

from middleground.answers.middle_ground import find_middle_ground
from middleground.answers.zone import find_zone
from middleground.deals import space
from middleground.deals.draws import draw, nominal_reading
from middleground.deals.sampling import Sampling
from middleground.deals.scan import Scan
from middleground.scenario.model import Scenario

DRAWS = 8


def examples(count: int) -> settings:
    """So many scenarios; together the tests here try some 500."""
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@pytest.fixture(params=[1, 6, 1 << 15], ids=lambda width: f"rows of {width}")
def row_width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deals are laid out in rows of different widths: every split must give the same answers."""
    monkeypatch.setattr(space, "_WIDEST_ROW", request.param)


def test_which_deals_are_allowed_and_agreeable_in_every_draw(row_width: int) -> None:
    @examples(70)
    @given(written=scenarios(), seed=st.integers(0, 99))
    def holds(written: dict[str, Any], seed: int) -> None:
        scenario = Scenario.model_validate(written)
        scan = Scan(scenario, draw(scenario, Sampling(DRAWS, seed)))
        for n in range(DRAWS):
            world = world_of(written, scan.draws, n)
            allowed = world.allowed()
            assert deals_in(scan, scan.feasible(n)) == allowed
            assert deals_in(scan, scan.agreeable(n)) == world.agreeable(allowed)

    holds()


def deals_in(scan: Scan, blocks: Any) -> list[dict[str, Any]]:
    numbers = sorted(int(n) for block in blocks for n in block.numbers)
    return [scan.space.deal(number) for number in numbers]


@examples(50)
@given(written=scenarios(), seed=st.integers(0, 99))
def test_the_zone(written: dict[str, Any], seed: int) -> None:
    scenario = Scenario.model_validate(written)
    sampling = Sampling(DRAWS, seed)
    zone = find_zone(scenario, sampling)
    worlds = [world_of(written, draw(scenario, sampling), n) for n in range(DRAWS)]
    agreeable = [world.agreeable(world.allowed()) for world in worlds]
    assert zone.probability is not None
    assert zone.probability.share == sum(map(bool, agreeable)) / DRAWS
    counts = [sum(view.deal in deals for deals in agreeable) for view in zone.most_robust]
    most = sorted((sum(d in deals for deals in agreeable) for d in worlds[0].deals()), reverse=True)
    shares = [view.robustness.share for view in zone.most_robust if view.robustness]
    assert shares == [c / DRAWS for c in counts]
    if any(agreeable):
        assert counts == most[: len(counts)]
    for view in zone.most_robust:
        for party, seen in view.parties.items():
            said = [world.ratifies(party, view.deal) for world in worlds]
            assert seen.ratifies_share == sum(said) / DRAWS
        for who, own in view.constituencies.items():
            surplus = [world.surplus(who, view.deal) for world in worlds]
            assert own.accepts_share == sum(s >= 0 for s in surplus) / DRAWS
            assert own.surplus_low == pytest.approx(float(min(surplus)) / MILLION, abs=1e-6)


@examples(100)
@given(written=scenarios(certain=True))
def test_who_refuses_in_the_nominal_reading(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    zone = find_zone(scenario)
    world = world_of(written, nominal_reading(scenario), 0)
    allowed = world.allowed()
    parties = list(written["parties"])
    assert (zone.deals, zone.feasible) == (len(list(world.deals())), len(allowed))
    assert zone.agreeable == len(world.agreeable(allowed))
    yeses = {who: [world.surplus(who, d) >= 0 for d in allowed] for who in written["preferences"]}
    assert zone.refusals.accepted_by == {who: sum(said) for who, said in yeses.items()}
    so_many = [sum(said) for said in zip(*yeses.values(), strict=True)]
    wanted = np.bincount(np.array(so_many, dtype=int), minlength=len(yeses) + 1).tolist()
    assert zone.refusals.accepted_by_so_many == wanted
    for party in parties:
        assert zone.refusals.ratified_by[party] == sum(world.ratifies(party, d) for d in allowed)
    assert set(parties) <= set(zone.refusals.agreeable_without)
    for given_yes, count in zone.refusals.agreeable_without.items():
        party = given_yes.partition(".")[0]
        others = [p for p in parties if p != party]
        rest = [d for d in allowed if all(world.ratifies(p, d) for p in others)]
        if "." in given_yes:
            rest = [d for d in rest if world.ratifies(party, d, given=given_yes)]
        assert count == len(rest)


@examples(100)
@given(written=scenarios(certain=True))
def test_the_efficient_and_the_fair_deals(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    middle = find_middle_ground(scenario)
    world = world_of(written, nominal_reading(scenario), 0)
    allowed = world.allowed()
    agreeable = world.agreeable(allowed)
    check_frontier(world, middle.frontier, agreeable)
    check_frontier(world, middle.feasible_frontier, allowed)
    deciders = [world.decider(party) for party in written["parties"]]
    totals = [sum((world.utility(w, d) for w in deciders), Fraction(0)) for d in agreeable]
    for name, chosen in brute_force.fair([world.gains(d) for d in agreeable], totals).items():
        found = middle.fair[name]
        assert found.tied == len(chosen)
        assert [view.deal for view in found.deals] == [agreeable[n] for n in chosen][:10]
        assert bool(found.why_none) == (not chosen)


def check_frontier(world: World, frontier: Any, among: list[dict[str, Any]]) -> None:
    gains = [world.gains(deal) for deal in among]
    wanted = brute_force.efficient(gains)
    assert frontier.size == len(wanted)
    assert sum(point.count for point in frontier.points) == len(wanted)
    assert len(frontier.points) == len({gains[n] for n in wanted})
    for point in frontier.points:
        tied = [among[n] for n in wanted if gains[n] == world.gains(point.deals[0])]
        assert point.deals == tied[:10]
        assert point.count == len(tied)


@examples(50)
@given(written=scenarios(), seed=st.integers(0, 99))
def test_the_fair_deals_of_every_draw(written: dict[str, Any], seed: int) -> None:
    scenario = Scenario.model_validate(written)
    sampling = Sampling(DRAWS, seed)
    middle = find_middle_ground(scenario, sampling)
    deciders = None
    often: dict[str, dict[str, int]] = {name: {} for name in middle.fair}
    for n in range(DRAWS):
        world = world_of(written, draw(scenario, sampling), n)
        agreeable = world.agreeable(world.allowed())
        deciders = [world.decider(party) for party in written["parties"]]
        totals = [sum((world.utility(w, d) for w in deciders), Fraction(0)) for d in agreeable]
        if not agreeable:
            continue
        for name, chosen in brute_force.fair([world.gains(d) for d in agreeable], totals).items():
            for k in chosen:
                key = str(agreeable[k])
                often[name][key] = often[name].get(key, 0) + 1
    for name, counts in often.items():
        most = sorted(counts.values(), reverse=True)
        found = middle.fair[name].most_often
        assert [choice.share.share for choice in found] == [c / DRAWS for c in most[: len(found)]]
        assert all(counts[str(c.deal.deal)] / DRAWS == c.share.share for c in found)
        for shares in middle.fair[name].terms.values():
            assert sum(term.share for term in shares) == pytest.approx(1)
