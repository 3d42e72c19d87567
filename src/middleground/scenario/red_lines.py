"""Which red lines bind: a switch for the analyst, by how they were stated."""

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from middleground.scenario.model import Demand, Scenario

RedLines = Literal["as_written", "none", "public", "private", "all"]
SWITCH: tuple[RedLines, ...] = get_args(RedLines)


def bind_red_lines(scenario: "Scenario", which: RedLines) -> "Scenario":
    """The scenario in which red lines of one stance, of both or of neither limit the deals.

    Other demands bind as the file says; `as_written` leaves red lines so too.
    """
    if which == "as_written":
        return scenario
    demands = {name: _bound(demand, which) for name, demand in scenario.demands.items()}
    return scenario.model_copy(update={"demands": demands})


def _bound(demand: "Demand", which: RedLines) -> "Demand":
    if demand.firmness != "red_line":
        return demand
    return demand.model_copy(update={"binds": which in ("all", demand.stance)})


def binding_demands(scenario: "Scenario") -> list[str]:
    """Names of the demands that limit the deals, in the order of the file."""
    return [name for name, demand in scenario.demands.items() if demand.binds]
