"""Compiled loops over every deal of a reading. Importing this module compiles or loads them.

Only `middleground.deals.fused_scan` calls these, above an estimate of the work, and only where
numba is there; it does the same in numpy.
"""

from typing import Any

import numpy as np
from numba import njit

from middleground.deals.compiling import open_cache

_KEEP = open_cache(__name__)
_SIGNATURES = [
    f"({n}[:,::1], {n}[:,::1], {n}[:,:,::1], i4[:,::1], i8[::1], i8[::1], i8, i8[::1])"
    for n in ("i4", "i8")
]
# So many counts can share one number of so many bits.
_FEW_CODES, _BITS = 8, 32


@njit(["(i4[::1], i8, i8[::1])", "(i8[::1], i8, i8[::1])"], cache=_KEEP, nogil=True)
def _empty_into(tally: Any, width: int, found: Any) -> None:
    """Add up the small counts that share one number in every column, and start them anew."""
    mask = (1 << width) - 1
    for code in range(len(found)):
        for column in range(len(tally)):
            found[code] += (tally[column] >> (code * width)) & mask
    tally[:] = 0


@njit(
    [f"({n}[::1], {n}[::1], {n}[:,::1], {n}[::1], {n}[::1], {n}[::1])" for n in ("i4", "i8")],
    cache=_KEEP,
    nogil=True,
)
def _tally_two(first: Any, second: Any, needed: Any, if_held: Any, if_not: Any, tally: Any) -> None:
    """Two yeses at once, row by row: nothing but two sums compared, and a count."""
    yes, no, other_yes, other_no = if_held[0], if_not[0], if_held[1], if_not[1]
    for row in range(needed.shape[1]):
        least, other_least = needed[0, row], needed[1, row]
        for column in range(len(tally)):
            one = yes if first[column] >= least else no
            other = other_yes if second[column] >= other_least else other_no
            tally[column] += one * other


@njit(_SIGNATURES, cache=_KEEP, nogil=True)
def count_codes(
    needed: Any, columns: Any, tables: Any, places: Any, owner: Any, kinds: Any,
    people: int, found: Any,
) -> None:  # fmt: skip
    """Count the deals of some rows by who accepts them.

    Args:
        needed: What the columns are compared with: the row's part taken off. Shape (tests, rows).
        columns: What each column does. Shape (tests, columns).
        tables: What ties rows to columns. Shape (ties, rows, combinations).
        places: Which combination a column has. Shape (ties, columns).
        owner: The test that each tie belongs to, ascending. Shape (ties,).
        kinds: 2 for exactly, else at least; 1 more where the comparison must not hold.
        people: How many tests are yeses; the others must hold.
        found: Counts by the bits of the yeses, which are added to.
    """
    tests, rows = needed.shape
    wide = columns.shape[1]
    # All of one kind of number, so that several columns are worked on at a time.
    codes, total = np.empty(wide, columns.dtype), np.empty(wide, columns.dtype)
    few = len(found) <= _FEW_CODES
    width = _BITS // len(found)
    if_held, if_not = np.empty(tests, columns.dtype), np.empty(tests, columns.dtype)
    for test in range(tests):
        if few:
            # A code is the number 1 moved up by so many bits; 0 where a rule does not allow it.
            yes = 1 << (width << test) if test < people else 1
            no = 1 if test < people else 0
        else:
            yes = 1 << test if test < people else 0
            no = 0 if test < people else len(found)
        if_held[test], if_not[test] = (no, yes) if kinds[test] & 1 else (yes, no)
    tally, waiting = np.zeros(wide, columns.dtype), 0
    if few and tests == people == 2 and not len(owner):
        step = (1 << width) - 1
        for start in range(0, rows, step):
            some = np.ascontiguousarray(needed[:, start : start + step])
            _tally_two(columns[0], columns[1], some, if_held, if_not, tally)
            _empty_into(tally, width, found)
        return
    for row in range(rows):
        if not few:
            codes[:] = 0
        for test in range(tests):
            own, least = columns[test], needed[test, row]
            yes, no = if_held[test], if_not[test]
            tied = False
            for tie in range(len(owner)):
                if owner[tie] == test:
                    table, place = tables[tie, row], places[tie]
                    if tied:
                        for column in range(wide):
                            total[column] += table[place[column]]
                    else:
                        for column in range(wide):
                            total[column] = own[column] + table[place[column]]
                        tied = True
            source = total if tied else own
            if few and test == 0:
                for column in range(wide):
                    codes[column] = yes if source[column] >= least else no
            elif few and kinds[test] < 2:
                for column in range(wide):
                    codes[column] *= yes if source[column] >= least else no
            elif few:
                for column in range(wide):
                    codes[column] *= yes if source[column] == least else no
            elif kinds[test] < 2:
                for column in range(wide):
                    codes[column] |= yes if source[column] >= least else no
            else:
                for column in range(wide):
                    codes[column] |= yes if source[column] == least else no
        if few:
            for column in range(wide):
                tally[column] += codes[column]
            waiting += 1
            if waiting == (1 << width) - 1:
                _empty_into(tally, width, found)
                waiting = 0
        else:
            for column in range(wide):
                if codes[column] < len(found):
                    found[codes[column]] += 1
    if few:
        _empty_into(tally, width, found)
