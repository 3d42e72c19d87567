"""The course of a sweep: issue after issue, the states to tell apart and where options lead.

A state is what later issues must know of the earlier ones: the options of issues that a condition
still waits for, and how far each running counter has come. Counters that can no longer miss or
reach what they are for are put together, and states that no allowed deal leads out of are dropped.
Worked out once, a course serves every sweep over the same reading: frontiers, counts, bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from middleground.deals.counters import Counter
from middleground.deals.draws import Bools, Wholes
from middleground.deals.structure import Structure

MOST_MOVES = 2_000_000
_FAR = 1 << 61


class TooManyStates(Exception):  # noqa: N818  (a finding that the planner puts into words)
    """A course whose states cannot be held.

    Attributes:
        issue: The issue at which they became too many.
        moves: How many there were: states times options.
    """

    def __init__(self, issue: int, moves: int) -> None:
        super().__init__(issue, moves)
        self.issue, self.moves = issue, moves


@dataclass(frozen=True)
class Stage:
    """One issue of a course.

    Attributes:
        issue: Its position in the deal space.
        to: The state that each option leads to; -1 where no allowed deal lies. Shape (states,
            options).
        adds: For each constituency, what the option adds to V there. Shape (states, options) each.
    """

    issue: int
    to: Wholes
    adds: tuple[Wholes, ...]

    @cached_property
    def is_open(self) -> bool:
        """Whether every option is allowed in every state."""
        return bool((self.to >= 0).all())


@dataclass(frozen=True)
class Course:
    """All stages, and what is still to come at each.

    Attributes:
        stages: One for each issue, in the order of the sweep.
        most: For each constituency and stage, the most that V can still gain from a state on.
            Shape (states,) each; one stage more than there are issues.
        least: The least.
        ways: How many allowed deals lead on from each state: Python's own whole numbers.
    """

    stages: tuple[Stage, ...]
    most: tuple[tuple[Wholes, ...], ...]
    least: tuple[tuple[Wholes, ...], ...]
    ways: tuple[Wholes, ...]

    @property
    def feasible(self) -> int:
        """How many deals the rules allow, exactly."""
        return int(self.ways[0][0]) if len(self.ways[0]) else 0

    @property
    def states(self) -> int:
        """The most states at any step."""
        return max(len(stage.to) for stage in self.stages)

    @classmethod
    def of(cls, structure: Structure, order: Sequence[int]) -> "Course":
        """Follow all states from the first issue of an order to its last.

        Raises:
            TooManyStates: If there are more than can be held.
        """
        if structure.is_additive:
            return _one_state(structure, order)
        walk = _Walk(structure, order)
        stages = [walk.step(at) for at in range(len(order))]
        return _with_bounds(stages, len(structure.people), walk.is_possible)


def _one_state(structure: Structure, order: Sequence[int]) -> Course:
    """The course of issues that stand for themselves: nothing waits, nothing is closed."""
    nothing = np.zeros(1, dtype=np.int64)
    stages, ways = [], [1]
    most, least = [(nothing,) * len(structure.people)], [(nothing,) * len(structure.people)]
    for issue in reversed(order):
        size = structure.sizes[issue]
        adds = [own[issue] for own in structure.options]
        to = np.zeros((1, size), dtype=np.int64)
        stages.append(Stage(issue, to, tuple(add[None, :] for add in adds)))
        most.append(tuple(m + add.max() for m, add in zip(most[-1], adds, strict=True)))
        least.append(tuple(m + add.min() for m, add in zip(least[-1], adds, strict=True)))
        ways.append(ways[-1] * size)
    return Course(
        tuple(stages[::-1]),
        tuple(most[::-1]),
        tuple(least[::-1]),
        tuple(np.array([n], dtype=np.int64 if n < _FAR else object) for n in ways[::-1]),
    )


@dataclass
class _Register:
    """A counter on its way.

    Attributes:
        last: The step at which its sum is complete.
        left: At each step, the least and the most that is still to come after it.
        parent: The register that it adds to; None for a rule or a worth.
        who, add: The constituency to which it is worth something, and how much; None for a rule.
    """

    counter: Counter
    last: int
    left: list[tuple[int, int]]
    parent: int | None
    who: int | None = None
    add: int = 0


@dataclass
class _Walk:
    """The states met so far: one column for each waiting issue and running register."""

    structure: Structure
    order: Sequence[int]
    registers: list[_Register] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    running: list[int] = field(default_factory=list)
    is_possible: bool = True

    def __post_init__(self) -> None:
        self.place = {n: at for at, n in enumerate(self.order)}
        self.is_possible = self.structure.is_possible
        for counter in self.structure.counters:
            self._enter(counter, None)
        for worth in self.structure.counted:
            self._enter(worth.counter, None, worth.who, worth.add)
        self.states: Wholes = np.zeros((1, 0), dtype=np.int64)
        self.moves = 0
        self.until = list(range(len(self.order)))
        for scope in self.structure.scopes:
            end = max(self.place[n] for n in scope)
            for n in scope:
                self.until[self.place[n]] = max(self.until[self.place[n]], end)

    def _enter(
        self, counter: Counter, parent: int | None, who: int | None = None, add: int = 0
    ) -> int:
        """Register a counter, its parts first; a part is complete before what it adds to."""
        at = len(self.registers)
        register = _Register(counter, 0, [], parent, who, add)
        self.registers.append(register)
        lows, highs = [0] * len(self.order), [0] * len(self.order)
        for piece in counter.pieces:
            end = self._end(piece.scope)
            lows[end] += int(piece.adds.min())
            highs[end] += int(piece.adds.max())
            register.last = max(register.last, end)
        for part in counter.parts:
            end = self.registers[self._enter(part, at)].last
            highs[end] += 1
            register.last = max(register.last, end)
        register.left = [
            (sum(lows[step + 1 :]), sum(highs[step + 1 :])) for step in range(len(self.order))
        ]
        return at

    def _end(self, scope: Sequence[int]) -> int:
        return max(self.place[n] for n in scope)

    def step(self, at: int) -> Stage:
        """All states and options of the next issue: what they add, and where they lead."""
        issue = self.order[at]
        count, size = len(self.states), self.structure.sizes[issue]
        self.moves += count * size
        if self.moves > MOST_MOVES:
            raise TooManyStates(issue, self.moves)
        rows = np.repeat(self.states, size, axis=0)
        digits = {n: rows[:, c] for c, n in enumerate(self.waiting)}
        digits[issue] = np.tile(np.arange(size), count)
        sums = {r: rows[:, len(self.waiting) + c] for c, r in enumerate(self.running)}
        allowed = np.full(count * size, self.is_possible)
        for table in self.structure.tables:
            if self._end(table.scope) == at:
                allowed &= table.held[tuple(digits[n] for n in table.scope)]
        adds = self._worths(at, digits)
        for r in reversed(range(len(self.registers))):
            self._advance(at, r, digits, sums, adds, allowed)
        to = self._settle(at, digits, sums, allowed).reshape(count, size)
        return Stage(issue, to, tuple(add.reshape(count, size) for add in adds))

    def _worths(self, at: int, digits: dict[int, Wholes]) -> list[Wholes]:
        issue = self.order[at]
        adds = [own[issue][digits[issue]] for own in self.structure.options]
        for worth in self.structure.local:
            if self._end(worth.scope) == at:
                adds[worth.who] = (
                    adds[worth.who] + worth.adds[tuple(digits[n] for n in worth.scope)]
                )
        return adds

    def _advance(
        self,
        at: int,
        number: int,
        digits: dict[int, Wholes],
        sums: dict[int, Wholes],
        adds: list[Wholes],
        allowed: Bools,
    ) -> None:
        """Take a register one issue on; where its sum is complete, let it count."""
        register = self.registers[number]
        if at > register.last:
            return
        for piece in register.counter.pieces:
            if self._end(piece.scope) == at:
                value = piece.adds[tuple(digits[n] for n in piece.scope)]
                sums[number] = sums[number] + value if number in sums else value
        if at < register.last:
            return
        zero = np.zeros(len(allowed), dtype=np.int64)
        held = register.counter.holds_at(sums.pop(number, zero))
        if register.parent is not None:
            parent = register.parent
            sums[parent] = sums.get(parent, zero) + held
        elif register.who is not None:
            adds[register.who] = adds[register.who] + np.where(held, register.add, 0)
        else:
            allowed &= held

    def _settle(
        self, at: int, digits: dict[int, Wholes], sums: dict[int, Wholes], allowed: Bools
    ) -> Wholes:
        """Number the distinct states reached; -1 where a deal is not allowed."""
        self.waiting = [n for n in digits if self.until[self.place[n]] > at]
        self.running = sorted(sums)
        columns = [digits[n] for n in self.waiting]
        for r in self.running:
            clamped, hopeless = self._clamp(r, sums[r], at)
            if self._is_rule(r):
                allowed &= ~hopeless
            columns.append(clamped)
        to = np.full(len(allowed), -1, dtype=np.int64)
        reached = np.stack([c[allowed] for c in columns], axis=1) if columns else None
        if reached is None:
            to[allowed] = 0
            self.states = np.zeros((1, 0), dtype=np.int64)
        else:
            self.states, to[allowed] = _number_rows(reached)
        return to

    def _is_rule(self, number: int) -> bool:
        register = self.registers[number]
        return register.parent is None and register.who is None

    def _clamp(self, number: int, sums: Wholes, at: int) -> tuple[Wholes, Bools]:
        """Sums from which the same follows made equal; and where the condition can only fail."""
        register = self.registers[number]
        low, high = register.left[at]
        threshold = register.counter.threshold
        if register.counter.exactly:
            missed = (sums + high < threshold) | (sums + low > threshold)
            clamped = np.where(missed, threshold - high - 1, sums)
            met = np.zeros(len(sums), dtype=bool)
        else:
            clamped = np.clip(sums, threshold - high - 1, threshold - low)
            missed, met = sums + high < threshold, sums + low >= threshold
        return clamped, met if register.counter.negated else missed


def _number_rows(rows: Wholes) -> tuple[Wholes, Wholes]:
    """The distinct rows, ascending, and for each row its number among them."""
    low, high = rows.min(axis=0, initial=0), rows.max(axis=0, initial=0)
    ranges = [int(h) - int(lo) + 1 for lo, h in zip(low, high, strict=True)]
    code = np.zeros(len(rows), dtype=np.int64)
    size = 1
    for c, span in enumerate(ranges):
        size *= span
        if size >= 1 << 62:
            distinct, which = np.unique(rows, axis=0, return_inverse=True)
            return distinct, which.reshape(-1)
        code = code * span + (rows[:, c] - low[c])
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    return rows[first], which.reshape(-1)


def _with_bounds(stages: list[Stage], people: int, is_possible: bool) -> Course:
    """From the last issue back: close off dead states, count the deals, bound what is to come."""
    most: list[tuple[Wholes, ...]] = [tuple(np.zeros(1, np.int64) for _ in range(people))]
    least = list(most)
    ways: list[Wholes] = [np.array([int(is_possible)])]
    done: list[Stage] = []
    for stage in reversed(stages):
        onward = _ahead(ways[-1], stage.to, 0)
        to = np.where((stage.to >= 0) & (onward != 0), stage.to, -1)
        ways.append(_add_up(np.where(to >= 0, onward, 0)))
        up = zip(stage.adds, most[-1], strict=True)
        most.append(tuple((add + _ahead(m, to, -_FAR)).max(axis=1) for add, m in up))
        down = zip(stage.adds, least[-1], strict=True)
        least.append(tuple((add + _ahead(m, to, _FAR)).min(axis=1) for add, m in down))
        done.append(Stage(stage.issue, to, stage.adds))
    return Course(
        tuple(reversed(done)), tuple(reversed(most)), tuple(reversed(least)), tuple(reversed(ways))
    )


def _ahead(values: Wholes, to: Wholes, where_closed: int) -> Wholes:
    """The values of the states that options lead to, and another where they lead nowhere."""
    return np.asarray(np.append(values, where_closed)[to])


def _add_up(ways: Wholes) -> Wholes:
    """Sums by state: in 64 bits while they fit, in Python's whole numbers beyond."""
    if ways.dtype != object and ways.size and int(ways.max()) > _FAR // ways.shape[1]:
        ways = ways.astype(object)
    return np.asarray(ways.sum(axis=1))
