"""What a deal is asked to meet, taken apart into groups that can each be set aside.

*Why is there no agreeable deal?* Groups are each constituency's acceptance, each rule, each fact,
and the demands that the analyst declared binding. An acceptance reads "k's yes needs a deal worth
no less than no deal"; set aside, k's yes is free. Behind them stand the deal space, every party's
ratification rule over these yeses, and what is pinned: whose yes is not needed is in no conflict.

*Which demands clash?* Groups are the demands; the rules and facts have to hold in any case.

A fact that is set aside may have any value in its range.

Source: Junker (2004) for groups and background; Putnam (1988) for ratification.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Literal

import numpy as np

from middleground.deals.acceptance import RatificationRule
from middleground.deals.appraisal import Appraisal
from middleground.deals.conflicts import set_of
from middleground.deals.draws import Draws
from middleground.deals.possible import End, read_end
from middleground.deals.settings import TooOpen, list_settings
from middleground.deals.space import DealSpace, PlacedCondition
from middleground.scenario.conditions import binding_conditions
from middleground.scenario.expressions import IsOption, Node
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import millionths

Kind = Literal["acceptance", "rule", "demand", "fact"]
MOST_SETTINGS = 243
_KINDS: dict[str, Kind] = {
    "preferences": "acceptance",
    "rules": "rule",
    "demands": "demand",
    "facts": "fact",
}


@dataclass(frozen=True)
class Group:
    """Something that can be set aside, by its path in the scenario.

    Attributes:
        path: `preferences.union.chair` for an acceptance; `rules.x`, `demands.x` or `facts.x`.
    """

    path: str

    @property
    def kind(self) -> Kind:
        """What sort of thing it is."""
        return _KINDS[self.path.partition(".")[0]]

    @property
    def name(self) -> str:
        """The constituency; or the name of the rule, demand or fact."""
        return self.path.partition(".")[2]


@dataclass(frozen=True)
class Setting:
    """A reading with some facts anywhere in their ranges.

    Attributes:
        draws: The reading, these facts at other values.
        free: Names of these facts.
    """

    draws: Draws
    free: frozenset[str]


@dataclass(frozen=True)
class Requirements:
    """All that deals are asked to meet.

    Attributes:
        reading: The preferences; and facts and events as they are.
        groups: What can be set aside. A set of them is a number with their bits.
        conditions: Rules and demands by path, placed in the deal space.
        background: Conditions that always hold: what is pinned.
        ratified_by: The parties' rules; none where nobody is asked.
        settings: The reading, then the same with facts elsewhere.
        values: The values of the facts in these settings.
    """

    reading: Appraisal
    groups: tuple[Group, ...]
    conditions: Mapping[str, PlacedCondition]
    background: tuple[PlacedCondition, ...]
    ratified_by: tuple[RatificationRule, ...]
    settings: tuple[Setting, ...]
    values: "FactValues"

    @classmethod
    def of_agreement(
        cls,
        reading: Appraisal,
        pins: Mapping[str, int] | None = None,
        values: "FactValues | None" = None,
    ) -> "Requirements":
        """What an agreeable deal has to meet.

        Args:
            reading: A reading; its utilities say who accepts.
            pins: Positions of the options that are settled, by issue.
            values: Values of the facts, where they are known from another reading.
        """
        asked = [who for who in reading.ratification.constituencies if who in reading.utilities]
        paths = [f"preferences.{who}" for who in dict.fromkeys(asked)]
        return cls._of(reading, paths, pins or {}, reading.ratification.rules, values)

    @classmethod
    def of_demands(cls, reading: Appraisal, values: "FactValues | None" = None) -> "Requirements":
        """What a deal has to meet that grants every binding demand, whoever accepts.

        Args:
            reading: A reading of a scenario whose demands all bind (`all_binding`).
            values: Values of the facts, where they are known from another reading.
        """
        return cls._of(reading, [], {}, (), values)

    @classmethod
    def _of(
        cls,
        reading: Appraisal,
        paths: Sequence[str],
        pins: Mapping[str, int],
        rules: tuple[RatificationRule, ...],
        values: "FactValues | None",
    ) -> "Requirements":
        space, scenario = reading.space, reading.scenario
        nodes = binding_conditions(scenario)
        values = values or FactValues.of(scenario, reading.draws)
        settings = values.settings(reading.draws)
        facts = sorted(frozenset().union(*(s.free for s in settings)), key=[*scenario.facts].index)
        every = [*paths, *nodes, *(f"facts.{name}" for name in facts)]
        return cls(
            reading,
            tuple(map(Group, every)),
            {path: PlacedCondition.of(node, space) for path, node in nodes.items()},
            tuple(PlacedCondition.of(_pin(issue, at), space) for issue, at in pins.items()),
            rules,
            settings,
            values,
        )

    @property
    def space(self) -> DealSpace:
        """The deal space."""
        return self.reading.space

    @cached_property
    def bit(self) -> dict[str, int]:
        """The number of each group, by path."""
        return {group.path: n for n, group in enumerate(self.groups)}

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """Those whose acceptance can be set aside, in order."""
        return tuple(group.name for group in self.groups if group.kind == "acceptance")

    def of_kind(self, *kinds: Kind) -> int:
        """All groups of some kinds, as bits."""
        return set_of(n for n, group in enumerate(self.groups) if group.kind in kinds)

    def facts_held(self, setting: Setting) -> int:
        """The facts that have their own value in a setting, as bits."""
        return set_of(
            n
            for n, group in enumerate(self.groups)
            if group.kind == "fact" and group.name not in setting.free
        )

    def at_end(self, end: End) -> "Requirements":
        """The same in the optimistic (`greatest`) or pessimistic (`least`) reading.

        In the optimistic reading somebody accepts a deal if they would somewhere in their ranges,
        in the pessimistic one only if they would everywhere. Facts and events stay as they are.

        Raises:
            TooOpen: If somebody has too many terms beside uncertain weights.
        """
        return replace(self, reading=read_end(self.reading, end))


def all_binding(scenario: Scenario) -> Scenario:
    """A scenario in which every demand that is stated binds."""
    demands = {n: d.model_copy(update={"binds": True}) for n, d in scenario.demands.items()}
    return scenario.model_copy(update={"demands": demands})


def _pin(issue: str, at: int) -> Node:
    return IsOption(issue, frozenset({at}))


@dataclass(frozen=True)
class FactValues:
    """The values at which uncertain facts are tried.

    Attributes:
        by_fact: In millionths.
        are_all: Whether they stand for all values that the facts may have.
    """

    by_fact: Mapping[str, Sequence[int]]
    are_all: bool

    @classmethod
    def of(cls, scenario: Scenario, draws: Draws) -> "FactValues":
        """The values that conditions can tell apart; else the ends and the nominal value."""
        open_ = [name for name in draws.facts if not scenario.facts[name].value.is_certain]
        try:
            listed = list_settings(scenario).values if open_ else {}
            values = {name: np.unique(listed[f"facts.{name}.value"]).tolist() for name in open_}
            if _combinations(values) <= MOST_SETTINGS:
                return cls(values, are_all=True)
        except TooOpen:
            pass
        values = {name: _ends(scenario, name) for name in open_}
        while _combinations(values) > MOST_SETTINGS:
            values.popitem()
        return cls(values, are_all=False)

    def settings(self, draws: Draws) -> tuple[Setting, ...]:
        """A reading, then every other combination of values of some of its facts."""
        found = []
        for chosen in product(*([None, *own] for own in self.by_fact.values())):
            moved = {
                name: value
                for name, value in zip(self.by_fact, chosen, strict=True)
                if value is not None
            }
            there = {
                f"facts.{name}.value": np.array([value], dtype=np.int64)
                for name, value in moved.items()
            }
            at = replace(draws, values={**draws.values, **there})
            found.append(Setting(at, frozenset(moved)))
        return tuple(found)


def _combinations(values: Mapping[str, Sequence[int]]) -> int:
    return prod(len(own) + 1 for own in values.values())


def _ends(scenario: Scenario, fact: str) -> list[int]:
    number = scenario.facts[fact].value
    return sorted(
        {millionths(v) for v in (number.low, number.nominal, number.high, *number.values)}
    )
