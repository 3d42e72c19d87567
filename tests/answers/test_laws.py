"""Every answer keeps the laws of `laws.py`, on scenarios made by chance and on the catalogue."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.answers.laws import ANSWERS, without_order
from tests.deals.made_scenarios import scenarios

from middleground.deals.sampling import Sampling
from middleground.scenario.model import Scenario

FEW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Answer = Callable[..., BaseModel]


@pytest.fixture(params=list(ANSWERS.values()), ids=list(ANSWERS))
def answer(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_the_same_seed_gives_the_same_bytes(answer: Answer) -> None:
    @FEW
    @given(written=scenarios(), seed=st.integers(-5, 5))
    def holds(written: dict[str, Any], seed: int) -> None:
        scenario = Scenario.model_validate(written)
        one, again = (answer(scenario, Sampling(8, seed)).model_dump_json() for _ in range(2))
        assert one == again

    holds()


def test_an_answer_survives_writing_and_reading(answer: Answer) -> None:
    @FEW
    @given(written=scenarios())
    def holds(written: dict[str, Any]) -> None:
        found = answer(Scenario.model_validate(written), Sampling(8))
        assert type(found).model_validate_json(found.model_dump_json()) == found

    holds()


def test_swapping_the_parties_changes_nothing(answer: Answer) -> None:
    @FEW
    @given(written=scenarios())
    def holds(written: dict[str, Any]) -> None:
        turned = {**written, "parties": dict(reversed(written["parties"].items()))}
        turned["preferences"] = dict(reversed(written["preferences"].items()))
        one, other = (
            answer(Scenario.model_validate(w), Sampling(8)).model_dump() for w in (written, turned)
        )
        assert without_order(one) == without_order(other)

    holds()


def test_draws_of_certain_numbers_say_what_the_nominal_reading_says(answer: Answer) -> None:
    @FEW
    @given(written=scenarios(certain=True))
    def holds(written: dict[str, Any]) -> None:
        written["events"]["walk_out"]["chance"] = 1
        scenario = Scenario.model_validate(written)
        drawn, nominal = answer(scenario, Sampling(8)), answer(scenario)
        for name in ("agreeable", "refusals", "frontier"):
            assert getattr(drawn, name, None) == getattr(nominal, name, None)
        probability = getattr(drawn, "probability", None) or getattr(
            drawn, "zone_probability", None
        )
        assert probability is not None
        assert probability.share == float(nominal.agreeable > 0)  # type: ignore[attr-defined]
        assert probability.standard_error == 0

    holds()


def test_a_wider_range_never_makes_a_doubtful_answer_certain() -> None:
    """A no-deal value known to lie between two others cannot open or close the zone for sure."""
    find_zone = ANSWERS["zone"]

    @FEW
    @given(written=scenarios(certain=True))
    def holds(written: dict[str, Any]) -> None:
        written["events"]["walk_out"]["chance"] = 0
        who = next(iter(written["preferences"]))
        at = written["preferences"][who]["no_deal"]

        def chance(no_deal: Any) -> float:
            preference = {**written["preferences"][who], "no_deal": no_deal}
            preferences = {**written["preferences"], who: preference}
            found = find_zone(
                Scenario.model_validate({**written, "preferences": preferences}), Sampling(64)
            )
            return float(found.probability.share)  # type: ignore[attr-defined]

        narrow, wide = chance([at, at + 10]), chance([at - 10, at + 20])
        if 0 < narrow < 1:
            assert 0 < wide < 1

    holds()
