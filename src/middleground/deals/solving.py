"""Questions to a solver, within an allotment: the same answers every time, progress, interruption.

What a question may cost is counted in the solver's deterministic time, which depends on the work
done and not on the machine. One worker and a fixed seed make the same input give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Thread
from typing import Any, Literal

from middleground.deals.integer_model import IntegerModel
from middleground.deals.sampling import Progress, no_progress

MOST_A_QUESTION = 3.0
_AT_LEAST = 0.01  # what a question costs however easy it is: the model has to be handed over
_PATIENCE = 0.2
_STEPS = 1_000
Outcome = Literal["best", "good", "none", "unknown"]


@dataclass(frozen=True)
class Solution:
    """What a solver found.

    Attributes:
        outcome: `best` is proved to be; `good` may be surpassed; `none` is proved; `unknown` is
            neither a deal nor a proof.
        chosen: The option of each issue; empty where there is no deal.
        worth: V of everybody who counts in the model, by place, in the structure's units.
        bound: What the objective is proved not to exceed.
    """

    outcome: Outcome
    chosen: tuple[int, ...]
    worth: dict[int, int]
    bound: float

    @property
    def is_deal(self) -> bool:
        """Whether there is a deal."""
        return bool(self.chosen)


@dataclass
class Allotment:
    """What may be spent on a row of questions, in the solver's deterministic time.

    Attributes:
        total: At the beginning.
        progress: Told how much of it is spent.
        whole: What this is a part of.
        spent: So far.
    """

    total: float
    progress: Progress = no_progress
    whole: "Allotment | None" = None
    spent: float = 0.0

    @property
    def left(self) -> float:
        """What is left."""
        return max(0.0, self.total - self.spent)

    def part(self, share: float) -> "Allotment":
        """A share of what is left; what it leaves over goes back."""
        return Allotment(self.left * share, whole=self)

    def spend(self, time: float) -> None:
        """Note what a question took."""
        self.spent += time
        if self.whole:
            self.whole.spend(time)
        else:
            self.progress(min(_STEPS, int(_STEPS * self.spent / self.total)), _STEPS)


def solve(
    source: IntegerModel, question: Any, allotment: Allotment, most: float = MOST_A_QUESTION
) -> Solution:
    """Put one question to the solver.

    Args:
        source: The model that the question is a copy of.
        question: The copy, with an objective to be made as large as can be, or none.
        allotment: Where the time comes from.
        most: The most that this question may take.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_deterministic_time = min(allotment.left, most)
    parameters.num_workers = 1
    parameters.random_seed = 0
    parameters.linearization_level = 2
    parameters.catch_sigint_signal = False
    status = _run(solver, question)
    allotment.spend(max(_AT_LEAST, solver.deterministic_time))
    outcomes: dict[Any, Outcome] = {
        cp_model.OPTIMAL: "best",
        cp_model.FEASIBLE: "good",
        cp_model.INFEASIBLE: "none",
    }
    outcome = outcomes.get(status, "unknown")
    if outcome not in ("best", "good"):
        return Solution(outcome, (), {}, float("-inf" if outcome == "none" else "inf"))
    chosen = tuple(
        next(n for n, literal in enumerate(row) if solver.boolean_value(literal))
        for row in source.picks
    )
    worth = {who: int(solver.value(value)) for who, value in source.worth.items()}
    return Solution(outcome, chosen, worth, float(solver.best_objective_bound))


def _run(solver: Any, question: Any) -> Any:
    """Solve beside the caller, who can then be interrupted: the solver itself hears nothing."""
    ended: list[Any] = []
    worker = Thread(target=lambda: ended.append(solver.solve(question)), daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(_PATIENCE)
    except KeyboardInterrupt:
        solver.stop_search()
        worker.join()
        raise
    return ended[0]


def weights_for(source: IntegerModel, objectives: Sequence[int], room: int = 1 << 58) -> list[int]:
    """Whole weights that make objectives about equally wide, and their sum safe in 64 bits."""
    spans = [max(1, source.reach[who][1] - source.reach[who][0]) for who in objectives]
    largest = [max(1, *map(abs, source.reach[who])) for who in objectives]
    widest = max(spans)
    weights = [max(1, widest // span) for span in spans]
    total = sum(w * m for w, m in zip(weights, largest, strict=True))
    if total >= room:
        return [1] * len(weights)
    return weights
