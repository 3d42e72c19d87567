"""What thousands of draws say about deals: in which any is agreeable, and how often each one is.

Draws are taken some at a time, so that memory is bounded whatever their number, and whoever waits
is told how far it is between two of these parts and can break off there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Draws, Wholes
from middleground.deals.portrait import stand
from middleground.deals.sampling import Progress, no_progress
from middleground.deals.scan import Scan
from middleground.deals.space import DealSpace
from middleground.scenario.model import Scenario

_PART = 2_048


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
        for start, scan in self._scans():
            for n in range(scan.draws.count):
                held[start + n] = any(True for _ in scan.agreeable(n))
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
        held = np.zeros(self.draws.count, dtype=bool)
        counts = np.zeros(self.space.count, dtype=np.int64)
        for n, numbers in self.each_agreeable():
            held[n] = len(numbers) > 0
            counts[numbers] += 1
        return held, counts

    def each_agreeable(self) -> Iterator[tuple[int, Wholes]]:
        """Every draw with the deals agreeable in it, as ascending positions in the space.

        Raises:
            AnswerError: If there are too many deals to look at each.
        """
        for start, scan in self._scans():
            for n in range(scan.draws.count):
                found = [np.zeros(0, np.int64), *(block.numbers for block in scan.agreeable(n))]
                yield start + n, np.sort(np.concatenate(found))

    def agreeable_at(self, numbers: Sequence[int] | Wholes) -> Bools:
        """Whether some deals are agreeable in each draw, in a space of any size.

        Args:
            numbers: Positions of the deals, from 0.

        Returns:
            Shape (draws, deals).
        """
        found = np.zeros((self.draws.count, len(numbers)), dtype=bool)
        for start, part in self._parts():
            appraisal = Appraisal(self.scenario, part)
            for n, number in enumerate(numbers):
                found[start : start + part.count, n] = stand(appraisal, int(number)).agreeable
        return found

    def _scans(self) -> Iterator[tuple[int, Scan]]:
        for start, part in self._parts():
            yield start, Scan(self.scenario, part)

    def _parts(self) -> Iterator[tuple[int, Draws]]:
        """The draws, some at a time, each part with its first draw's number."""
        for start in range(0, self.draws.count, _PART):
            part = self.draws.part(start, start + _PART)
            yield start, part
            self.progress(start + part.count, self.draws.count)
