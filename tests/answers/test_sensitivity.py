"""What matters most: closed forms, the order of the file, screening, and what is worth knowing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.catalogue.cases import CATALOGUE
from tests.deals.made_scenarios import scenarios

from middleground.answers.sensitivity import Of, Sensitivity, asking, find_sensitivity, inquiry
from middleground.deals.sampling import Sampling
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario
from middleground.scenario.reader import read_scenario, read_scenario_text

WAGE = """\
format: middleground/1
title: A wage
parties: {union: {}, port: {}}
issues: {wage: {options: [0, 5, 10], unit: percent}, colour: {options: [red, blue]}}
preferences:
  union: {no_deal: %s, wage: {weight: [2, 4], best: 10, worst: 0}, indifferent: colour}
  port:  {no_deal: %s, wage: {weight: 1, best: 0, worst: 10}, indifferent: colour}
"""
FEW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def wage(union: str = "[30, 90]", port: str = "50") -> Scenario:
    return read_scenario_text(WAGE % (union, port)).scenario


def test_one_number_decides_by_hand() -> None:
    found = find_sensitivity(wage(), Sampling(256))
    (zone,) = found.profiles
    shares = {d.path: d for d in zone.drivers}
    assert shares["preferences.union.no_deal"].total.value == pytest.approx(1, abs=0.1)
    assert shares["preferences.union.no_deal"].first.value == pytest.approx(1, abs=0.1)
    assert shares["preferences.union.no_deal"].rank == (1, 1)
    weight = shares["preferences.union.wage.weight"]  # the only weight: it changes nothing at all
    assert (weight.total.value, weight.total.high, weight.first.value) == (0, 0, 0)
    assert zone.mean == pytest.approx(1 / 3, abs=0.02)
    assert found.open_bits == pytest.approx(0.918, abs=0.01)  # of a third against two thirds


def test_what_knowing_is_worth_by_hand() -> None:
    """The union's no-deal value decides which wage it accepts: below 50 the middle one will do.

    The port accepts at most the middle wage. So the best deal, the middle wage, is agreeable in a
    third of draws, and knowing the number tells in which, but opens no other deal: the chance of
    the deal chosen stays. With a port that accepts anything, the highest wage always is agreeable.
    """
    found = find_sensitivity(wage(), Sampling(64))
    known = {one.path: one for one in found.ask_first}
    assert known["preferences.union.no_deal"].worth.value == pytest.approx(0, abs=0.01)
    assert known["preferences.union.no_deal"].bits.value == pytest.approx(0.918, abs=0.15)
    assert known["preferences.union.wage.weight"].bits.value == pytest.approx(0, abs=0.01)
    assert found.chance.value == pytest.approx(1 / 3, abs=0.02)


def test_knowing_which_of_two_deals_holds_is_worth_half() -> None:
    """One coin decides which of two deals one party accepts: known, the chance goes from 1/2 to 1.

    An event turns what the union likes: with it blue, without it red.
    """
    text = """\
format: middleground/1
title: A coin
parties: {union: {}, port: {}}
issues: {colour: {options: [red, blue]}}
events: {turn: {chance: 0.5}}
preferences:
  union:
    no_deal: 50
    colour: {weight: 1, scores: {red: 0, blue: 0}}
    together: [{when: "turn and colour == blue", add: 60}, {when: "not turn and colour == red", add: 60}]
  port: {no_deal: [0, 10], colour: {weight: 1, scores: {red: 50, blue: 50}}}
"""  # noqa: E501
    found = find_sensitivity(read_scenario_text(text).scenario, Sampling(64))
    known = {one.path: one for one in found.ask_first}
    assert found.chance_of_any == 1
    assert found.open_bits == 0
    assert found.chance.value == pytest.approx(0.5, abs=0.02)
    assert known["events.turn"].worth.value == pytest.approx(0.5, abs=0.02)
    assert known["events.turn"].worth.low > 0.4
    assert known["preferences.port.no_deal"].worth.value == pytest.approx(0, abs=0.02)
    assert found.ask_first[0].path == "events.turn"
    robust = find_sensitivity(read_scenario_text(text).scenario, Sampling(64), of="robustness")
    assert robust.profiles[0].drivers[0].path == "events.turn"
    assert robust.deal is not None


def test_gains_and_identity_by_hand() -> None:
    """With a wide range both ways, the Nash deal is the middle wage or none."""
    scenario = wage("[0, 49]")
    gain = find_sensitivity(scenario, Sampling(64), of="gain")
    assert [(p.outcome, p.about) for p in gain.profiles] == [("gain", "union"), ("gain", "port")]
    union = gain.profiles[0]
    assert union.drivers[0].path == "preferences.union.no_deal"
    deal = find_sensitivity(wage("[30, 90]", "[30, 49]"), Sampling(64), of="deal")
    nash = deal.profiles[0]
    assert nash.about == "nash"
    assert nash.drivers[0].path == "preferences.union.no_deal"
    assert 0 < nash.mean < 1


def test_the_tornado_moves_one_number_at_a_time() -> None:
    (zone,) = find_sensitivity(wage(), Sampling(64)).profiles
    assert zone.nominal == 0  # at 60 the union refuses the middle wage
    (swing,) = zone.swings
    assert (swing.path, swing.low, swing.high) == ("preferences.union.no_deal", 2, 0)


def test_correlated_numbers_count_together_and_are_then_taken_apart() -> None:
    """The port's no-deal value decides nothing, but goes along with the union's, which does."""
    text = WAGE % ("[30, 90]", "[30, 49]") + (
        "correlations: {moods: {of: [preferences.union.no_deal, preferences.port.no_deal],"
        " rank: 0.9, assumption: both watch the same court}}\n"
    )
    (zone,) = find_sensitivity(read_scenario_text(text).scenario, Sampling(256)).profiles
    assert zone.drivers[0].path == "correlations.moods"
    assert zone.drivers[0].total.value == pytest.approx(1, abs=0.1)
    shares = {part.path: part.share.value for part in zone.parts}
    assert sum(shares.values()) == pytest.approx(1, abs=0.001)
    assert shares["preferences.union.no_deal"] > shares["preferences.port.no_deal"] > 0.15
    assert abs(shares["preferences.union.wage.weight"]) < 0.05
    (alone,) = find_sensitivity(wage("[30, 90]", "[30, 49]"), Sampling(64)).profiles
    assert alone.parts == []


def test_an_answer_without_doubt_owes_nothing() -> None:
    found = find_sensitivity(wage("[0, 10]"), Sampling(64))
    assert all(d.total.value == 0 for d in found.profiles[0].drivers)
    certain = find_sensitivity(wage("20"), Sampling(8))
    assert [d.path for d in certain.profiles[0].drivers] == ["preferences.union.wage.weight"]
    text = (WAGE % ("20", "50")).replace("[2, 4]", "2")
    nothing = find_sensitivity(read_scenario_text(text).scenario, Sampling(8))
    assert (nothing.profiles[0].drivers, nothing.ask_first) == ([], [])


def test_the_order_of_the_file_changes_nothing() -> None:
    @FEW
    @given(written=scenarios())
    def holds(written: dict[str, Any]) -> None:
        turned = {**written, "parties": dict(reversed(written["parties"].items()))}
        turned["preferences"] = dict(reversed(written["preferences"].items()))
        scenes = [Scenario.model_validate(w) for w in (written, turned)]
        one, other = (find_sensitivity(scene, Sampling(8)) for scene in scenes)
        assert one.profiles == other.profiles
        assert one.ask_first == other.ask_first
        assert Sensitivity.model_validate_json(one.model_dump_json()) == one

    holds()


def test_screening_leaves_aside_what_does_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = read_scenario(CATALOGUE / "labour" / "scenario.yaml").scenario
    monkeypatch.setattr(asking, "MOST_UNSCREENED", 10)
    monkeypatch.setattr(asking, "KEPT", 8)
    monkeypatch.setattr(inquiry, "KEPT", 8)
    told = []
    found = find_sensitivity(scenario, Sampling(32), lambda *at: told.append(at))
    (zone,) = found.profiles
    assert found.screened > 10
    assert len(zone.drivers) == 8
    assert zone.rest is not None
    heavy = {d.path for d in zone.drivers[:3]}
    assert {"preferences.port.board.no_deal", "preferences.union.chair.no_deal"} <= heavy
    assert told[-1][0] == told[-1][1] == found.evaluations
    assert found.reduced
    again = find_sensitivity(scenario, Sampling(32))
    assert again == found


@pytest.mark.parametrize("of", ["zone", "robustness", "gain", "deal"])
def test_interrupted_work_leaves_nothing_behind(of: Of) -> None:
    scenario = wage()

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_sensitivity(scenario, Sampling(64), stop, of)
    whole = find_sensitivity(scenario, Sampling(64), of=of)
    assert whole == find_sensitivity(scenario, Sampling(64), of=of)


def test_too_many_deals_are_refused_with_the_factors() -> None:
    issues = ", ".join(f"i{n}: {{options: [a, b, c, d, e]}}" for n in range(12))
    scores = ", ".join(
        f"i{n}: {{weight: 1, scores: {{a: 0, b: 1, c: 2, d: 3, e: 4}}}}" for n in range(12)
    )
    text = (
        "format: middleground/1\ntitle: Many\nparties: {p: {}, q: {}}\n"
        f"issues: {{{issues}}}\npreferences:\n"
        f"  p: {{no_deal: [0, 4], {scores}}}\n  q: {{no_deal: 1, {scores}}}\n"
    )
    with pytest.raises(AnswerError, match="244,140,625 deals"):
        find_sensitivity(read_scenario_text(text).scenario, Sampling(8))
