"""Every method of the deal engine against brute force, on scenarios made by chance.

    .venv/bin/python -m benchmarks.exactness [--scenarios 1000] [--large 20] [--seed 0]

Small scenarios (two to six parties; rules, counters, `together` terms, ties, ratification rules,
empty zones) are held against the definitions in plain Python and fractions, with each method forced
in turn: every deal listed, sweep, integer model, fused counting. Large ones (1e5 deals) against
plain numpy. A scenario that a method refuses is passed over by that method, and counted.
"""

import argparse
import sys
from collections import Counter
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from tests.deals import brute_force
from tests.deals.brute_force import world_of
from tests.deals.made_scenarios import scenarios
from tests.deals.test_sweep import wide_scenarios

from middleground.deals import modelled
from middleground.deals.appraisal import Appraisal
from middleground.deals.counters import TooWide
from middleground.deals.deal_table import DealTable, pick_fair
from middleground.deals.draws import Bools, Wholes, nominal_reading
from middleground.deals.frontier import efficient
from middleground.deals.fused_scan import FusedScan, accepted_by
from middleground.deals.planner import plan
from middleground.deals.scan import Scan
from middleground.deals.survey import AnyFront, Survey
from middleground.deals.swept import SweptSurvey
from middleground.scenario.model import Scenario

EVERY = 10**9
Found = dict[str, list[int]]


def by_brute_force(written: dict[str, Any], scenario: Scenario) -> Found:
    """Positions of the deals that each question is about, by the definitions."""
    world = world_of(written, nominal_reading(scenario), 0)
    place = {tuple(deal.values()): n for n, deal in enumerate(world.deals())}
    allowed = world.allowed()
    agreeable = world.agreeable(allowed)
    gains = [world.gains(deal) for deal in agreeable]
    deciders = [world.decider(party) for party in written["parties"]]
    totals = [sum((world.utility(w, d) for w in deciders), Fraction(0)) for d in agreeable]
    numbers = [place[tuple(deal.values())] for deal in agreeable]
    found = {
        "allowed": [place[tuple(deal.values())] for deal in allowed],
        "agreeable": numbers,
        "feasible frontier": [
            place[tuple(allowed[n].values())]
            for n in brute_force.efficient([world.gains(deal) for deal in allowed])
        ],
        "agreeable frontier": [numbers[n] for n in brute_force.efficient(gains)],
    }
    fair = brute_force.fair(gains, totals)
    return found | {name: [numbers[n] for n in chosen] for name, chosen in fair.items()}


def by_enumeration(scenario: Scenario) -> Found:
    """The same by looking at every deal."""
    scan = Scan(scenario, nominal_reading(scenario))
    allowed = DealTable.from_blocks(scan, 0, scan.feasible(0))
    agreeable = DealTable.of(scan, 0)
    found = {
        "allowed": allowed.numbers,
        "agreeable": agreeable.numbers,
        "feasible frontier": allowed.numbers[efficient(allowed.values)],
        "agreeable frontier": agreeable.numbers[efficient(agreeable.values)],
    }
    found |= {name: agreeable.numbers[rows] for name, rows in pick_fair(agreeable)[0].items()}
    return {name: sorted(numbers.tolist()) for name, numbers in found.items()}


def by_survey(survey: Survey) -> Found:
    """The same without listing all deals."""

    def deals(front: AnyFront, points: Any) -> list[int]:
        return sorted(chain.from_iterable(front.first_deals(list(points), EVERY)))

    feasible, agreeable = survey.feasible, survey.agreeable
    assert feasible.is_complete, "the frontier of all allowed deals is not complete"
    assert agreeable.is_complete, "the frontier of the agreeable deals is not complete"
    assert not survey.fair_doubts(), "a fair deal is not proved"
    found = {
        "feasible frontier": deals(feasible, range(len(feasible.values))),
        "agreeable frontier": deals(agreeable, range(len(agreeable.values))),
    }
    chosen, _ = survey.pick_fair()
    return found | {name: deals(agreeable, rows.tolist()) for name, rows in chosen.items()}


def check_small(written: dict[str, Any], met: Counter[str]) -> None:
    """One scenario, by every method that takes it."""
    scenario = Scenario.model_validate(written)
    wanted = by_brute_force(written, scenario)
    met["scenarios"] += 1
    met[f"of {len(written['parties'])} parties"] += 1
    met["empty zones"] += not wanted["agreeable"]
    same(by_enumeration(scenario), wanted, "enumeration")
    appraisal = Appraisal(scenario, nominal_reading(scenario))
    try:
        same(by_survey(plan(appraisal, "sweep")), wanted, "sweep")
    except TooWide:
        met["passed over by the sweep"] += 1
    survey = plan(appraisal, "model")
    same(by_survey(survey), wanted, "model")
    scan = FusedScan.of(survey.structure)
    if scan is None:
        met["passed over by fused counting"] += 1
        return
    counts = scan.count()
    assert counts.sum() == len(wanted["allowed"]), "fused counting: allowed deals"
    agreeable = accepted_by(counts, scan.asked, survey.assent())
    assert agreeable == len(wanted["agreeable"]), "fused counting: agreeable deals"


def same(found: Found, wanted: Found, method: str) -> None:
    """Every question that a method answers has the same deals."""
    for name, deals in found.items():
        assert deals == wanted[name], f"{method}: {name}"


def made_large(seed: int) -> dict[str, Any]:
    """1e5 deals: five issues of ten numbers, rules and terms in forms that numpy reads as well."""
    rng = np.random.default_rng(seed)
    issues = [f"n{n}" for n in range(5)]
    parties = {}
    people = []
    for p in range(int(rng.integers(2, 5))):
        own = [f"c{p}{k}" for k in range(int(rng.integers(1, 4)))]
        rules = [" and ".join(own), f"at_least(1, {', '.join(own)})"]
        parties[f"party_{p}"] = {
            "constituencies": {c: {} for c in own},
            "decides": own[0],
            "ratifies": rules[int(rng.integers(2))],
        }
        people += [(p, f"party_{p}.{c}") for c in own]
    conditions = [
        f"{' + '.join(issues)} <= {rng.integers(15, 30)}",
        f"{issues[rng.integers(5)]} + 2 * {issues[rng.integers(5)]} != 7",
        f"at_least(2, {', '.join(f'{name} >= {rng.integers(1, 7)}' for name in issues)})",
    ]
    preferences = {}
    for p, who in people:
        way = np.arange(10) if p % 2 else np.arange(10)[::-1]
        weights = rng.integers(1, 9, size=5)
        noise = rng.integers(0, 4, size=(5, 10))
        preferences[who] = {
            "no_deal": int(4.5 * weights.sum() * rng.uniform(0.5, 1.1)),
            **{
                name: {"points": dict(enumerate((weights[n] * (way + noise[n])).tolist()))}
                for n, name in enumerate(issues)
            },
            "together": [{"when": conditions[int(rng.integers(3))], "add": 5}],
        }
    return {
        "format": "middleground/1",
        "title": "Made by chance",
        "parties": parties,
        "issues": {name: {"options": list(range(10))} for name in issues},
        "rules": {f"rule_{n}": {"rule": conditions[n]} for n in range(int(rng.integers(1, 4)))},
        "preferences": preferences,
    }


def plain_numpy(written: dict[str, Any]) -> tuple[Wholes, Bools, Bools]:
    """V of the decision makers less no deal, which deals are allowed, and which are agreeable."""
    names: dict[str, Any] = dict(
        zip(written["issues"], np.indices((10,) * 5).reshape(5, -1), strict=True)
    )
    names["at_least"] = lambda n, *items: np.sum(items, axis=0) >= n
    allowed = np.ones(10**5, dtype=bool)
    for rule in written["rules"].values():
        allowed &= eval(rule["rule"], {}, names)  # noqa: S307
    surplus = {}
    for who, own in written["preferences"].items():
        total = np.full(10**5, -own["no_deal"], dtype=np.int64)
        for issue in written["issues"]:
            total += np.array(list(own[issue]["points"].values()))[names[issue]]
        for term in own["together"]:
            total += term["add"] * eval(term["when"], {}, names)  # noqa: S307
        surplus[who] = total
    agreeable = allowed.copy()
    deciders = []
    for party, rule in written["parties"].items():
        yes = np.array([surplus[f"{party}.{c}"] >= 0 for c in rule["constituencies"]])
        agreeable &= yes.all(axis=0) if " and " in rule["ratifies"] else yes.any(axis=0)
        deciders.append(surplus[f"{party}.{rule['decides']}"])
    return np.stack(deciders, axis=1), allowed, agreeable


def plain_frontier(gains: Wholes, among: Bools) -> list[int]:
    """Positions that no other of the set dominates: the best by sum, then what it leaves."""
    numbers = np.flatnonzero(among)
    left = gains[numbers]
    kept: list[int] = []
    while len(numbers):
        best = left[np.argmax(left.sum(axis=1))]
        kept += numbers[(left == best).all(axis=1)].tolist()
        above = (left > best).any(axis=1)
        numbers, left = numbers[above], left[above]
    return sorted(kept)


def check_large(seed: int, met: Counter[str]) -> None:
    """1e5 deals, by enumeration and, where it is complete, by a sweep."""
    written = made_large(seed)
    scenario = Scenario.model_validate(written)
    gains, allowed, agreeable = plain_numpy(written)
    wanted = {
        "allowed": np.flatnonzero(allowed).tolist(),
        "agreeable": np.flatnonzero(agreeable).tolist(),
        "feasible frontier": plain_frontier(gains, allowed),
        "agreeable frontier": plain_frontier(gains, agreeable),
    }
    met["of 1e5 deals"] += 1
    found = by_enumeration(scenario)
    same({name: found[name] for name in wanted}, wanted, "enumeration")
    wanted |= {name: found[name] for name in found.keys() - wanted.keys()}
    survey = plan(Appraisal(scenario, nominal_reading(scenario)), "sweep")
    assert isinstance(survey, SweptSurvey)
    if survey.feasible.is_complete and survey.agreeable.is_complete:
        same(by_survey(survey), wanted, "sweep")
        met["of 1e5 deals, swept whole"] += 1
    scan = FusedScan.of(survey.structure)
    if scan:
        counted = accepted_by(scan.count(), scan.asked, survey.assent())
        assert counted == len(wanted["agreeable"]), "fused counting"
        met["of 1e5 deals, counted"] += 1


def run(small: int, large: int, seed: int, tell: bool = True) -> Counter[str]:
    """Check so many scenarios; every disagreement is an AssertionError with the scenario."""
    met: Counter[str] = Counter()

    @seeded(seed)
    @settings(
        max_examples=small,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(written=st.one_of(scenarios(certain=True, most_parties=6), wide_scenarios()))
    def every_method(written: dict[str, Any]) -> None:
        check_small(written, met)
        if tell and met["scenarios"] % 20 == 0:
            print(f"\r{met['scenarios']:,} of {small:,}", end="", file=sys.stderr, flush=True)

    limits = modelled.MOST_BEHIND, modelled.ALLOTTED
    modelled.MOST_BEHIND, modelled.ALLOTTED = EVERY, 1e9
    try:
        every_method()
    finally:
        modelled.MOST_BEHIND, modelled.ALLOTTED = limits
    for n in range(large):
        check_large(seed + n, met)
        if tell:
            print(f"\r{n + 1} of {large} large ones", end="", file=sys.stderr, flush=True)
    return met


def main() -> None:
    """Say what was met on the way; end with an error at the first disagreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenarios", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    met = run(asked.scenarios, asked.large, asked.seed)
    print(file=sys.stderr)
    for name, count in sorted(met.items()):
        print(f"{name}: {count:,}")


if __name__ == "__main__":
    main()
