"""The compiled loops over some draws, shared out among threads.

Threads take runs of draws that do not touch each other, and counts are whole numbers added up at
the end: the answers are the same however many threads there are.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Wholes
from middleground.deals.sheet import Sheet
from middleground.deals.split import Split

_RUN = 64
_ROOM = 1 << 16
_MOST_LISTED = 1 << 22
_MOST_THREADS = 8


def threads() -> int:
    """How many threads there is room for."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_THREADS)
    return min(os.cpu_count() or 1, _MOST_THREADS)


@dataclass(frozen=True)
class Listed:
    """The agreeable deals of a draw, in no order that means anything.

    Attributes:
        numbers: Positions in the space. Shape (deals,).
        values: V of the parties' decision makers. Shape (deals, parties).
        marks: For each idea of fairness a bit where a deal comes close to the best; None where all
            are listed.
    """

    numbers: Wholes
    values: Wholes
    marks: NDArray[np.uint8] | None = None

    def only_fair(self) -> dict[str, Wholes] | None:
        """The fair deals by idea, {} if none is agreeable; None where a tie has to be settled."""
        from middleground.deals.kernels import IDEAS

        if self.marks is None or not len(self.numbers):
            return None if self.marks is None else {}
        fair = {idea: self.numbers[self.marks >> k & 1 > 0] for k, idea in enumerate(IDEAS)}
        return None if any(len(deals) > 1 for deals in fair.values()) else fair


class Loops:
    """Some draws of a scenario, ready for the loops."""

    def __init__(self, split: Split, appraisal: Appraisal) -> None:
        """Lay the draws out."""
        from middleground.deals import kernels

        self._kernels: Any = kernels
        self._arguments = Sheet.of(split, appraisal).arguments
        self._count = appraisal.draws.count
        self._deals = split.space.count
        deciders = [appraisal.utilities[who] for who in appraisal.deciders]
        self._no_deal = np.stack([u.no_deal for u in deciders], axis=1)
        self._scales = np.stack([u.scale for u in deciders], axis=1)
        self._parties = len(deciders)
        self._held = np.zeros(self._count, np.uint8)

    def exists(self) -> Bools:
        """In which draws any deal is agreeable."""
        none = np.zeros(0, np.int32)
        self._share(lambda run: self._sift(self._kernels.EXISTS, run, none))
        return self._held.astype(bool)

    def count(self, counts: Wholes) -> Bools:
        """The same; and count for each deal, in place, the draws in which it is agreeable."""
        workers = min(threads(), len(self._runs()))
        own = [np.zeros(self._deals, np.int32) for _ in range(workers)]

        def work(worker: int) -> None:
            for run in self._runs()[worker::workers]:
                self._sift(self._kernels.COUNT, run, own[worker])

        with ThreadPoolExecutor(workers) as pool:
            for _ in pool.map(work, range(workers)):
                pass
        for each in own:
            counts += each
        return self._held.astype(bool)

    def each(self) -> Iterator[Listed]:
        """The agreeable deals, draw by draw."""
        at_a_time = max(1, min(_RUN, _MOST_LISTED // self._deals))
        yield from self._listed(self._list, self._runs(at_a_time))

    def each_contending(self) -> Iterator[Listed]:
        """Those of them among which the fair ones are, draw by draw."""
        yield from self._listed(lambda run: self._list(run, contending=True), self._runs())

    def _listed(
        self, work: Callable[[range], list[Listed]], runs: Sequence[range]
    ) -> Iterator[Listed]:
        """Run after run, a few ahead of whoever takes the lists, so that they do not pile up."""
        workers = threads()
        with ThreadPoolExecutor(workers) as pool:
            ahead = deque(pool.submit(work, run) for run in runs[: 2 * workers])
            for run in [*runs[2 * workers :], *[None] * len(ahead)]:
                yield from ahead.popleft().result()
                if run:
                    ahead.append(pool.submit(work, run))

    def _runs(self, draws: int = _RUN) -> list[range]:
        return [
            range(start, min(start + draws, self._count)) for start in range(0, self._count, draws)
        ]

    def _share(self, work: Callable[[range], object]) -> None:
        with ThreadPoolExecutor(threads()) as pool:
            for _ in pool.map(work, self._runs()):
                pass

    def _sift(self, mode: int, run: range, counts: Any) -> None:
        none = np.zeros(0, np.int64)
        self._kernels.sift(
            mode, run.start, run.stop, *self._arguments,
            self._held, counts, none, np.zeros((0, self._parties), np.int64), none,
        )  # fmt: skip

    def _list(self, run: range, contending: bool = False) -> list[Listed]:
        """A run's lists: as many draws at a time as there is room for, with more room if none."""
        found: list[Listed] = []
        room, start = _ROOM, run.start
        while start < run.stop:
            numbers = np.empty(room, np.int64)
            values = np.empty((room, self._parties), np.int64)
            ends = np.zeros(self._count, np.int64)
            none = np.zeros(0, np.int32)
            done = self._kernels.sift(
                self._kernels.LIST, start, run.stop, *self._arguments,
                self._held, none, numbers, values, ends,
            )  # fmt: skip
            at = np.concatenate([[0], ends[start:done]])
            for draw, (a, b) in enumerate(pairwise(at.tolist()), start):
                every = Listed(numbers[a:b], values[a:b])
                found.append(self._contenders(draw, every) if contending else every)
            room = room if done > start else min(4 * room, self._deals)
            start = done
        return found

    def _contenders(self, draw: int, every: Listed) -> Listed:
        marks = np.zeros(len(every.numbers), np.uint8)
        self._kernels.mark_contenders(every.values, self._no_deal[draw], self._scales[draw], marks)
        kept = np.flatnonzero(marks)
        return Listed(every.numbers[kept], every.values[kept], marks[kept])
