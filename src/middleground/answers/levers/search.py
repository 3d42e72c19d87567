"""The search for sets of levers, and what each lever is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from middleground.answers.levers.shapes import Cost, LeverSet, LeversFound, LeverView
from middleground.deals.contrast import contrast
from middleground.deals.draws import Bools, Floats, Wholes
from middleground.deals.lever_sets import LeverSets, shapley_shares, smallest
from middleground.deals.lever_table import MOST_ON_ONE, LeverTable, most_on_one
from middleground.deals.levers import Levers
from middleground.deals.pins import read_pins
from middleground.deals.planner import is_enumerable
from middleground.deals.readings import Readings, digest
from middleground.deals.sampling import SCRAMBLINGS, Progress, Sampling, no_progress
from middleground.deals.space import DealSpace
from middleground.deals.views import Deal, How
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario
from middleground.scenario.pinning import with_terms
from middleground.version import __version__

MOST_EXACT = 20
_MOST_WORLDS = 64
_MOST_CELLS = 1 << 26  # sets times draws that are kept at a time
_FEWEST_DRAWS = 64
_FRESH = 1_000_003
_OTHERS = 4
_RUNGS = 10
_LEAST_STEP = 0.01
_RECHECKED = 64
_ROUNDS = 40


def find_levers(
    scenario: Scenario,
    sampling: Sampling,
    progress: Progress = no_progress,
    target: float = 0.8,
    deal: Deal | None = None,
) -> LeversFound:
    """Find the cheapest sets of levers that reach a probability, and what each lever is worth.

    Args:
        scenario: With parties, issues, preferences and levers.
        sampling: How the uncertain numbers are drawn.
        progress: Told the steps done and their number.
        target: The probability wanted, 0 to 1.
        deal: Terms that the deal must have: all of a deal, or some; None for any agreeable deal.

    Raises:
        AnswerError: If there are no levers, if one points to nothing, or if there are more deals
            than the question can be answered for.
    """
    Readings(scenario, None)  # refuses a scenario without a model
    if not scenario.levers:
        raise AnswerError(
            "the scenario has no levers",
            code="incomplete",
            where="levers",
            expected="something that somebody can do, whom it moves, and what it costs",
            mend="add a section 'levers', such as levers: {subsidy: {by: arbiter, on: port.board, "
            "shifts: {no_deal: [-10, -5]}, cost: 3}}",
        )
    if not 0 < target <= 1:
        raise AnswerError(
            f"a target of {target:g}",
            code="number-range",
            expected="a probability above 0, up to 1",
        )
    wish = _Wish.of(scenario, deal or {})
    return _Search(scenario, wish, sampling, progress, target).answer()


@dataclass(frozen=True)
class _Wish:
    """What is to be opened.

    Attributes:
        scenario: The scenario, limited to deals with the wished terms where these are not all.
        terms: The wished terms.
        number: Position of the deal, where all its terms are wished.
    """

    scenario: Scenario
    terms: Deal
    number: int | None

    @classmethod
    def of(cls, scenario: Scenario, terms: Deal) -> "_Wish":
        space = DealSpace.of(scenario)
        pins = read_pins(scenario, terms)
        if len(pins) == len(space.issues):
            number = 0
            for at, size in zip(pins.values(), space.sizes, strict=True):
                number = number * size + at
            return cls(scenario, terms, number)
        if not is_enumerable(space):
            raise AnswerError(
                f"{space.in_words()} are too many to look at one by one",
                code="too-large",
                where="issues",
                expected="10,000,000 deals at most where any of them may become agreeable",
                mend="ask about one deal, with all its terms: --deal issue=option,issue=option,...",
            )
        return cls(with_terms(scenario, terms) if terms else scenario, terms, None)


@dataclass
class _Search:
    """One search on its way."""

    written: Scenario
    wish: _Wish
    sampling: Sampling
    progress: Progress
    target: float

    def answer(self) -> LeversFound:
        sets, held = self._try_all() if self.is_exact else self._try_some()
        shares = held.mean(axis=1)
        order = self._cheapest_first(sets, shares)
        reaching = self._reaching(sets[order], shares[order])
        best = int(sets[order][np.argmax(shares[order])])
        ladder = self._ladder(sets[order].tolist(), shares[order].tolist())
        searched = dict(zip(sets.tolist(), shares.tolist(), strict=True))
        fresh = self._fresh([0, *reaching, best, *ladder])
        views = {one: self._view(one, searched[one], fresh) for one in fresh}
        return LeversFound(
            how=self._how(),
            target=self.target,
            deal=self.wish.terms,
            before=views[0].probability,
            cheapest=views[reaching[0]] if reaching else None,
            others=[views[one] for one in reaching[1:]],
            best=views[best],
            ladder=[views[one] for one in ladder],
            levers=self._each(sets, held),
            permitted=len(sets) if self.is_exact else None,
            tried=len(sets),
            searched_draws=self.searched.draws,
            fresh_seed=self.fresh.seed,
            notes=self._notes(),
        )

    # ---------------------------------------------------------------------- what to try

    @cached_property
    def levers(self) -> Levers:
        """The levers over the draws that are searched."""
        return Levers.of(self.wish.scenario, self.searched)

    @cached_property
    def sets(self) -> LeverSets:
        """Their sets."""
        return LeverSets(Levers.of(self.wish.scenario, Sampling(SCRAMBLINGS, self.sampling.seed)))

    @cached_property
    def is_exact(self) -> bool:
        """Whether every permitted set is tried."""
        pulls = self.sets.levers.pulls
        worlds = 1 << sum(pull.is_worldly for pull in pulls)
        crowd = most_on_one([pull for pull in pulls if not pull.is_worldly])
        is_small = len(self.sets.kept) <= MOST_EXACT and worlds <= _MOST_WORLDS
        return is_small and crowd <= MOST_ON_ONE

    @cached_property
    def searched(self) -> Sampling:
        """The draws that are searched: fewer, where there are very many sets."""
        draws = self.sampling.draws
        count = 1 << len(self.sets.kept) if self.is_exact else _MOST_CELLS // _FEWEST_DRAWS
        while draws > _FEWEST_DRAWS and count * draws > _MOST_CELLS:
            draws //= 2
        return Sampling(draws, self.sampling.seed)

    @property
    def fresh(self) -> Sampling:
        """The draws on which what was found is estimated again."""
        return Sampling(self.sampling.draws, self.sampling.seed + _FRESH)

    def _table(self, levers: Levers) -> LeverTable:
        return LeverTable(levers, self.wish.number, self.progress)

    def _try_all(self) -> tuple[Wholes, Bools]:
        sets = self.sets.all()
        return sets, self._table(self.levers).held(sets)

    def _try_some(self) -> tuple[Wholes, Bools]:
        """Lever by lever, each time the one that adds most for its cost; then what can be spared.

        Sets that reach the target are made cheaper by leaving out a lever or changing one.
        """
        known: dict[int, Bools] = {}
        self._try([0, *map(self.sets.with_needs, self.sets.kept)], known)
        chosen = 0
        while True:
            larger = [chosen | self.sets.with_needs(n) for n in self.sets.kept]
            self._try(larger, known)
            better = [
                one for one in larger if one in known and _share(known, one) > _share(known, chosen)
            ]
            if not better:
                break
            chosen = max(better, key=lambda one: (self._merit(known, chosen, one), -one))
        self._leave_out(known)
        for _ in range(_ROUNDS):
            reaching = [one for one in known if _share(known, one) >= self.target]
            if not reaching:
                break
            cheapest = min(reaching, key=lambda one: (self._cost(one), one.bit_count(), one))
            before = len(known)
            self._try(self._neighbours(cheapest), known)
            if len(known) == before:
                break
        sets = np.array(sorted(known), dtype=np.int64)
        return sets, np.stack([known[one] for one in sets.tolist()])

    def _leave_out(self, known: dict[int, Bools]) -> None:
        """From all that may be used together, the dearest lever out, as long as the target holds.

        Levers that are worth nothing one by one may be worth much together: these are found so.
        """
        chosen = 0
        for n in self.sets.kept:
            larger = chosen | self.sets.with_needs(n)
            if self.levers.pulls[n].only_hurts:
                continue
            if self.sets.permitted(np.array([larger]))[0]:
                chosen = larger
        self._try([chosen], known)
        while _share(known, chosen) >= self.target:
            smaller = [chosen & ~(1 << n) for n in self.sets.members(chosen)]
            self._try(smaller, known)
            enough = [s for s in smaller if s in known and _share(known, s) >= self.target]
            if not enough:
                return
            chosen = min(enough, key=lambda one: (self._cost(one), one))

    def _try(self, sets: Sequence[int], known: dict[int, Bools]) -> None:
        """Ask about permitted sets that were not asked about before."""
        fresh = np.array(sorted({*sets} - known.keys()), dtype=np.int64)
        fresh = fresh[self.sets.permitted(fresh)] if len(fresh) else fresh
        if len(fresh):
            known |= dict(zip(fresh.tolist(), self._table(self.levers).held(fresh), strict=True))

    def _neighbours(self, chosen: int) -> list[int]:
        """A set with one lever left out, or one changed for another."""
        inside = self.sets.members(chosen)
        outside = [n for n in self.sets.kept if not chosen >> n & 1]
        left_out = [chosen & ~(1 << n) for n in inside]
        return left_out + [one | self.sets.with_needs(n) for one in left_out for n in outside]

    def _merit(self, known: Mapping[int, Bools], chosen: int, larger: int) -> float:
        """What is added, for what it costs more."""
        more = self._cost(larger) - self._cost(chosen)
        return (_share(known, larger) - _share(known, chosen)) / max(more, 1e-9)

    def _cost(self, chosen: int) -> float:
        return float(self.sets.usual_costs(np.array([chosen]))[0])

    # -------------------------------------------------------------------- what was found

    def _cheapest_first(self, sets: Wholes, shares: Floats) -> Wholes:
        """By cost, then by probability, then by size: no set stands before a part of it."""
        sizes = np.zeros(len(sets), dtype=np.int64)
        for n in range(len(self.sets.levers.pulls)):
            sizes += sets >> n & 1
        return np.lexsort((sets, -shares, sizes, self.sets.usual_costs(sets)))

    def _reaching(self, sets: Wholes, shares: Floats) -> list[int]:
        """The cheapest sets that reach the target, of which no lever can be left out."""
        if self.searched.draws == self.sampling.draws:
            reaching = sets[shares >= self.target].tolist()
            return smallest(reaching, 1 + _OTHERS)
        doubt = 2 * np.sqrt(self.target * (1 - self.target) / self.searched.draws)
        hopeful = sets[shares >= self.target - doubt][:_RECHECKED]
        whole = Levers.of(self.wish.scenario, self.sampling)
        again = self._table(whole).held(hopeful).mean(axis=1) if len(hopeful) else shares[:0]
        return smallest(hopeful[again >= self.target].tolist(), 1 + _OTHERS)

    def _ladder(self, sets: Sequence[int], shares: Sequence[float]) -> list[int]:
        """From nothing to the best, each set cheaper than any other with as high a probability."""
        step, top, without = _LEAST_STEP, max(shares), shares[sets.index(0)]
        while True:
            rungs, reached = [0], without
            for one, share in zip(sets, shares, strict=True):
                if share >= reached + step or (share == top and share > reached):
                    rungs, reached = [*rungs, one], share
            if len(rungs) <= _RUNGS:
                return rungs
            step *= 1.5

    def _fresh(self, sets: Sequence[int]) -> dict[int, Bools]:
        distinct = np.array(sorted({*sets}), dtype=np.int64)
        held = self._table(self._fresh_levers).held(distinct)
        return dict(zip(distinct.tolist(), held, strict=True))

    @cached_property
    def _fresh_levers(self) -> Levers:
        return Levers.of(self.wish.scenario, self.fresh)

    def _view(self, chosen: int, searched: float, fresh: Mapping[int, Bools]) -> LeverSet:
        now, then = fresh[0], fresh[chosen]
        draws = self._fresh_levers.draws
        return LeverSet(
            levers=self.sets.names(chosen),
            cost=_cost(LeverSets(self._fresh_levers).cost(chosen)),
            searched=float(searched),
            probability=draws.estimate(then),
            change=contrast(now.astype(float), then.astype(float)),
            closes=draws.estimate(now & ~then),
        )

    def _each(self, sets: Wholes, held: Bools) -> dict[str, LeverView]:
        """Every lever, in the order of the file."""
        place = {one: n for n, one in enumerate(sets.tolist())}
        shares: list[float] = []
        last: list[float] = []
        if self.is_exact:
            reach = self.sets.reach(sets, held.mean(axis=1))
            shares = shapley_shares(reach)
            whole = len(reach) - 1
            last = [float(reach[whole] - reach[whole ^ (1 << n)]) for n in range(len(shares))]
        found = {}
        for name, lever in self.written.levers.items():
            n = self.sets.levers.names.index(name)
            pull = self.levers.pulls[n]
            own = self.sets.with_needs(n)
            is_kept = n in self.sets.kept
            at = place.get(own) if is_kept else None
            alone = None if at is None else held[at]
            kept = self.sets.kept.index(n) if is_kept and self.is_exact else None
            found[name] = LeverView(
                by=list(lever.by),
                on=lever.on or "",
                cost=_cost(pull.cost),
                with_it=[other for other in self.sets.names(own) if other != name],
                alone=None
                if alone is None
                else contrast(held[place[0]].astype(float), alone.astype(float)),
                closes=None
                if alone is None
                else self.levers.draws.estimate(held[place[0]] & ~alone),
                last=None if kept is None else last[kept],
                share=None if kept is None else shares[kept],
                elsewhere=list(pull.elsewhere),
            )
        return found

    # ----------------------------------------------------------------------- on record

    def _how(self) -> How:
        draws = self.levers.draws
        method = (
            "every permitted set of levers tried in every draw, in whole numbers"
            if self.is_exact
            else "sets of levers searched on a sample of draws, one lever more or less at a time"
        )
        return How(
            question="levers",
            reading="draws",
            method=method,
            complete=self.is_exact and self.searched.draws == self.sampling.draws,
            draws=self.sampling.draws,
            scramblings=SCRAMBLINGS,
            seed=self.sampling.seed,
            uncertain_numbers=len(draws.uncertain),
            scenario=digest(self.written),
            version=__version__,
        )

    def _notes(self) -> list[str]:
        notes = []
        if not self.is_exact:
            notes.append(
                f"more than {MOST_EXACT} levers, more than {MOST_ON_ONE} on one constituency, or "
                f"more than {_MOST_WORLDS} combinations of those that change weights, events or "
                "rules: not every set was tried, so that a cheaper one may exist"
            )
        if self.searched.draws < self.sampling.draws:
            notes.append(
                f"so many sets were searched on {self.searched.draws:,} of the draws; what is "
                "named was estimated on as many fresh draws as were asked for"
            )
        return notes


def _share(known: Mapping[int, Bools], chosen: int) -> float:
    return float(known[chosen].mean())


def _cost(cost: Floats) -> Cost:
    low, high = (float(np.percentile(cost, percent, method="lower")) for percent in (5, 95))
    return Cost(mean=round(float(np.mean(cost)), 6), low=round(low, 6), high=round(high, 6))
