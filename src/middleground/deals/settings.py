"""Facts and events at every value that makes a difference: few settings that stand for all.

A condition that is linear in a fact changes where both of its sides are equal, and nowhere else.
With the values beside these places, and the two ends of the range, every combination of conditions
that can come about is met. An event may happen or not, unless its chance is 0 or 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

import numpy as np

from middleground.deals.draws import Bools, Draws, Floats, nominal_reading
from middleground.deals.space import DealSpace
from middleground.scenario.conditions import binding_conditions, ratification, vocabulary
from middleground.scenario.expressions import (
    Arithmetic,
    Comparison,
    Node,
    Quantity,
    Situation,
    holds,
    names_in,
    number_of,
    parse_condition,
    walk,
)
from middleground.scenario.model import Event, Scenario
from middleground.scenario.ranges import MILLION, millionths

MOST_SETTINGS = 4_096
_WIDEST = 1_000_000


class TooOpen(Exception):  # noqa: N818  (a finding that callers put into words)
    """Facts that few settings cannot stand for.

    Attributes:
        why: The reason, as the end of a sentence.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def list_settings(scenario: Scenario) -> Draws:
    """One draw for each combination of facts and events that conditions can tell apart.

    Preferences stand at their nominal values.

    Raises:
        TooOpen: If a comparison holds several uncertain facts, or one that is not linear, or there
            are too many combinations.
    """
    nominal = nominal_reading(scenario)
    nodes = _conditions(scenario)
    open_facts = [name for name in nominal.facts if not scenario.facts[name].value.is_certain]
    facts = {name: _values(scenario, name, nodes, open_facts) for name in open_facts}
    events = {name: _truths(scenario.events[name]) for name in nominal.truths}
    count = prod(len(v) for v in facts.values()) * prod(len(t) for t in events.values())
    if count > MOST_SETTINGS:
        raise TooOpen(
            f"facts and events have {count:,} combinations that matter, over {MOST_SETTINGS:,}"
        )
    rows = list(product(*facts.values(), *events.values()))
    values = dict(nominal.values)
    for n, name in enumerate(facts):
        values[f"facts.{name}.value"] = np.array([row[n] for row in rows], dtype=np.int64)
    truths = {
        name: np.array([row[len(facts) + n] for row in rows], dtype=bool)
        for n, name in enumerate(events)
    }
    return Draws(len(rows), values, truths, facts=nominal.facts)


def _conditions(scenario: Scenario) -> list[Node]:
    words = vocabulary(scenario)
    nodes = list(binding_conditions(scenario).values())
    nodes += [
        parse_condition(term.when, words)
        for preference in scenario.preferences.values()
        for term in preference.together
    ]
    return [*nodes, *(ratification(scenario, party) for party in scenario.parties)]


def _truths(event: Event) -> list[bool]:
    chance = event.chance
    if chance is None or chance.high == 0:
        return [False]
    return [True] if chance.low == 1 else [False, True]


def _values(
    scenario: Scenario, fact: str, nodes: Sequence[Node], open_facts: Sequence[str]
) -> list[int]:
    """Values of a fact, in millionths, of which one stands for every other."""
    number = scenario.facts[fact].value
    comparisons = list(dict.fromkeys(_comparisons_of(fact, nodes, open_facts)))
    if number.shape == "rival":
        candidates = sorted({millionths(value) for value in number.values})
    else:
        low, high = millionths(number.low), millionths(number.high)
        roots = {low, high}
        for comparison in comparisons:
            roots |= set(map(int, _Grid(scenario, comparison, fact).roots(low, high)))
        near = {root + step for root in roots for step in (-1, 0, 1, 2)}
        near |= {(a + b) // 2 for a, b in pairwise(sorted(roots))}
        candidates = sorted(value for value in near if low <= value <= high)
    grids = [_Grid(scenario, comparison, fact) for comparison in comparisons]
    kept = {b"".join(g.held(value).tobytes() for g in grids): value for value in candidates[::-1]}
    return sorted(kept.values())


def _comparisons_of(
    fact: str, nodes: Sequence[Node], open_facts: Sequence[str]
) -> Iterator[Comparison]:
    """The comparisons in which a fact is added up, each linear in it alone."""
    for node in (part for whole in nodes for part in walk(whole)):
        if not isinstance(node, Comparison) or fact not in names_in(node):
            continue
        degree = max(_degree(node.left, fact), _degree(node.right, fact))
        if degree == 0:  # only within another condition that counts as yes or no here
            continue
        others = [name for name in open_facts if name != fact and name in names_in(node)]
        if others:
            raise TooOpen(f"'{fact}' and '{others[0]}' are compared with each other")
        if degree > 1 or _is_nested(node, fact):
            raise TooOpen(f"a condition is not linear in '{fact}'")
        yield node


def _degree(node: Node, fact: str) -> int:
    """How often a fact is multiplied by itself in a sum; 2 or more where it divides."""
    match node:
        case Quantity(name):
            return int(name == fact)
        case Arithmetic("*", left, right):
            return _degree(left, fact) + _degree(right, fact)
        case Arithmetic("/", left, right):
            return _degree(left, fact) + 2 * (_degree(right, fact) > 0)
        case Arithmetic(_, left, right):
            return max(_degree(left, fact), _degree(right, fact))
    return 0


def _is_nested(node: Comparison, fact: str) -> bool:
    """Whether a condition within the comparison speaks of the fact too."""
    inner = [part for part in walk(node) if part is not node]
    return any(isinstance(part, Comparison) and fact in names_in(part) for part in inner)


@dataclass(frozen=True)
class _Grid:
    """A comparison over all options of its issues and both truths of its events."""

    scenario: Scenario
    comparison: Comparison
    fact: str

    def held(self, value: int) -> Bools:
        """Where it holds, with the fact at so many millionths."""
        return np.asarray(holds(self.comparison, self._situation(value)))

    def roots(self, low: int, high: int) -> Floats:
        """Values between at which both sides are equal, for some options."""
        at_low, at_high = (self._difference(value) for value in (low, high))
        with np.errstate(divide="ignore", invalid="ignore"):
            root = low + (high - low) * at_low / (at_low - at_high)
        return np.unique(np.floor(root[(root >= low) & (root <= high)]))

    def _difference(self, value: int) -> Floats:
        situation = self._situation(value)
        left = number_of(self.comparison.left, situation)
        return np.asarray(left - number_of(self.comparison.right, situation))

    def _situation(self, value: int) -> Situation:
        space = DealSpace.of(self.scenario)
        names = names_in(self.comparison)
        issues = [name for name in space.issues if name in names]
        events = [name for name in self.scenario.events if name in names]
        sizes = [len(self.scenario.issues[name].options) for name in issues] + [2] * len(events)
        if prod(sizes) > _WIDEST:
            raise TooOpen(f"a condition on '{self.fact}' ties {len(issues)} issues together")
        axes = {
            name: np.arange(size).reshape([size if m == n else 1 for m in range(len(sizes))])
            for n, (name, size) in enumerate(zip([*issues, *events], sizes, strict=True))
        }
        numbers: dict[str, Floats | float] = {
            name: np.array(self.scenario.issues[name].ids, dtype=float)[axes[name]]
            for name in issues
            if self.scenario.issues[name].is_numeric
        }
        numbers |= {n: f.value.nominal for n, f in self.scenario.facts.items() if n in names}
        truths: Mapping[str, Bools | bool] = {name: axes[name].astype(bool) for name in events}
        return Situation(axes, numbers | {self.fact: value / MILLION}, truths)
