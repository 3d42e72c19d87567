"""Compiled loops over the deals of many draws. Importing this module compiles them, or loads them.

Only `middleground.deals.compiled` calls these, above an estimate of the work, and only where numba
is there; the same answers come from `middleground.deals.scan` in numpy. One call works on a run of
draws, without Python's lock, so that several threads can share the draws out.

A deal is a row and a column. For somebody asked, V is a number for the row plus a number for the
column, where the column's number also depends on the row's *variant*: what the terms that tie rows
to columns see of the row. Columns stand in blocks. A row, then a block of it, is passed over where
not even the best column of each person by itself would do; what is left is compared column by
column for those whose no alone stops their party, and only what they all accept is put to the rest.
"""

from typing import Any

import numpy as np
from numba import njit

from middleground.deals.compiling import open_cache
from middleground.deals.split import IN_BOTH, IN_ROWS

EXISTS, COUNT, LIST = 0, 1, 2
IDEAS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
HOLDER = 1 << len(IDEAS)
# Wider than in `middleground.deals.fair`, so that whatever comes close there is marked here.
CLOSE = 4e-9

_KEEP = open_cache(__name__)
_LINE, _GRID, _BLOCK, _TRUTHS = "i8[::1]", "i8[:,::1]", "i8[:,:,::1]", "u1[::1]"
_SIGNATURE = ", ".join(
    ["i8"] * 4
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


@njit(cache=_KEEP, nogil=True)
def _outer_sums(values: Any, sizes: Any, start: int, into: Any) -> None:
    """Sums of one value from each issue, in mixed radix; the values stand one issue on another."""
    into[0] = 0
    count, at = 1, start
    for size in sizes:
        at += size
    for n in range(len(sizes) - 1, -1, -1):
        at -= sizes[n]
        for option in range(sizes[n] - 1, -1, -1):
            value = values[at + option]
            for m in range(count):
                into[option * count + m] = into[m] + value
        count *= sizes[n]


@njit(cache=_KEEP, nogil=True)
def _lay_out(
    draw: int,
    row_sizes: Any,
    column_sizes: Any,
    options: Any,
    add: Any,
    terms: Any,
    term_rows: Any,
    term_columns: Any,
    cells: Any,
    low_at: Any,
    seen_row: Any,
    seen_who: Any,
    high: Any,
    low: Any,
) -> None:
    """Everybody's V of each row, and of each column in each variant."""
    first_low = 0
    for size in row_sizes:
        first_low += size
    for who in range(len(high)):
        _outer_sums(options[draw, who], row_sizes, 0, high[who])
    for n in range(len(seen_row)):
        who = seen_who[n]
        if n == low_at[who]:
            _outer_sums(options[draw, who], column_sizes, first_low, low[n])
        else:
            for c in range(low.shape[1]):
                low[n, c] = low[low_at[who], c]
    for t in range(len(terms)):
        who, where = terms[t, 0], terms[t, 1]
        at = terms[t, 2] + terms[t, 3] * draw
        if where == IN_ROWS:
            for r in range(high.shape[1]):
                if cells[at + term_rows[t, r]]:
                    high[who, r] += add[draw, t]
            continue
        for n in range(low_at[who], low_at[who + 1]):
            seen = at + (term_rows[t, seen_row[n]] if where == IN_BOTH else 0)
            for c in range(low.shape[1]):
                if cells[seen + term_columns[t, c]]:
                    low[n, c] += add[draw, t]


@njit(cache=_KEEP, nogil=True)
def _agreed(yeses: int, yes: Any, yes_at: Any, shift: Any, width: Any) -> bool:
    """Whether every party ratifies, where these people say yes."""
    for p in range(len(shift)):  # noqa: SIM110  (generators are not compiled)
        if not yes[yes_at[p] + ((yeses >> shift[p]) & width[p])]:
            return False
    return True


@njit(cache=_KEEP, nogil=True)
def _permitted(
    in_rows: bool,
    draw: int,
    row: int,
    column: int,
    rules: Any,
    of_rows: Any,
    of_columns: Any,
    cells: Any,
) -> bool:
    """Whether the draw's own rules allow a deal: those on rows alone, or all the others."""
    for k in range(len(rules)):
        if (rules[k, 0] == IN_ROWS) == in_rows:
            cell = of_rows[k, row] + (0 if in_rows else of_columns[k, column])
            if not cells[rules[k, 1] + rules[k, 2] * draw + cell]:
                return False
    return True


@njit(cache=_KEEP, nogil=True)
def _most_promising(
    rows: Any, no_deal: Any, high: Any, most: Any, low_at: Any, variant: Any, needed: Any
) -> int:
    """The row that could leave most, in shares of its own range, to whom it could leave least."""
    best, chosen = -np.inf, 0
    for r in rows:
        least = np.inf
        for who in needed:
            if who < 0:
                break
            row = high[who, r]
            room = (row + most[low_at[who] + variant[who, r]] - no_deal[who]) / (abs(row) + 1.0)
            least = min(least, room)
        if least > best:
            best, chosen = least, r
    return chosen


@njit(f"i8({_SIGNATURE})", cache=_KEEP, nogil=True)
def sift(
    mode: int,
    first: int,
    last: int,
    width_of_block: int,
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
    """Find the agreeable deals of some draws; `middleground.deals.sheet` lays the numbers out.

    Returns:
        The first draw that was not done: `last`, unless the list was full.
    """
    people = no_deal.shape[1]
    columns = len(column_number)
    blocks = columns // width_of_block
    high = np.empty((people, variant.shape[1]), np.int64)
    low = np.empty((len(seen_row), columns), np.int64)
    most = np.empty((len(seen_row), blocks), np.int64)
    most_of_all = np.empty(len(seen_row), np.int64)
    need = np.empty(people, np.int64)
    own = np.empty(people, np.int64)
    others = np.empty(people, np.int64)
    keep = np.empty(width_of_block, np.int64)
    found = 0
    for draw in range(first, last):
        _lay_out(
            draw, row_sizes, column_sizes, options, add, terms, term_rows, term_columns, cells,
            low_at, seen_row, seen_who, high, low,
        )  # fmt: skip
        for n in range(len(seen_row)):
            top = low[n, 0]
            for b in range(blocks):
                peak = low[n, b * width_of_block]
                for c in range(b * width_of_block, (b + 1) * width_of_block):
                    peak = max(peak, low[n, c])
                most[n, b] = peak
                top = max(top, peak)
            most_of_all[n] = top
        now = state[draw]
        needed = vetoes[now]
        sure, count = 0, 0
        while count < people and needed[count] >= 0:
            sure |= 1 << needed[count]
            count += 1
        open_count = 0
        for who in range(people):
            if not sure >> who & 1:
                others[open_count] = who
                open_count += 1
        any_found = False
        promising = 0
        if mode == EXISTS:
            promising = _most_promising(
                rows, no_deal[draw], high, most_of_all, low_at, variant, needed
            )
        for n in range(-1, len(rows)):
            r = rows[n] if n >= 0 else promising
            if n < 0 and mode != EXISTS:
                continue
            could = 0
            for who in range(people):
                need[who] = no_deal[draw, who] - high[who, r]
                own[who] = low_at[who] + variant[who, r]
                if most_of_all[own[who]] >= need[who]:
                    could |= 1 << who
            if could & sure != sure:
                continue
            if not _agreed(could, yes, yes_at[now], shift, width):
                continue
            if not _permitted(True, draw, r, 0, rules, rule_rows, rule_columns, cells):
                continue
            mask = masks[mask_of[r]]
            for b in range(blocks):
                possible = True
                for k in range(count):
                    if most[own[needed[k]], b] < need[needed[k]]:
                        possible = False
                        break
                if not possible:
                    continue
                at = b * width_of_block
                left = 0
                for c in range(width_of_block):
                    keep[c] = mask[at + c]
                for k in range(count):
                    least = need[needed[k]]
                    theirs = own[needed[k]]
                    for c in range(width_of_block):
                        keep[c] &= low[theirs, at + c] >= least
                for c in range(width_of_block):
                    left += keep[c]
                if left == 0:
                    continue
                for c in range(width_of_block):
                    if not keep[c]:
                        continue
                    yeses = sure
                    for k in range(open_count):
                        if low[own[others[k]], at + c] >= need[others[k]]:
                            yeses |= 1 << others[k]
                    if not _agreed(yeses, yes, yes_at[now], shift, width):
                        continue
                    if not _permitted(
                        False, draw, r, at + c, rules, rule_rows, rule_columns, cells
                    ):
                        continue
                    any_found = True
                    if mode == EXISTS:
                        break
                    number = row_number[r] + column_number[at + c]
                    if mode == COUNT:
                        counts[number] += 1
                        continue
                    if found == len(listed):
                        return draw
                    listed[found] = number
                    for p in range(len(deciders)):
                        who = deciders[p]
                        worth[found, p] = high[who, r] + low[own[who], at + c]
                    found += 1
                if any_found and mode == EXISTS:
                    break
            if any_found and mode == EXISTS:
                break
        held[draw] = any_found
        if mode == LIST:
            ends[draw] = found
    return last


@njit("void(i8[:,::1], i8[::1], i8[::1], u1[::1])", cache=_KEEP, nogil=True)
def mark_contenders(values: Any, no_deal: Any, scales: Any, keep: Any) -> None:
    """Mark those of a draw's agreeable deals among which the fair ones are found.

    For each idea of `middleground.deals.fair` those that come close to the best by its score in
    floating point, and for each party a deal of its greatest gain: what is fair among the marked is
    what is fair among all, with all ties.

    Args:
        values: V of the parties' decision makers. Shape (deals, parties).
        no_deal: V of no deal. Shape (parties,).
        scales: W. Shape (parties,).
        keep: Set to a bit for each idea, in the order of `IDEAS`, and to `HOLDER`. Shape (deals,).
    """
    parties = len(scales)
    ideal = np.zeros(parties, np.int64)
    holder = np.full(parties, -1, np.int64)
    for n in range(len(values)):
        rational = True
        for p in range(parties):
            if values[n, p] < no_deal[p]:
                rational = False
                break
        if rational:
            for p in range(parties):
                if holder[p] < 0 or values[n, p] - no_deal[p] > ideal[p]:
                    ideal[p], holder[p] = values[n, p] - no_deal[p], n
    for p in range(parties):
        if holder[p] >= 0:
            keep[holder[p]] |= HOLDER
    scores = np.empty((len(values), 4), np.float64)
    best = np.full(4, -np.inf)
    for n in range(len(values)):
        product, share, least, total = 0.0, np.inf, np.inf, 0.0
        for p in range(parties):
            gain = values[n, p] - no_deal[p]
            product += np.log(gain) if gain > 0 else -np.inf
            least = min(least, gain / scales[p])
            total += values[n, p] / scales[p]
            if gain < 0:
                share = -np.inf
            elif ideal[p] > 0:
                share = min(share, gain / ideal[p])
        scores[n, 0], scores[n, 1], scores[n, 2], scores[n, 3] = product, share, least, total
        for k in range(4):
            best[k] = max(best[k], scores[n, k])
    for k in range(4):
        if best[k] == -np.inf:
            continue
        # Nobody can gain: all shares are equal, at infinity.
        line = best[k] if best[k] == np.inf else best[k] - CLOSE * max(1.0, abs(best[k]))
        for n in range(len(values)):
            if scores[n, k] >= line:
                keep[n] |= 1 << k
