"""Counting by looking at every deal: compiled, in numpy, and as the scan of small spaces counts."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.deals.made_scenarios import scenarios
from tests.deals.test_sweep import wide_scenarios

from middleground.answers.zone import find_zone
from middleground.deals import fused_scan
from middleground.deals.appraisal import Appraisal
from middleground.deals.counting import Allowance
from middleground.deals.draws import nominal_reading
from middleground.deals.fused_scan import FusedScan, accepted_by
from middleground.deals.planner import plan
from middleground.scenario.model import Scenario


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    written=st.one_of(scenarios(certain=True), wide_scenarios()),
    columns=st.sampled_from([1, 4, 30]),
    rows=st.sampled_from([1, 3, 100]),
)
def test_every_count_is_that_of_the_zone(written: dict[str, Any], columns: int, rows: int) -> None:
    scenario = Scenario.model_validate(written)
    survey = plan(Appraisal(scenario, nominal_reading(scenario)), "model")
    scan = FusedScan.of(survey.structure)
    assume(scan is not None)
    assert scan is not None
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fused_scan, "_COLUMNS", columns)
        patch.setattr(fused_scan, "_ROWS_AT_ONCE", rows)
        for worth in (0, 10**9):
            patch.setattr(fused_scan, "WORTH_COMPILING", worth)
            found.append(FusedScan(survey.structure, scan.asked).count())
    assert found[0].tolist() == found[1].tolist()
    zone = find_zone(scenario)
    assert found[0].sum() == zone.feasible == survey.count_feasible().deals
    assert accepted_by(found[0], scan.asked, survey.assent()) == zone.agreeable
    for rule in scenario.parties:
        own = [r for r in survey.appraisal.ratification.rules if r.party == rule]
        ratified = survey.count(survey.assent(own), Allowance())
        assert ratified.is_exact
        assert ratified.deals == zone.refusals.ratified_by[rule]
