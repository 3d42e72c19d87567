"""A scenario limited to deals with some terms."""

import json
from collections.abc import Mapping

from middleground.scenario.model import Rule, Scenario

_NAME = "asked_terms"


def with_terms(scenario: Scenario, terms: Mapping[str, str | int | float]) -> Scenario:
    """The scenario with one rule more: every deal has these terms.

    Args:
        scenario: The scenario.
        terms: Options by issue, as the scenario names them.
    """
    if not terms:
        return scenario
    said = [f"{issue} in [{json.dumps(option)}]" for issue, option in terms.items()]
    name = _NAME
    while name in scenario.rules:
        name += "_"
    rules = {**scenario.rules, name: Rule(rule=" and ".join(said))}
    return scenario.model_copy(update={"rules": rules})
