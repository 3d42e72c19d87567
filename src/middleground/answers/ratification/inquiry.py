"""One question who must say yes at home, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from middleground.answers.ratification.shapes import (
    AtHome,
    DealChance,
    Leaning,
    Overlap,
    PartyChance,
    UnderRedLines,
    Vetoes,
    Voice,
)
from middleground.deals.acceptance import RatificationRule
from middleground.deals.appraisal import Appraisal
from middleground.deals.chances import TooTangled, chance_that
from middleground.deals.draws import Bools, Draws, Floats, draw, nominal_reading
from middleground.deals.many_draws import ManyDraws
from middleground.deals.planner import is_enumerable
from middleground.deals.portrait import Standing, stand
from middleground.deals.possible import OverRanges, count_over_draws, count_over_ranges
from middleground.deals.power import MOST_PLAYERS, Power, power_indices
from middleground.deals.readings import Readings
from middleground.deals.sampling import SCRAMBLINGS, Progress, Sampling, no_progress
from middleground.deals.scan import Scan
from middleground.deals.settings import TooOpen
from middleground.deals.space import DealSpace
from middleground.deals.views import Estimate
from middleground.deals.win_sets import Veto, WinSets, count_win_sets, survey_win_sets
from middleground.deals.yes_given import give_yes
from middleground.scenario.model import Scenario
from middleground.scenario.red_lines import SWITCH, RedLines, bind_red_lines, binding_demands

_SAMPLED = 256  # allowed deals looked at in every draw
_LEANINGS = 3
_LEAST_STOPPED = 20


def find_vetoes(
    scenario: Scenario,
    sampling: Sampling | None = None,
    progress: Progress = no_progress,
    red_lines: RedLines = "as_written",
) -> Vetoes:
    """Take every party apart: who is asked, whose yes decides, and what each no costs.

    Args:
        scenario: With parties, issues and preferences.
        sampling: How the uncertain numbers are drawn; None for the nominal reading alone.
        progress: Told the steps done and their number.
        red_lines: Which red lines bind.

    Raises:
        AnswerError: If the scenario has no model yet, or more deals than the question can be
            answered for.
    """
    bound = bind_red_lines(scenario, red_lines)
    return _Inquiry(scenario, bound, red_lines, sampling, progress).answer()


@dataclass
class _Inquiry:
    """One question on its way."""

    written: Scenario
    scenario: Scenario
    red_lines: RedLines
    sampling: Sampling | None
    progress: Progress

    def __post_init__(self) -> None:
        self.missing: list[str] = []
        if self.sampling and not is_enumerable(DealSpace.of(self.scenario)):
            self.sampling = None
            self.missing.append("anything over draws, in a space too large to look at each deal")
        self.readings = Readings(self.scenario, self.sampling)
        rules = self._reading.ratification.rules
        self.steps = 4 + len(SWITCH) + sum(len(rule.constituencies) for rule in rules)
        self.done = 0

    @cached_property
    def _reading(self) -> Appraisal:
        readings = self.readings
        return readings.survey.appraisal if readings.is_surveyed else readings.nominal

    @cached_property
    def draws(self) -> Draws | None:
        return draw(self.scenario, self.sampling) if self.sampling else None

    def answer(self) -> Vetoes:
        readings = self.readings
        method = "every deal that the rules allow was looked at, in whole numbers"
        if readings.is_surveyed:
            counts, missing = survey_win_sets(readings.survey)
            self.missing += missing
            method = "deals counted without listing them, in whole numbers"
        else:
            counts = count_win_sets(readings.nominal)
        self._step()
        held = self._zone(self.draws) if self.draws else None
        chances = self._chances(counts)
        over_ranges = self._over_ranges()
        parties = self._parties(counts, held)
        return Vetoes(
            how=readings.how("ratify", method, complete=not self.missing),
            red_lines=self.red_lines,
            binding=binding_demands(self.scenario),
            deals=self._reading.space.count,
            allowed=counts.allowed,
            agreeable=counts.agreeable,
            probability=self._share(held),
            over_ranges=over_ranges,
            overlap=self._overlap(counts),
            gains=self._gains(counts.nash),
            parties=parties,
            chances=chances,
            switch=self._switch(counts, held),
            sampled=len(self._sample),
            notes=self._notes(over_ranges),
        )

    def _step(self) -> None:
        self.done += 1
        self.progress(min(self.done, self.steps), self.steps)

    # ------------------------------------------------------------------- over the draws

    def _zone(self, draws: Draws, scenario: Scenario | None = None) -> Bools:
        """In which of some draws any deal is agreeable."""
        self._step()
        if not draws.count:
            return np.zeros(0, dtype=bool)
        return ManyDraws(scenario or self.scenario, draws).zone_exists()

    def _share(self, held: Bools | None) -> Estimate | None:
        return None if self.draws is None or held is None else self.draws.estimate(held)

    def _without(self, who: str, held: Bools | None) -> Estimate | None:
        """The probability of a zone with somebody's yes given: asked where there is none yet."""
        if self.draws is None or held is None:
            return None
        found = held.copy()
        found[~held] = self._zone(give_yes(self.scenario, self.draws.where(~held), who))
        return self._share(found)

    @cached_property
    def _sample(self) -> list[int]:
        """An even sample of the deals that the rules allow in the nominal reading."""
        if self.draws is None:
            return []
        blocks = [block.numbers for block in self.readings.nominal.feasible(0)]
        numbers = np.sort(np.concatenate([np.zeros(0, np.int64), *blocks]))
        step = max(1.0, len(numbers) / _SAMPLED)
        return [int(numbers[int(n * step)]) for n in range(min(_SAMPLED, len(numbers)))]

    @cached_property
    def _decided(self) -> dict[str, Estimate | None]:
        """How often each constituency alone decides, of all cases on its party's table."""
        if self.draws is None:
            return {}
        drawn = Appraisal(self.scenario, self.draws)
        rules = drawn.ratification.rules
        cases = {rule.party: np.zeros(self.draws.count) for rule in rules}
        hits = {who: np.zeros(self.draws.count) for r in rules for who in r.constituencies}
        for number in self._sample:
            standing = stand(drawn, number)
            for rule in rules:
                others = _others(standing, rule.party)
                cases[rule.party] += others
                for who in rule.constituencies:
                    hits[who] += others & _decides(rule, who, standing, self.draws)
        self._step()
        return {
            who: _ratio(hits[who], cases[rule.party])
            for rule in rules
            for who in rule.constituencies
        }

    def _chances(self, counts: WinSets) -> list[DealChance]:
        """How surely the Nash deals are ratified: with everybody's answer, and with a yes given."""
        if self.draws is None:
            return []
        drawn = Appraisal(self.scenario, self.draws)
        own = counts.nash[0] if counts.nash else None
        titled: dict[int, list[str]] = {} if own is None else {own: []}
        for who, veto in sorted(counts.vetoes.items()):
            if veto.nash and veto.nash[0] != own and who not in drawn.deciders:
                titled.setdefault(veto.nash[0], []).append(who)
        self._step()
        return [self._chance(drawn, number, given) for number, given in titled.items()]

    def _chance(self, drawn: Appraisal, number: int, given: list[str]) -> DealChance:
        standing, draws = stand(drawn, number), drawn.draws
        each: dict[str, Floats | float] = {n: float(t.mean()) for n, t in draws.truths.items()}
        each |= {who: float(yes.mean()) for who, yes in standing.accepted.items()}
        parties = {}
        for rule in drawn.ratification.rules:
            try:
                independent = round(float(chance_that(rule.node, each)), 9)
            except TooTangled:
                independent = None
            parties[rule.party] = PartyChance(
                over_draws=float(standing.ratified[rule.party].mean()), independent=independent
            )
        return DealChance(
            number=number + 1,
            deal=drawn.space.deal(number),
            given=given,
            parties=parties,
            over_draws=draws.estimate(standing.agreeable),
        )

    # ---------------------------------------------------------------- parties and voices

    def _parties(self, counts: WinSets, held: Bools | None) -> dict[str, AtHome]:
        parties = {}
        for rule in self._reading.ratification.rules:
            power = power_indices(rule)
            if power is None:
                self.missing.append(
                    f"the power indices of {rule.party}, whose rule asks more than {MOST_PLAYERS}"
                )
            parties[rule.party] = AtHome(
                win_set=counts.ratified[rule.party],
                on_table=counts.on_table[rule.party],
                voices={
                    who: self._voice(rule, who, power[who] if power else None, counts, held)
                    for who in rule.constituencies
                },
            )
        return parties

    def _voice(
        self,
        rule: RatificationRule,
        who: str,
        power: Power | None,
        counts: WinSets,
        held: Bools | None,
    ) -> Voice:
        veto = counts.vetoes[who]
        decides = who in self._reading.deciders
        gains = None if decides else self._gains(veto.nash)
        return Voice(
            needed=who in rule.vetoes(self._reading.events(0)),
            power=power,
            accepts=veto.accepted,
            win_set_without=veto.win_set,
            zone_without=veto.zone,
            decides=veto.decides,
            decides_share=self._decided.get(who),
            stops_mostly=self._leanings(veto, counts),
            probability_without=self._without(who, held),
            gains_without=gains and {p: g for p, g in gains.items() if p != rule.party},
        )

    def _leanings(self, veto: Veto, counts: WinSets) -> list[Leaning]:
        if veto.stops_by_option is None or counts.by_option is None:
            return []
        stopped = int(veto.stops_by_option[0].sum())
        if stopped < _LEAST_STOPPED:
            return []
        space, found = self._reading.space, []
        pairs = zip(veto.stops_by_option, counts.by_option, strict=True)
        for issue, options, (own, every) in zip(space.issues, space.options, pairs, strict=True):
            shares = own / stopped, every / counts.allowed
            at = int(np.argmax(shares[0] - shares[1]))
            found.append(
                Leaning(
                    issue=issue,
                    option=options[at],
                    share=float(shares[0][at]),
                    share_of_all=float(shares[1][at]),
                )
            )
        found.sort(key=lambda one: (one.share_of_all - one.share, one.issue))
        return [one for one in found[:_LEANINGS] if one.share > one.share_of_all]

    def _gains(self, nash: tuple[int, tuple[int, ...]] | None) -> dict[str, float] | None:
        """Points over no deal of each decision maker."""
        if nash is None:
            return None
        reading = self._reading
        return {
            party: round(float(reading.utilities[who].points(np.array([value]))[0]), 6)
            for party, who, value in zip(
                reading.scenario.parties, reading.deciders, nash[1], strict=True
            )
        }

    def _overlap(self, counts: WinSets) -> list[Overlap] | None:
        if counts.by_parties is None:
            return None
        parties = list(self.scenario.parties)
        return [
            Overlap(parties=[p for n, p in enumerate(parties) if code >> n & 1], deals=deals)
            for code, deals in sorted(counts.by_parties.items())
        ]

    # --------------------------------------------------------------- ranges and red lines

    def _over_ranges(self) -> OverRanges | None:
        if self.readings.is_surveyed:
            self.missing.append("deals agreeable somewhere in the ranges, and everywhere")
            return None
        try:
            return count_over_ranges(self.scenario)
        except TooOpen as found:
            if self.draws is None:
                self.missing.append(f"deals agreeable somewhere in the ranges ({found.why})")
                return None
            counts = ManyDraws(self.scenario, self.draws).agreeable_counts()
            return count_over_draws(counts, self.draws.count, found.why)
        finally:
            self._step()

    def _switch(self, counts: WinSets, held: Bools | None) -> list[UnderRedLines]:
        """The zone under each setting; equal settings are worked out once."""
        own = tuple(binding_demands(self.scenario))
        known: dict[tuple[str, ...], UnderRedLines] = {
            own: UnderRedLines(
                red_lines=self.red_lines,
                demands=list(own),
                allowed=counts.allowed,
                agreeable=counts.agreeable,
                probability=self._share(held),
            )
        }
        found = []
        for which in SWITCH[1:]:
            scenario = bind_red_lines(self.written, which)
            demands = tuple(binding_demands(scenario))
            if demands not in known:
                known[demands] = self._under(scenario, which)
            found.append(known[demands].model_copy(update={"red_lines": which}))
        return found

    def _under(self, scenario: Scenario, which: RedLines) -> UnderRedLines:
        readings = Readings(scenario, None)
        if readings.is_surveyed:
            counts, _ = survey_win_sets(readings.survey)
            allowed, agreeable = counts.allowed, counts.agreeable
        else:
            scan = Scan(scenario, nominal_reading(scenario))
            allowed = sum(len(block.numbers) for block in scan.feasible(0))
            agreeable = sum(len(block.numbers) for block in scan.agreeable(0))
        held = None
        if self.sampling:
            held = self._zone(draw(scenario, self.sampling, self.scenario), scenario)
        return UnderRedLines(
            red_lines=which,
            demands=binding_demands(scenario),
            allowed=allowed,
            agreeable=agreeable,
            probability=self._share(held),
        )

    def _notes(self, over_ranges: OverRanges | None) -> list[str]:
        notes = self.readings.notes()
        if self.readings.is_surveyed:
            notes.append(
                "the deals are too many to look at each: left out are the Nash deal with and "
                "without each veto, and what deals are like that one no alone stops"
            )
        if self.missing:
            notes.append(f"not worked out: {'; '.join(sorted(self.missing))}")
        return notes


def _others(standing: Standing, party: str) -> Bools:
    """In which draws the rules allow the deal and every other party ratifies it."""
    said = [yes for name, yes in standing.ratified.items() if name != party]
    return np.asarray(np.logical_and.reduce([standing.allowed, *said]))


def _decides(rule: RatificationRule, who: str, standing: Standing, draws: Draws) -> Bools:
    """In which draws one constituency's yes or no alone decides its party's answer."""
    said: Mapping[str, Bools | bool] = {w: standing.accepted[w] for w in rule.constituencies}
    events = dict(draws.truths)
    given, refused = (rule.ratifies({**said, who: yes}, events) for yes in (True, False))
    return np.broadcast_to(given & ~refused, (draws.count,))


def _ratio(hits: Floats, cases: Floats) -> Estimate | None:
    """A share of cases over all draws, with the standard error between scramblings."""
    if not cases.sum():
        return None
    by_part = [part.reshape(SCRAMBLINGS, -1).sum(axis=1) for part in (hits, cases)]
    known = by_part[1] > 0
    shares = by_part[0][known] / by_part[1][known]
    error = float(shares.std(ddof=1) / np.sqrt(len(shares))) if len(shares) > 1 else 0.0
    return Estimate(share=float(hits.sum() / cases.sum()), standard_error=error)
