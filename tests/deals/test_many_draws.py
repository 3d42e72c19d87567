"""Many draws at once equal the definitions, draw by draw."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals.brute_force import world_of
from tests.deals.made_scenarios import scenarios

from middleground.deals import compiled, many_draws
from middleground.deals.deal_table import DealTable, pick_fair
from middleground.deals.draws import draw
from middleground.deals.many_draws import ManyDraws
from middleground.deals.sampling import Sampling
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario

DRAWS = 8
LABOUR = Path(__file__).parents[2] / "catalogue" / "labour" / "scenario.yaml"
SLOW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(params=["numpy", "compiled"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways have to give the same answers, a few draws at a time."""
    monkeypatch.setattr(many_draws, "_PART", 5)
    if request.param == "compiled":
        monkeypatch.setattr(many_draws, "_WORTH_COMPILING", 0)


def test_against_brute_force(way: None) -> None:
    @SLOW
    @given(written=scenarios(), seed=st.integers(0, 99))
    def holds(written: dict[str, Any], seed: int) -> None:
        scenario = Scenario.model_validate(written)
        many = ManyDraws(scenario, draw(scenario, Sampling(DRAWS, seed)))
        agreeable = agreeable_by_definition(written, many)
        held, counts = many.zone_and_counts()
        assert many.zone_exists().tolist() == agreeable.any(axis=1).tolist()
        assert held.tolist() == agreeable.any(axis=1).tolist()
        assert counts.tolist() == agreeable.sum(axis=0).tolist()
        assert many.agreeable_counts().tolist() == counts.tolist()
        listed = [table.numbers.tolist() for _, table in many.each_agreeable()]
        assert listed == [np.flatnonzero(row).tolist() for row in agreeable]
        assert (many.agreeable_at(range(many.space.count)) == agreeable).all()

    holds()


def agreeable_by_definition(written: dict[str, Any], many: ManyDraws) -> Any:
    """Shape (draws, deals)."""
    found = np.zeros((many.draws.count, many.space.count), dtype=bool)
    for n in range(many.draws.count):
        world = world_of(written, many.draws, n)
        deals = world.agreeable(world.allowed())
        found[n] = [deal in deals for deal in world.deals()]
    return found


def test_the_fair_deals_are_among_the_contenders(way: None) -> None:
    @SLOW
    @given(written=scenarios(), seed=st.integers(0, 99))
    def holds(written: dict[str, Any], seed: int) -> None:
        scenario = Scenario.model_validate(written)
        many = ManyDraws(scenario, draw(scenario, Sampling(DRAWS, seed)))
        all_ways = zip(many.each_agreeable(), many.each_contending(), many.each_fair(), strict=True)
        for (n, every), (m, some), (k, fair) in all_ways:
            assert n == m == k
            chosen, left_out = named_fair(every)
            assert named_fair(some) == (chosen, left_out)
            found = {idea: deals.tolist() for idea, deals in fair.items()}
            assert found == (chosen if len(every.numbers) else {})

    holds()


def named_fair(table: DealTable) -> Any:
    chosen, left_out = pick_fair(table)
    return {idea: table.numbers[deals].tolist() for idea, deals in chosen.items()}, left_out


def test_any_number_of_threads_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_draws, "_WORTH_COMPILING", 0)
    scenario = read_scenario(LABOUR).scenario
    draws = draw(scenario, Sampling(512))
    found = []
    for count in (1, 3):
        monkeypatch.setattr(compiled, "threads", lambda count=count: count)
        many = ManyDraws(scenario, draws)
        held, counts = many.zone_and_counts()
        fair = [{i: d.tolist() for i, d in deals.items()} for _, deals in many.each_fair()]
        found.append((held.tolist(), counts.tolist(), many.zone_exists().tolist(), fair))
    assert found[0] == found[1]


def test_who_waits_is_told_between_parts_and_can_break_off(way: None) -> None:
    told: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 10:
            raise KeyboardInterrupt

    scenario = read_scenario(LABOUR).scenario
    with pytest.raises(KeyboardInterrupt):
        ManyDraws(scenario, draw(scenario, Sampling(16)), report).zone_exists()
    assert told == [(5, 16), (10, 16)]
