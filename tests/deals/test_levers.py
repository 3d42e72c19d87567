"""Levers over the draws: pass-through, bounds, and all sets at once against each set by itself."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals.made_levers import levers
from tests.deals.made_scenarios import scenarios

from middleground.deals import lever_table
from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import draw
from middleground.deals.lever_sets import LeverSets, shapley_shares, smallest
from middleground.deals.lever_table import LeverTable
from middleground.deals.levers import Levers
from middleground.deals.many_draws import ManyDraws
from middleground.deals.portrait import stand
from middleground.deals.sampling import Sampling
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario

SLOW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def harbour(**own: Any) -> dict[str, Any]:
    """The port wants 70 points; a wage rise of 1 gives it 50 and the union as many."""
    return {
        "format": "middleground/1",
        "title": "Harbour",
        "parties": {"union": {}, "port": {}},
        "mediators": {"arbiter": {}, "envoy": {}, "city": {}},
        "issues": {"wage": {"options": [0, 1, 2]}, "night": {"options": ["kept", "ended"]}},
        "preferences": {
            "union": {
                "no_deal": 50, "indifferent": "night",
                "wage": {"weight": 1, "scores": {0: 0, 1: 50, 2: 100}},
            },
            "port": {
                "no_deal": 70,
                "wage": {"weight": 1, "scores": {0: 100, 1: 50, 2: 0}},
                "night": {"weight": 0, "scores": {"kept": 0, "ended": 100}},
            },
        },
        "levers": {"aid": {"by": "arbiter", "on": "port", "cost": 2} | own},
    }  # fmt: skip


def opened(written: dict[str, Any], *sets: int) -> list[float]:
    table = LeverTable(Levers.of(Scenario.model_validate(written), Sampling(8)))
    return [float(share) for share in table.held(list(sets)).mean(axis=1)]


@pytest.mark.parametrize(
    ("via", "share"),
    [
        pytest.param([{"envoy": 0.5}], 0.5, id="through one"),
        pytest.param([{"envoy": 0.5, "city": 0.5}], 0.25, id="through two, one after the other"),
        pytest.param([{"envoy": 0.5}, {"city": 0.25}], 0.75, id="through two side by side"),
        pytest.param([{"envoy": 0.9}, {"city": 0.8}], 1.0, id="never more than all of it"),
        pytest.param([], 1.0, id="straight"),
    ],
)
def test_what_arrives_through_others(via: list[dict[str, float]], share: float) -> None:
    """The port needs 20 points more: so much of a shift must arrive."""
    for points, opens in ((20.5 / share, 1.0), (19.5 / share, 0.0)):
        assert opened(harbour(via=via, shifts={"no_deal": -points}), 0, 1) == [0.0, opens]


@pytest.mark.parametrize(
    ("shifts", "opens"),
    [
        pytest.param({"no_deal": -20}, 1, id="no deal is worth less"),
        pytest.param({"no_deal": -19}, 0, id="not enough less"),
        pytest.param({"wage": {"scores": {1: 20}}}, 1, id="an option is worth more"),
        pytest.param({"wage": {"scores": {2: 500}}}, 1, id="100 at most, which is enough"),
        pytest.param({"night": {"weight": 1}}, 1, id="an issue counts more"),
        pytest.param({"night": {"weight": -5}}, 0, id="a weight never falls below 0"),
        pytest.param({"together": [{"when": "wage == 1", "add": 20}]}, 1, id="a term is added"),
        pytest.param({"together": [{"when": "wage == 0", "add": 20}]}, 0, id="a term elsewhere"),
    ],
)
def test_what_a_shift_does(shifts: dict[str, Any], opens: float) -> None:
    assert opened(harbour(shifts=shifts), 0, 1) == [0.0, opens]


def test_a_lever_may_lift_a_rule_or_settle_an_event() -> None:
    written = harbour(switches_off="nights", settles={"strike": False})
    written["preferences"]["port"]["no_deal"] = 50
    written["events"] = {"strike": {"chance": 1}}
    for rule, opens in (("wage == 2", 1.0), ("not strike", 1.0)):
        written["rules"] = {"nights": rule}
        assert opened(written, 0, 1) == [0.0, opens]
    written["rules"] = {"nights": "wage == 2", "other": "not strike"}
    assert opened(written, 0, 1) == [0.0, 1.0]
    written["levers"]["aid"] = {"by": "arbiter", "settles": {"strike": False}}
    assert opened(written, 0, 1) == [0.0, 0.0]


def test_a_lever_on_a_party_moves_each_of_its_constituencies() -> None:
    written = harbour(shifts={"no_deal": -20})
    written["parties"]["port"] = {
        "decides": "board",
        "constituencies": {"board": {}, "city": {}},
        "ratifies": "board and city",
    }
    port = written["preferences"].pop("port")
    written["preferences"] |= {"port.board": port, "port.city": port}
    assert opened(written, 0, 1) == [0.0, 1.0]


@pytest.fixture(params=[0, 100], ids=["all at once", "each by itself"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """From which number of sets on a world is looked at as a whole."""
    monkeypatch.setattr(lever_table, "_FEW", request.param)


def test_all_sets_at_once_say_what_each_says_by_itself(few: None) -> None:
    @SLOW
    @given(data=st.data(), written=scenarios(), seed=st.integers(0, 9))
    def holds(data: st.DataObject, written: dict[str, Any], seed: int) -> None:
        scenario = Scenario.model_validate(data.draw(levers(written)))
        found = Levers.of(scenario, Sampling(8, seed))
        sets = list(range(1 << len(found.pulls)))
        held = LeverTable(found).held(sets)
        for chosen in sets:
            world = found.world([p for n, p in enumerate(found.pulls) if chosen >> n & 1])
            alone = ManyDraws(world.scenario, world.draws).zone_exists()
            assert held[chosen].tolist() == alone.tolist()

    holds()


@SLOW
@given(data=st.data(), written=scenarios())
def test_a_given_deal_is_looked_at_by_itself(data: st.DataObject, written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(data.draw(levers(written, most=3)))
    found = Levers.of(scenario, Sampling(8))
    space = Appraisal(found.scenario, found.draws).space
    number = data.draw(st.integers(0, space.count - 1))
    sets = list(range(1 << len(found.pulls)))
    held = LeverTable(found, number).held(sets)
    for chosen in sets:
        world = found.world([p for n, p in enumerate(found.pulls) if chosen >> n & 1])
        seen = stand(Appraisal(world.scenario, world.draws), number).agreeable
        assert held[chosen].tolist() == seen.tolist()


@SLOW
@given(data=st.data(), written=scenarios(), seed=st.integers(0, 9))
def test_without_levers_the_draws_are_those_of_other_answers(
    data: st.DataObject, written: dict[str, Any], seed: int
) -> None:
    scenario = Scenario.model_validate(written)
    with_levers = Scenario.model_validate(data.draw(levers(written)))
    wanted = ManyDraws(scenario, draw(scenario, Sampling(16, seed))).zone_exists()
    found = LeverTable(Levers.of(with_levers, Sampling(16, seed))).held([0])
    assert found[0].tolist() == wanted.tolist()


def test_needs_and_exclusions() -> None:
    written = harbour()
    written["levers"] = {
        "a": {"by": "arbiter", "on": "port", "shifts": {"no_deal": -1}, "needs": "b", "cost": 1},
        "b": {"by": "arbiter", "on": "port", "shifts": {"no_deal": -1}, "excludes": "c", "cost": 2},
        "c": {"by": "arbiter", "on": "port", "shifts": {"no_deal": -1}, "cost": 4},
        "d": {"by": "arbiter", "on": "port", "shifts": {"latency_days": -1}, "cost": 8},
    }
    sets = LeverSets(Levers.of(Scenario.model_validate(written), Sampling(8)))
    assert sets.kept == (0, 1, 2)  # d changes nothing here
    assert [sets.names(one) for one in sets.all().tolist()] == [[], ["b"], ["a", "b"], ["c"]]
    assert sets.usual_costs(sets.all()).tolist() == [0, 2, 3, 4]
    assert sets.names(sets.with_needs(0)) == ["a", "b"]
    assert smallest([0b010, 0b011, 0b100], 9) == [0b010, 0b100]


@given(worth=st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_shapley_shares_add_up_and_equal_the_definition(worth: list[float]) -> None:
    game = np.array([0.0, *worth[1:]])
    shares = shapley_shares(game)
    assert sum(shares) == pytest.approx(game[7])
    for player in range(3):
        gains = []
        for order in ([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]):
            before = sum(1 << n for n in order[: order.index(player)])
            gains.append(game[before | 1 << player] - game[before])
        assert shares[player] == pytest.approx(sum(gains) / 6)


def test_the_best_choice_within_each_group() -> None:
    """A lever that does harm is left unused: more levers never reach less."""
    written = harbour()
    shift = {"by": "arbiter", "on": "port", "cost": 1}
    written["levers"] = {n: shift | {"shifts": {"no_deal": s}} for n, s in (("a", -20), ("b", 30))}
    found = Levers.of(Scenario.model_validate(written), Sampling(8))
    sets = LeverSets(found)
    shares = LeverTable(found).held(sets.all()).mean(axis=1)
    assert shares.tolist() == [0, 1, 0, 0]
    assert sets.reach(sets.all(), shares).tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("lever", "where", "what"),
    [
        ({"on": "arbiter", "shifts": {"no_deal": -1}}, "levers.aid.on", "has no preferences"),
        ({"on": "union", "shifts": {"night": {"weight": 1}}}, "levers.aid.shifts.night",
         "indifferent"),
        ({"on": "port", "shifts": {"wage": {"best": 1}}}, "levers.aid.shifts.wage.best",
         "does not have"),
        ({"on": "port", "via": [{"envoy": 0.5, "port": 0.5}], "shifts": {"no_deal": -1}},
         "levers.aid.via.0.port", "leads through 'port'"),
        ({"on": "port", "via": [{"arbiter": 0.5}], "shifts": {"no_deal": -1}},
         "levers.aid.via.0.arbiter", "leads through 'arbiter'"),
    ],
)  # fmt: skip
def test_levers_that_point_to_nothing_are_refused(
    lever: dict[str, Any], where: str, what: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        Levers.of(Scenario.model_validate(harbour(**lever)), Sampling(8))
    assert caught.value.where == where
    assert what in str(caught.value)
    assert caught.value.mend


def test_every_order_of_levers_gives_the_same() -> None:
    written = harbour()
    shift = {"by": "arbiter", "on": "port", "cost": [1, 2]}
    own = {
        n: shift | {"shifts": {"no_deal": [-30, -s]}} for n, s in zip("abc", (5, 9, 1), strict=True)
    }
    results = []
    for order in (["a", "b", "c"], ["c", "a", "b"]):
        scenario = Scenario.model_validate({**written, "levers": {n: own[n] for n in order}})
        found = Levers.of(scenario, Sampling(64))
        results.append(LeverTable(found).held(list(range(8))).tolist())
    assert results[0] == results[1]
