"""What would open the zone, and at what price?

A lever moves what deals or no deal are worth to somebody, settles an event or lifts a rule, at a
cost. Of all permitted sets of levers those are found that give an agreeable deal, or make a given
deal agreeable, with a wanted probability at least cost.

Up to 20 levers every permitted set is tried in every draw, whether levers help or hurt; beyond, a
sample of draws is searched (sample average approximation). Either way the sets that are named are
estimated again on fresh draws: among many sets, the best on some draws owes part of that to them.

Sources: Kleywegt, Shapiro & Homem-de-Mello (2002) for sample average approximation; Shapley (1953)
for the share of each lever in what all of them reach.
"""

from middleground.answers.levers.search import find_levers
from middleground.answers.levers.shapes import Cost, LeverSet, LeversFound, LeverView

__all__ = ["Cost", "LeverSet", "LeverView", "LeversFound", "find_levers"]
