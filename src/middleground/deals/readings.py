"""A scenario made ready for questions: its nominal reading, and draws beside it."""

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from middleground.deals.appraisal import Appraisal
from middleground.deals.draws import Draws, draw, nominal_reading
from middleground.deals.many_draws import ManyDraws
from middleground.deals.planner import is_enumerable, plan_that_holds
from middleground.deals.redrawn import Redrawn, affordable
from middleground.deals.sampling import SCRAMBLINGS, Progress, Sampling
from middleground.deals.scan import Scan
from middleground.deals.space import DealSpace
from middleground.deals.survey import Survey
from middleground.deals.views import How
from middleground.errors import AnswerError
from middleground.scenario.model import Scenario
from middleground.version import __version__

_EVERY_DEAL = "every deal that the rules allow was looked at, in whole numbers"


@dataclass(frozen=True)
class Readings:
    """A scenario under its nominal reading and, unless left out, over draws.

    Attributes:
        scenario: The scenario.
        sampling: How numbers are drawn; None for the nominal reading alone.
    """

    scenario: Scenario
    sampling: Sampling | None

    def __post_init__(self) -> None:
        """Refuse a scenario that has reports alone.

        Raises:
            AnswerError: If parties, issues or preferences are missing.
        """
        missing = [
            section
            for section in ("parties", "issues", "preferences")
            if not getattr(self.scenario, section)
        ]
        if missing:
            raise AnswerError(
                f"the scenario has no {' and no '.join(missing)} yet",
                code="incomplete",
                expected="parties, issues, and preferences of those who decide",
                mend="add them to the scenario file; `check` says what is missing",
            )

    @cached_property
    def nominal(self) -> Scan:
        """Every deal under modes and midpoints."""
        return Scan(self.scenario, nominal_reading(self.scenario))

    @cached_property
    def appraisal(self) -> Appraisal:
        """The nominal reading of a space of any size; every deal is listed where they are few."""
        if self.is_large:
            return Appraisal(self.scenario, nominal_reading(self.scenario))
        return self.nominal

    @property
    def is_large(self) -> bool:
        """Whether there are too many deals to look at each."""
        return not is_enumerable(DealSpace.of(self.scenario))

    @property
    def is_surveyed(self) -> bool:
        """Whether there are too many deals to look at each, and nothing is drawn."""
        return self.sampling is None and self.is_large

    @cached_property
    def survey(self) -> Survey:
        """The nominal reading of a space of any size, taken apart."""
        return plan_that_holds(self.appraisal)

    @cached_property
    def drawn(self) -> Scan | None:
        """Every deal over the draws."""
        return Scan(self.scenario, draw(self.scenario, self.sampling)) if self.sampling else None

    def many(self, progress: Progress) -> ManyDraws:
        """The draws, to be asked all together."""
        if self.drawn is None:
            raise ValueError("nothing is drawn in the nominal reading alone")
        return ManyDraws(self.scenario, self.drawn.draws, progress)

    def redrawn(self, progress: Progress) -> Redrawn | None:
        """The draws of a large space: as many of them as can be afforded; None if nominal.

        Raises:
            AnswerError: If too few can be.
        """
        if self.sampling is None:
            return None
        taken = affordable(self.survey, self.sampling)
        return Redrawn(self.scenario, draw(self.scenario, taken), progress)

    def how(
        self,
        question: str,
        method: str = _EVERY_DEAL,
        complete: bool = True,
        draws: Draws | None = None,
    ) -> How:
        """How an answer to a question is reached from these readings; from these draws, if any."""
        draws = draws or (self.drawn.draws if self.drawn else None)
        return How(
            question=question,
            reading="draws" if draws else "nominal",
            method=method,
            complete=complete,
            draws=draws.count if draws else 0,
            scramblings=SCRAMBLINGS if draws else 0,
            seed=self.sampling.seed if self.sampling else 0,
            uncertain_numbers=len(draws.uncertain) if draws else 0,
            scenario=digest(self.scenario),
            version=__version__,
        )

    def notes(self) -> list[str]:
        """What a reader of any answer about deals must know beside it."""
        read = self.appraisal
        notes = [
            f"event '{name}' has no chance: it counts as not happening"
            for name in read.draws.truths
            if self.scenario.events[name].chance is None
        ]
        notes += [
            f"demand '{path.partition('.')[2]}' was declared binding: it limits the deals"
            for path in read.rules
            if path.startswith("demands.")
        ]
        return notes


def digest(scenario: Scenario) -> str:
    """SHA-256 of what a scenario says, whatever its comments and layout."""
    said = scenario.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
