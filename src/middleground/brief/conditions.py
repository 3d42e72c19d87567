"""Rules, demands and ratification rules in words, from their parsed form."""

from middleground.brief.words import issue_name, listed, number, one_line, who
from middleground.scenario.conditions import ratification, vocabulary
from middleground.scenario.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    AtLeast,
    Comparison,
    ExpressionFault,
    IsOption,
    Node,
    Not,
    Number,
    Quantity,
    Yes,
    parse_condition,
)
from middleground.scenario.model import Scenario

_SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "==": "", "!=": "not"}
_ARITHMETIC = {"+": "+", "-": "\u2212", "*": "×", "/": "÷"}


def ratifies_in_words(scenario: Scenario, party: str) -> str:
    """When a party says yes, as a sentence without a full stop.

    `chair and (militants or not walk_out)` becomes "says yes given consent of the chair; and
    either consent of the militants or that this does not happen: ...".
    """
    try:
        node = ratification(scenario, party)
    except ExpressionFault:
        return f"says yes by its rule: {one_line(scenario.parties[party].ratifies or '')}"
    return f"says yes given {_condition(scenario, node, top=True)}"


def condition_in_words(scenario: Scenario, text: str) -> str:
    """A rule or demand in words; as written where it cannot be read."""
    try:
        return _condition(scenario, parse_condition(text, vocabulary(scenario)), top=True)
    except ExpressionFault:
        return one_line(text)


def _condition(scenario: Scenario, node: Node, *, top: bool = False) -> str:
    match node:
        case AllOf(items):
            return _joined(scenario, items, "; and " if top else " and at once ")
        case AnyOf(items):
            return f"either {_joined(scenario, items, ' or ')}"
        case AtLeast(count, items):
            each = "; ".join(_condition(scenario, item) for item in items)
            return f"at least {count} of these: ({each})"
        case Yes(name):
            return _yes(scenario, name)
        case Not(Yes(name)) if name in scenario.events:
            return f"that this does not happen: “{_event(scenario, name)}”"
        case Not(IsOption(issue, options)):
            every = frozenset(range(len(scenario.issues[issue].ids)))
            return _option(scenario, issue, every - options)
        case Not(item):
            return f"not ({_condition(scenario, item, top=True)})"
        case IsOption(issue, options):
            return _option(scenario, issue, options)
        case Comparison(sign, left, right):
            return _comparison(scenario, sign, left, right)
    return _sum(scenario, node)


def _joined(scenario: Scenario, items: tuple[Node, ...], word: str) -> str:
    return word.join(_condition(scenario, item) for item in items)


def _yes(scenario: Scenario, name: str) -> str:
    if name in scenario.events:
        return f"that this happens: “{_event(scenario, name)}”"
    return f"consent of {who(scenario, name)}"


def _event(scenario: Scenario, name: str) -> str:
    event = scenario.events[name]
    return one_line(event.name or event.what or name.replace("_", " "))


def _option(scenario: Scenario, issue: str, options: frozenset[int]) -> str:
    ids = scenario.issues[issue].ids
    written = [one_line(scenario.issues[issue].words(ids[at])) for at in sorted(options)]
    left_out = [
        one_line(scenario.issues[issue].words(ids[at]))
        for at in range(len(ids))
        if at not in options
    ]
    name = issue_name(scenario, issue)
    if len(left_out) < len(written):
        return f"{name}: anything but {listed([f'“{option}”' for option in left_out])}"
    return f"{name}: {listed(written, 'or')}"


def _comparison(scenario: Scenario, sign: str, left: Node, right: Node) -> str:
    if isinstance(left, Quantity) and isinstance(right, Number):
        word = _SIGNS[sign]
        unit = _unit(scenario, left.name)
        amount = f"{number(right.value)} {unit}".strip()
        return f"{_sum(scenario, left)}: {word} {amount}".replace(":  ", ": ")
    word = {"==": "equals", "!=": "is not"}.get(sign, f"is {_SIGNS[sign]}")
    return f"{_sum(scenario, left)} {word} {_sum(scenario, right)}"


def _sum(scenario: Scenario, node: Node) -> str:
    match node:
        case Number(value):
            return number(value)
        case Quantity(name):
            return _quantity(scenario, name)
        case Arithmetic(sign, left, right):
            return f"{_part(scenario, left)} {_ARITHMETIC[sign]} {_part(scenario, right)}"
    return f"({_condition(scenario, node, top=True)})"


def _part(scenario: Scenario, node: Node) -> str:
    said = _sum(scenario, node)
    return f"({said})" if isinstance(node, Arithmetic) and node.sign in "+-" else said


def _quantity(scenario: Scenario, name: str) -> str:
    if name in scenario.issues:
        return issue_name(scenario, name)
    fact = scenario.facts.get(name)
    return one_line((fact.name if fact else None) or name.replace("_", " "))


def _unit(scenario: Scenario, name: str) -> str:
    element = scenario.issues.get(name) or scenario.facts.get(name)
    return one_line(element.unit or "") if element else ""
