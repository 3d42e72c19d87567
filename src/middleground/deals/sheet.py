"""All numbers of some draws, one after the other, as the compiled loops take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Draws, Wholes
from middleground.deals.space import PlacedCondition
from middleground.deals.split import Split, cells_of
from middleground.scenario.expressions import names_in


@dataclass(frozen=True)
class Sheet:
    """All numbers of some draws, laid out for the compiled loops.

    Attributes:
        arguments: What `middleground.deals.kernels.sift` is given between the draws and the
            results, in its order.
    """

    arguments: tuple[Any, ...]

    @classmethod
    def of(cls, split: Split, appraisal: Appraisal) -> "Sheet":
        """Lay out some draws of the scenario that was split."""
        utilities = [appraisal.utilities[who] for who in split.people]
        count = appraisal.draws.count
        order = [*split.high, *split.low]
        width = sum(appraisal.space.sizes)
        options = np.zeros((count, len(utilities), width), np.int64)
        for k, utility in enumerate(utilities):
            np.concatenate([utility.options[n] for n in order], axis=1, out=options[:, k, :])
        no_deal = np.stack([u.no_deal for u in utilities], axis=1)
        add = np.zeros((count, len(split.terms)), np.int64)
        for t, (k, n, _) in enumerate(split.terms):
            add[:, t] = utilities[k].terms[n].add
        cells = _Cells(appraisal.draws)
        terms = [(k, p.where, *cells.put(p.condition)) for k, _, p in split.terms]
        rules = [(p.where, *cells.put(p.condition)) for p in split.rules]
        which, masks = split.masks
        kept = np.flatnonzero(np.asarray(masks.any(axis=1))[which])
        people = np.repeat(np.arange(len(utilities)), np.diff(split.low_at))
        return cls(
            (
                split.block,
                np.array([split.space.sizes[n] for n in split.high], np.int64),
                np.array([split.space.sizes[n] for n in split.low], np.int64),
                options,
                no_deal,
                add,
                np.array(terms, np.int64).reshape(-1, 4),
                _stacked([p.rows for _, _, p in split.terms], len(split.row_numbers)),
                _stacked([p.columns for _, _, p in split.terms], len(split.column_numbers)),
                cells.all,
                split.variant,
                split.low_at,
                split.seen_rows,
                people,
                np.array([split.people.index(who) for who in appraisal.deciders], np.int64),
                kept,
                which,
                split.row_numbers,
                split.column_numbers,
                masks,
                np.array(rules, np.int64).reshape(-1, 3),
                _stacked([p.rows for p in split.rules], len(split.row_numbers)),
                _stacked([p.columns for p in split.rules], len(split.column_numbers)),
                *_ratification(split, appraisal),
            )
        )


def _stacked(arrays: Sequence[Wholes], width: int) -> Wholes:
    return np.concatenate([np.zeros((0, width), np.int64), *(a[None, :] for a in arrays)])


class _Cells:
    """All truth tables one after the other."""

    def __init__(self, draws: Draws) -> None:
        self._draws, self._parts, self._at = draws, [np.zeros(1, np.uint8)], 1

    def put(self, condition: PlacedCondition) -> tuple[int, int]:
        """Where a condition's table starts, and how far it is to the next draw's."""
        table = cells_of(condition, self._draws)
        start = self._at
        self._parts.append(table.reshape(-1).astype(np.uint8))
        self._at += table.size
        return start, table.shape[1] if condition.varies else 0

    @property
    def all(self) -> NDArray[np.uint8]:
        return np.concatenate(self._parts)


def _ratification(split: Split, appraisal: Appraisal) -> tuple[Any, ...]:
    """Who says yes to what, by which events hold: for each party a table over its people's yeses.

    Returns:
        Each draw's state; the tables; where they start, by state and party; the place of each
        party's first bit; which bits are its own; who must say yes in each state, the least
        inclined first, then -1.
    """
    rules = appraisal.ratification.rules
    named = sorted({n for rule in rules for n in names_in(rule.node)} & set(appraisal.draws.truths))
    count = appraisal.draws.count
    truths = [np.broadcast_to(appraisal.draws.truths[n], (count,)) for n in named]
    patterns, state = np.unique(
        np.stack([np.zeros(count, bool), *truths], axis=1), axis=0, return_inverse=True
    )
    tables, at = [], 0
    starts: list[list[int]] = []
    vetoes: list[list[int]] = []
    place = {who: k for k, who in enumerate(split.people)}
    rank = {who: (appraisal.inclination(who), who) for who in split.people}
    for pattern in patterns:
        events = dict(zip(named, map(bool, pattern[1:]), strict=True))
        starts.append([])
        needed: list[str] = []
        for rule in rules:
            size = 1 << len(rule.constituencies)
            bits = {
                who: (np.arange(size) >> n & 1).astype(bool)
                for n, who in enumerate(rule.constituencies)
            }
            table = np.broadcast_to(rule.ratifies(bits, dict(events)), (size,))
            tables.append(table.astype(np.uint8))
            starts[-1].append(at)
            at += size
            needed += rule.vetoes(events)
        ordered = [place[who] for who in sorted(needed, key=lambda who: rank[who])]
        vetoes.append(ordered + [-1] * (len(place) - len(ordered)))
    lengths = [len(rule.constituencies) for rule in rules]
    return (
        state.reshape(-1).astype(np.int64),
        np.concatenate(tables),
        np.array(starts, np.int64),
        np.cumsum([0, *lengths[:-1]], dtype=np.int64),
        np.array([(1 << length) - 1 for length in lengths], np.int64),
        np.array(vetoes, np.int64).reshape(len(patterns), len(place)),
    )
