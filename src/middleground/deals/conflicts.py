"""What cannot all be had, and what would have to give: conflict sets and concession sets.

Groups (somebody's acceptance, a rule, a fact, a demand) are numbered; a set of groups is a whole
number with their bits set. A *conflict set* is a smallest set that no deal satisfies together; a
*concession set* is a smallest set whose dropping leaves the rest satisfiable. Each of the one kind
meets each of the other, and either kind determines the other: the concession sets are what the
largest satisfiable sets leave out, the conflict sets are the smallest that meet them all.

Sources: Reiter (1987) for this duality; Liffiton & Sakallah (2008); Murakami & Uno (2014) for the
search for smallest hitting sets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_SETS = 2_000
MOST_STEPS = 400_000
MOST_BITS = 63
Masks = NDArray[np.uint64]


@dataclass(frozen=True)
class ConflictSets:
    """What clashes in a question, and what would resolve it.

    Attributes:
        conflicts: Minimal conflict sets, as bits; fewest members first. Empty where all can be had;
            the empty set alone where nothing can, whatever is dropped.
        concessions: Minimal concession sets, as bits; fewest members first.
        conflicts_complete: Whether these are all conflict sets.
        concessions_complete: Whether these are all concession sets.
    """

    conflicts: tuple[int, ...]
    concessions: tuple[int, ...]
    conflicts_complete: bool = True
    concessions_complete: bool = True

    @property
    def is_satisfiable(self) -> bool:
        """Whether everything can be had together."""
        return not self.conflicts and self.conflicts_complete


def members(mask: int) -> list[int]:
    """The numbers of the groups in a set.

    Example:
        >>> members(0b1010)
        [1, 3]
    """
    return [n for n in range(mask.bit_length()) if mask >> n & 1]


def set_of(numbers: Iterable[int]) -> int:
    """A set of groups from their numbers.

    Example:
        >>> bin(set_of([1, 3]))
        '0b1010'
    """
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def maximal(masks: Masks) -> Masks:
    """Those sets that lie in no other, each once."""
    left = np.unique(masks)
    sizes = np.array([mask.bit_count() for mask in left.tolist()], dtype=np.int64)
    left = left[np.argsort(-sizes, kind="stable")]
    kept: list[np.uint64] = []
    while len(left):
        largest = left[0]
        kept.append(largest)
        left = left[(left & ~largest) != 0]
    return np.array(kept, dtype=np.uint64)


def conflict_sets(
    masks: Masks, asked: int, given: int = 0, most: int = MOST_SETS, steps: int = MOST_STEPS
) -> ConflictSets:
    """All conflict and concession sets, from what each deal satisfies.

    Args:
        masks: For each deal, or the best of them, the groups that it satisfies.
        asked: The groups that the question is about.
        given: Groups that have to hold in any case.
        most: Stop after so many conflict sets.
        steps: Stop after so many steps of the search for them.
    """
    needed = np.uint64(given)
    left = masks[(masks & needed) == needed]
    if not len(left):
        return ConflictSets((0,), ())
    largest = maximal(left & np.uint64(asked))
    concessions = by_size(asked & ~int(mask) for mask in largest)
    if concessions == [0]:
        return ConflictSets((), (0,))
    conflicts, complete = hitting_sets(concessions, most, steps)
    return ConflictSets(tuple(conflicts), tuple(concessions), complete)


def by_size(sets: Iterable[int]) -> list[int]:
    """Sets in order: fewest members first, then by number."""
    return sorted(sets, key=lambda mask: (mask.bit_count(), mask))


def hitting_sets(sets: Sequence[int], most: int, steps: int) -> tuple[list[int], bool]:
    """The minimal sets that meet each of some sets.

    Depth first: a set that is not met yet is met by each of its members in turn, and a choice is
    kept only while each member is the only one that meets something.

    Returns:
        They, fewest members first; and whether these are all.
    """
    if any(not mask for mask in sets):
        return [], True
    search = _HittingSets(sorted(sets, key=int.bit_count), most, steps)
    search.extend(0, (1 << len(sets)) - 1, set_of(range(max(map(int.bit_length, sets), default=0))))
    return by_size(search.found), search.steps > 0 and len(search.found) <= most


class _HittingSets:
    """The search of Murakami & Uno (2014), on bits; `found` grows by one at each success."""

    def __init__(self, sets: Sequence[int], most: int, steps: int) -> None:
        self.sets, self.most, self.steps = sets, most, steps
        self.found: list[int] = []
        width = max(map(int.bit_length, sets), default=0)
        # For each group, which of the sets it meets.
        self.meets = [
            set_of(n for n, mask in enumerate(sets) if mask >> group & 1) for group in range(width)
        ]
        self.only: dict[int, int] = {}

    def extend(self, chosen: int, unmet: int, open_: int) -> None:
        """Meet what is unmet in every way that keeps each choice needed."""
        if len(self.found) > self.most or self.steps <= 0:
            return
        self.steps -= 1
        if not unmet:
            self.found.append(chosen)
            return
        target = self._narrowest(unmet, open_)
        tried = self.sets[target] & open_
        open_ &= ~tried
        for group in members(tried):
            lost = self._add(group, unmet)
            if all(self.only[other] for other in members(chosen)):
                self.extend(chosen | 1 << group, unmet & ~self.meets[group], open_)
                open_ |= 1 << group
            self._take_back(group, lost)

    def _narrowest(self, unmet: int, open_: int) -> int:
        """The unmet set with the fewest members that are still open."""
        return min(members(unmet), key=lambda n: (self.sets[n] & open_).bit_count())

    def _add(self, group: int, unmet: int) -> dict[int, int]:
        """Note what a group alone meets now, and what others meet no longer alone."""
        met = self.meets[group]
        lost = {other: only & met for other, only in self.only.items() if only & met}
        for other, shared in lost.items():
            self.only[other] &= ~shared
        self.only[group] = met & unmet
        return lost

    def _take_back(self, group: int, lost: dict[int, int]) -> None:
        del self.only[group]
        for other, shared in lost.items():
            self.only[other] |= shared
