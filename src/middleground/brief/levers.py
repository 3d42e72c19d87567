"""What would open the zone, in words: sets of levers with their price, and what each is worth."""

from middleground.answers.levers import Cost, LeverSet, LeversFound, LeverView
from middleground.brief import words
from middleground.brief.citing import Rests
from middleground.brief.footnotes import Footnotes
from middleground.deals.views import Result
from middleground.scenario.model import Scenario
from middleground.scenario.reader import Reading

HEAD = ["cost", "by itself", "among all", "if it alone were missing"]
_ELSEWHERE = {
    "latency_days": "how long messages take",
    "trust": "trust",
    "breach_penalty": "what breaking the deal costs",
}


class Rung(Result):
    """A step of the ladder.

    Attributes:
        names: The levers used; empty for things as they are.
        cost: In the file's unit.
        low, high: From where to where the cost lies in nine of ten draws.
        probability: On fresh draws, with its standard error.
        error: That standard error.
        reaches: Whether that is the wanted probability or more.
    """

    names: list[str]
    cost: float
    low: float
    high: float
    probability: float
    error: float
    reaches: bool


class LeverShown(Result):
    """One lever.

    Attributes:
        name: Its name.
        who: Who can use it, and on whom.
        says: What it does, in sentences.
        cells: Its cost, and what it adds by itself, among all, and last of all.
        rests: What it rests on.
    """

    name: str
    who: str
    says: list[str]
    cells: list[str]
    rests: Rests


class LeversShown(Result):
    """The whole answer in words.

    Attributes:
        answer: Sentences on the cheapest set that reaches the target, or the best there is.
        others: Other ways, a sentence each.
        ladder: From things as they are to the best.
        target: The probability wanted.
        levers: Every lever that bears on who accepts what, the most valuable first.
        idle: Sentences on those that do not.
        notes: What a reader must know beside.
        method: How the figures were found.
    """

    answer: list[str]
    others: list[str]
    ladder: list[Rung]
    target: float
    levers: list[LeverShown]
    idle: list[str]
    notes: list[str]
    method: str


def show_levers(reading: Reading, found: LeversFound, notes: Footnotes) -> LeversShown:
    """Put the answer into words.

    Args:
        reading: The scenario as read.
        found: The answer.
        notes: Collects what the levers rest on.
    """
    return _Teller(reading.scenario, found, notes).tell()


class _Teller:
    def __init__(self, scenario: Scenario, found: LeversFound, notes: Footnotes) -> None:
        self._scenario, self._found, self._notes = scenario, found, notes

    def tell(self) -> LeversShown:
        found = self._found
        bearing = [(n, one) for n, one in found.levers.items() if one.alone is not None]
        bearing.sort(key=lambda item: -self._worth(item[1]))
        return LeversShown(
            answer=self._answer(),
            others=[self._other(one) for one in found.others],
            ladder=[self._rung(one) for one in found.ladder],
            target=found.target,
            levers=[self._lever(name, one) for name, one in bearing],
            idle=self._idle(),
            notes=found.notes,
            method=self._method(),
        )

    def _worth(self, one: LeverView) -> float:
        if one.share is not None:
            return one.share
        return one.alone.difference if one.alone else 0.0

    def _name(self, lever: str) -> str:
        written = self._scenario.levers[lever]
        return words.one_line(written.name or words.sentence_case(lever.replace("_", " ")))

    def _together(self, levers: list[str]) -> str:
        return words.listed([f"“{self._name(lever)}”" for lever in levers])

    @property
    def _event(self) -> str:
        """What is to be had: an agreeable deal, or one with the wished terms."""
        if not self._found.deal:
            return "an agreeable deal"
        return f"an agreeable deal with {words.deal_in_a_line(self._scenario, self._found.deal)}"

    # -------------------------------------------------------------------- what opens it

    def _answer(self) -> list[str]:
        found, target = self._found, words.per_cent(self._found.target)
        said = [
            f"As things are there is {self._event} {words.in_draws(found.before.share)} "
            f"({words.estimate(found.before)})."
        ]
        if found.cheapest is None:
            said.append(f"No permitted set of levers reaches {target}.")
            if found.best.levers:
                said.append(f"The most is reached by {self._set(found.best)}.")
            return said
        if not found.cheapest.levers:
            return [*said, f"That is {target} or more already: no lever is needed."]
        if found.cheapest.probability.share >= found.target:
            said.append(
                f"The cheapest set of levers that reaches {target} is {self._set(found.cheapest)}."
            )
        else:
            said += self._short_of_it(found.cheapest, target)
        if found.best.levers != found.cheapest.levers:
            said.append(f"The most is reached by {self._set(found.best)}.")
        return said

    def _short_of_it(self, cheapest: LeverSet, target: str) -> list[str]:
        """What is said where the cheapest set does not do on fresh draws what it did."""
        found = self._found
        reaching = [
            one
            for one in [*found.others, *found.ladder, found.best]
            if one.probability.share >= found.target
        ]
        first = f"{self._together(cheapest.levers)} falls just short of {target}"
        why = (
            f"On the draws that were searched {self._together(cheapest.levers)} reached {target}; "
            "falling short on fresh ones is what chance does to the best of many."
        )
        if not reaching:
            return [f"{first}, at a cost of {_cost(cheapest.cost)}: {self._only(cheapest)}.", why]
        least = min(reaching, key=lambda one: (one.cost.mean, -one.probability.share))
        return [
            f"The cheapest set of levers that was seen to reach {target} is {self._set(least)}. "
            f"Cheaper, {self._together(cheapest.levers)}, at a cost of {_cost(cheapest.cost)}, "
            f"falls short of it: {self._only(cheapest)}.",
            why,
        ]

    def _only(self, one: LeverSet) -> str:
        return f"{words.estimate(one.probability)} on fresh draws{_harm(one)}"

    def _set(self, one: LeverSet) -> str:
        """A set with its cost and what it does, as a clause."""
        return f"{self._together(one.levers)}, at a cost of {_cost(one.cost)}: {self._only(one)}"

    def _other(self, one: LeverSet) -> str:
        return f"{words.sentence_case(self._set(one))}."

    def _rung(self, one: LeverSet) -> Rung:
        return Rung(
            names=[self._name(lever) for lever in one.levers],
            cost=one.cost.mean,
            low=one.cost.low,
            high=one.cost.high,
            probability=one.probability.share,
            error=one.probability.standard_error,
            reaches=one.probability.share >= self._found.target,
        )

    # ----------------------------------------------------------------------- each lever

    def _lever(self, name: str, one: LeverView) -> LeverShown:
        return LeverShown(
            name=self._name(name),
            who=self._who(one),
            says=self._says(one),
            cells=[
                _cost(one.cost),
                _points(one.alone.difference) if one.alone else "–",
                _points(one.share),
                _points(one.last),
            ],
            rests=self._notes.cite("levers", name),
        )

    def _who(self, one: LeverView) -> str:
        by = words.listed([words.who(self._scenario, actor) for actor in one.by])
        return f"{by}, on {words.who(self._scenario, one.on)}" if one.on else by

    def _says(self, one: LeverView) -> list[str]:
        said = []
        if one.alone:
            before, after = words.per_cent(one.alone.before), words.per_cent(one.alone.after)
            with_it = f" (with {self._together(one.with_it)})" if one.with_it else ""
            if before == after:
                said.append(f"By itself{with_it} it changes hardly anything.")
            else:
                interval = f"{_points(one.alone.low)} to {_points(one.alone.high)}"
                said.append(
                    f"By itself{with_it} it takes the probability from {before} to {after} (by "
                    f"{_points(one.alone.difference)} percentage points; 95 % interval {interval})."
                )
        if one.closes and one.closes.share:
            said.append(
                "It can make things worse: in "
                f"{words.per_cent(one.closes.share)} of draws it closes a zone that there is."
            )
        return said

    def _idle(self) -> list[str]:
        said = []
        for name, one in self._found.levers.items():
            if one.alone is None:
                moves = [_ELSEWHERE[what] for what in one.elsewhere]
                which = (
                    f"it moves {words.listed(moves)}" if moves else "it moves nothing that counts"
                )
                said.append(
                    f"“{self._name(name)}” does not bear on who accepts which deal: {which}."
                )
        return said

    def _method(self) -> str:
        found = self._found
        tried = (
            f"all {found.tried:,} permitted sets were tried"
            if found.permitted is not None
            else f"{found.tried:,} sets were tried"
        )
        return (
            f"{words.sentence_case(tried)} on {found.searched_draws:,} draws, seed "
            f"{found.how.seed}; what is named was estimated again on {found.how.draws:,} fresh "
            f"draws, seed {found.fresh_seed}; ± is one standard error. What each lever is worth "
            "was found on the draws that were searched. Sets are ranked by their cost in the "
            "nominal reading. The worth among all is the Shapley share of what all levers reach "
            "together, in percentage points."
        )


def _cost(cost: Cost) -> str:
    mean = words.number(round(cost.mean, 1))
    if round(cost.low, 1) == round(cost.high, 1):
        return mean
    return f"{mean} ({words.number(round(cost.low, 1))} to {words.number(round(cost.high, 1))})"


def _points(share: float | None) -> str:
    """A difference of probabilities in percentage points."""
    return "–" if share is None else words.signed(100 * share)


def _harm(one: LeverSet) -> str:
    if not one.closes.share:
        return ""
    return f"; in {words.per_cent(one.closes.share)} of draws it closes a zone that there is"
