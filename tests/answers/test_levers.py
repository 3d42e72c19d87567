"""What would open the zone: equal to trying every set, and estimated afresh."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.deals.made_levers import levers
from tests.deals.made_scenarios import scenarios
from tests.deals.test_levers import harbour

from middleground.answers.levers import find_levers, search
from middleground.deals.lever_sets import LeverSets
from middleground.deals.lever_table import LeverTable
from middleground.deals.levers import Levers
from middleground.deals.sampling import Sampling
from middleground.deals.views import Deal
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario

FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
DRAWS = Sampling(16)


def market() -> dict[str, Any]:
    """The port needs 20 points. `much` gives them; so do `some` and `more` together, cheaper."""
    written = harbour()
    shift = {"by": "arbiter", "on": "port"}
    written["levers"] = {
        "much": shift | {"cost": 9, "shifts": {"no_deal": -20}},
        "some": shift | {"cost": 3, "shifts": {"no_deal": -12}},
        "more": shift | {"cost": 4, "shifts": {"no_deal": -8}},
        "worse": shift | {"cost": 0, "shifts": {"no_deal": 5}},
        "slow": shift | {"cost": 0, "shifts": {"latency_days": -1}},
    }
    return written


def test_the_cheapest_set_by_hand() -> None:
    found = find_levers(Scenario.model_validate(market()), DRAWS)
    assert found.before.share == 0
    assert found.cheapest is not None
    assert found.cheapest.levers == ["more", "some"]
    assert (found.cheapest.cost.mean, found.cheapest.probability.share) == (7, 1)
    assert [one.levers for one in found.others] == [["much"]]
    assert [one.levers for one in found.ladder] == [[], ["more", "some"]]
    assert found.permitted == 16  # of four: 'slow' bears on nothing here
    assert found.levers["slow"].alone is None
    assert found.levers["slow"].elsewhere == ["latency_days"]
    assert found.levers["worse"].share == 0
    shares = [one.share for one in found.levers.values() if one.share is not None]
    assert sum(shares) == pytest.approx(1)
    assert found.levers["some"].last == 0


def test_a_lever_that_makes_things_worse_is_shown_and_never_chosen() -> None:
    written = market()
    written["preferences"]["port"]["no_deal"] = [45, 53]
    found = find_levers(Scenario.model_validate(written), Sampling(64))
    worse = found.levers["worse"]
    assert worse.closes is not None
    assert worse.alone is not None
    assert worse.closes.share > 0 > worse.alone.difference
    assert all("worse" not in one.levers for one in [*found.ladder, found.best])


def test_a_given_deal_whole_or_in_part() -> None:
    scenario = Scenario.model_validate(market())
    dear = find_levers(scenario, DRAWS, deal={"wage": 2, "night": "kept"})
    assert dear.cheapest is None
    assert dear.best.levers == []
    wished: list[Deal] = [{"wage": 1, "night": "kept"}, {"wage": 1}, {}]
    for deal in wished:
        found = find_levers(scenario, DRAWS, deal=deal)
        assert found.cheapest is not None
        assert found.cheapest.levers == ["more", "some"]


def test_one_deal_of_a_space_of_any_size() -> None:
    written = market()
    for n in range(30):
        written["issues"][f"other_{n}"] = {"options": list(range(10))}
        for preference in written["preferences"].values():
            known = preference.get("indifferent", [])
            preference["indifferent"] = [
                *([known] if isinstance(known, str) else known),
                f"other_{n}",
            ]
    scenario = Scenario.model_validate(written)
    deal: Deal = {"wage": 1, "night": "kept", **{f"other_{n}": 3 for n in range(30)}}
    found = find_levers(scenario, DRAWS, deal=deal)
    assert found.cheapest is not None
    assert found.cheapest.levers == ["more", "some"]
    with pytest.raises(AnswerError) as caught:
        find_levers(scenario, DRAWS)
    assert "--deal" in str(caught.value)


@FEW
@given(data=st.data(), written=scenarios(), seed=st.integers(0, 9))
def test_no_permitted_set_is_cheaper(
    data: st.DataObject, written: dict[str, Any], seed: int
) -> None:
    scenario = Scenario.model_validate(data.draw(levers(written, most=4)))
    found = find_levers(scenario, Sampling(16, seed), target=0.5)
    drawn = Levers.of(scenario, Sampling(16, seed))
    sets = LeverSets(drawn)
    permitted = sets.all()
    shares = LeverTable(drawn).held(permitted).mean(axis=1)
    costs = sets.usual_costs(permitted)
    reaching = shares >= 0.5
    assert (found.cheapest is not None) == bool(reaching.any())
    if found.cheapest is not None:
        chosen = permitted.tolist().index(_bits(found.cheapest.levers, drawn))
        assert costs[chosen] == costs[reaching].min()
        assert found.cheapest.searched == shares[chosen]
    assert found.best.searched == shares.max()
    fresh = LeverTable(Levers.of(scenario, Sampling(16, found.fresh_seed)))
    for rung in found.ladder:
        held = fresh.held([_bits(rung.levers, drawn)])
        assert rung.probability.share == held.mean()
        cheaper = costs < costs[permitted.tolist().index(_bits(rung.levers, drawn))]
        assert not (shares[cheaper] > rung.searched).any()


def _bits(names: list[str], drawn: Levers) -> int:
    return sum(1 << drawn.names.index(name) for name in names)


def test_many_levers_are_searched_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_EXACT", 1)
    found = find_levers(Scenario.model_validate(market()), DRAWS)
    assert found.cheapest is not None
    assert found.cheapest.levers == ["more", "some"]
    assert found.permitted is None
    assert not found.how.complete
    assert "a cheaper one may exist" in found.notes[0]


def test_very_many_sets_are_searched_on_fewer_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_MOST_CELLS", 1 << 10)
    found = find_levers(Scenario.model_validate(market()), Sampling(256))
    assert found.searched_draws == 64
    assert found.cheapest is not None
    assert found.cheapest.levers == ["more", "some"]
    assert found.how.draws == 256


def test_the_same_seed_gives_the_same_bytes() -> None:
    scenario = Scenario.model_validate(market())
    one, other = (find_levers(scenario, Sampling(32, 5)).model_dump_json() for _ in range(2))
    assert one == other
    assert np.isfinite(find_levers(scenario, Sampling(32, 6)).before.share)


@pytest.mark.parametrize(
    ("changes", "target", "what"),
    [({"levers": {}}, 0.8, "no levers"), ({}, 0, "target of 0"), ({}, 1.5, "target of 1.5")],
)
def test_what_cannot_be_asked(changes: dict[str, Any], target: float, what: str) -> None:
    scenario = Scenario.model_validate(market() | changes)
    with pytest.raises(AnswerError, match=what):
        find_levers(scenario, DRAWS, target=target)


def test_many_levers_on_one_person_are_searched_in_bounds() -> None:
    written = market()
    shift = {"by": "arbiter", "on": "port", "cost": 1, "shifts": {"no_deal": -2}}
    written["levers"] = {f"lever_{n}": shift for n in range(14)}
    found = find_levers(Scenario.model_validate(written), DRAWS)
    assert found.cheapest is not None
    assert len(found.cheapest.levers) == 10
    assert found.permitted is None
