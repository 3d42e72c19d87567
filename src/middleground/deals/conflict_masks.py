"""Conflict sets of a space that can be looked at deal by deal: one bit mask for each deal.

Where a ratification rule has an `or`, a deal that somebody refuses counts once for each smallest
group of refusals that would have to be lifted. The largest masks are the largest satisfiable sets.

What conditions say of a deal depends on its row and its column (`middleground.deals.scan`), and few
rows and columns differ in that: they fall into classes. A deal is then a class and those who accept
it, a small number; which of these numbers occur is all that has to be seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from middleground.deals.acceptance import RatificationRule, accepts
from middleground.deals.conflicts import MOST_BITS, Masks, maximal, members, set_of
from middleground.deals.draws import Bools, Wholes
from middleground.deals.requirements import Requirements, Setting
from middleground.deals.scan import Scan
from middleground.deals.space import MOST_DEALS, PlacedCondition
from middleground.scenario.expressions import holds, names_in

MOST_LOOKS = 100_000_000
_TABLE = 1 << 24
_BLOCK = 1 << 17
_Codes = NDArray[np.unsignedinteger]


def fits(requirements: Requirements) -> bool:
    """Whether there are few enough deals to look at each, under every value of the facts."""
    deals = requirements.space.count
    looks = deals * len(requirements.settings)
    few_groups = len(requirements.groups) <= MOST_BITS
    return deals <= MOST_DEALS and looks <= MOST_LOOKS and few_groups


class Masked:
    """The deals of a space with their masks, draw by draw.

    Attributes:
        requirements: What deals are asked to meet.
    """

    def __init__(self, requirements: Requirements) -> None:
        """Sort the values of the facts into those that the same look at the deals will do for."""
        self.requirements = requirements
        free = frozenset().union(*(s.free for s in requirements.settings))
        terms = [t.when.node for u in requirements.reading.utilities.values() for t in u.terms]
        settings = requirements.settings
        if any(free & names_in(node) for node in terms):
            self._looks = [_Look.of(requirements, [setting]) for setting in settings]
        else:
            self._looks = [_Look.of(requirements, settings)]

    def masks(self, draw: int = 0) -> Masks:
        """The largest sets of groups that some deal satisfies together, in one draw."""
        raw = maximal(np.concatenate([look.masks(draw) for look in self._looks]))
        return lifted(self.requirements, raw.tolist(), draw)


def masks_of(requirements: Requirements, number: int, draw: int = 0) -> Masks:
    """The largest sets of groups that a single deal satisfies, in a space of any size."""
    raw = set()
    for setting in requirements.settings:
        mask = requirements.facts_held(setting)
        digits = requirements.space.digits_of(number)
        situation = requirements.space.situation(digits, setting.draws, draw)
        for path, condition in requirements.conditions.items():
            held = bool(np.all(holds(condition.node, situation)))
            mask |= held << requirements.bit[path]
        for who in requirements.asked:
            utility = requirements.reading.utilities[who]
            surplus = utility.surplus(requirements.space, number, setting.draws)
            mask |= bool(accepts(surplus[draw], 0)) << requirements.bit[f"preferences.{who}"]
        raw.add(mask)
    return lifted(requirements, raw, draw)


def lifted(requirements: Requirements, raw: Iterable[int], draw: int = 0) -> Masks:
    """What deals satisfy when the parties' rules are asked about who accepts.

    Args:
        requirements: What deals are asked to meet.
        raw: For each deal its mask, with those who accept.
        draw: In which draw.
    """
    events = requirements.reading.events(draw)
    rules = [_Lifts(requirements, rule, events) for rule in requirements.ratified_by]
    everybody = requirements.of_kind("acceptance")
    found = set()
    for mask in raw:
        for lifts in product(*(rule.smallest(mask) for rule in rules)):
            refused = set_of(n for lift in lifts for n in members(lift))
            found.add((mask | everybody) & ~refused)
    return maximal(np.array(sorted(found), dtype=np.uint64))


class _Lifts:
    """Which refusals have to be lifted for one party to say yes."""

    def __init__(
        self, requirements: Requirements, rule: RatificationRule, events: dict[str, bool]
    ) -> None:
        bit = requirements.bit
        self.own = set_of(bit[f"preferences.{who}"] for who in rule.constituencies)
        self.groups = [
            set_of(bit[f"preferences.{who}"] for who in group) for group in rule.sufficient(events)
        ]
        self.known: dict[int, list[int]] = {}

    def smallest(self, mask: int) -> list[int]:
        """The smallest sets of refusals without which the party would say yes."""
        refused = self.own & ~mask
        if refused not in self.known:
            lifts = {group & refused for group in self.groups}
            self.known[refused] = [
                one for one in lifts if not any(other & one == other != one for other in lifts)
            ]
        return self.known[refused]


@dataclass(frozen=True)
class _Classes:
    """Rows and columns that conditions do not tell apart.

    Attributes:
        of_row: Class of each row, times the number of column classes. Shape (rows,).
        of_column: Class of each column of each variant. Shape (variants or 1, columns).
        masks: For each setting of the facts and each class of deals, the conditions that hold,
            and the facts that have their own value. Shape (settings, classes).
        is_open: Which classes the background allows. Shape (settings, classes).
    """

    of_row: Wholes
    of_column: Wholes
    masks: Masks
    is_open: Bools


class _Look(Scan):
    """A look at every deal, for some settings of the facts; deals that break rules count too."""

    requirements: Requirements
    settings: Sequence[Setting]
    _known: dict[bytes, _Classes]
    _answers: dict[bytes, Masks]

    @classmethod
    def of(cls, requirements: Requirements, settings: Sequence[Setting]) -> "_Look":
        """A look at the deals under the first of some settings, with the conditions of all."""
        made = cls(requirements.reading.scenario, settings[0].draws)
        made.requirements, made.settings = requirements, settings
        made.utilities = requirements.reading.utilities
        pins = {f"pin.{n}": pin for n, pin in enumerate(requirements.background)}
        made.rules = {**requirements.conditions, **pins}
        made._known, made._answers = {}, {}
        return made

    def masks(self, draw: int) -> Masks:
        """The masks of all deals in a draw, each once."""
        key = self._key(draw)
        if key not in self._known:
            self._known[key] = self._sorted(draw)
        if self.requirements.asked:
            return self._look(draw, self._known[key])
        if key not in self._answers:  # without people, draws that share their classes are alike
            self._answers[key] = self._look(draw, self._known[key])
        return self._answers[key]

    def _key(self, draw: int) -> bytes:
        """The same for draws in which conditions say the same."""
        varying = [c for c in self.rules.values() if c.varies]
        return b"".join(c.table(s.draws, draw).tobytes() for s in self.settings for c in varying)

    def _look(self, draw: int, classes: _Classes) -> Masks:
        people = self.requirements.asked
        codes = self._codes(draw, classes, people)
        of_class, accepted = np.divmod(codes, 1 << len(people))
        yes = np.zeros(len(codes), dtype=np.uint64)
        for n, who in enumerate(people):
            bit = np.uint64(self.requirements.bit[f"preferences.{who}"])
            yes |= (accepted >> np.uint64(n) & np.uint64(1)) << bit
        found = [
            (masks[of_class] | yes)[is_open[of_class]]
            for masks, is_open in zip(classes.masks, classes.is_open, strict=True)
        ]
        return np.unique(np.concatenate(found))

    def _codes(self, draw: int, classes: _Classes, people: Sequence[str]) -> Masks:
        """Which classes of deals occur with which acceptances: class << people | acceptances."""
        size = classes.masks.shape[1] << len(people)
        if size <= _TABLE:
            seen = np.zeros(size, dtype=bool)
            for block in self._blocks(draw, classes, people, _smallest(size)):
                seen[block] = True
            return np.flatnonzero(seen).astype(np.uint64)
        blocks = self._blocks(draw, classes, people, np.uint64)
        return np.unique(np.concatenate([np.unique(block) for block in blocks]))

    def _blocks(
        self,
        draw: int,
        classes: _Classes,
        people: Sequence[str],
        kind: type[np.unsignedinteger],
    ) -> Iterator[_Codes]:
        """The codes of all deals, some rows at a time."""
        values = [self.values(who, draw) for who in people]
        of_row = classes.of_row.astype(kind) << kind(len(people))
        of_column = classes.of_column.astype(kind) << kind(len(people))
        for variant, rows in enumerate(self._rows_of):
            own = of_column[variant if len(of_column) > 1 else 0]
            step = max(1, _BLOCK // len(own))
            for start in range(0, len(rows), step):
                some = rows[start : start + step]
                code = of_row[some][:, None] + own[None, :]
                for n, value in enumerate(values):
                    low = value.low[variant if len(value.low) > 1 else 0]
                    needed = value.no_deal - value.high[some]
                    code |= accepts(low[None, :], needed[:, None]).astype(kind) << kind(n)
                yield code.ravel()

    def _sorted(self, draw: int) -> _Classes:
        """Rows and columns by what the conditions say of them, each under its settings."""
        slots = self._slots()
        words = max(1, -(-len(slots) // MOST_BITS))
        rows = np.zeros((words, self.space.rows), dtype=np.uint64)
        shape = (len(rows), max(1, len(self._rows_of)), self.space.columns)
        columns = np.zeros(shape, dtype=np.uint64)
        for n, slot in enumerate(slots):
            word, bit = divmod(n, MOST_BITS)
            by_row, by_column = self._lay_out(slot.condition, slot.settings[0], draw)
            rows[word] |= by_row.astype(np.uint64) << np.uint64(bit)
            columns[word] |= by_column.astype(np.uint64) << np.uint64(bit)
        row_kinds, of_row = _kinds(rows, len(slots))
        column_kinds, of_column = _kinds(columns.reshape(len(rows), -1), len(slots))
        both = (row_kinds[:, :, None] & column_kinds[:, None, :]).reshape(len(rows), -1)
        masks = np.zeros((len(self.settings), both.shape[1]), dtype=np.uint64)
        is_open = np.ones(masks.shape, dtype=bool)
        for n, setting in enumerate(self.settings):
            masks[n] = self.requirements.facts_held(setting)
        for n, slot in enumerate(slots):
            word, bit = divmod(n, MOST_BITS)
            held = both[word] >> np.uint64(bit) & np.uint64(1)
            for at in slot.settings:
                if slot.group is None:
                    is_open[at] &= held.astype(bool)
                else:
                    masks[at] |= held << np.uint64(slot.group)
        of_row = of_row * column_kinds.shape[1]
        return _Classes(of_row, of_column.reshape(shape[1:]), masks, is_open)

    def _slots(self) -> list["_Slot"]:
        """Every condition, once for each of the settings that it can tell apart."""
        free = frozenset().union(*(s.free for s in self.settings))
        bit = self.requirements.bit
        conditions = [(c, bit[path]) for path, c in self.requirements.conditions.items()]
        every: list[tuple[PlacedCondition, int | None]] = [*conditions]
        every += [(pin, None) for pin in self.requirements.background]
        slots = []
        for condition, group in every:
            if free & names_in(condition.node):
                slots += [_Slot(condition, group, (n,)) for n in range(len(self.settings))]
            else:
                slots.append(_Slot(condition, group, tuple(range(len(self.settings)))))
        return slots

    def _lay_out(self, condition: PlacedCondition, setting: int, draw: int) -> tuple[Bools, Bools]:
        kept, self.draws = self.draws, self.settings[setting].draws
        try:
            return self._laid_out(condition, draw)
        finally:
            self.draws = kept


@dataclass(frozen=True)
class _Slot:
    """A condition under some settings that are the same to it.

    Attributes:
        condition: The condition.
        group: The number of its group; None for what is pinned.
        settings: Numbers of the settings.
    """

    condition: PlacedCondition
    group: int | None
    settings: tuple[int, ...]


def _kinds(words: Masks, bits: int) -> tuple[Masks, Wholes]:
    """The different columns of some words, and which of them each column is.

    Args:
        words: Shape (words, columns).
        bits: How many bits are used, in all words together.
    """
    if len(words) == 1 and 1 << bits <= _TABLE:
        seen = np.zeros(1 << bits, dtype=bool)
        seen[words[0]] = True
        place = np.cumsum(seen) - 1
        return np.flatnonzero(seen).astype(np.uint64)[None, :], place[words[0]]
    kinds, which = np.unique(words, axis=1, return_inverse=True)
    return kinds, which.reshape(-1)


def _smallest(size: int) -> type[np.unsignedinteger]:
    return np.uint16 if size <= 1 << 16 else np.uint32
