"""Names that lead nowhere, and what a model needs beyond the shape of each element."""

from pathlib import Path as FilePath

from middleground.errors import Problem
from middleground.scenario.model import Scenario
from middleground.scenario.places import Places


def find_broken_references(
    scenario: Scenario, places: Places, *, root: FilePath | None, folder: FilePath | None
) -> tuple[list[Problem], list[Problem]]:
    """Problems and doubts."""
    return [], []
