"""What is different: between two scenarios, a scenario and a what-if, or two dates of one?

Places at which the two differ stand beside what that does to the answers. Both scenarios are asked
about the same draws, so a number that both have takes the same values in each.

Source: common random numbers as in Law (2015), section 11.2; the definitions of zone and fair deals
are those of the answers `zone` and `middle-ground`.
"""

from middleground.answers.changes.comparison import Version, find_changes
from middleground.answers.changes.shapes import (
    Changed,
    Changes,
    FairChange,
    Grounds,
    Quoted,
    Said,
    ZoneChange,
)

__all__ = [
    "Changed",
    "Changes",
    "FairChange",
    "Grounds",
    "Quoted",
    "Said",
    "Version",
    "ZoneChange",
    "find_changes",
]
