"""What deals are asked to meet, written for a solver: yes-or-no variables, clauses and sums.

One variable for each option of each issue, one for each group (the group holds if it is true), one
for the yes of everybody asked, one for each setting of the facts. Conditions over few issues become
clauses; sums and counts are left to the solver, which has its own way with them.

Source: Biere, Heule, van Maaren & Walsh (2021) for encodings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np

from middleground.deals.counters import Counter, Formula, Laid, Layout, Table, TooWide
from middleground.deals.draws import Wholes
from middleground.deals.requirements import Requirements, Setting
from middleground.scenario.expressions import AllOf, Node, names_in

Piece = tuple[tuple[int, int], ...]
"""Literals of which exactly one holds, each with what it adds."""


@dataclass(frozen=True)
class Sum:
    """A sum that must reach a threshold.

    Attributes:
        pieces: What is added up.
        threshold: What the sum is compared with.
        exactly: Compare with `==` rather than `>=`.
        negated: The comparison must fail.
    """

    pieces: tuple[Piece, ...]
    threshold: int
    exactly: bool = False
    negated: bool = False

    def opposite(self) -> "Sum":
        """The sum that holds where this one does not."""
        return Sum(self.pieces, self.threshold, self.exactly, not self.negated)


class Sink(Protocol):
    """A solver to which constraints are added. Literals are whole numbers, negated by a minus."""

    def new(self) -> int:
        """A new variable."""

    def clause(self, literals: Sequence[int]) -> None:
        """At least one of these literals holds."""

    def demand(self, wanted: Sum, guard: Sequence[int]) -> None:
        """A sum holds wherever all guards do."""


class Encoded:
    """The requirements as variables of a solver.

    Attributes:
        options: For each issue, the literal of each option.
        groups: For each group, its literal.
        yes: For everybody asked, the literal of their yes.
        worths: For everybody asked, V as a sum with the no-deal value as its threshold: one for
            each setting of the facts that their terms can tell apart, with its literals.
    """

    def __init__(self, requirements: Requirements, sink: Sink) -> None:
        """Write everything down.

        Raises:
            TooWide: If a condition ties many issues together and is no sum.
        """
        self.requirements, self._sink = requirements, sink
        self.options = [[sink.new() for _ in range(size)] for size in requirements.space.sizes]
        self.groups = [sink.new() for _ in requirements.groups]
        self._products: dict[tuple[int, ...], int] = {}
        self.yes = {who: sink.new() for who in requirements.asked}
        self.worths: dict[str, list[tuple[Sum, list[int]]]] = {}
        for literals in self.options:
            self._exactly_one(literals)
        self._settings = self._write_settings()
        for setting, chosen in self._cases([c.node for c in requirements.background]):
            for pin in requirements.background:
                self._write(pin.node, setting, chosen)
        for path, condition in requirements.conditions.items():
            group = self.groups[requirements.bit[path]]
            for setting, chosen in self._cases([condition.node]):
                self._write(condition.node, setting, [group, *chosen])
        for who in requirements.asked:
            self._write_acceptance(who)
        self._write_ratification()

    def _exactly_one(self, literals: Sequence[int]) -> None:
        self._sink.clause(literals)
        for one, other in combinations(literals, 2):
            self._sink.clause([-one, -other])

    def _write_settings(self) -> list[int]:
        """One setting of the facts holds; a fact that is kept rules out those where it is free."""
        settings = self.requirements.settings
        if len(settings) == 1:
            return []
        chosen = [self._sink.new() for _ in settings]
        self._exactly_one(chosen)
        for literal, setting in zip(chosen, settings, strict=True):
            for name in sorted(setting.free):
                group = self.groups[self.requirements.bit[f"facts.{name}"]]
                self._sink.clause([-group, -literal])
        return chosen

    def _cases(self, nodes: Sequence[Node]) -> Iterator[tuple[Setting, list[int]]]:
        """The settings that conditions can tell apart, with the literal under which each counts."""
        settings = self.requirements.settings
        named = frozenset().union(*map(names_in, nodes)) if nodes else frozenset()
        free = frozenset().union(*(s.free for s in settings))
        if not free & named:
            yield settings[0], []
            return
        for setting, literal in zip(settings, self._settings, strict=True):
            yield setting, [literal]

    def _write(self, node: Node, setting: Setting, guard: Sequence[int]) -> None:
        """A condition holds wherever all guards do."""
        layout = Layout(self.requirements.space, setting.draws)
        for laid in layout.rules([node]):
            if isinstance(laid, Table):
                self._forbid(laid, [-literal for literal in guard])
            else:
                self._sink.demand(self._sum(_counted(laid)), guard)

    def _forbid(self, table: Table, refused: Sequence[int]) -> None:
        """Rule out where a table does not hold: the other issues settled, what the last may be."""
        if not table.scope:
            if not table.held.all():
                self._sink.clause(refused)
            return
        *others, last = table.scope
        for cell in np.ndindex(*table.held.shape[:-1]):
            held = table.held[cell]
            if not held.all():
                settled = self._unlike(Table(tuple(others), held), cell)
                left = [self.options[last][at] for at in np.flatnonzero(held).tolist()]
                self._sink.clause([*refused, *settled, *left])

    def _unlike(self, table: Table, cell: Sequence[int]) -> list[int]:
        """Literals of which one holds in every other cell of a table."""
        issues = zip(table.scope, cell, strict=False)
        return [-self.options[issue][at] for issue, at in issues]

    def _sum(self, counter: Counter) -> Sum:
        pieces = [self._piece(piece.scope, piece.adds) for piece in counter.pieces]
        pieces += [self._part(self._truth(part)) for part in counter.parts]
        return Sum(tuple(pieces), counter.threshold, counter.exactly, counter.negated)

    def _piece(self, scope: Sequence[int], adds: Wholes) -> Piece:
        """What the combinations of a few issues' options add."""
        cells = np.argwhere(np.ones(adds.shape, dtype=bool)).tolist()
        literals = [
            self._product([self.options[issue][at] for issue, at in zip(scope, cell, strict=True)])
            for cell in cells
        ]
        return tuple(zip(literals, adds.ravel().tolist(), strict=True))

    def _product(self, literals: Sequence[int]) -> int:
        """A literal that holds where all of some do."""
        if len(literals) == 1:
            return literals[0]
        key = tuple(sorted(literals))
        if key not in self._products:
            made = self._products[key] = self._sink.new()
            self._sink.clause([made, *(-literal for literal in key)])
            for literal in key:
                self._sink.clause([-made, literal])
        return self._products[key]

    def _part(self, literal: int, add: int = 1) -> Piece:
        """What is added where a literal holds."""
        return ((literal, add), (-literal, 0))

    def _truth_of(self, layout: Layout, node: Node) -> int:
        """A literal that holds just where a condition does; an `and` may be taken apart."""
        try:
            return self._truth(layout.lay_out(node))
        except TooWide:
            if not isinstance(node, AllOf):
                raise
            return self._product([self._truth_of(layout, item) for item in node.items])

    def _truth(self, laid: Laid) -> int:
        """A literal that holds just where a condition does."""
        made = self._sink.new()
        if isinstance(laid, Table):
            cells = laid.held if laid.scope else laid.held.reshape(1)
            for cell in np.argwhere(np.ones(cells.shape, dtype=bool)).tolist():
                sign = 1 if cells[tuple(cell)] else -1
                self._sink.clause([sign * made, *self._unlike(laid, cell)])
        else:
            wanted = self._sum(_counted(laid))
            self._sink.demand(wanted, [made])
            self._sink.demand(wanted.opposite(), [-made])
        return made

    def _write_acceptance(self, who: str) -> None:
        """Where an acceptance is kept, that yes needs a deal worth no less than no deal."""
        utility = self.requirements.reading.utilities[who]
        group = self.groups[self.requirements.bit[f"preferences.{who}"]]
        self.worths[who] = []
        own = [self._piece([n], values[0]) for n, values in enumerate(utility.options)]
        nodes = [term.when.node for term in utility.terms]
        for setting, chosen in self._cases(nodes):
            layout = Layout(self.requirements.space, setting.draws)
            terms = [
                self._part(self._truth_of(layout, term.when.node), int(term.add[0]))
                for term in utility.terms
            ]
            worth = Sum((*own, *terms), int(utility.no_deal[0]))
            self.worths[who].append((worth, chosen))
            self._sink.demand(_reduced(worth), [group, self.yes[who], *chosen])

    def _write_ratification(self) -> None:
        """Every party has a group of yeses that is enough."""
        events = self.requirements.reading.events(0)
        for rule in self.requirements.ratified_by:
            enough = []
            for group in rule.sufficient(events):
                made = self._sink.new()
                enough.append(made)
                for who in sorted(group):
                    self._sink.clause([-made, self.yes[who]])
            self._sink.clause(enough)


def _counted(laid: Counter | Formula) -> Counter:
    """A condition that is no table has to be a sum."""
    if isinstance(laid, Formula):
        raise TooWide(laid.scope, 0)
    return laid


def _reduced(wanted: Sum) -> Sum:
    """The same sum in smaller numbers: divided by what all of its parts have in common."""
    adds = [add for piece in wanted.pieces for _, add in piece]
    unit = int(np.gcd.reduce(np.array(adds, dtype=np.int64))) or 1
    pieces = tuple(tuple((lit, add // unit) for lit, add in piece) for piece in wanted.pieces)
    return Sum(pieces, -(-wanted.threshold // unit))


def one_of(sink: Sink, literals: Sequence[int]) -> int:
    """A literal under which one of some holds; where it is not assumed it asks for nothing."""
    made = sink.new()
    sink.clause([-made, *literals])
    return made
