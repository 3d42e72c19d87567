"""Which numbers an answer hangs on, and which are worth knowing: the inquiry itself."""

from collections.abc import Sequence

import numpy as np

from middleground.answers.sensitivity.asking import (
    KEPT,
    SCREENING_ROWS,
    Answers,
    Known,
    Question,
    Work,
    ask_all,
    learn,
    question_of,
)
from middleground.answers.sensitivity.shapes import (
    Driver,
    Knowing,
    Of,
    Part,
    Profile,
    Sensitivity,
    Share,
    Swing,
)
from middleground.deals.designs import Factor, PickFreeze, RandomOrders, one_at_a_time
from middleground.deals.draws import Bools, Draws, Wholes, dimensions
from middleground.deals.indices import (
    Index,
    Outcomes,
    mean_changes,
    ranks,
    shapley_effects,
    sobol_indices,
)
from middleground.deals.information import entropy, levels, mutual_information
from middleground.deals.many_draws import ManyDraws
from middleground.deals.readings import Readings
from middleground.deals.sampling import SENSITIVITY_DRAWS, Progress, Sampling, no_progress
from middleground.deals.space import DealSpace
from middleground.scenario.model import Scenario

_TORNADO = 12


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
    work = Work(scenario, paths, sampling, progress)
    known = learn(work)
    ask = question_of(scenario, of, known)
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
        f"{screened} numbers screened by a radial design of {SCREENING_ROWS} rows; then {asked};"
        " the others vary as well, and count together"
    )


def _screen(work: Work, ask: Question) -> tuple[list[Factor], Factor, int]:
    """The numbers to take on, those left aside, and how many were screened."""
    alone = work.factors
    if not work.is_screened:
        return alone, (), 0
    design = PickFreeze.at_random(work.scenario, SCREENING_ROWS, work.sampling.seed)
    moved = np.zeros(len(alone))
    for a, _, *swapped in ask_all(work, ask, design, alone).values():
        changes = mean_changes(a, swapped)
        moved = np.maximum(moved, changes / max(float(changes.max()), 1e-12))
    kept = np.sort(np.argsort(-moved, kind="stable")[:KEPT])
    rest = tuple(path for n, factor in enumerate(alone) if n not in kept for path in factor)
    return [alone[n] for n in kept.tolist()], rest, len(alone)


def _profiles(
    work: Work, ask: Question, factors: Sequence[Factor], rest: Factor, of: Of
) -> list[Profile]:
    design = PickFreeze.of(work.scenario, work.sampling)
    every = [*factors, rest] if rest else list(factors)
    found = ask_all(work, ask, design, every)
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
    work: Work, ask: Question, design: PickFreeze, factors: Sequence[Factor]
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


def _at_ends(work: Work, ask: Question, ends: Draws, of: Of) -> Answers:
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


def _ask_first(known: Known) -> list[Knowing]:
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
