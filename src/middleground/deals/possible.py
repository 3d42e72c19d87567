"""What the ranges leave open: who accepts a deal somewhere in them, and who everywhere.

A deal is possibly agreeable if it is so at some point of all ranges, necessarily if at every one.
What two constituencies think of it rests on numbers of their own, so each can be taken at its own
end. With weights w, and c_i the score of issue i plus terms less the no-deal value, its surplus is
sum w_i c_i / sum w_i: linear-fractional in w, so its extremes lie at corners, found by sorting the
issues by c. Its sign is that of the sum above the line, in which every weight stands at the end
that matters by itself: acceptance somewhere, or everywhere, is additive over the issues again, so
that every engine can be asked about it (`read_end`).

Facts and events, which several may name, are taken at every setting that makes a difference
(`middleground.deals.settings`).

Source: Charnes & Cooper (1962) for linear-fractional programmes; Salo & Hamalainen (1992) for
ranges of additive values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeVar

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Draws, Floats, Wholes
from middleground.deals.sampling import Progress, no_progress
from middleground.deals.scan import Scan
from middleground.deals.settings import TooOpen, list_settings
from middleground.deals.space import DealSpace, PlacedCondition
from middleground.deals.utility import Term, Utility, read_utility, require_room
from middleground.deals.views import Result
from middleground.scenario.conditions import vocabulary
from middleground.scenario.expressions import AllOf, IsOption, Node, Not, holds, parse_condition
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import MILLION, Range, millionths

End = Literal["least", "greatest"]
_Reading = TypeVar("_Reading", bound=Appraisal)
_MOST_TERMS = 6
_SOME = 1 << 18


class OverRanges(Result):
    """How many deals are agreeable at some point of the ranges, and how many at every one.

    Attributes:
        possibly: Deals that are agreeable somewhere.
        necessarily: Deals that are agreeable everywhere.
        exact: Whether this holds for all points of the ranges; if not, for the draws alone: "in
            some of N draws", "in all of N draws".
        why_not: Why it is not exact; "" where it is.
    """

    possibly: int
    necessarily: int
    exact: bool
    why_not: str


def agreeable_over_ranges(
    scenario: Scenario, progress: Progress = no_progress
) -> tuple[Bools, Bools]:
    """Which deals are agreeable somewhere in the ranges, and which everywhere. Shape (deals,) each.

    Raises:
        TooOpen: If numbers are correlated, or facts, events or terms are too many or too tangled
            for an exact answer.
        AnswerError: If there are too many deals to look at each.
    """
    if scenario.correlations:
        group = next(iter(scenario.correlations))
        raise TooOpen(f"some numbers go together: correlations.{group}")
    settings = list_settings(scenario)
    somewhere, everywhere = (read_end(Scan(scenario, settings), e) for e in ("greatest", "least"))
    possibly = np.zeros(somewhere.space.count, dtype=bool)
    necessarily = np.ones(somewhere.space.count, dtype=bool)
    for n in range(settings.count):
        for block in somewhere.agreeable(n):
            possibly[block.numbers] = True
        here = np.zeros(everywhere.space.count, dtype=bool)
        for block in everywhere.agreeable(n):
            here[block.numbers] = True
        necessarily &= here
        progress(n + 1, settings.count)
    return possibly, necessarily


def count_over_ranges(scenario: Scenario, progress: Progress = no_progress) -> OverRanges:
    """How many deals are agreeable somewhere in the ranges, and how many everywhere: exactly.

    Raises:
        TooOpen: If facts, events or terms are too many or too tangled for an exact answer.
        AnswerError: If there are too many deals to look at each.
    """
    possibly, necessarily = agreeable_over_ranges(scenario, progress)
    return OverRanges(
        possibly=int(possibly.sum()), necessarily=int(necessarily.sum()), exact=True, why_not=""
    )


def count_over_draws(counts: Wholes, draws: int, why_not: str) -> OverRanges:
    """The same over draws alone, where no exact answer can be had.

    Args:
        counts: In how many draws each deal is agreeable. Shape (deals,).
        draws: Number of draws.
        why_not: Why there is no exact answer.
    """
    return OverRanges(
        possibly=int((counts > 0).sum()),
        necessarily=int((counts == draws).sum()),
        exact=False,
        why_not=why_not,
    )


def read_end(reading: _Reading, end: End) -> _Reading:
    """A reading with everybody's preferences at the end of their ranges that matters for each deal.

    Asked who accepts a deal, it says who would somewhere in their ranges (`greatest`: the
    optimistic reading) or everywhere (`least`: the pessimistic one). Facts and events stay as they
    are. Only acceptance means anything: its values are no points.

    Args:
        reading: An appraisal or a scan, of which another is made.
        end: Which end.

    Raises:
        TooOpen: If somebody has too many terms besides uncertain weights.
    """
    made = type(reading)(reading.scenario, reading.draws)
    made.utilities = {
        who: _Box.of(reading.scenario, reading.space, who).utility(end, reading.draws.count)
        for who in reading.utilities
    }
    return made


def extreme_surplus(reading: Appraisal, who: str, numbers: Wholes, end: End) -> Floats:
    """The least or greatest surplus of some deals over one constituency's ranges, in points.

    Args:
        reading: The facts and events; its preferences do not matter.
        who: The constituency.
        numbers: Positions of the deals, from 0.
        end: Which of the two.

    Returns:
        Shape (draws of the reading, deals): one row for each setting of facts and events.
    """
    box = _Box.of(reading.scenario, reading.space, who)
    found = np.empty((reading.draws.count, len(numbers)))
    for start in range(0, len(numbers), _SOME):
        digits = reading.space.digits(numbers[start : start + _SOME])
        named = dict(zip(reading.space.issues, digits, strict=True))
        for draw in range(reading.draws.count):
            situation = reading.space.situation(named, reading.draws, draw)
            adds = np.zeros(len(digits[0]), dtype=np.int64)
            for node, add in zip(box.terms, box.adds[end], strict=True):
                adds += np.where(holds(node, situation), add, 0)
            found[draw, start : start + _SOME] = box.surplus(digits, adds, end)
    return found


@dataclass(frozen=True)
class _Box:
    """One constituency's numbers, each with its two ends, in millionths.

    Attributes:
        who: The constituency.
        space: The deal space.
        weights: Least and greatest weight of each issue; None for a scoring table. Shape (issues,)
            each.
        scores: For each end and issue, the scores or points of its options.
        terms: Conditions of its terms.
        adds: For each end, what the terms add.
        no_deal: For each end of the surplus the no-deal value: the greatest for the least.
    """

    who: str
    space: DealSpace
    weights: tuple[Wholes, Wholes] | None
    scores: dict[End, tuple[Wholes, ...]]
    terms: tuple[Node, ...]
    adds: dict[End, tuple[int, ...]]
    no_deal: dict[End, int]

    @classmethod
    def of(cls, scenario: Scenario, space: DealSpace, who: str) -> "_Box":
        preference = scenario.preferences[who]
        words = vocabulary(scenario)
        _require_room(scenario, who)
        corners = read_utility(scenario, space, who, _corners(scenario, who)).options
        worths = [preference.issues.get(name) for name in space.issues]
        weights = [w.weight if w and w.weight else _NOTHING for w in worths]
        low, high = (np.array([e[n] for e in map(_ends, weights)], dtype=np.int64) for n in (0, 1))
        terms = preference.together
        no_deal = _ends(preference.no_deal)
        return cls(
            who,
            space,
            None if preference.is_table else (low, high),
            {
                "least": tuple(options.min(axis=0) for options in corners),
                "greatest": tuple(options.max(axis=0) for options in corners),
            },
            tuple(parse_condition(term.when, words) for term in terms),
            {
                "least": tuple(_ends(term.add)[0] for term in terms),
                "greatest": tuple(_ends(term.add)[1] for term in terms),
            },
            {"least": no_deal[1], "greatest": no_deal[0]},
        )

    def surplus(self, digits: Sequence[Wholes], adds: Wholes, end: End) -> Floats:
        """The extreme surplus of some deals, in points. Shape (deals,).

        Args:
            digits: For each issue, the position of its option in each deal.
            adds: What terms add, for each deal.
            end: Which extreme.
        """
        scores = np.stack(
            [own[at] for own, at in zip(self.scores[end], digits, strict=True)], axis=1
        )
        besides = adds - self.no_deal[end]
        if self.weights is None:
            return np.asarray((scores.sum(axis=1) + besides) / MILLION)
        over = scores + besides[:, None]
        order = np.argsort(over if end == "least" else -over, axis=1, kind="stable")
        over = np.take_along_axis(over, order, axis=1)
        low, high = (side[order] for side in self.weights)
        # The upper weight for the first j issues, the lower one for the rest, for every j.
        above = _prefixes(high * over) + _suffixes(low * over)
        below = _prefixes(high) + _suffixes(low)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(below > 0, above / below, np.nan)
        extreme = np.nanmin if end == "least" else np.nanmax
        return np.asarray(extreme(ratio, axis=1) / MILLION)

    def utility(self, end: End, draws: int) -> Utility:
        """Acceptance at one end as whole-number utility, accepted from its `no_deal` on.

        Where terms hold, every issue's score counts from another no-deal value: what its options
        then add more or less are terms of the result.
        """
        if len(self.terms) > _MOST_TERMS:
            raise TooOpen(f"{self.who} has {len(self.terms)} combinations, over {_MOST_TERMS}")
        base = self._linear(end, 0)
        terms: list[Term] = []
        for together in _subsets(len(self.terms)):
            parts = [t if n in together else Not(t) for n, t in enumerate(self.terms)]
            changed = self._linear(end, sum(self.adds[end][n] for n in together))
            more = [own - usual for own, usual in zip(changed, base, strict=True)]
            terms += self._changes(more, parts, draws)
        return Utility(
            self.who,
            tuple(np.broadcast_to(values, (draws, len(values))) for values in base),
            tuple(terms),
            np.full(draws, int(end == "greatest" and self._may_weigh_nothing)),
            np.ones(draws, dtype=np.int64),
        )

    @property
    def _may_weigh_nothing(self) -> bool:
        """Whether all weights may be 0, though not all at once."""
        return self.weights is not None and not self.weights[0].any()

    def _linear(self, end: End, adds: int) -> tuple[Wholes, ...]:
        """For each issue what its options add to the sum above the line, at its extreme."""
        besides = adds - self.no_deal[end]
        if self.weights is None:
            first = self.scores[end][0] + besides
            return (first, *self.scores[end][1:])
        found = []
        for low, high, scores in zip(*self.weights, self.scores[end], strict=True):
            over = scores + besides
            sides = np.stack([low * over, high * over])
            if end == "least":
                found.append(sides.min(axis=0))
            else:
                # Of weights that may all be 0 one has to count: it may be one that adds nothing.
                counts = (over >= 0) & (high > 0) if self._may_weigh_nothing else 0
                found.append(sides.max(axis=0) + counts)
        return tuple(found)

    def _changes(self, more: Sequence[Wholes], parts: Sequence[Node], draws: int) -> Iterator[Term]:
        """What options add more where some terms hold and others do not: what all share, once."""
        shared = [int(np.sort(change)[len(change) // 2]) for change in more]
        if sum(shared):
            together = PlacedCondition.of(AllOf(tuple(parts)), self.space)
            yield Term(together, np.full(draws, sum(shared)))
        for issue, change in enumerate(more):
            for option in np.flatnonzero(change != shared[issue]).tolist():
                only = IsOption(self.space.issues[issue], frozenset({option}))
                when = PlacedCondition.of(AllOf((*parts, only)), self.space)
                yield Term(when, np.full(draws, int(change[option]) - shared[issue]))


_NOTHING = Range.model_validate(0)


def _ends(number: Range) -> tuple[int, int]:
    return millionths(number.low), millionths(number.high)


def _corners(scenario: Scenario, who: str) -> Draws:
    """One constituency's scores at their ends, with weights of 1: four draws, for best and worst.

    An option's score runs one way in each of the numbers that it is made of.
    """
    preference, path = scenario.preferences[who], f"preferences.{who}"
    values = {f"{path}.no_deal": np.zeros(1, dtype=np.int64)}
    for name, worth in preference.issues.items():
        own: dict[str, Range] = {}
        own |= {f"scores.{option}": score for option, score in (worth.scores or {}).items()}
        own |= {f"points.{option}": points for option, points in (worth.points or {}).items()}
        own |= {"best": worth.best} if worth.best else {}
        values |= {f"{path}.{name}.{key}": np.array([*_ends(n)] * 2) for key, n in own.items()}
        if worth.worst:
            values[f"{path}.{name}.worst"] = np.repeat(_ends(worth.worst), 2)
        values[f"{path}.{name}.weight"] = np.ones(1, dtype=np.int64)
    for n in range(len(preference.together)):
        values[f"{path}.together.{n}.add"] = np.zeros(1, dtype=np.int64)
    return Draws(4, values, {})


def _require_room(scenario: Scenario, who: str) -> None:
    """Refuse numbers whose products at the ends would not fit, though those within do."""
    preference, path = scenario.preferences[who], f"preferences.{who}"
    ends = dict(_corners(scenario, who).values)
    ends |= {
        f"{path}.{name}.weight": np.array(_ends(worth.weight))
        for name, worth in preference.issues.items()
        if worth.weight
    }
    ends[f"{path}.no_deal"] = np.array(_ends(preference.no_deal))
    for n, term in enumerate(preference.together):
        ends[f"{path}.together.{n}.add"] = np.array(_ends(term.add))
    require_room(preference, who, Draws(4, ends, {}))


def _subsets(count: int) -> Iterator[tuple[int, ...]]:
    """All ways in which some of so many hold, none left out."""
    for size in range(1, count + 1):
        yield from combinations(range(count), size)


def _prefixes(values: Wholes) -> Wholes:
    """Sums of the first 0, 1, 2, ... of each row. Shape (rows, columns + 1)."""
    return np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))


def _suffixes(values: Wholes) -> Wholes:
    """Sums of what is left after the first 0, 1, 2, ... of each row."""
    return np.asarray(values.sum(axis=1, keepdims=True) - _prefixes(values))
