"""Fair deals of a space too wide and dense to be swept, by an integer model: with bound and gap.

Nobody multiplies. The Nash deal is looked for with logarithms, each replaced by straight lines that
lie above it; that gives a bound. Leximin makes the smallest share as large as can be, then the next
smallest. Wherever numbers had to be rounded to fit into the solver, this only widens the circle of
candidates: these are found one by one, and settled in exact whole numbers.

Sources: Nash (1950); Kalai & Smorodinsky (1975); Ogryczak & Sliwinski (2006) for iterated max-min.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, exp, lcm, log, prod
from typing import Any

from middleground.deals.integer_model import IntegerModel
from middleground.deals.solving import Allotment, Solution, solve

MOST_CANDIDATES = 200
_FINE = 1 << 20
_GRADUATION = 1.02
_EVERY_ONE_TO = 50
_SAFE = 1 << 58
Exact = Callable[[tuple[int, ...]], Any]


@dataclass(frozen=True)
class Fair:
    """The fair deals by one idea.

    Attributes:
        solutions: One deal for each vector of V that is tied; none where there is none, or none was
            found.
        gap: 0 where they are proved to be all; otherwise how far the best possible may lie above
            them, as a share of what is made large. Infinite where nothing is proved.
    """

    solutions: tuple[Solution, ...]
    gap: float

    @property
    def is_proved(self) -> bool:
        """Whether these are they."""
        return self.gap == 0


@dataclass
class FairSearch:
    """The same set of deals asked for several ideas.

    Attributes:
        source: The model of the agreeable deals.
        deciders: The places of the parties' decision makers.
        no_deal: V of no deal, exactly, in the structure's units: maybe between whole numbers.
        scales: What a point is worth in V, likewise.
        allotment: What may be spent.
    """

    source: IntegerModel
    deciders: tuple[int, ...]
    no_deal: tuple[Fraction, ...]
    scales: tuple[Fraction, ...]
    allotment: Allotment
    _tops: dict[int, tuple[int, bool]] = field(default_factory=dict)

    def values(self, solution: Solution) -> tuple[int, ...]:
        """V of each decision maker."""
        return tuple(solution.worth[who] for who in self.deciders)

    def utilitarian(self) -> Fair:
        """The greatest sum of points."""
        shares = [1 / scale for scale in self.scales]
        common = lcm(*(share.denominator for share in shares))
        weights = [int(share * common) for share in shares]
        largest = sum(
            w * max(map(abs, self.source.reach[who]))
            for w, who in zip(weights, self.deciders, strict=True)
        )
        shift = max(0, largest.bit_length() - _SAFE.bit_length() + 1)
        rough = [w >> shift for w in weights]
        slack = sum(max(map(abs, self.source.reach[who])) for who in self.deciders) if shift else 0
        question = self.source.model.clone()
        worth = [self.source.worth[who] for who in self.deciders]
        total = sum(w * v for w, v in zip(rough, worth, strict=True))
        question.maximize(total)
        found = solve(self.source, question, self.allotment)
        if not found.is_deal:
            return Fair((), 0 if found.outcome == "none" else float("inf"))

        def exact(values: tuple[int, ...]) -> int:
            return sum(w * v for w, v in zip(weights, values, strict=True))

        reached = sum(w * v for w, v in zip(rough, self.values(found), strict=True))
        gap = max(0.0, found.bound + slack - reached) / max(1, abs(reached))
        circle = self.source.model.clone()
        circle.add(total >= reached - 2 * slack)
        return self._settle(circle, found, exact, gap)

    def egalitarian(self) -> Fair:
        """Leximin on gains in points."""
        return self._leximin(self.source.model.clone(), range(len(self.deciders)), self.scales)

    def kalai_smorodinsky(self) -> tuple[Fair, list[int]]:
        """Leximin on shares of the greatest gain among deals that no party likes less than no deal.

        Returns:
            The deals, and the parties left out.
        """
        rational = self._rational(0)
        tops, proved = [], True
        for who, least in zip(self.deciders, self.no_deal, strict=True):
            question = rational.clone()
            question.maximize(self.source.worth[who])
            found = solve(self.source, question, self.allotment)
            if not found.is_deal:
                return Fair((), 0 if found.outcome == "none" else float("inf")), []
            proved &= found.outcome == "best"
            tops.append(found.worth[who] - least)
        counted = [n for n, top in enumerate(tops) if top > 0]
        left_out = [n for n, top in enumerate(tops) if top == 0]
        if not counted:
            found = solve(self.source, rational, self.allotment)
            circle = rational.clone()
            return self._settle(circle, found, lambda _values: 0, 0.0), left_out
        fair = self._leximin(rational, counted, [tops[n] for n in counted])
        return (fair if proved else Fair(fair.solutions, float("inf"))), left_out

    def nash(self) -> Fair:
        """The greatest product of gains, all of them above 0."""
        question = self._rational(1)
        logs: list[Any] = []
        for who, least in zip(self.deciders, self.no_deal, strict=True):
            logs.append(self._log(question, who, least))
        question.maximize(sum(logs))
        found = solve(self.source, question, self.allotment)
        if not found.is_deal:
            return Fair((), 0 if found.outcome == "none" else float("inf"))

        def exact(values: tuple[int, ...]) -> Fraction:
            gains = [v - least for v, least in zip(values, self.no_deal, strict=True)]
            return prod(gains, start=Fraction(1))

        reached = sum(_log_of(v - r) for v, r in zip(self.values(found), self.no_deal, strict=True))
        gap = max(0.0, exp(found.bound / _FINE - reached) - 1)
        circle = question.clone()
        circle.clear_objective()
        circle.add(sum(logs) >= int(reached * _FINE) - len(logs))
        return self._settle(circle, found, exact, gap)

    def _rational(self, more: int) -> Any:
        """Deals worth no less than no deal to each party; or more than it."""
        question = self.source.model.clone()
        for who, least in zip(self.deciders, self.no_deal, strict=True):
            floor = least.__floor__() + 1 if more else least.__ceil__()
            question.add(self.source.worth[who] >= floor)
        return question

    def _log(self, question: Any, who: int, least: Fraction) -> Any:
        """A number that the logarithm of a gain, in parts of _FINE, never exceeds."""
        value, (_, top) = self.source.worth[who], self.source.reach[who]
        # Gains in whole numbers: as they are where they fit, else rounded up.
        room = (abs(top) + abs(least.__floor__()) + 1) * least.denominator
        finer = least.denominator if room < _SAFE else 1
        base = (least * finer).__floor__()
        most = max(1, top * finer - base)
        grain = max(1, most >> 24)
        high = -(-most // grain)
        gain = question.new_int_var(0, high, "")
        question.add(grain * gain >= finer * value - base)
        question.add(grain * gain <= finer * value - base + grain - 1)
        found = question.new_int_var(0, ceil(_FINE * log(high)) + 1, "")
        at = 1.0
        while at < 2 * high:
            # q w <= s g + c, with c such that the line touches the logarithm at g = q F / s.
            q = ceil(at)
            s = max(1, round(q * _FINE / at))
            question.add(q * found <= s * gain + ceil(q * _FINE * (log(q * _FINE / s) - 1)) + 1)
            at = at + 1 if at < _EVERY_ONE_TO else at * _GRADUATION
        return found + ceil(_FINE * log(grain / finer)) + 1

    def _leximin(self, question: Any, places: Sequence[int], scales: Sequence[Fraction]) -> Fair:
        """The smallest of gain / scale as large as can be, then the next smallest, and so on."""
        places = list(places)

        def shares(values: tuple[int, ...]) -> list[Fraction]:
            pairs = zip(places, scales, strict=True)
            return sorted((values[n] - self.no_deal[n]) / scale for n, scale in pairs)

        found = solve(self.source, question, self.allotment)
        gap = 0.0 if found.outcome == "best" else float("inf")
        for level in range(len(places)):
            if not found.is_deal:
                break
            while True:
                share = shares(self.values(found))[level]
                better = question.clone()
                goal = self._more_than(better, places, scales, level, share)
                better.maximize(goal)
                surpassed = solve(self.source, better, self.allotment)
                if not surpassed.is_deal:
                    break
                found = surpassed
            if surpassed.outcome != "none":
                gap = float("inf")
            self._at_least(question, places, scales, level, share)
        if not found.is_deal:
            return Fair((), 0 if found.outcome == "none" else float("inf"))
        return self._settle(question, found, shares, gap)

    def _at_least(
        self,
        question: Any,
        places: Sequence[int],
        scales: Sequence[Fraction],
        level: int,
        share: Fraction,
    ) -> None:
        """All but so many get at least this share."""
        floors = [
            (self.no_deal[n] + share * scale).__ceil__()
            for n, scale in zip(places, scales, strict=True)
        ]
        self._all_but(question, places, floors, level)

    def _more_than(
        self,
        question: Any,
        places: Sequence[int],
        scales: Sequence[Fraction],
        level: int,
        share: Fraction,
    ) -> Any:
        """All but so many get more than this share; and roughly, how much more."""
        floors = [
            (self.no_deal[n] + share * scale).__floor__() + 1
            for n, scale in zip(places, scales, strict=True)
        ]
        met = self._all_but(question, places, floors, level)
        rooms = [
            max(0, self.source.reach[self.deciders[n]][1] - floor)
            for n, floor in zip(places, floors, strict=True)
        ]
        # So many steps, of a width of its own for each party, in proportion to the scales.
        width = max(room / scale for room, scale in zip(rooms, scales, strict=True)) / _FINE
        goal = question.new_int_var(0, _FINE, "")
        for n, floor, scale, truth in zip(places, floors, scales, met, strict=True):
            step = min(max(1, round(width * scale)), _SAFE // _FINE)
            rule = question.add(self.source.worth[self.deciders[n]] >= floor + step * goal)
            if truth is not None:
                rule.only_enforce_if(truth)
        return goal

    def _all_but(
        self, question: Any, places: Sequence[int], floors: Sequence[int], level: int
    ) -> list[Any]:
        """All but so many reach their floor: a truth for each, or None where all must."""
        truths: list[Any] = []
        for n, floor in zip(places, floors, strict=True):
            rule = question.add(self.source.worth[self.deciders[n]] >= floor)
            truths.append(question.new_bool_var("") if level else None)
            if level:
                rule.only_enforce_if(truths[-1])
        if level:
            question.add(sum(truths) >= len(floors) - level)
        return truths

    def _settle(self, circle: Any, found: Solution, exact: Exact, gap: float) -> Fair:
        """Everything in a circle of candidates, held against the best in exact numbers."""
        if not found.is_deal:
            return Fair((), 0 if found.outcome == "none" else float("inf"))
        best, tied = exact(self.values(found)), [found]
        self._exclude(circle, self.values(found))
        for _ in range(MOST_CANDIDATES):
            rival = solve(self.source, circle, self.allotment)
            if rival.outcome == "none":
                return Fair(tuple(tied), 0 if gap != float("inf") else gap)
            if not rival.is_deal:
                break
            merit = exact(self.values(rival))
            if merit > best:
                best, tied = merit, [rival]
            elif merit == best:
                tied.append(rival)
            self._exclude(circle, self.values(rival))
        return Fair(tuple(tied), gap or float("inf"))

    def _exclude(self, question: Any, values: Sequence[int]) -> None:
        """Rule out a vector of V of the decision makers."""
        differs = []
        for who, value in zip(self.deciders, values, strict=True):
            for rule in (self.source.worth[who] > value, self.source.worth[who] < value):
                truth = question.new_bool_var("")
                question.add(rule).only_enforce_if(truth)
                differs.append(truth)
        question.add_bool_or(differs)


def _log_of(gain: Fraction) -> float:
    return log(gain.numerator) - log(gain.denominator)
