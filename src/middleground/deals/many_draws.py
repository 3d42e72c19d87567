"""What thousands of draws say about deals: in which any is agreeable, and how often each one is.

Draws are taken some at a time, so that memory is bounded whatever their number, and whoever waits
is told how far it is between two of these parts and can break off there. Where there is much to do,
compiled loops do it; they give the same answers as numpy does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.compiled import Listed, Loops
from middleground.deals.compiling import can_compile
from middleground.deals.deal_table import DealTable, pick_fair
from middleground.deals.draws import Bools, Draws, Wholes
from middleground.deals.portrait import stand
from middleground.deals.sampling import Progress, no_progress
from middleground.deals.scan import Scan
from middleground.deals.space import DealSpace
from middleground.deals.split import Split, can_split
from middleground.scenario.model import Scenario

_PART = 2_048
_WORTH_COMPILING = 100_000_000  # deals times draws: what numpy does in less than a second
_A_DRAW = 20_000  # deals that numpy looks at while it begins with a draw
_PART_OF_WORK = 2_000_000_000


@dataclass(frozen=True)
class ManyDraws:
    """A scenario over draws of its numbers; the values may be any that a caller put there.

    Attributes:
        scenario: With parties, issues and preferences.
        draws: The draws, each a world of its own.
        progress: Told the draws done and their number.
    """

    scenario: Scenario
    draws: Draws
    progress: Progress = no_progress

    @cached_property
    def space(self) -> DealSpace:
        """The deal space."""
        return DealSpace.of(self.scenario)

    def zone_exists(self) -> Bools:
        """In which draws any deal is agreeable. Shape (draws,).

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        held = np.zeros(self.draws.count, dtype=bool)
        for start, part in self._parts():
            if self._split:
                found = Loops(self._split, Appraisal(self.scenario, part)).exists()
            else:
                scan = Scan(self.scenario, part)
                found = np.array([any(True for _ in scan.agreeable(n)) for n in range(part.count)])
            held[start : start + part.count] = found
        return held

    def agreeable_counts(self) -> Wholes:
        """In how many draws each deal is agreeable: robustness, not yet divided. Shape (deals,).

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        return self.zone_and_counts()[1]

    def zone_and_counts(self) -> tuple[Bools, Wholes]:
        """Both of these, for little more than either.

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        self.space.require_enumerable(len(self.scenario.preferences))
        held = np.zeros(self.draws.count, dtype=bool)
        counts = np.zeros(self.space.count, dtype=np.int64)
        for start, part in self._parts():
            if self._split:
                found = Loops(self._split, Appraisal(self.scenario, part)).count(counts)
                held[start : start + part.count] = found
                continue
            scan = Scan(self.scenario, part)
            for n in range(part.count):
                for block in scan.agreeable(n):
                    held[start + n] = True
                    counts[block.numbers] += 1
        return held, counts

    def each_agreeable(self) -> Iterator[tuple[int, DealTable]]:
        """Every draw with the deals agreeable in it, and what they are worth to those who decide.

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        return self._each(lambda loops: loops.each())

    def each_position(self) -> Iterator[Wholes]:
        """Every draw's agreeable deals, as positions in the space, in no order that means anything.

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        for _, part in self._parts():
            if self._split:
                loops = Loops(self._split, Appraisal(self.scenario, part))
                yield from (listed.numbers for listed in loops.each())
                continue
            scan = Scan(self.scenario, part)
            for n in range(part.count):
                blocks = [block.numbers for block in scan.agreeable(n)]
                yield np.concatenate([np.zeros(0, dtype=np.int64), *blocks])

    def each_contending(self) -> Iterator[tuple[int, DealTable]]:
        """Every draw with agreeable deals among which all its fair ones are: often but a few.

        `pick_fair` finds the same deals here as among all that are agreeable. None are left where
        none is agreeable.

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        return self._each(lambda loops: loops.each_contending())

    def each_fair(self) -> Iterator[tuple[int, dict[str, Wholes]]]:
        """Every draw with its fair deals by idea, all ties; {} where no deal is agreeable.

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        for start, part in self._parts():
            if not self._split:
                scan = Scan(self.scenario, part)
                for n in range(part.count):
                    yield start + n, _fair(DealTable.of(scan, n))
                continue
            appraisal = Appraisal(self.scenario, part)
            for n, listed in enumerate(Loops(self._split, appraisal).each_contending()):
                fair = listed.only_fair()
                yield start + n, _fair(_table(appraisal, n, listed)) if fair is None else fair

    def _each(self, lists: Callable[[Loops], Iterator[Listed]]) -> Iterator[tuple[int, DealTable]]:
        for start, part in self._parts():
            if not self._split:
                scan = Scan(self.scenario, part)
                for n in range(part.count):
                    yield start + n, DealTable.of(scan, n)
                continue
            appraisal = Appraisal(self.scenario, part)
            for n, listed in enumerate(lists(Loops(self._split, appraisal))):
                yield start + n, _table(appraisal, n, listed)

    def agreeable_at(self, numbers: Sequence[int] | Wholes) -> Bools:
        """Whether some deals are agreeable in each draw, in a space of any size.

        Args:
            numbers: Positions of the deals, from 0.

        Returns:
            Shape (draws, deals).
        """
        found = np.zeros((self.draws.count, len(numbers)), dtype=bool)
        for start in range(0, self.draws.count, _PART):
            part = self.draws.part(start, start + _PART)
            appraisal = Appraisal(self.scenario, part)
            for n, number in enumerate(numbers):
                found[start : start + part.count, n] = stand(appraisal, int(number)).agreeable
        return found

    @cached_property
    def _split(self) -> Split | None:
        """How the loops see the scenario; None where numpy does it all."""
        self.space.require_enumerable(len(self.scenario.preferences))
        work = (self.space.count + _A_DRAW) * self.draws.count
        if work < _WORTH_COMPILING or not can_compile():
            return None
        first = Appraisal(self.scenario, self.draws.part(0, 1))
        return Split.of(first) if can_split(first) else None

    def _parts(self) -> Iterator[tuple[int, Draws]]:
        """The draws, some at a time, each part with its first draw's number."""
        step = max(1, min(_PART, _PART_OF_WORK // self.space.count))
        for start in range(0, self.draws.count, step):
            part = self.draws.part(start, start + step)
            yield start, part
            self.progress(start + part.count, self.draws.count)


def _fair(table: DealTable) -> dict[str, Wholes]:
    if not len(table.numbers):
        return {}
    return {idea: table.numbers[deals] for idea, deals in pick_fair(table)[0].items()}


def _table(appraisal: Appraisal, draw: int, listed: Listed) -> DealTable:
    """The deals of a list in the order of their numbers."""
    order = np.argsort(listed.numbers)
    utilities = [appraisal.utilities[who] for who in appraisal.deciders]
    return DealTable(
        listed.numbers[order],
        listed.values[order],
        np.array([utility.no_deal[draw] for utility in utilities]),
        np.array([utility.scale[draw] for utility in utilities]),
    )
