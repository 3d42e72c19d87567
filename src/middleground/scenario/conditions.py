"""The conditions of a scenario in parsed form, as every engine reads them."""

from collections.abc import Mapping

from middleground.scenario.expressions import (
    ExpressionFault,
    Node,
    Vocabulary,
    Yes,
    parse_condition,
    parse_quantity,
)
from middleground.scenario.model import Scenario


def vocabulary(scenario: Scenario) -> Vocabulary:
    """The names that rules, demands and `together` terms may use.

    Raises:
        ExpressionFault: If a quantity cannot be read, or quantities lead back to themselves.
    """
    basic = Vocabulary(
        issues={name: issue.ids for name, issue in scenario.issues.items()},
        numeric=frozenset(name for name, issue in scenario.issues.items() if issue.is_numeric),
        facts=frozenset(scenario.facts),
        truths={name: name for name in scenario.events},
    )
    return Vocabulary(
        basic.issues, basic.numeric, basic.facts, _quantities(scenario, basic), basic.truths
    )


def _quantities(scenario: Scenario, basic: Vocabulary) -> Mapping[str, Node]:
    """Every quantity as a sum over issues and facts; one may build on others, in any order."""
    done: dict[str, Node] = {}
    waiting = {name: quantity.sum for name, quantity in scenario.quantities.items()}
    while waiting:
        faults: list[ExpressionFault] = []
        for name, text in list(waiting.items()):
            known = Vocabulary(basic.issues, basic.numeric, basic.facts, done, basic.truths)
            try:
                done[name] = parse_quantity(text, known)
                del waiting[name]
            except ExpressionFault as error:
                faults.append(error)
        if len(faults) == len(waiting) and faults:
            raise faults[0]
    return done


def ratification(scenario: Scenario, party: str) -> Node:
    """When a party says yes: a condition over its constituencies, by their full names, and events.

    Raises:
        ExpressionFault: If the rule cannot be read.
    """
    rule = scenario.parties[party].ratifies
    if rule is None:
        return Yes(scenario.decision_maker(party))
    within = {who.rpartition(".")[2]: who for who in scenario.constituencies_of(party)}
    words = Vocabulary(
        truths={name: name for name in scenario.events} | within,
        what="the party's constituencies and the events",
    )
    return parse_condition(rule, words)


def binding_conditions(scenario: Scenario) -> dict[str, Node]:
    """What every deal must meet: the rules, and the demands that the analyst declared binding.

    The keys are paths in the scenario: `rules.budget_law`, `demands.end_nights`.
    """
    words = vocabulary(scenario)
    texts = {f"rules.{name}": rule.rule for name, rule in scenario.rules.items()}
    texts |= {
        f"demands.{name}": demand.requires
        for name, demand in scenario.demands.items()
        if demand.binds
    }
    return {path: parse_condition(text, words) for path, text in texts.items()}
