"""What a reading of a scenario says about every deal: rules, worths, and who must say yes."""

from dataclasses import dataclass, field

import numpy as np

from middleground.deals.acceptance import Ratification
from middleground.deals.draws import Draws
from middleground.deals.space import DealSpace, PlacedCondition
from middleground.deals.utility import Utility, read_utility
from middleground.scenario.conditions import binding_conditions
from middleground.scenario.model import Scenario


@dataclass
class Appraisal:
    """A scenario under a reading, ready to be asked about deals, however many there are.

    Attributes:
        scenario: The scenario.
        draws: The reading: nominal, or draws.
        space: The deal space.
        ratification: The parties' rules.
        rules: Binding conditions by their path.
        utilities: V by constituency, for those that have preferences.
    """

    scenario: Scenario
    draws: Draws
    space: DealSpace = field(init=False)
    ratification: Ratification = field(init=False)
    rules: dict[str, PlacedCondition] = field(init=False)
    utilities: dict[str, Utility] = field(init=False)

    def __post_init__(self) -> None:
        """Read rules and utilities."""
        self.space = DealSpace.of(self.scenario)
        self.ratification = Ratification.of(self.scenario)
        conditions = binding_conditions(self.scenario)
        self.rules = {p: PlacedCondition.of(node, self.space) for p, node in conditions.items()}
        self.utilities = {
            who: read_utility(self.scenario, self.space, who, self.draws)
            for who in self.scenario.constituencies
            if who in self.scenario.preferences
        }

    @property
    def deciders(self) -> list[str]:
        """The constituency whose utility is the party's own, for each party."""
        return [self.scenario.decision_maker(party) for party in self.scenario.parties]

    def events(self, draw: int) -> dict[str, bool]:
        """Which events hold in a draw."""
        return {name: bool(t[0 if len(t) == 1 else draw]) for name, t in self.draws.truths.items()}

    def inclination(self, who: str) -> float:
        """Roughly how far a constituency's deals lie above its no-deal value, in spreads."""
        utility = self.utilities[who]
        means = sum(v[0].mean() for v in utility.options)
        spread = np.sqrt(sum(v[0].astype(float).var() for v in utility.options)) or 1.0
        return float((means - utility.no_deal[0]) / spread)
