"""Numbers that go together: that each leads somewhere, stands in one group, and can be so."""

from math import asin, ceil, pi, sin

from middleground.plain_text import shown
from middleground.scenario.basis import numbers_of
from middleground.scenario.findings import Findings
from middleground.scenario.model import Correlation
from middleground.scenario.places import Path
from middleground.scenario.wrong_values import did_you_mean

_DRAWN = ("preferences", "facts", "events")
_CLOSE = 1e-9


def normal_correlation(rank: float) -> float:
    """The correlation of normal numbers whose rank correlation is this (Pearson 1907).

    Example:
        >>> round(normal_correlation(1.0), 4), round(normal_correlation(0.5), 4)
        (1.0, 0.5176)
    """
    return min(2 * sin(pi * rank / 6), 1.0)


def check_correlations(findings: Findings) -> None:
    """Every path leads to a number that can be drawn, once; every group can be as it is said."""
    scenario = findings.scenario
    if not scenario.correlations:
        return
    known = [".".join(map(str, path)) for path, _ in numbers_of(scenario) if path[0] in _DRAWN]
    known += [f"events.{name}" for name in scenario.events]
    seen: dict[str, str] = {}
    for name, group in scenario.correlations.items():
        at: Path = ("correlations", name)
        for n, written in enumerate(group.of):
            place: Path = (*at, "of", n)
            if written not in known:
                findings.problem(
                    place, f"'{shown(written)}' is no number that is drawn", "unknown-name",
                    "the path of a weight, score, no-deal value, fact or event",
                    did_you_mean(written, known) or "write the path as answers print it",
                )  # fmt: skip
            elif written in seen:
                findings.problem(
                    place, f"'{shown(written)}' stands twice: also in {seen[written]}",
                    "duplicate-id", "each number in one group, once",
                    "put all that go together into one group",
                )  # fmt: skip
            seen[written] = f"correlations.{name}"
        _check_possible(findings, at, group)


def _check_possible(findings: Findings, at: Path, group: Correlation) -> None:
    """So many numbers cannot all be opposed to each other as strongly as one likes."""
    least = -1 / (len(group.of) - 1)
    if normal_correlation(group.rank) < least - _CLOSE:
        findings.problem(
            (*at, "rank"),
            f"{len(group.of)} numbers cannot all be correlated by {group.rank:g}",
            "number-range",
            f"{_rank_of(least):.3g} or more for {len(group.of)} numbers",
            "what two of them are opposed to, the third cannot oppose as well: raise it, or name "
            "fewer",
        )


def _rank_of(normal: float) -> float:
    """The rank correlation of normal numbers with this correlation, rounded towards zero."""
    return ceil(6 / pi * asin(normal / 2) * 1_000) / 1_000
