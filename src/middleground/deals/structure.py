"""What hangs together in a deal space: local worths, rules, counters, and a good order of issues.

Deals are looked at issue by issue. What was settled on an issue can be forgotten as soon as no
condition still waits for another of its issues: the fewer issues wait at the same time, the fewer
states a sweep has to tell apart, whatever the number of deals.

Source: Dechter (1999), bucket elimination; Bodlaender (1998) for the width of an order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd, log

import numpy as np

from middleground.deals.counters import Counter, Formula, Laid, Layout, Table
from middleground.deals.draws import Draws, Wholes
from middleground.deals.space import DealSpace
from middleground.deals.utility import Utility
from middleground.scenario.expressions import Node

_NARROW = log(64)
_STARTS = 6
_COUNTER_VALUES = log(64)


@dataclass(frozen=True)
class LocalWorth:
    """What a combination of a few issues adds to V of a constituency.

    Attributes:
        who: The constituency's place among the constituencies.
        scope: Positions of the issues.
        adds: One axis for each.
    """

    who: int
    scope: tuple[int, ...]
    adds: Wholes


@dataclass(frozen=True)
class CountedWorth:
    """What a counted condition adds to V of a constituency where it holds."""

    who: int
    counter: Counter
    add: int


@dataclass(frozen=True)
class FormulatedWorth:
    """What a condition that is left as a formula adds to V of a constituency where it holds."""

    who: int
    formula: Formula
    add: int


@dataclass(frozen=True)
class Structure:
    """A reading of a scenario, taken apart into pieces that touch few issues each.

    V of everybody is divided by its greatest common divisor, which keeps the numbers of typed
    scenarios small.

    Attributes:
        sizes: Number of options of each issue.
        people: Constituencies, in the order of all arrays.
        units: What V was divided by.
        no_deal: The least V that is accepted, in these units: rounded up.
        options: For each constituency and issue, what its options add to V.
        local: Worths of combinations of a few issues; what one issue is worth is in its options.
        counted: Worths of counted conditions.
        tables: Rules over few issues.
        counters: Rules that are counted.
        formulas: Rules for a solver alone.
        formulated: Worths of conditions for a solver alone.
    """

    sizes: tuple[int, ...]
    people: tuple[str, ...]
    units: tuple[int, ...]
    no_deal: tuple[int, ...]
    options: tuple[tuple[Wholes, ...], ...]
    local: tuple[LocalWorth, ...] = ()
    counted: tuple[CountedWorth, ...] = ()
    tables: tuple[Table, ...] = ()
    counters: tuple[Counter, ...] = ()
    is_possible: bool = True
    formulas: tuple[Formula, ...] = ()
    formulated: tuple[FormulatedWorth, ...] = ()
    scopes: tuple[frozenset[int], ...] = field(init=False)
    spans: tuple[frozenset[int], ...] = field(init=False)

    def __post_init__(self) -> None:
        """Note which issues must be known together, and over which each counter runs."""
        counters = [*self.counters, *(worth.counter for worth in self.counted)]
        together = [worth.scope for worth in self.local] + [table.scope for table in self.tables]
        together += [scope for counter in counters for scope in counter.scopes]
        object.__setattr__(
            self, "scopes", tuple(dict.fromkeys(frozenset(s) for s in together if len(s) > 1))
        )
        object.__setattr__(self, "spans", tuple(frozenset(_span(c)) for c in counters))

    @classmethod
    def of(
        cls,
        space: DealSpace,
        draws: Draws,
        rules: Iterable[Node],
        utilities: Mapping[str, Utility],
        draw: int = 0,
        any_form: bool = False,
    ) -> "Structure":
        """Take one reading apart.

        Args:
            space: The deal space.
            draws: Facts and events.
            rules: What every deal must meet.
            utilities: V by constituency.
            draw: Which of the draws.
            any_form: Leave conditions that are neither small nor sums as formulas.

        Raises:
            TooWide: If a condition ties many issues together and is no sum, and may not stay so.
        """
        layout = Layout(space, draws, draw, any_form)
        laid = layout.rules(rules)
        local: list[LocalWorth] = []
        counted: list[CountedWorth] = []
        formulated: list[FormulatedWorth] = []
        units, thresholds, options = [], [], []
        for who, utility in enumerate(utilities.values()):
            terms = [
                (layout.lay_out(term.when.node), int(term.add[draw])) for term in utility.terms
            ]
            rows = [values[draw] for values in utility.options]
            unit = _unit(rows, [add for _, add in terms])
            units.append(unit)
            thresholds.append(-(-int(utility.no_deal[draw]) // unit))
            own = [row // unit for row in rows]
            for condition, add in terms:
                worth = _worth(who, condition, add // unit)
                if isinstance(worth, CountedWorth):
                    counted.append(worth)
                elif isinstance(worth, FormulatedWorth):
                    formulated.append(worth)
                elif len(worth.scope) > 1:
                    local.append(worth)
                else:
                    issue = worth.scope[0] if worth.scope else 0
                    own[issue] = own[issue] + worth.adds
            options.append(tuple(own))
        tables = tuple(t for t in laid if isinstance(t, Table))
        return cls(
            space.sizes,
            tuple(utilities),
            tuple(units),
            tuple(thresholds),
            tuple(options),
            tuple(local),
            tuple(counted),
            tuple(t for t in tables if t.scope),
            tuple(c for c in laid if isinstance(c, Counter)),
            all(bool(t.held) for t in tables if not t.scope),
            tuple(f for f in laid if isinstance(f, Formula)),
            tuple(formulated),
        )

    @property
    def is_additive(self) -> bool:
        """Whether every issue stands for itself: no rule, no worth of combinations."""
        joined = self.local or self.spans or self.tables or self.formulas or self.formulated
        return not joined and self.is_possible

    def find_order(self) -> list[int]:
        """An order of the issues in which few wait at the same time."""
        given = list(range(len(self.sizes)))
        if not self.scopes and not self.spans:
            return sorted(given, key=lambda n: (self.sizes[n], n))
        best, least = given, self._width(given)
        if least <= _NARROW:
            return best
        degree = {n: sum(n in scope for scope in self.scopes) for n in given}
        for start in sorted(given, key=lambda n: (degree[n], n))[:_STARTS]:
            order = self._greedy(start)
            width = self._width(order)
            if width < least:
                best, least = order, width
        return best

    def _width(self, order: Sequence[int]) -> float:
        """The logarithm of the most states at any step, counters taken as fairly coarse."""
        known: set[int] = set()
        widest = 0.0
        for n in order:
            known.add(n)
            widest = max(widest, self._states(known))
        return widest

    def _states(self, known: set[int]) -> float:
        waiting: set[int] = set()
        for scope in self.scopes:
            if not scope <= known:
                waiting |= scope & known
        running = sum(bool(span & known) and not span <= known for span in self.spans)
        return sum(log(self.sizes[n]) for n in waiting) + running * _COUNTER_VALUES

    def _greedy(self, start: int) -> list[int]:
        """From one issue on, always the next that leaves fewest states."""
        order, known = [start], {start}
        while len(order) < len(self.sizes):
            rest = [n for n in range(len(self.sizes)) if n not in known]
            chosen = min(rest, key=lambda n: (self._states(known | {n}), n))
            order.append(chosen)
            known.add(chosen)
        return order


def _unit(rows: Sequence[Wholes], adds: Sequence[int]) -> int:
    """The greatest common divisor of all that V is made of."""
    divisor = gcd(*adds) if adds else 0
    for row in rows:
        divisor = gcd(divisor, int(np.gcd.reduce(row)))
    return divisor or 1


def _worth(who: int, condition: Laid, add: int) -> LocalWorth | CountedWorth | FormulatedWorth:
    if isinstance(condition, Formula):
        return FormulatedWorth(who, condition, add)
    if isinstance(condition, Counter):
        return CountedWorth(who, condition, add)
    return LocalWorth(who, condition.scope, condition.held.astype(np.int64) * add)


def _span(counter: Counter) -> set[int]:
    """All issues that a counter rests on."""
    return {n for scope in counter.scopes for n in scope}
