"""Who must say yes at home, and what does each veto cost?

A party's win-set is all deals that it would ratify. What a constituency's veto costs is what
changes when its yes is taken as given: the win-set, the zone of agreement and its probability, and
what the other parties gain by the Nash deal. Power indices say how much its yes counts in the rule,
whatever anybody wants; how often it alone decides says how much it counts here.

Sources: Putnam (1988) for win-sets; Tsebelis (2002) for veto players; Shapley & Shubik (1954) and
Banzhaf (1965) for power; Nash (1950).
"""

from middleground.answers.ratification.inquiry import find_vetoes
from middleground.answers.ratification.shapes import (
    AtHome,
    DealChance,
    Leaning,
    Overlap,
    PartyChance,
    UnderRedLines,
    Vetoes,
    Voice,
)

__all__ = [
    "AtHome",
    "DealChance",
    "Leaning",
    "Overlap",
    "PartyChance",
    "UnderRedLines",
    "Vetoes",
    "Voice",
    "find_vetoes",
]
