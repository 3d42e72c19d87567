"""Draws of a space too large to list: a sweep for each, where deals already known do not settle it.

Whether any deal is agreeable in a draw is often told by deals that are known from other draws: they
are tried in all draws at once. Only where none of them is agreeable a sweep of that draw has to
find one, or to show that there is none; what it finds is tried in all other draws.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Bools, Draws
from middleground.deals.many_draws import ManyDraws
from middleground.deals.planner import plan
from middleground.deals.sampling import SCRAMBLINGS, Progress, Sampling, no_progress
from middleground.deals.survey import AnyFront, Survey
from middleground.deals.swept import SweptSurvey
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario

MOST_WORK = 8_000_000
FEWEST_DRAWS = 32
MOST_TIED = 10
_TRIED_AT_ONCE = 16
_MOST_KNOWN = 512


def affordable(survey: Survey, sampling: Sampling) -> Sampling:
    """As many of the draws asked for as can be swept, each by itself.

    The work is counted in partial deals taken one issue further, as in the nominal reading.

    Raises:
        AnswerError: If it is a solver that is asked, or too few draws could be swept.
    """
    space = survey.appraisal.space
    if not isinstance(survey, SweptSurvey):
        _refuse(space.in_words(), "a solver would have to be asked anew in each draw")
    each = _work(survey)
    draws = sampling.draws
    while draws * each > MOST_WORK and draws > SCRAMBLINGS:
        draws //= 2
    if draws < min(FEWEST_DRAWS, sampling.draws):
        _refuse(
            space.in_words(),
            f"each draw needs a sweep of some {each:,} steps, of which {MOST_WORK:,} are allowed "
            f"in all: too few for {FEWEST_DRAWS} draws",
        )
    return Sampling(draws, sampling.seed)


def _work(survey: SweptSurvey) -> int:
    """Steps of a sweep of the nominal reading."""
    steps = 0
    for front in (survey.feasible, survey.agreeable):
        stages = front.swept.course.stages
        moves = sum(stage.to.size for stage in stages)
        layers = zip(front.swept.layers, stages, strict=False)
        steps = max(steps, moves + sum(len(layer) * stage.to.shape[1] for layer, stage in layers))
    return steps


def _refuse(deals: str, because: str) -> NoReturn:
    raise AnswerError(
        f"{deals} are too many to look at one by one, and {because}",
        code="too-large",
        where="issues",
        expected="a scenario whose draws can be swept",
        mend="ask for the nominal reading alone (--nominal), or give the issues fewer options",
    )


@dataclass
class Redrawn:
    """The draws of a large space.

    Attributes:
        scenario: The scenario.
        draws: Its draws, as many as are `affordable`.
        progress: Told the draws done and their number.
        known: Deals that were met, by position: those that were agreeable in some reading.
        open_in: In how many draws it could not be told whether any deal is agreeable.
    """

    scenario: Scenario
    draws: Draws
    progress: Progress = no_progress
    known: list[int] = field(default_factory=list)
    open_in: int = 0

    def zone_exists(self, nominal: Survey) -> Bools:
        """In which draws any deal is agreeable. Shape (draws,)."""
        many = ManyDraws(self.scenario, self.draws)
        held = self._try(many, nominal.agreeable)
        for n in range(self.draws.count):
            if not held[n]:
                front = self._swept(n)
                if front is None:
                    self.open_in += 1
                elif len(front.values):
                    held[n] = True
                    held |= self._try(many, front)
            self.progress(n + 1, self.draws.count)
        return held

    def each_fair(self) -> Iterator[tuple[int, dict[str, list[int]]]]:
        """Every draw with its fair deals by idea; {} where none is agreeable.

        Of many tied deals the first ten: they are listed to be counted, and may be without number.
        """
        for n in range(self.draws.count):
            survey = plan(Appraisal(self.scenario, self.draws.part(n, n + 1)))
            yield n, self._fair(survey)
            self.progress(n + 1, self.draws.count)

    def most_robust(self, most: int) -> list[int]:
        """Of the deals that were met those agreeable in most draws."""
        counts = ManyDraws(self.scenario, self.draws).agreeable_at(self.known).sum(axis=0)
        order = sorted(range(len(self.known)), key=lambda n: (-int(counts[n]), self.known[n]))
        return [self.known[n] for n in order[:most]]

    def in_words(self) -> str:
        """What was done, for the record of an answer."""
        return f"{self.draws.count:,} draws, each swept where known deals did not settle it"

    def notes(self, asked: Sampling | None) -> list[str]:
        """What a reader must know of these draws.

        Args:
            asked: How many were asked for.
        """
        notes = []
        if asked and asked.draws > self.draws.count:
            notes.append(
                f"of the {asked.draws:,} draws asked for {self.draws.count:,} were taken: where "
                "deals are too many to list, each draw needs a sweep of its own"
            )
        if self.known:
            notes.append(
                f"the deals shown are the most robust of {len(self.known):,} that were met; "
                "another may be more robust"
            )
        if self.open_in:
            notes.append(
                f"in {self.open_in:,} draws it could not be told whether any deal is agreeable: "
                "they count as if none were"
            )
        return notes

    def _fair(self, survey: Survey) -> dict[str, list[int]]:
        try:
            front = survey.agreeable
        except AnswerError:
            self.open_in += 1
            return {}
        if not len(front.values):
            return {}
        chosen, _ = survey.pick_fair()
        return {
            idea: sorted(n for deals in front.first_deals(at.tolist(), MOST_TIED) for n in deals)
            for idea, at in chosen.items()
        }

    def _swept(self, n: int) -> AnyFront | None:
        """The agreeable frontier of a draw; None where the sweep could not hold it."""
        try:
            return plan(Appraisal(self.scenario, self.draws.part(n, n + 1))).agreeable
        except AnswerError:
            return None

    def _try(self, many: ManyDraws, front: AnyFront) -> Bools:
        """In which draws some deal of a frontier is agreeable; they are known from now on."""
        step = max(1, -(-len(front.values) // _TRIED_AT_ONCE))
        found = front.first_deals(range(0, len(front.values), step), 1)
        fresh = [n for deals in found for n in deals if n not in self.known]
        fresh = fresh[: max(0, _MOST_KNOWN - len(self.known))]
        self.known += fresh
        return np.asarray(many.agreeable_at(fresh).any(axis=1))
