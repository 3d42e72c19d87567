"""What levers move: numbers of the preferences, events, rules; draw by draw, through whom it goes.

A lever's shift is added to the numbers of whom it is on, times the share that passes through: the
product of the shares along a path of actors, added over parallel paths, 1 at most. Weights stay at
0 or above, scores within 0 and 100. A lever on a party with constituencies moves each of them.

Source: the pressure network of Lax & Sebenius (1986), ch. 9, as shares along paths.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from middleground.deals.copula import correlated
from middleground.deals.draws import Draws, Floats, Wholes, dimensions, draws_at, quantile
from middleground.deals.sampling import SCRAMBLINGS, Sampling
from middleground.deals.sobol import uniforms
from middleground.errors import AnswerError
from middleground.scenario.model import Lever, Scenario
from middleground.scenario.preferences import Preference, Shift
from middleground.scenario.pressure import find_misses
from middleground.scenario.ranges import MILLION, Range

_HUNDRED = 100 * MILLION
# Numbers that run one way in what a deal is worth: +1 more is better, -1 less is.
_DIRECTIONS = {"no_deal": -1, "add": 1, "scores": 1, "points": 1}


@dataclass(frozen=True)
class Effect:
    """What one lever adds to one number.

    Attributes:
        path: The number's path in the scenario.
        who: The constituency whose number it is.
        kind: `no_deal`, `add` (a term), `scores`, `points`, `weight`, `best` or `worst`.
        by: Added in every draw, in millionths; pass-through counted in. Shape (draws,).
    """

    path: str
    who: str
    kind: str
    by: Wholes

    @property
    def direction(self) -> int:
        """1 where more of it makes deals better, -1 where worse; 0 where neither is known."""
        return _DIRECTIONS.get(self.kind, 0)


@dataclass(frozen=True)
class Pull:
    """One lever over the draws.

    Attributes:
        name: Its name in the file.
        cost: What it costs. Shape (draws,).
        usual_cost: The same in the nominal reading, by which sets are ranked.
        effects: What it adds to numbers.
        settles: Events that it makes true or false.
        lifts: Rules and demands that it switches off, as paths of binding conditions.
        elsewhere: What it moves that does not bear on who accepts what: delays, trust, the penalty
            of breach.
    """

    name: str
    cost: Floats
    usual_cost: float
    effects: tuple[Effect, ...]
    settles: Mapping[str, bool]
    lifts: frozenset[str]
    elsewhere: tuple[str, ...]

    @property
    def is_idle(self) -> bool:
        """Whether nothing in it bears on who accepts what."""
        return not (self.settles or self.lifts) and not any(e.by.any() for e in self.effects)

    @property
    def only_hurts(self) -> bool:
        """Whether all that it does makes deals, or accepting them, worth less in every draw."""
        return not (self.settles or self.lifts) and all(
            e.direction and (e.by * e.direction <= 0).all() for e in self.effects
        )

    @property
    def is_worldly(self) -> bool:
        """Whether it changes more than numbers that run one way: then it is tried apart."""
        return bool(self.settles or self.lifts) or any(
            not effect.direction and effect.by.any() for effect in self.effects
        )


@dataclass(frozen=True)
class Levers:
    """All levers of a scenario over draws.

    Attributes:
        scenario: The scenario, with the terms that levers add, worth nothing yet.
        draws: Draws of it.
        pulls: The levers, in the order of their names.
    """

    scenario: Scenario
    draws: Draws
    pulls: tuple[Pull, ...]

    @classmethod
    def of(cls, scenario: Scenario, sampling: Sampling) -> "Levers":
        """Draw the scenario and what its levers do and cost."""
        terms = _terms_of_levers(scenario)
        whole = _with_terms(scenario, terms)
        numbers = dict(_numbers(scenario))
        uncertain = sorted(path for path, number in numbers.items() if not number.is_certain)
        # The scenario's own numbers come first: they get the same draws as in other answers.
        _require_targets(scenario)
        log2_count = (sampling.draws // SCRAMBLINGS).bit_length() - 1
        paths = [*dimensions(whole), *uncertain]
        points = correlated(whole, uniforms(paths, log2_count, SCRAMBLINGS, sampling.seed))
        draws = replace(draws_at(whole, points, sampling.draws), sampling=sampling)
        values = {
            path: quantile(number, points[path])
            if path in points
            else np.full(sampling.draws, number.low)
            for path, number in numbers.items()
        }
        reader = _Reader(whole, values, terms, frozenset(draws.truths))
        return cls(whole, draws, tuple(reader.pull(name) for name in sorted(scenario.levers)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the levers, in order."""
        return tuple(pull.name for pull in self.pulls)

    def world(self, pulls: Sequence[Pull]) -> "World":
        """The scenario with some levers used, all of what they do."""
        lifted = frozenset(path for pull in pulls for path in pull.lifts)
        settled = {event: truth for pull in pulls for event, truth in pull.settles.items()}
        truths = dict(self.draws.truths)
        truths |= {e: np.array([t]) for e, t in settled.items() if e in truths}
        values = moved(self.draws.values, [e for pull in pulls for e in pull.effects])
        draws = replace(self.draws, values=values, truths=truths)
        return World(without(self.scenario, lifted), draws)


@dataclass(frozen=True)
class World:
    """A scenario, and draws of it, in which some levers are used."""

    scenario: Scenario
    draws: Draws


def moved(values: Mapping[str, Wholes], effects: Sequence[Effect]) -> dict[str, Wholes]:
    """Numbers with effects added, kept within what such numbers may be."""
    sums: dict[str, Wholes] = {}
    for effect in effects:
        sums[effect.path] = sums[effect.path] + effect.by if effect.path in sums else effect.by
    kinds = {effect.path: effect.kind for effect in effects}
    found = dict(values)
    for path, by in sums.items():
        found[path] = bounded(values[path] + by, kinds[path])
    return found


def bounded(number: Wholes, kind: str) -> Wholes:
    """A moved number within its bounds: weights above 0, scores within 0 and 100 points."""
    if kind == "scores":
        return np.clip(number, 0, _HUNDRED)
    return np.maximum(number, 0) if kind == "weight" else number


def without(scenario: Scenario, lifted: frozenset[str]) -> Scenario:
    """The scenario without some rules, and with some demands no longer binding."""
    if not lifted:
        return scenario
    rules = {n: rule for n, rule in scenario.rules.items() if f"rules.{n}" not in lifted}
    demands = {
        n: d.model_copy(update={"binds": False}) if f"demands.{n}" in lifted else d
        for n, d in scenario.demands.items()
    }
    return scenario.model_copy(update={"rules": rules, "demands": demands})


# --------------------------------------------------------------------- reading the scenario


def targets(scenario: Scenario, lever: Lever) -> tuple[str, ...]:
    """The constituencies with preferences that a lever moves."""
    if lever.on is None:
        return ()
    within = scenario.constituencies_of(lever.on) if lever.on in scenario.parties else (lever.on,)
    return tuple(who for who in within if who in scenario.preferences)


def _require_targets(scenario: Scenario) -> None:
    """Refuse levers that point to nothing, or whose path leads back on itself."""
    for name in scenario.levers:
        for miss in find_misses(scenario, name):
            raise AnswerError(
                miss.what,
                code=miss.code,
                where=".".join(map(str, miss.path)),
                expected=miss.expected,
                mend=miss.mend,
            )


def _numbers(scenario: Scenario) -> Iterator[tuple[str, Range]]:
    """Every number of every lever, with its path."""
    for name, lever in scenario.levers.items():
        path = f"levers.{name}"
        if lever.cost is not None:
            yield f"{path}.cost", lever.cost
        for n, chain in enumerate(lever.via):
            for actor, share in chain.items():
                yield f"{path}.via.{n}.{actor}", share
        if lever.shifts is not None:
            for rest, _, number in _shifted(lever.shifts):
                yield f"{path}.shifts.{rest}", number


def _shifted(shift: Shift) -> Iterator[tuple[str, str, Range]]:
    """What a shift adds: the rest of the path, the kind of number, and how much."""
    if shift.no_deal is not None:
        yield "no_deal", "no_deal", shift.no_deal
    for n, term in enumerate(shift.together):
        yield f"together.{n}.add", "add", term.add
    for issue, worth in shift.issues.items():
        for kind in ("weight", "best", "worst"):
            number = getattr(worth, kind)
            if number is not None:
                yield f"{issue}.{kind}", kind, number
        for kind in ("scores", "points"):
            for option, number in (getattr(worth, kind) or {}).items():
                yield f"{issue}.{kind}.{option}", kind, number


@dataclass(frozen=True)
class _Added:
    """Terms that a lever adds to a constituency: from which number on they stand in the list."""

    lever: str
    who: str
    first: int


def _terms_of_levers(scenario: Scenario) -> list[_Added]:
    count = {who: len(p.together) for who, p in scenario.preferences.items()}
    added = []
    for name, lever in sorted(scenario.levers.items()):
        terms = lever.shifts.together if lever.shifts else ()
        for who in targets(scenario, lever) if terms else ():
            added.append(_Added(name, who, count[who]))
            count[who] += len(terms)
    return added


def _with_terms(scenario: Scenario, added: Sequence[_Added]) -> Scenario:
    """The scenario with the terms that levers add, each worth nothing."""
    nothing = Range.model_validate(0)
    preferences: dict[str, Preference] = dict(scenario.preferences)
    for one in added:
        shift = scenario.levers[one.lever].shifts
        terms = tuple(
            t.model_copy(update={"add": nothing}) for t in (shift.together if shift else ())
        )
        known = preferences[one.who]
        preferences[one.who] = known.model_copy(update={"together": (*known.together, *terms)})
    return scenario.model_copy(update={"preferences": preferences})


@dataclass(frozen=True)
class _Reader:
    """Reads levers whose numbers are drawn."""

    scenario: Scenario
    values: Mapping[str, Floats]
    terms: Sequence[_Added]
    events: frozenset[str]

    def pull(self, name: str) -> Pull:
        lever = self.scenario.levers[name]
        count = len(next(iter(self.values.values()))) if self.values else 1
        cost = self.values.get(f"levers.{name}.cost", np.zeros(count))
        binding = {f"rules.{n}" for n in self.scenario.rules}
        binding |= {f"demands.{n}" for n, d in self.scenario.demands.items() if d.binds}
        lifted = {f"{s}.{n}" for n in lever.switches_off for s in ("rules", "demands")} & binding
        return Pull(
            name,
            cost,
            lever.cost.nominal if lever.cost else 0.0,
            tuple(self._effects(name, lever)),
            {event: truth for event, truth in lever.settles.items() if event in self.events},
            frozenset(lifted),
            _elsewhere(lever),
        )

    def _effects(self, name: str, lever: Lever) -> Iterator[Effect]:
        if lever.shifts is None:
            return
        share = self._passed_through(name, lever)
        for who in targets(self.scenario, lever):
            first = next((a.first for a in self.terms if (a.lever, a.who) == (name, who)), 0)
            for rest, kind, _ in _shifted(lever.shifts):
                by = self.values[f"levers.{name}.shifts.{rest}"] * share
                if kind == "add":  # the terms of levers stand behind the constituency's own
                    rest = f"together.{first + int(rest.split('.')[1])}.add"
                whole = np.rint(by * MILLION).astype(np.int64)
                yield Effect(f"preferences.{who}.{rest}", who, kind, whole)

    def _passed_through(self, name: str, lever: Lever) -> Floats | float:
        """The share of a shift that arrives."""
        if not lever.via:
            return 1.0
        paths = []
        for n, chain in enumerate(lever.via):
            shares = [self.values[f"levers.{name}.via.{n}.{actor}"] for actor in chain]
            paths.append(np.prod(shares, axis=0))
        return np.asarray(np.minimum(np.sum(paths, axis=0), 1.0))


def _elsewhere(lever: Lever) -> tuple[str, ...]:
    shift = lever.shifts
    names = ("latency_days", "trust", "breach_penalty")
    return tuple(name for name in names if shift and getattr(shift, name) is not None)
