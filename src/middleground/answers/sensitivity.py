"""What matters most, and what should be asked first?

For an answer of the model: which share of its doubt each uncertain number carries (Sobol indices);
and for each number, what it would be worth to know it before a deal is put on the table.

Sources: Saltelli et al. (2010) and Jansen (1999) for the indices; Campolongo, Saltelli & Cariboni
(2011) for screening; Howard (1966) and Shannon (1948) for what knowing is worth.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from middleground.deals.copula import groups
from middleground.deals.deal_table import pick_fair
from middleground.deals.designs import (
    Factor,
    PickFreeze,
    RandomOrders,
    factors_of,
    one_at_a_time,
)
from middleground.deals.draws import Bools, Draws, Wholes, dimensions, draw
from middleground.deals.indices import (
    Index,
    Outcomes,
    mean_changes,
    ranks,
    shapley_effects,
    sobol_indices,
)
from middleground.deals.information import Choosing, entropy, levels, mutual_information
from middleground.deals.many_draws import ManyDraws
from middleground.deals.readings import Readings
from middleground.deals.sampling import SENSITIVITY_DRAWS, Progress, Sampling, no_progress
from middleground.deals.space import DealSpace
from middleground.deals.views import Deal, How, Result
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import MILLION

Of = Literal["zone", "robustness", "gain", "deal"]

MOST_UNSCREENED = 60
KEPT = 40
_SCREENING_ROWS = 64
_KNOWING = 8  # times as many draws as in each set, to see what knowing is worth
_MOST_KNOWING = 2_048
_CANDIDATES = 500
_TORNADO = 12
_IDEAS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


class Share(Result):
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


class Driver(Result):
    """What one number, or several together, does to an answer.

    Attributes:
        path: The number; `correlations.NAME` for all of a group that go together; "" for all that
            screening left aside, taken together.
        first: Share of the answer's variance that goes if this number alone is known.
        total: Share that stays if all others are known: what it does alone and with others.
        rank: The best and the worst rank by `total` that its interval leaves open.
    """

    path: str
    first: Share
    total: Share
    rank: tuple[int, int]


class Part(Result):
    """What one number contributes where numbers go together.

    Attributes:
        path: The number; "" for all that screening left aside.
        share: Its Shapley effect: the shares of all numbers sum to 1.
    """

    path: str
    share: Share


class Swing(Result):
    """One number moved to its ends while all others are nominal (tornado).

    Attributes:
        path: The number; for an event, whether it happens.
        low, high: The answer at its low and its high end.
    """

    path: str
    low: float
    high: float


class Profile(Result):
    """What one answer hangs on.

    Attributes:
        outcome: `zone` (any deal is agreeable), `robustness` (this deal is), `gain` (a party's, by
            the Nash deal, none without one), or `deal` (which is the fair one).
        about: The party, or the idea of fairness; "" for the others.
        mean: The answer on average: a share of draws, points; for `deal` the share of its most
            frequent deal, or of none.
        nominal: The answer in the nominal reading: agreeable deals; 1 or 0; points; for `deal` 0.
        drivers: By `total`, highest first. Where ranks overlap, the order says nothing.
        rest: What all numbers that screening left aside do together; None where there are none.
        parts: Shapley effects of single numbers, largest first, where the scenario declares
            correlations: Sobol indices then are those of whole groups. Empty otherwise.
        swings: Numbers that move the nominal answer by themselves, widest first.
    """

    outcome: Of
    about: str
    mean: float
    nominal: float
    drivers: list[Driver]
    rest: Driver | None
    parts: list[Part]
    swings: list[Swing]


class Knowing(Result):
    """What it would be worth to know one number.

    Attributes:
        path: The number; for an event, whether it happens.
        bits: Mutual information with whether there is any agreeable deal.
        worth: By how much the chance that the chosen deal is agreeable would rise, if the number
            were known before the deal is chosen.
    """

    path: str
    bits: Share
    worth: Share


class Sensitivity(Result):
    """What matters most, and what to ask first.

    Attributes:
        how: How it was found.
        of: Which answer it is about.
        deal: The deal whose robustness it is: agreeable in most draws; None for other answers.
        evaluations: How many times the model was asked.
        screened: How many numbers were screened first; 0 where all were taken on.
        profiles: One for each answer; several where parties or ideas of fairness have their own.
        open_bits: How much is open in whether there is any agreeable deal, in bits.
        chance: The chance that the deal chosen without knowing more is agreeable.
        chance_of_any: The chance that any is: what knowing everything would raise it to.
        ask_first: What each number is worth knowing, by `worth` and then by `bits`.
        reduced: Whether fewer draws than usual were made, to save time.
        notes: What a reader must know beside.
    """

    how: How
    of: Of
    deal: Deal | None
    evaluations: int
    screened: int
    profiles: list[Profile]
    open_bits: float
    chance: Share
    chance_of_any: float
    ask_first: list[Knowing]
    reduced: bool
    notes: list[str]


USUAL_DRAWS: Mapping[Of, int] = {"zone": 1_024, "robustness": 1_024, "gain": 256, "deal": 256}
"""Draws of each of the two sets that numbers are swapped between, by answer."""


def find_sensitivity(
    scenario: Scenario,
    sampling: Sampling | None = None,
    progress: Progress = no_progress,
    of: Of = "zone",
) -> Sensitivity:
    """Ask which numbers an answer hangs on, and which are worth knowing.

    Args:
        scenario: With parties, issues and preferences.
        sampling: Draws of each of the two sets of the design; None for the usual number.
        progress: Told the evaluations done and their number.
        of: Which answer.

    Returns:
        Indices of every number that screening keeps, with intervals; what moves the nominal answer;
        and what each number is worth knowing.

    Raises:
        AnswerError: If the scenario has no model yet, or too many deals to look at each.
    """
    sampling = sampling or Sampling(SENSITIVITY_DRAWS[of])
    readings = Readings(scenario, sampling)
    DealSpace.of(scenario).require_enumerable(len(scenario.preferences))
    paths = dimensions(scenario)
    work = _Work(scenario, paths, sampling, progress)
    known = _learn(work)
    ask = _question(scenario, of, known)
    factors, rest, screened = _screen(work, ask)
    profiles = _profiles(work, ask, factors, rest, of)
    return Sensitivity(
        how=readings.how("sensitivity", _method(screened, len(factors))),
        of=of,
        deal=known.space.deal(known.robust) if of == "robustness" else None,
        evaluations=work.done,
        screened=screened,
        profiles=profiles,
        open_bits=round(entropy(known.held.astype(np.int64)), 6),
        chance=_share(known.choosing.chance),
        chance_of_any=float(known.held.mean()),
        ask_first=_ask_first(known),
        reduced=sampling.draws < SENSITIVITY_DRAWS[of],
        notes=readings.notes(),
    )


def _method(screened: int, factors: int) -> str:
    asked = f"pick and freeze over {factors} numbers, intervals from 500 resamples"
    if not screened:
        return asked
    return (
        f"{screened} numbers screened by a radial design of {_SCREENING_ROWS} rows; then {asked};"
        " the others vary as well, and count together"
    )


_Answers = Mapping[tuple[Of, str], Outcomes]
_Question = Callable[[Draws, Progress], _Answers]


class _Work:
    """What is asked of the model, and how far it is.

    Attributes:
        factors: What can be drawn anew by itself.
        groups: The names of those factors that are groups of correlated numbers.
        done: Evaluations so far.
        total: Evaluations in all.
    """

    def __init__(
        self, scenario: Scenario, paths: Sequence[str], sampling: Sampling, progress: Progress
    ) -> None:
        self.scenario, self.paths, self.sampling = scenario, paths, sampling
        self.progress, self.done = progress, 0
        self.factors = factors_of(scenario)
        self.groups = {group.paths: group.name for group in groups(scenario, paths)}
        kept = min(len(self.factors), KEPT) + 1 if self.is_screened else len(self.factors)
        screening = _SCREENING_ROWS * (len(self.factors) + 2) if self.is_screened else 0
        ends = 1 + 2 * sum(not path.endswith(".chance") for path in paths)
        self.total = 2 * self.knowing.draws + screening + sampling.draws * (kept + 2) + ends

    @property
    def knowing(self) -> Sampling:
        """The draws that tell what knowing is worth."""
        return Sampling(min(_KNOWING * self.sampling.draws, _MOST_KNOWING), self.sampling.seed)

    @property
    def is_screened(self) -> bool:
        """Whether there are too many numbers to take all of them on."""
        return len(self.factors) > MOST_UNSCREENED

    def report(self) -> Progress:
        """Progress of the next piece of work."""
        start = self.done

        def tell(done: int, _: int) -> None:
            self.done = start + done
            self.progress(min(self.done, self.total), self.total)

        return tell


@dataclass(frozen=True)
class _Known:
    """What one set of draws says about the zone and the deals to choose from.

    Attributes:
        space: The deal space.
        draws: The draws.
        held: Whether any deal is agreeable. Shape (draws,).
        robust: Position of the deal that is agreeable in most draws.
        choosing: Where the deals most often agreeable are.
    """

    space: DealSpace
    draws: Draws
    held: Bools
    robust: int
    choosing: Choosing


def _learn(work: _Work) -> _Known:
    """Draw, and see where which deals are agreeable."""
    draws = draw(work.scenario, work.knowing)
    counted = ManyDraws(work.scenario, draws, work.report())
    held, counts = counted.zone_and_counts()
    most = min(_CANDIDATES, len(counts))
    candidates = np.sort(np.argsort(-counts, kind="stable")[:most])
    column = np.full(len(counts), -1, dtype=np.int64)
    column[candidates] = np.arange(most)
    agreeable = np.zeros((draws.count, most), dtype=np.int16)
    for n, numbers in enumerate(ManyDraws(work.scenario, draws, work.report()).each_position()):
        at = column[numbers]
        agreeable[n, at[at >= 0]] = 1
    return _Known(counted.space, draws, held, int(counts.argmax()), Choosing(agreeable))


def _question(scenario: Scenario, of: Of, known: _Known) -> _Question:
    """What is asked of draws."""
    if of == "zone":
        return lambda draws, progress: {
            ("zone", ""): ManyDraws(scenario, draws, progress).zone_exists().astype(float)
        }
    if of == "robustness":
        return lambda draws, progress: _ask_robust(scenario, known.robust, draws, progress)
    return lambda draws, progress: {
        name: found for name, found in _ask_fair(scenario, draws, progress).items() if name[0] == of
    }


def _ask_robust(scenario: Scenario, deal: int, draws: Draws, progress: Progress) -> _Answers:
    """Whether one deal is agreeable."""
    held = ManyDraws(scenario, draws).agreeable_at([deal])[:, 0]
    progress(draws.count, draws.count)
    return {("robustness", ""): held.astype(float)}


def _ask_fair(scenario: Scenario, draws: Draws, progress: Progress) -> _Answers:
    """Each party's gain by the Nash deal, and which deals are the fair ones."""
    parties = list(scenario.parties)
    gains = np.zeros((len(parties), draws.count))
    chosen = np.full((len(_IDEAS), draws.count), -1, dtype=np.int64)
    for n, table in ManyDraws(scenario, draws, progress).each_contending():
        if not len(table.numbers):
            continue
        for idea, picked in pick_fair(table)[0].items():
            if len(picked):
                chosen[_IDEAS.index(idea), n] = table.numbers[picked[0]]
            if idea == "nash" and len(picked):
                gains[:, n] = table.gains[picked[0]] / (table.scales * float(MILLION))
    found: dict[tuple[Of, str], Outcomes] = {
        ("gain", party): gains[p] for p, party in enumerate(parties)
    }
    return found | {("deal", idea): chosen[n] for n, idea in enumerate(_IDEAS)}


def _ask_all(
    work: _Work, ask: _Question, design: PickFreeze, factors: Sequence[Factor]
) -> dict[tuple[Of, str], list[Outcomes]]:
    """Outcomes at `a`, at `b`, and with every factor swapped, for each answer."""
    found: dict[tuple[Of, str], list[Outcomes]] = {}
    for sets, draws in design.batches(factors):
        for name, outcomes in ask(draws, work.report()).items():
            found.setdefault(name, []).extend(outcomes.reshape(sets, -1))
    return found


def _screen(work: _Work, ask: _Question) -> tuple[list[Factor], Factor, int]:
    """The numbers to take on, those left aside, and how many were screened."""
    alone = work.factors
    if not work.is_screened:
        return alone, (), 0
    design = PickFreeze.at_random(work.scenario, _SCREENING_ROWS, work.sampling.seed)
    moved = np.zeros(len(alone))
    for a, _, *swapped in _ask_all(work, ask, design, alone).values():
        changes = mean_changes(a, swapped)
        moved = np.maximum(moved, changes / max(float(changes.max()), 1e-12))
    kept = np.sort(np.argsort(-moved, kind="stable")[:KEPT])
    rest = tuple(path for n, factor in enumerate(alone) if n not in kept for path in factor)
    return [alone[n] for n in kept.tolist()], rest, len(alone)


def _profiles(
    work: _Work, ask: _Question, factors: Sequence[Factor], rest: Factor, of: Of
) -> list[Profile]:
    design = PickFreeze.of(work.scenario, work.sampling)
    every = [*factors, rest] if rest else list(factors)
    found = _ask_all(work, ask, design, every)
    moved, ends = one_at_a_time(work.scenario)
    at_ends = _at_ends(work, ask, ends, of)
    parts = _parts(work, ask, design, every) if work.groups else {}
    names = [f"correlations.{work.groups[f]}" if f in work.groups else f[0] for f in factors]
    return [
        _profile(name, outcomes, names, bool(rest), work.sampling.seed).model_copy(
            update={"parts": parts.get(name, []), **_swings(moved, at_ends[name])}
        )
        for name, outcomes in found.items()
    ]


def _parts(
    work: _Work, ask: _Question, design: PickFreeze, factors: Sequence[Factor]
) -> dict[tuple[Of, str], list[Part]]:
    """Shapley effects of every number by itself; what was left aside counts as one."""
    units: list[Factor] = []
    for factor in factors:
        units += [(path,) for path in factor] if factor in work.groups else [factor]
    orders = RandomOrders.of(design, units, work.sampling.seed)
    work.total += design.count * (len(units) + 1)
    steps: dict[tuple[Of, str], list[Outcomes]] = {}
    for sets, draws in orders.batches():
        for name, outcomes in ask(draws, work.report()).items():
            steps.setdefault(name, []).extend(outcomes.reshape(sets, -1))
    found = {}
    for name, stepped in steps.items():
        effects = shapley_effects(stepped, orders.order, work.sampling.seed)
        parts = [
            Part(path=unit[0] if len(unit) == 1 else "", share=_share(effect))
            for unit, effect in zip(units, effects, strict=True)
        ]
        found[name] = sorted(parts, key=lambda part: (-part.share.value, part.path))
    return found


def _profile(
    name: tuple[Of, str],
    outcomes: Sequence[Outcomes],
    names: Sequence[str],
    has_rest: bool,
    seed: int,
) -> Profile:
    a, b, *swapped = outcomes
    indices = sobol_indices(a, b, swapped, seed)
    alone = len(names)
    placed = ranks(indices.total[:alone])
    drivers = [
        Driver(path=path, first=_share(first), total=_share(total), rank=rank)
        for path, first, total, rank in zip(
            names, indices.first, indices.total, placed, strict=False
        )
    ]
    drivers.sort(key=lambda driver: (-driver.total.value, driver.path))
    rest = None
    if has_rest:
        first, total = indices.first[alone], indices.total[alone]
        better = sum(index.low > total.high for index in indices.total[:alone])
        worse = sum(index.high < total.low for index in indices.total[:alone])
        place = (1 + better, alone + 1 - worse)
        rest = Driver(path="", first=_share(first), total=_share(total), rank=place)
    mean = _mean(np.concatenate([a, b]))
    return Profile(
        outcome=name[0],
        about=name[1],
        mean=mean,
        nominal=0,
        drivers=drivers,
        rest=rest,
        parts=[],
        swings=[],
    )


def _mean(outcomes: Outcomes) -> float:
    """The average; of kinds, the share of the most frequent."""
    if outcomes.dtype == np.int64:
        return round(float(np.unique(outcomes, return_counts=True)[1].max() / len(outcomes)), 9)
    return round(float(outcomes.mean()), 9) + 0.0


def _at_ends(work: _Work, ask: _Question, ends: Draws, of: Of) -> _Answers:
    """The answers in the nominal reading and at each number's ends."""
    if of != "zone":
        return ask(ends, work.report())
    counts = np.zeros(ends.count)
    for n, table in ManyDraws(work.scenario, ends, work.report()).each_agreeable():
        counts[n] = len(table.numbers)
    return {("zone", ""): counts}


def _swings(moved: Sequence[str], found: Outcomes) -> dict[str, object]:
    """The nominal answer, and the numbers that move it by themselves, widest first."""
    values = found if found.dtype != np.int64 else (found != found[0]).astype(float)
    nominal, low, high = float(values[0]), values[1::2], values[2::2]
    widest = np.maximum(np.abs(low - nominal), np.abs(high - nominal))
    order = [n for n in np.argsort(-widest, kind="stable").tolist() if widest[n] > 0]
    return {
        "nominal": round(nominal, 6) + 0.0,
        "swings": [
            Swing(path=moved[n], low=round(float(low[n]), 6), high=round(float(high[n]), 6))
            for n in order[:_TORNADO]
        ],
    }


def _ask_first(known: _Known) -> list[Knowing]:
    """What each open number and event is worth knowing."""
    kinds: Wholes = known.held.astype(np.int64)
    draws = known.draws
    drawn: dict[str, Wholes | Bools] = {
        path: draws.values[path] for path in draws.uncertain if path in draws.values
    }
    drawn |= {f"events.{n}": truth for n, truth in draws.truths.items() if len(truth) > 1}
    found = []
    for path, values in drawn.items():
        at = levels(values)
        found.append(
            Knowing(
                path=path,
                bits=_share(mutual_information(at, kinds)),
                worth=_share(known.choosing.worth(at)),
            )
        )
    # What cannot be told from nothing comes last, however large its estimate may look.
    return sorted(
        found,
        key=lambda one: (one.worth.low <= 0, -one.worth.value, -one.bits.value, one.path),
    )


def _share(index: Index) -> Share:
    return Share(value=index.value, low=index.low, high=index.high)
