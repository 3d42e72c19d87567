"""Which sets of levers open the zone, in every draw: all sets at once.

What somebody accepts rests on their own numbers, so on the levers that move them alone. Levers that
change weights, events or rules are tried apart, each combination a world of its own. In a world a
lever moves numbers that run one way in what a deal is worth. With everything that could help and
nothing that could hurt, the deals that some set might make agreeable are listed; of these it is
noted by whom, with which of their own levers, each is accepted. Deals alike in that are one. Every
set of levers is then a look-up for each person and a few bit operations.

Exact for every set and draw, whether levers help or hurt.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from middleground.deals.acceptance import Ratification
from middleground.deals.draws import Bools, Draws, Wholes
from middleground.deals.levers import Effect, Levers, Pull, World, bounded, moved
from middleground.deals.many_draws import ManyDraws
from middleground.deals.sampling import Progress, no_progress
from middleground.deals.space import DealSpace
from middleground.deals.utility import Utility, read_utility
from middleground.scenario.expressions import holds
from middleground.scenario.model import Scenario

Words = NDArray[np.uint64]
_BITS = 16
_LARGEST_KIND = 1 << 22
_WIDEST_PART = 512
_FEW = 6
MOST_ON_ONE = 10  # levers that move one person's numbers: each combination is looked at
_EVERY = np.uint64((1 << 64) - 1)
_OF_OPTIONS = ("scores", "points")


@dataclass(frozen=True)
class LeverTable:
    """Levers, and what is to be opened.

    Attributes:
        levers: All of them, over draws.
        deal: Position of the one deal that counts; None where any agreeable deal does.
        progress: Told the draws done and their number.
    """

    levers: Levers
    deal: int | None = None
    progress: Progress = no_progress

    def held(self, sets: Sequence[int] | Wholes) -> Bools:
        """In which draws each set of levers leaves some agreeable deal. Shape (sets, draws).

        Args:
            sets: Bits in the order of `levers.pulls`.

        Raises:
            AnswerError: If any deal counts and there are too many to look at each.
        """
        chosen = np.asarray(sets, dtype=np.int64)
        worldly = sum(1 << n for n, pull in enumerate(self.levers.pulls) if pull.is_worldly)
        found = np.zeros((len(chosen), self.levers.draws.count), dtype=bool)
        worlds = np.unique(chosen & worldly)
        for n, world in enumerate(worlds.tolist()):
            here = np.flatnonzero((chosen & worldly) == world)
            view = _InWorld.of(self.levers, world, worldly, self.deal)
            found[here] = view.held(chosen[here])
            self.progress(n + 1, len(worlds))
        return found


def most_on_one(pulls: Sequence[Pull]) -> int:
    """How many of some levers move one and the same person, at most."""
    moved_by = Counter(who for pull in pulls for who in {e.who for e in pull.effects})
    return max(moved_by.values(), default=0)


@dataclass(frozen=True)
class _Person:
    """Somebody whom a rule asks, with the levers that move them in a world.

    Attributes:
        who: The constituency.
        bits: Which levers, as bits of a set.
        effects: For each of these levers its effects on them.
    """

    who: str
    bits: tuple[int, ...]
    effects: tuple[tuple[Effect, ...], ...]

    def combinations(self, sets: Wholes) -> Wholes:
        """For each set the number of this person's own combination of levers. Shape (sets,)."""
        number = np.zeros(len(sets), dtype=np.int64)
        for n, bit in enumerate(self.bits):
            number |= (sets >> bit & 1) << n
        return number


@dataclass(frozen=True)
class _InWorld:
    """A world with the levers that remain to be tried in it."""

    world: World
    pulls: tuple[tuple[int, Pull], ...]
    deal: int | None

    @classmethod
    def of(cls, levers: Levers, world: int, worldly: int, deal: int | None) -> "_InWorld":
        used = [pull for n, pull in enumerate(levers.pulls) if world >> n & 1]
        others = [(n, p) for n, p in enumerate(levers.pulls) if not worldly >> n & 1]
        return cls(levers.world(used), tuple((n, p) for n, p in others if p.effects), deal)

    def held(self, sets: Wholes) -> Bools:
        """Shape (sets, draws)."""
        draws = self.world.draws
        found = np.zeros((len(sets), draws.count), dtype=bool)
        is_few = self.deal is None and len(np.unique(sets)) <= _FEW
        if is_few or most_on_one([pull for _, pull in self.pulls]) > MOST_ON_ONE:
            return self._one_by_one(sets)
        if self.deal is None:
            at_worst = ManyDraws(self.world.scenario, self._ends(helps=False)).zone_exists()
            found[:, at_worst] = True
            left = np.flatnonzero(~at_worst)
        else:
            left = np.arange(draws.count)
        for draw, words in self._looked_up(left, sets):
            found[:, draw] = words
        return found

    def _one_by_one(self, sets: Wholes) -> Bools:
        """The same for few sets, each asked about by itself."""
        found = np.zeros((len(sets), self.world.draws.count), dtype=bool)
        for n, chosen in enumerate(sets.tolist()):
            effects = [e for bit, pull in self.pulls if chosen >> bit & 1 for e in pull.effects]
            draws = self.world.draws
            draws = replace(draws, values=moved(draws.values, effects))
            many = ManyDraws(self.world.scenario, draws)
            if self.deal is None:
                found[n] = many.zone_exists()
            else:
                found[n] = many.agreeable_at([self.deal])[:, 0]
        return found

    def _ends(self, *, helps: bool) -> Draws:
        """Every number moved as far as levers can move it the better way, or the worse."""
        effects = []
        for _, pull in self.pulls:
            for effect in pull.effects:
                better = effect.by * effect.direction > 0
                effects.append(replace(effect, by=np.where(better == helps, effect.by, 0)))
        return replace(self.world.draws, values=moved(self.world.draws.values, effects))

    def _looked_up(self, draws: Wholes, sets: Wholes) -> Iterator[tuple[int, Bools]]:
        """For each of some draws which sets leave an agreeable deal."""
        chosen = np.zeros(self.world.draws.count, dtype=bool)
        chosen[draws] = True
        if not chosen.any():
            return
        some = self.world.draws.where(chosen)
        people = self._people(chosen)
        own = [person.combinations(sets) for person in people]
        desks = [_Desk.of(self.world.scenario, some, person) for person in people]
        distinct, which = np.unique(np.stack(own), axis=1, return_inverse=True)
        rules = _Rules(Ratification.of(self.world.scenario), [person.who for person in people])
        for n, numbers in enumerate(self._candidates(chosen)):
            truths = {name: bool(t[0 if len(t) == 1 else n]) for name, t in some.truths.items()}
            deals = _Deals(desks[0].space, numbers)
            accepted = [desk.accepted(deals, n) for desk in desks]
            opened = rules.open(accepted, distinct, truths)
            yield int(draws[n]), opened[which.reshape(-1)]

    def _candidates(self, chosen: Bools) -> Iterator[Wholes]:
        """For each of some draws the deals that some set might make agreeable."""
        best = self._ends(helps=True).where(chosen)
        many = ManyDraws(self.world.scenario, best)
        if self.deal is None:
            yield from many.each_position()
            return
        number = np.array([self.deal], dtype=object)
        for agreeable in many.agreeable_at([self.deal])[:, 0]:
            yield number if agreeable else number[:0]

    def _people(self, chosen: Bools) -> list[_Person]:
        people = []
        for who in Ratification.of(self.world.scenario).constituencies:
            moving = [
                (bit, tuple(e for e in pull.effects if e.who == who)) for bit, pull in self.pulls
            ]
            own = [(bit, effects) for bit, effects in moving if effects]
            people.append(
                _Person(
                    who,
                    tuple(bit for bit, _ in own),
                    tuple(
                        tuple(replace(e, by=e.by[chosen] if len(e.by) > 1 else e.by) for e in es)
                        for _, es in own
                    ),
                )
            )
        return people


@dataclass(frozen=True)
class _Desk:
    """What one person makes of deals, with each combination of their own levers, in some draws.

    Attributes:
        utility: V with every combination of the levers that move scores or points, draw by draw:
            draws along the first axis, combinations within.
        spread: How many such combinations there are.
        row: For each combination of all levers, that of those.
        no_deal: V of no deal for each draw and combination. Shape (draws, combinations).
        adds: For each term the same for what it adds.
    """

    space: DealSpace
    draws: Draws
    utility: Utility
    spread: int
    row: Wholes
    no_deal: Wholes
    adds: tuple[Wholes, ...]

    @classmethod
    def of(cls, scenario: Scenario, draws: Draws, person: _Person) -> "_Desk":
        space = DealSpace.of(scenario)
        count = 1 << len(person.bits)
        moving = [
            n for n, es in enumerate(person.effects) if any(e.kind in _OF_OPTIONS for e in es)
        ]
        spread = 1 << len(moving)
        combinations = np.arange(count)
        row = np.zeros(count, dtype=np.int64)
        for place, n in enumerate(moving):
            row |= (combinations >> n & 1) << place
        of_options = _spread_out(
            draws, [[e for e in person.effects[n] if e.kind in _OF_OPTIONS] for n in moving]
        )
        utility = read_utility(scenario, space, person.who, of_options)
        scale = utility.scale[::spread]
        moved_by = [[e for e in es if e.kind not in _OF_OPTIONS] for es in person.effects]
        path = f"preferences.{person.who}"
        no_deal = _at_combinations(draws, f"{path}.no_deal", moved_by) * scale[:, None]
        adds = tuple(
            _at_combinations(draws, f"{path}.together.{n}.add", moved_by) * scale[:, None]
            for n in range(len(utility.terms))
        )
        return cls(space, draws, utility, spread, row, no_deal, adds)

    def accepted(self, deals: "_Deals", draw: int) -> Bools:
        """Which deals they accept with each combination. Shape (combinations, deals)."""
        first = draw * self.spread
        options = [own[first : first + self.spread] for own in self.utility.options]
        values = deals.add_up(options)
        found = values[self.row] - self.no_deal[draw][:, None]
        for term, add in zip(self.utility.terms, self.adds, strict=True):
            if add[draw].any():
                situation = self.space.situation(deals.digits(term.when.scope), self.draws, draw)
                held = np.broadcast_to(holds(term.when.node, situation), (deals.count,))
                found += np.where(held, add[draw][:, None], 0)
        return np.asarray(found >= 0)


@dataclass(frozen=True)
class _Deals:
    """Some deals of a space of any size."""

    space: DealSpace
    numbers: Wholes

    @property
    def count(self) -> int:
        """How many."""
        return len(self.numbers)

    def digits(self, issues: Sequence[int]) -> dict[str, Wholes]:
        """For some issues, the position of their option in each deal."""
        sizes, found = self.space.sizes, {}
        for n in issues:
            at = self.numbers // prod(sizes[n + 1 :]) % sizes[n]
            found[self.space.issues[n]] = at.astype(np.int64)
        return found

    def add_up(self, options: Sequence[Wholes]) -> Wholes:
        """The sum over the issues of what each deal's options add, row by row.

        Args:
            options: For each issue, shape (rows, options).

        Returns:
            Shape (rows, deals).
        """
        found = np.zeros((len(options[0]), self.count), dtype=np.int64)
        for (first, last), at in self._parts:
            found += _outer(options[first:last])[:, at]
        return found

    @cached_property
    def _parts(self) -> list[tuple[tuple[int, int], Wholes]]:
        """Runs of issues with few combinations, and of which of them each deal is."""
        sizes, parts, last = self.space.sizes, [], len(self.space.sizes)
        left = self.numbers
        while last:
            first = last - 1
            while first and prod(sizes[first - 1 : last]) <= _WIDEST_PART:
                first -= 1
            width = prod(sizes[first:last])
            at, left = left % width, left // width
            parts.append(((first, last), at.astype(np.int64)))
            last = first
        return parts


def _outer(options: Sequence[Wholes]) -> Wholes:
    """Every combination of options added up, row by row. Shape (rows, combinations)."""
    found = options[0]
    for own in options[1:]:
        found = (found[:, :, None] + own[:, None, :]).reshape(len(own), -1)
    return found


def _spread_out(draws: Draws, effects: Sequence[Sequence[Effect]]) -> Draws:
    """Every draw once for each combination of some levers, one after the other."""
    spread = 1 << len(effects)
    values = {p: v if len(v) == 1 else np.repeat(v, spread) for p, v in draws.values.items()}
    truths = {n: t if len(t) == 1 else np.repeat(t, spread) for n, t in draws.truths.items()}
    combinations = np.tile(np.arange(spread), draws.count)
    sums: dict[str, Wholes] = {}
    kinds: dict[str, str] = {}
    for n, own in enumerate(effects):
        for effect in own:
            by = np.broadcast_to(effect.by, (draws.count,)).repeat(spread)
            more = np.where(combinations >> n & 1, by, 0)
            sums[effect.path] = sums[effect.path] + more if effect.path in sums else more
            kinds[effect.path] = effect.kind
    values |= {path: bounded(values[path] + more, kinds[path]) for path, more in sums.items()}
    return replace(draws, count=draws.count * spread, values=values, truths=truths)


def _at_combinations(draws: Draws, path: str, effects: Sequence[Sequence[Effect]]) -> Wholes:
    """A number with every combination of levers. Shape (draws, combinations)."""
    base = np.broadcast_to(draws.values[path], (draws.count,))
    found = np.repeat(base[:, None], 1 << len(effects), axis=1)
    combinations = np.arange(1 << len(effects))
    for n, own in enumerate(effects):
        for effect in own:
            if effect.path == path:
                by = np.broadcast_to(effect.by, (draws.count,))
                found = found + np.where(combinations >> n & 1, by[:, None], 0)
    return found


@dataclass(frozen=True)
class _Rules:
    """When all parties ratify, over the yeses of some people."""

    ratification: Ratification
    people: Sequence[str]

    def open(
        self, accepted: Sequence[Bools], combinations: Wholes, truths: Mapping[str, bool]
    ) -> Bools:
        """Which of some combinations leave an agreeable deal.

        Args:
            accepted: For each person, by own combination and deal. Shape (own, deals) each.
            combinations: Each person's own combination. Shape (people, combinations).
            truths: Which events hold.

        Returns:
            Shape (combinations,).
        """
        words = _packed(accepted)
        groups = self._groups(truths)
        if any(not party for party in groups) or not words[0].shape[1]:
            return np.zeros(combinations.shape[1], dtype=bool)
        every = np.full((combinations.shape[1], words[0].shape[1]), _EVERY)
        agreed = every
        for party in groups:
            said = np.zeros_like(every)
            for group in party:
                said |= np.bitwise_and.reduce([every, *(words[n][combinations[n]] for n in group)])
            agreed = agreed & said
        return np.asarray(agreed.any(axis=1))

    def _groups(self, truths: Mapping[str, bool]) -> list[list[tuple[int, ...]]]:
        """For each party its smallest sufficient groups, as places of people."""
        key = tuple(sorted(truths.items()))
        if key not in self._known:
            place = {who: n for n, who in enumerate(self.people)}
            self._known[key] = [
                [tuple(sorted(place[who] for who in group)) for group in rule.sufficient(truths)]
                for rule in self.ratification.rules
            ]
        return self._known[key]

    _known: dict[tuple[tuple[str, bool], ...], list[list[tuple[int, ...]]]] = field(
        default_factory=dict
    )


def _packed(accepted: Sequence[Bools]) -> list[Words]:
    """Deals as bits, those that everybody treats alike as one. Shape (own combinations, words)."""
    first = _first_of_each(accepted)
    width = -(-len(first) // 64)
    packed = []
    for own in accepted:
        padded = np.zeros((len(own), width * 64), dtype=bool)
        padded[:, : len(first)] = own[:, first]
        packed.append(np.packbits(padded, axis=1, bitorder="little").view(np.uint64))
    return packed


def _first_of_each(accepted: Sequence[Bools]) -> Wholes:
    """One deal of each kind: all that everybody, with all of their levers, treats alike."""
    kinds = np.zeros(accepted[0].shape[1], dtype=np.int64)
    for own in accepted:
        for start in range(0, len(own), _BITS):
            some = own[start : start + _BITS]
            code = np.zeros(len(kinds), dtype=np.int64)
            for n, yes in enumerate(some):
                code |= yes.astype(np.int64) << n
            kinds = _renumbered(kinds << len(some) | code)
    place = np.full(int(kinds.max(initial=-1)) + 1, -1)
    place[kinds[::-1]] = np.arange(len(kinds))[::-1]
    return place


def _renumbered(kinds: Wholes) -> Wholes:
    """The same kinds, numbered without gaps."""
    top = int(kinds.max(initial=0)) + 1
    if top > _LARGEST_KIND:
        return np.asarray(np.unique(kinds, return_inverse=True)[1]).reshape(-1)
    seen = np.zeros(top, dtype=bool)
    seen[kinds] = True
    return np.asarray((np.cumsum(seen) - 1)[kinds])
