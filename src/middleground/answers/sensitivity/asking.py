"""How the model is asked the same question many times over, and what is learned first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from middleground.answers.sensitivity.shapes import Of
from middleground.deals.copula import groups
from middleground.deals.deal_table import pick_fair
from middleground.deals.designs import Factor, PickFreeze, factors_of
from middleground.deals.draws import Bools, Draws, draw
from middleground.deals.indices import Outcomes
from middleground.deals.information import Choosing
from middleground.deals.many_draws import ManyDraws
from middleground.deals.sampling import Progress, Sampling
from middleground.deals.space import DealSpace
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import MILLION

MOST_UNSCREENED = 60
KEPT = 40
SCREENING_ROWS = 64
_KNOWING = 8  # times as many draws as in each set, to see what knowing is worth
_MOST_KNOWING = 2_048
_CANDIDATES = 500
_IDEAS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")

Answers = Mapping[tuple[Of, str], Outcomes]
Question = Callable[[Draws, Progress], Answers]


class Work:
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
        screening = SCREENING_ROWS * (len(self.factors) + 2) if self.is_screened else 0
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
class Known:
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


def learn(work: Work) -> Known:
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
    return Known(counted.space, draws, held, int(counts.argmax()), Choosing(agreeable))


def question_of(scenario: Scenario, of: Of, known: Known) -> Question:
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


def _ask_robust(scenario: Scenario, deal: int, draws: Draws, progress: Progress) -> Answers:
    """Whether one deal is agreeable."""
    held = ManyDraws(scenario, draws).agreeable_at([deal])[:, 0]
    progress(draws.count, draws.count)
    return {("robustness", ""): held.astype(float)}


def _ask_fair(scenario: Scenario, draws: Draws, progress: Progress) -> Answers:
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


def ask_all(
    work: Work, ask: Question, design: PickFreeze, factors: Sequence[Factor]
) -> dict[tuple[Of, str], list[Outcomes]]:
    """Outcomes at `a`, at `b`, and with every factor swapped, for each answer."""
    found: dict[tuple[Of, str], list[Outcomes]] = {}
    for sets, draws in design.batches(factors):
        for name, outcomes in ask(draws, work.report()).items():
            found.setdefault(name, []).extend(outcomes.reshape(sets, -1))
    return found
