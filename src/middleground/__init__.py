"""A workbench for mediated negotiations: from reports to a model, and from the model to answers.

What a user of the library may rely on is named here; the rest may change. Nothing is imported
until it is asked for.

Example:
    >>> import middleground
    >>> "find_zone" in dir(middleground)
    True
"""

from importlib import import_module
from typing import Any

from middleground.version import __version__

_WHERE = {
    "AnswerError": "errors",
    "EvidenceError": "errors",
    "MiddlegroundError": "errors",
    "ProjectError": "errors",
    "ReportError": "errors",
    "Sampling": "deals.sampling",
    "Scenario": "scenario.model",
    "ScenarioError": "errors",
    "Version": "answers.changes",
    "find_blockers": "answers.blockers",
    "find_changes": "answers.changes",
    "find_levers": "answers.levers",
    "find_middle_ground": "answers.middle_ground",
    "find_sensitivity": "answers.sensitivity",
    "find_vetoes": "answers.ratification",
    "find_zone": "answers.zone",
    "read_scenario": "scenario.reader",
}

__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module 'middleground' has no attribute '{name}'")
    return getattr(import_module(f"middleground.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    """The names that may be relied on."""
    return sorted(__all__)
