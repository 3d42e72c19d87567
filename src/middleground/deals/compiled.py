"""The compiled loops over some draws, shared out among threads.

Threads take runs of draws that do not touch each other, and counts are whole numbers added up at
the end: the answers are the same however many threads there are.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Wholes
from middleground.deals.split import Sheet, Split

_RUN = 64
_ROOM = 1 << 16
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
    """

    numbers: Wholes
    values: Wholes


class Loops:
    """Some draws of a scenario, ready for the loops."""

    def __init__(self, split: Split, appraisal: Appraisal) -> None:
        """Lay the draws out."""
        from middleground.deals import kernels

        self._kernels: Any = kernels
        self._arguments = Sheet.of(split, appraisal).arguments
        self._count = appraisal.draws.count
        self._deals = split.space.count
        self._parties = len(appraisal.deciders)
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
        with ThreadPoolExecutor(threads()) as pool:
            for listed in pool.map(self._list, self._runs()):
                yield from listed

    def _runs(self) -> list[range]:
        return [
            range(start, min(start + _RUN, self._count)) for start in range(0, self._count, _RUN)
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

    def _list(self, run: range) -> list[Listed]:
        """A run's lists: as many draws at a time as there is room for, with more room if none."""
        found: list[Listed] = []
        room, start = _ROOM, run.start
        while start < run.stop:
            numbers = np.zeros(room, np.int64)
            values = np.zeros((room, self._parties), np.int64)
            ends = np.zeros(self._count, np.int64)
            none = np.zeros(0, np.int32)
            done = self._kernels.sift(
                self._kernels.LIST, start, run.stop, *self._arguments,
                self._held, none, numbers, values, ends,
            )  # fmt: skip
            at = np.concatenate([[0], ends[start:done]])
            found += [
                Listed(numbers[a:b].copy(), values[a:b].copy()) for a, b in pairwise(at.tolist())
            ]
            room = room if done > start else min(4 * room, self._deals)
            start = done
        return found
