"""Who will say yes, whatever comes, and who can still be won: ratification inside a sweep.

What somebody is asked is only whether a deal is worth at least their no-deal value. Along a sweep
that is often clear before the last issue: the most that the rest can add does not reach it, or the
least does. A party's rule is known by the smallest groups whose yes is enough. As soon as one of
them will accept, nobody else of the party matters any more; when none can, the partial deal is
dropped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from middleground.deals.acceptance import RatificationRule
from middleground.deals.course import Course
from middleground.deals.draws import Bools, Wholes
from middleground.deals.labels import WILL_ACCEPT, WILL_REFUSE, Labels

MOST_ASKED = 16


@dataclass(frozen=True)
class Assent:
    """Whose yes makes a deal agreeable.

    Attributes:
        groups: For each party, its smallest sufficient groups, as places of constituencies.
        no_deal: The least V that each constituency accepts, in the units of the structure.
    """

    groups: tuple[tuple[frozenset[int], ...], ...]
    no_deal: tuple[int, ...]

    @classmethod
    def of(
        cls,
        rules: Sequence[RatificationRule],
        events: Mapping[str, bool],
        people: Sequence[str],
        no_deal: tuple[int, ...],
    ) -> "Assent":
        """The rules of some parties, with these events."""
        place = {who: n for n, who in enumerate(people)}
        return cls(
            tuple(
                tuple(frozenset(place[who] for who in group) for group in rule.sufficient(events))
                for rule in rules
            ),
            no_deal,
        )

    @property
    def asked(self) -> tuple[int, ...]:
        """Everybody whose yes can make a difference."""
        return tuple(sorted({who for party in self.groups for group in party for who in group}))

    def given(self, who: int) -> "Assent":
        """The same with one constituency's yes taken as given."""
        groups = tuple(_smallest([group - {who} for group in party]) for party in self.groups)
        return Assent(groups, self.no_deal)

    def refused(self, who: int) -> "Assent":
        """The same with one constituency's no taken as given."""
        groups = tuple(tuple(g for g in party if who not in g) for party in self.groups)
        return Assent(groups, self.no_deal)

    def carried(self, objectives: Sequence[int]) -> tuple[int, ...]:
        """Those asked who are no objective: their V has to be carried beside."""
        return tuple(who for who in self.asked if who not in objectives)

    def settle(
        self, labels: Labels, course: Course, at: int, objectives: Sequence[int]
    ) -> tuple[Labels, Bools]:
        """Mark what is clear by now, and say which labels can still become agreeable.

        Args:
            labels: Labels after some stages.
            course: The course that they are on.
            at: How many stages are behind them.
            objectives: The constituencies whose V the objectives are.

        Returns:
            The labels, with marks; and which of them to keep.
        """
        values = dict(zip(objectives, labels.objectives, strict=True))
        values |= dict(zip(self.carried(objectives), labels.carried, strict=True))
        sure, lost = self._clear(labels.states, values, course, at)
        keep = np.ones(len(labels), dtype=bool)
        for party in self.groups:
            keep &= self._settle_party(party, sure, lost)
        columns = []
        for who, column in zip(self.carried(objectives), labels.carried, strict=True):
            marked = np.where(sure[who], WILL_ACCEPT, np.where(lost[who], WILL_REFUSE, column))
            columns.append(marked)
        return Labels(labels.states, labels.objectives, tuple(columns)), keep

    def _clear(
        self, states: Wholes, values: Mapping[int, Wholes], course: Course, at: int
    ) -> tuple[dict[int, Bools], dict[int, Bools]]:
        """Who is sure to accept, and who to refuse."""
        sure, lost = {}, {}
        for who in self.asked:
            value, needed = values[who], self.no_deal[who]
            refused, accepted = value == WILL_REFUSE, value == WILL_ACCEPT
            sure[who] = ~refused & (value >= needed - course.least[at][who][states])
            lost[who] = ~accepted & (value < needed - course.most[at][who][states])
        return sure, lost

    def _settle_party(
        self, party: Sequence[frozenset[int]], sure: dict[int, Bools], lost: dict[int, Bools]
    ) -> Bools:
        """Let everybody of a party be marked alike where it no longer matters what they say.

        Returns:
            Which labels the party can still ratify.
        """
        if not party:
            return np.asarray(False)
        ratified: Bools = np.asarray(False)
        possible = []
        for group in party:
            ratified = ratified | _all(sure, group)
            possible.append(~_any(lost, group))
        members = sorted(frozenset().union(*party))
        for who in members:
            matters = np.logical_or.reduce(
                [p for p, group in zip(possible, party, strict=True) if who in group]
            )
            sure[who] = sure[who] | ratified
            lost[who] = (lost[who] | ~matters) & ~ratified
            sure[who] = sure[who] & ~lost[who]
        return np.asarray(np.logical_or.reduce(possible))


def _smallest(groups: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """Those that contain no other."""
    return tuple(g for g in dict.fromkeys(groups) if not any(other < g for other in groups))


def _all(marks: Mapping[int, Bools], group: frozenset[int]) -> Bools:
    return np.asarray(np.logical_and.reduce([marks[who] for who in group] or [np.asarray(True)]))


def _any(marks: Mapping[int, Bools], group: frozenset[int]) -> Bools:
    return np.asarray(np.logical_or.reduce([marks[who] for who in group] or [np.asarray(False)]))
