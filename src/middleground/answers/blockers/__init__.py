"""Who blocks, and what would have to give?

Two questions, never mixed. Why is there no agreeable deal, or why is a wished deal not agreeable:
which acceptances, rules, facts and binding demands cannot all hold? And which of the demands that
were stated cannot all be met, whoever accepts?

Sources: Putnam (1988); Lax & Sebenius (1986); Junker (2004) for minimal conflicts; Reiter (1987)
for what would resolve them.
"""

from middleground.answers.blockers.finding import find_blockers
from middleground.answers.blockers.results import (
    Blockers,
    ConcessionSet,
    ConflictSet,
    Explanation,
    Gives,
    NearDeals,
    Wished,
)

__all__ = [
    "Blockers",
    "ConcessionSet",
    "ConflictSet",
    "Explanation",
    "Gives",
    "NearDeals",
    "Wished",
    "find_blockers",
]
