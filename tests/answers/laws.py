"""Laws that hold for every answer. A new answer joins the list and is held to all of them."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from middleground.answers.blockers import find_blockers
from middleground.answers.middle_ground import find_middle_ground
from middleground.answers.ratification import find_vetoes
from middleground.answers.zone import find_zone

ANSWERS: dict[str, Callable[..., BaseModel]] = {
    "zone": find_zone,
    "middle-ground": find_middle_ground,
    "blockers": find_blockers,
    "ratify": find_vetoes,
}

# Members that name parties or people in an order of their own, and so follow the order of the file.
ORDERED = ("parties", "cloud", "agreeable_cloud", "points", "scenario")


def without_order(answer: Any) -> Any:
    """What an answer says whatever the order in which the file names the parties."""
    if isinstance(answer, dict):
        return {k: without_order(v) for k, v in sorted(answer.items()) if k not in ORDERED[1:]}
    if isinstance(answer, list):
        return sorted((without_order(item) for item in answer), key=str)
    return answer
