"""Compiled loops over the deals of many draws. Importing this module compiles them, or loads them.

Only `middleground.deals.many_draws` calls these, above an estimate of the work, and only where
numba is there; the same answers come from `middleground.deals.scan` in numpy. One call works on a
run of draws, without Python's lock, so that several threads can share the draws out.

A deal is a row and a column. For somebody asked, V is a number for the row plus a number for the
column, where the column's number also depends on the row's *variant*: what the terms that tie rows
to columns see of the row.
"""

from typing import Any

import numpy as np
from numba import njit

from middleground.deals.compiling import open_cache

EXISTS, COUNT, LIST = 0, 1, 2
IN_ROWS, IN_COLUMNS, IN_BOTH = 0, 1, 2

_KEEP = open_cache()


@njit(cache=_KEEP, nogil=True, inline="always")
def _outer_sums(values: Any, sizes: Any, start: int, into: Any) -> None:
    """Sums of one value from each issue, in mixed radix; the values stand one issue on another."""
    into[0] = 0
    count, at = 1, start
    for size in sizes:
        for n in range(count - 1, -1, -1):
            base = into[n]
            for option in range(size - 1, -1, -1):
                into[n * size + option] = base + values[at + option]
        count *= size
        at += size


_LINE, _GRID, _BLOCK, _TRUTHS = "i8[::1]", "i8[:,::1]", "i8[:,:,::1]", "u1[::1]"
_SIGNATURE = ", ".join(
    ["i8"] * 3
    + [_LINE] * 2
    + [_BLOCK]
    + [_GRID] * 5
    + [_TRUTHS, _GRID]
    + [_LINE] * 8
    + ["u1[:,::1]"]
    + [_GRID] * 3
    + [_LINE, _TRUTHS, _GRID, _LINE, _LINE, _GRID]
    + [_TRUTHS, "i4[::1]", _LINE, _GRID, _LINE]
)


@njit(f"i8({_SIGNATURE})", cache=_KEEP, nogil=True)
def sift(
    mode: int,
    first: int,
    last: int,
    row_sizes: Any,
    column_sizes: Any,
    options: Any,
    no_deal: Any,
    add: Any,
    terms: Any,
    term_rows: Any,
    term_columns: Any,
    cells: Any,
    variant: Any,
    low_at: Any,
    seen_row: Any,
    seen_who: Any,
    deciders: Any,
    rows: Any,
    mask_of: Any,
    row_number: Any,
    column_number: Any,
    masks: Any,
    rules: Any,
    rule_rows: Any,
    rule_columns: Any,
    state: Any,
    yes: Any,
    yes_at: Any,
    shift: Any,
    width: Any,
    vetoes: Any,
    held: Any,
    counts: Any,
    listed: Any,
    worth: Any,
    ends: Any,
) -> int:
    """Find the agreeable deals of some draws; `middleground.deals.split` lays the numbers out.

    Returns:
        The first draw that was not done: `last`, unless the list was full.
    """
    people = no_deal.shape[1]
    parties = len(shift)
    columns = len(column_number)
    high_count = variant.shape[1]
    first_low = 0
    for size in row_sizes:
        first_low += size
    high = np.empty((people, high_count), np.int64)
    low = np.empty((len(seen_row), columns), np.int64)
    most = np.empty(len(seen_row), np.int64)
    need = np.empty(people, np.int64)
    keep = np.empty(columns, np.int64)
    found = 0
    for draw in range(first, last):
        for who in range(people):
            _outer_sums(options[draw, who], row_sizes, 0, high[who])
        for n in range(len(seen_row)):
            if n == 0 or seen_who[n] != seen_who[n - 1]:
                _outer_sums(options[draw, seen_who[n]], column_sizes, first_low, low[n])
            else:
                low[n] = low[low_at[seen_who[n]]]
        # Terms over columns alone go in before variants are told apart, those over both after.
        for t in range(len(terms)):
            who, where, base, stride = terms[t, 0], terms[t, 1], terms[t, 2], terms[t, 3]
            at = base + stride * draw
            if where == IN_ROWS:
                for r in range(high_count):
                    if cells[at + term_rows[t, r]]:
                        high[who, r] += add[draw, t]
            else:
                for n in range(low_at[who], low_at[who + 1]):
                    seen = 0
                    if where == IN_BOTH:
                        seen = term_rows[t, seen_row[n]]
                    for c in range(columns):
                        if cells[at + seen + term_columns[t, c]]:
                            low[n, c] += add[draw, t]
        for n in range(len(seen_row)):
            most[n] = low[n].max()
        now = state[draw]
        any_found = False
        for r in rows:
            # Could this row's deals be agreeable, if everybody got the best column they can?
            could = 0
            for who in range(people):
                need[who] = no_deal[draw, who] - high[who, r]
                if most[low_at[who] + variant[who, r]] >= need[who]:
                    could |= 1 << who
            possible = True
            for p in range(parties):
                if not yes[yes_at[now, p] + ((could >> shift[p]) & width[p])]:
                    possible = False
                    break
            if not possible:
                continue
            for k in range(len(rules)):
                at = rules[k, 1] + rules[k, 2] * draw + rule_rows[k, r]
                if rules[k, 0] == IN_ROWS and not cells[at]:
                    possible = False
                    break
            if not possible:
                continue
            mask = masks[mask_of[r]]
            for c in range(columns):
                keep[c] = mask[c]
            for k in range(people):
                who = vetoes[now, k]
                if who < 0:
                    break
                least = need[who]
                own = low[low_at[who] + variant[who, r]]
                for c in range(columns):
                    keep[c] &= own[c] >= least
            left = 0
            for c in range(columns):
                left += keep[c]
            if left == 0:
                continue
            for c in range(columns):
                if not keep[c]:
                    continue
                said = 0
                for who in range(people):
                    if low[low_at[who] + variant[who, r], c] >= need[who]:
                        said |= 1 << who
                agreed = True
                for p in range(parties):
                    if not yes[yes_at[now, p] + ((said >> shift[p]) & width[p])]:
                        agreed = False
                        break
                if not agreed:
                    continue
                for k in range(len(rules)):
                    if rules[k, 0] != IN_ROWS:
                        cell = rule_rows[k, r] + rule_columns[k, c]
                        if not cells[rules[k, 1] + rules[k, 2] * draw + cell]:
                            agreed = False
                            break
                if not agreed:
                    continue
                any_found = True
                if mode == EXISTS:
                    break
                number = row_number[r] + column_number[c]
                if mode == COUNT:
                    counts[number] += 1
                else:
                    if found == len(listed):
                        return draw
                    listed[found] = number
                    for p in range(len(deciders)):
                        who = deciders[p]
                        own = low_at[who] + variant[who, r]
                        worth[found, p] = high[who, r] + low[own, c]
                    found += 1
            if any_found and mode == EXISTS:
                break
        held[draw] = any_found
        if mode == LIST:
            ends[draw] = found
    return last
