"""What the checks of a scenario find: problems to mend, and doubts to think about."""

from dataclasses import dataclass, field

from middleground.errors import Problem
from middleground.scenario.expressions import ExpressionFault, Node, Vocabulary, parse_condition
from middleground.scenario.model import Scenario
from middleground.scenario.places import Path, Places


@dataclass
class Findings:
    """Collects problems and doubts about one scenario, each with its place in the file.

    Attributes:
        scenario: What is checked.
        places: Its values and places.
        problems: What must be mended before the scenario can be used.
        doubts: What may be meant so, and may be a mistake.
    """

    scenario: Scenario
    places: Places
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)

    def problem(
        self, path: Path, what: str, code: str, expected: str = "", mend: str = "", *,
        key: bool = False,
    ) -> None:  # fmt: skip
        """Note something to mend."""
        self.problems.append(self.places.problem(path, what, code, expected, mend, key=key))

    def doubt(
        self, path: Path, what: str, code: str, expected: str = "", mend: str = "", *,
        key: bool = False,
    ) -> None:  # fmt: skip
        """Note something that may be a mistake."""
        self.doubts.append(self.places.problem(path, what, code, expected, mend, key=key))

    def fault(self, path: Path, error: ExpressionFault) -> None:
        """Note a fault of an expression at its character in the file."""
        self.problems.append(
            self.places.problem(
                path, error.what, "expression", error.expected, error.mend, within=error.offset
            )
        )

    def condition(self, path: Path, text: str, words: Vocabulary) -> Node | None:
        """Read a condition; note its fault and give None where it has one."""
        try:
            return parse_condition(text, words)
        except ExpressionFault as error:
            self.fault(path, error)
            return None
