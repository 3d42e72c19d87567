"""Who blocks: cases small enough to check by hand, then the definitions, then messages."""

import json
from copy import deepcopy
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.answers.test_published_cases import table_scenario
from tests.deals.brute_force import MILLION, World, world_of
from tests.deals.made_scenarios import scenarios

from middleground.answers.blockers import Blockers, Explanation, find_blockers
from middleground.answers.zone import find_zone
from middleground.deals import conflict_search, giving_search, readings
from middleground.deals.draws import nominal_reading
from middleground.deals.nearest import value_left
from middleground.deals.pins import read_pins, read_terms
from middleground.deals.sampling import Sampling
from middleground.deals.scan import Scan
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario

FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
CHAIR, BRANCH, BOARD = "preferences.union.chair", "preferences.union.branch", "preferences.port"


def harbour(**changed: Any) -> dict[str, Any]:
    """A rise of 0 to 4 per cent: worth 25 points for each per cent to one side or the other."""
    rise = {"weight": 1, "best": 4, "worst": 0}
    return {
        "format": "middleground/1",
        "title": "A pay rise",
        "parties": {
            "union": {
                "decides": "chair",
                "constituencies": {"chair": {}, "branch": {}},
                "ratifies": "chair and branch",
            },
            "port": {},
        },
        "issues": {"rise": {"range": [0, 4, 1]}},
        "facts": {"reserve": {"value": {"low": 1, "mode": 2, "high": 4}}},
        "rules": {"within": {"rule": "rise <= reserve"}},
        "preferences": {
            "union.chair": {"no_deal": 50, "rise": rise},
            "union.branch": {"no_deal": 75, "rise": rise},
            "port": {"no_deal": 30, "rise": {"weight": 1, "best": 0, "worst": 4}},
        },
        **changed,
    }


def members(explanation: Explanation) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    return (
        {frozenset(one.members) for one in explanation.conflicts},
        {frozenset(one.members) for one in explanation.concessions},
    )


def ask(written: dict[str, Any], **asked: Any) -> Blockers:
    return find_blockers(Scenario.model_validate(written), **asked)


def test_why_there_is_no_deal() -> None:
    """The branch needs 3, the port gives 2, and the reserve is taken as 2."""
    found = ask(harbour())
    clashes, ways = members(found.agreement)
    assert not found.agreeable
    assert clashes == {
        frozenset({BRANCH, BOARD}),
        frozenset({BRANCH, "rules.within", "facts.reserve"}),
    }
    assert ways == {
        frozenset({BRANCH}),
        frozenset({BOARD, "rules.within"}),
        frozenset({BOARD, "facts.reserve"}),
    }
    assert found.agreement.complete
    assert {one.path for one in found.alone if "nominal" in one.possible} == {BRANCH}


def test_the_least_that_would_have_to_be_given() -> None:
    """At 2 per cent the branch lacks 25 points; the rule allows no more."""
    found = ask(harbour())
    for give in found.gives:
        assert (give.points, give.by, give.deals) == (25, {"union.branch": 25}, [{"rise": 2}])
        assert give.proved
    [alone] = [one for one in found.agreement.concessions if one.members == [BRANCH]]
    assert (alone.points, alone.people, alone.deal) == (25, 1, {"rise": 2})


def test_whose_yes_is_not_needed_never_blocks() -> None:
    parties = harbour()["parties"]
    parties["union"]["ratifies"] = "chair"
    found = ask(harbour(parties=parties))
    assert found.agreeable
    assert members(found.agreement) == (set(), set())
    assert found.gives == []


def test_one_of_two_is_enough() -> None:
    """`chair or branch` asks for one of the two: neither alone is in the way."""
    parties = harbour()["parties"]
    parties["union"]["ratifies"] = "chair or branch"
    port = harbour()["preferences"] | {"port": {**harbour()["preferences"]["port"], "no_deal": 60}}
    clashes, _ = members(ask(harbour(parties=parties, preferences=port)).agreement)
    assert clashes == {frozenset({CHAIR, BRANCH, BOARD})}


def test_demands_that_clash_through_a_rule() -> None:
    demands = {
        "much": {"by": "union", "requires": "rise >= 3"},
        "little": {"by": "port", "requires": "rise <= 1"},
        "some": {"by": "union", "requires": "rise >= 1"},
    }
    found = ask(harbour(demands=demands)).demands
    clashes, ways = members(found)
    assert clashes == {frozenset({"demands.much"})}
    assert ways == {frozenset({"demands.much"})}
    assert found.conflicts[0].through == ["rules.within", "facts.reserve"]
    without = ask(harbour(demands=demands, rules={})).demands
    assert members(without)[0] == {frozenset({"demands.much", "demands.little"})}
    assert without.conflicts[0].through == []


def test_a_demand_binds_only_where_it_is_said_to() -> None:
    demand = {"by": "port", "requires": "rise == 0"}
    preferences = {w: {**p, "no_deal": 0} for w, p in harbour()["preferences"].items()}
    preferences["port"]["no_deal"] = 25
    preferences["union.chair"]["no_deal"] = 25
    preferences["union.branch"]["no_deal"] = 25
    stated = harbour(demands={"nothing": demand}, preferences=preferences)
    bound = harbour(demands={"nothing": {**demand, "binds": True}}, preferences=preferences)
    assert ask(stated).agreeable
    clashes, _ = members(ask(bound).agreement)
    assert clashes == {
        frozenset({"demands.nothing", CHAIR}),
        frozenset({"demands.nothing", BRANCH}),
    }


def test_readings_and_draws() -> None:
    """Whether 2 or 3 per cent suits both sides is a matter of the branch's range."""
    preferences = harbour()["preferences"]
    preferences["union.branch"]["no_deal"] = [40, 60]
    found = ask(harbour(preferences=preferences, rules={}), sampling=Sampling(64))
    assert found.agreeable
    assert found.agreement.possible == ["nominal", "optimistic"]
    [clash] = [one for one in found.agreement.conflicts if one.members == [BRANCH, BOARD]]
    assert clash.readings == ["pessimistic"]
    assert found.probability is not None
    assert clash.share is not None
    assert 0 < clash.share.share < 1
    assert clash.share.share == pytest.approx(1 - found.probability.share)
    over = found.gives_over_draws
    assert over is not None
    assert 0 < over.median <= 10


def test_a_wished_deal() -> None:
    found = ask(harbour(), wish={"rise": 3}).wished
    assert found is not None
    assert (found.whole, found.agreeable, found.broken) == (True, 0, ["rules.within"])
    [port] = found.refusals
    assert (port.who, port.points, port.needed) == ("port", 5, True)
    assert port.nearest is not None
    assert (port.nearest.changed, port.nearest.deals[0].deal) == (1, {"rise": 2})
    assert found.nearest is None
    assert [give.points for give in found.gives] == []
    assert members(found.why)[0] == {
        frozenset({BOARD}),
        frozenset({"rules.within", "facts.reserve"}),
    }


@FEW
@given(written=scenarios())
def test_setting_a_concession_set_aside_opens_the_zone(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    found = find_blockers(scenario)
    assert found.agreeable == bool(find_zone(scenario).agreeable)
    assert found.agreeable != any("nominal" in one.readings for one in found.agreement.conflicts)
    for one in found.agreement.concessions:
        if "nominal" in one.readings and not any(p.startswith("facts.") for p in one.members):
            assert find_zone(without(written, one.members)).agreeable


def without(written: dict[str, Any], paths: list[str]) -> Scenario:
    """A scenario without some rules and demands, in which some people accept everything."""
    found = deepcopy(written)
    for path in paths:
        section, _, name = path.partition(".")
        if section == "preferences":
            found[section][name]["no_deal"] = -5_000
        elif section == "rules":
            del found[section][name]
        else:
            found[section][name]["binds"] = False
    return Scenario.model_validate(found)


@FEW
@given(written=scenarios(), data=st.data())
def test_a_wish_equals_the_definitions(written: dict[str, Any], data: st.DataObject) -> None:
    scenario = Scenario.model_validate(written)
    issues = {name: issue["options"] for name, issue in written["issues"].items()}
    named = data.draw(st.lists(st.sampled_from(list(issues)), min_size=1, unique=True))
    wish = {name: data.draw(st.sampled_from(issues[name])) for name in named}
    found = find_blockers(scenario, wish=wish).wished
    assert found is not None
    world = world_of(written, nominal_reading(scenario), 0)
    allowed = world.allowed()
    agreeable = world.agreeable(allowed)
    assert found.agreeable == sum(changes(deal, wish) == 0 for deal in agreeable)
    assert (found.nearest.changed if found.nearest else None) == fewest(agreeable, wish)
    if found.whole:
        assert found.shown is not None
        refused = {
            who: -world.surplus(who, found.shown.deal) / MILLION
            for party in written["parties"]
            for who in asked(scenario, party)
            if world.surplus(who, found.shown.deal) < 0
        }
        assert {one.who: one.points for one in found.refusals} == pytest.approx(
            {who: float(points) for who, points in refused.items()}, abs=1e-6
        )
    for one in found.refusals:
        willing = [deal for deal in allowed if world.surplus(one.who, deal) >= 0]
        assert (one.nearest.changed if one.nearest else None) == fewest(willing, wish)


def asked(scenario: Scenario, party: str) -> tuple[str, ...]:
    from middleground.deals.acceptance import RatificationRule

    return RatificationRule.of(scenario, party).constituencies


def changes(deal: dict[str, Any], wish: dict[str, Any]) -> int:
    return sum(deal[issue] != option for issue, option in wish.items())


def fewest(deals: list[dict[str, Any]], wish: dict[str, Any]) -> int | None:
    return min((changes(deal, wish) for deal in deals), default=None)


@FEW
@given(written=scenarios())
def test_what_is_left_on_the_table(written: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(written)
    scan = Scan(scenario, nominal_reading(scenario))
    world = world_of(written, scan.draws, 0)
    allowed = world.allowed()
    for deal in allowed[:3]:
        number = next(n for n in range(scan.space.count) if scan.space.deal(n) == deal)
        left = value_left(scan, number, scan.feasible)
        together, alone = left_by_definition(world, deal, allowed)
        assert left.together == together
        assert list(left.alone.values()) == alone


def left_by_definition(
    world: World, deal: dict[str, Any], others: list[dict[str, Any]]
) -> tuple[Fraction, list[Fraction]]:
    own = world.gains(deal)
    better = [
        [(b - a) / MILLION for a, b in zip(own, world.gains(other), strict=True)]
        for other in others
    ]
    better = [gains for gains in better if min(gains) >= 0]
    return max(min(gains) for gains in better), [max(own) for own in zip(*better, strict=True)]


def test_spaces_too_large_to_list_are_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same questions to solvers: the same sets, the same points."""

    @settings(FEW, max_examples=5)
    @given(written=scenarios())
    def holds(written: dict[str, Any]) -> None:
        scenario = Scenario.model_validate(written)
        issue, options = next((n, i["options"]) for n, i in written["issues"].items())
        wish = {issue: options[0]}
        listed = find_blockers(scenario, wish=wish)
        with pytest.MonkeyPatch.context() as patch:
            for module in (readings, giving_search):
                patch.setattr(module, "is_enumerable", lambda _space: False)
            patch.setattr(conflict_search, "fits", lambda _requirements: False)
            solved = find_blockers(scenario, wish=wish)
        for one, other in ((listed.agreement, solved.agreement), (listed.demands, solved.demands)):
            assert members(one) == members(other)
            assert one.possible == other.possible
        assert [g.points for g in solved.gives] == pytest.approx([g.points for g in listed.gives])
        assert listed.wished is not None
        assert solved.wished is not None
        assert members(listed.wished.why) == members(solved.wished.why)
        near, found = listed.wished.nearest, solved.wished.nearest
        assert (near and near.changed) == (found and found.changed)

    holds()


@pytest.mark.parametrize("case", ["deals-base", "deals-game1"])
def test_a_published_scoring_table_with_higher_demands(case: str, shared: Path) -> None:
    """With every minimum raised no deal is left; every subset of the parties is tried."""
    table = json.loads((shared / "cases" / f"{case}.json").read_text())["case"]
    for raised in (0, 5, 12):
        higher = {
            party: {**own, "min": own["min"] + raised} for party, own in table["parties"].items()
        }
        found = find_blockers(table_scenario({**table, "parties": higher}))
        clashes, ways = by_exhaustion({**table, "parties": higher})
        assert members(found.agreement) == (clashes, ways)


def by_exhaustion(table: dict[str, Any]) -> tuple[set[frozenset[str]], set[frozenset[str]]]:
    parties = list(table["parties"])
    accepted = set()
    for deal in product(*(range(count) for count in table["issues"].values())):
        scores = {
            party: sum(row[at] for row, at in zip(own["scores"], deal, strict=True))
            for party, own in table["parties"].items()
        }
        accepted.add(frozenset(p for p in parties if scores[p] >= table["parties"][p]["min"]))
    held = {
        frozenset(some): any(frozenset(some) <= one for one in accepted)
        for size in range(len(parties) + 1)
        for some in combinations(parties, size)
    }
    clashes = {s for s, ok in held.items() if not ok and all(held[s - {p}] for p in s)}
    every = frozenset(parties)
    ways = {
        every - s for s, ok in held.items() if ok and not any(held[s | {p}] for p in every - s)
    } - {frozenset()}
    return (
        {frozenset(f"preferences.{p}" for p in s) for s in clashes},
        {frozenset(f"preferences.{p}" for p in s) for s in ways},
    )


def test_terms_as_they_are_typed() -> None:
    scenario = Scenario.model_validate(harbour())
    assert read_terms(scenario, " rise = 3.0 ") == {"rise": 3}
    assert read_pins(scenario, {"rise": 4}) == {"rise": 4}


@pytest.mark.parametrize(
    ("typed", "says", "mend"),
    [
        ("rose=3", "no issue is called 'rose'", "did you mean 'rise'?"),
        ("rise=9", "'9' is no option of 'rise'", ""),
        ("rise", "'rise' is no term", ""),
        ("rise=1,rise=2", "'rise' is named twice", ""),
    ],
)
def test_terms_that_lead_nowhere(typed: str, says: str, mend: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read_terms(Scenario.model_validate(harbour()), typed)
    assert says in str(caught.value)
    assert caught.value.mend == mend


def test_a_party_that_can_never_say_yes_is_no_question_of_who_refuses() -> None:
    parties = harbour()["parties"]
    parties["union"]["ratifies"] = "chair and strike_ends"
    found = ask(harbour(parties=parties, events={"strike_ends": {"chance": 0}}))
    assert [one.members for one in found.agreement.conflicts] == [[]]
    assert found.agreement.concessions == []
    assert found.gives == []
