"""Adjusted Winner: how two parties may share divisible items so that neither envies the other.

Each party spreads the same number of points over the items. Every item goes to whoever values it
more, tied items to the party that is behind; then items move from the party that is ahead, in
increasing order of its points over the other's, until both have as much by their own measure. At
most one item is divided. The result is equitable, free of envy and efficient for additive points.
It is no safeguard against points that are not meant: a party that knows the other's can gain.

Source: Brams & Taylor (1996), chapter 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from middleground.errors import AnswerError

Points = Mapping[str, int | float | Fraction]


@dataclass(frozen=True)
class Division:
    """Who gets what.

    Attributes:
        shares: The first party's share of each item, 0 to 1; the other has the rest.
        each_gets: What both receive, by their own points.
        divided: The item that is divided, if any.
    """

    shares: dict[str, Fraction]
    each_gets: Fraction
    divided: str | None


def adjusted_winner(first: Points, second: Points) -> Division:
    """Share items between two parties.

    Args:
        first: The first party's points for each item, 0 or more; commonly 100 in all.
        second: The second party's points for the same items, as many in all.

    Returns:
        The division, in exact fractions. Which tied items go where may depend on who is named
        first; what both receive does not.

    Raises:
        AnswerError: If the items differ, points are negative, or the sums do.

    Example:
        >>> adjusted_winner({"house": 60, "boat": 40}, {"house": 40, "boat": 60}).each_gets
        Fraction(60, 1)
        >>> adjusted_winner({"house": 70, "boat": 30}, {"house": 60, "boat": 40}).shares["house"]
        Fraction(10, 13)
    """
    a = {item: Fraction(points) for item, points in first.items()}
    b = {item: Fraction(points) for item, points in second.items()}
    _require_comparable(a, b)
    shares = _to_the_higher_bidder(a, b)
    surplus = sum((shares[i] * a[i] - (1 - shares[i]) * b[i] for i in a), Fraction(0))
    if surplus >= 0:
        shares, divided = _levelled(a, b, shares, surplus)
    else:
        theirs, divided = _levelled(b, a, {i: 1 - share for i, share in shares.items()}, -surplus)
        shares = {i: 1 - share for i, share in theirs.items()}
    each = sum((shares[item] * a[item] for item in a), Fraction(0))
    return Division(shares, each, divided)


def _require_comparable(a: dict[str, Fraction], b: dict[str, Fraction]) -> None:
    if a.keys() != b.keys() or not a:
        odd = sorted(a.keys() ^ b.keys())
        raise AnswerError(
            "the parties do not have the same items" if odd else "there is no item to share",
            code="missing",
            expected="points of both parties for every item",
            mend=f"add what is missing: {', '.join(odd)}" if odd else "add an item",
        )
    if min(*a.values(), *b.values()) < 0:
        raise AnswerError("points below 0", code="number-range", expected="0 or more for each item")
    sums = [sum(points.values(), Fraction(0)) for points in (a, b)]
    if sums[0] != sums[1] or not sums[0]:
        raise AnswerError(
            f"the parties' points add up to {float(sums[0]):g} and {float(sums[1]):g}",
            code="number-range",
            expected="the same sum for both, commonly 100",
            mend="scale one party's points, all by the same number",
        )


def _to_the_higher_bidder(a: dict[str, Fraction], b: dict[str, Fraction]) -> dict[str, Fraction]:
    """The first party's shares when every item goes to whoever values it more."""
    shares = {item: Fraction(int(a[item] > b[item])) for item in a}
    have_a = sum((a[item] for item in a if a[item] > b[item]), Fraction(0))
    have_b = sum((b[item] for item in a if b[item] > a[item]), Fraction(0))
    for item in a:
        if a[item] == b[item]:
            if have_a <= have_b:
                shares[item], have_a = Fraction(1), have_a + a[item]
            else:
                have_b += b[item]
    return shares


def _levelled(
    ahead: dict[str, Fraction],
    behind: dict[str, Fraction],
    shares: dict[str, Fraction],
    surplus: Fraction,
) -> tuple[dict[str, Fraction], str | None]:
    """The shares of the party that is ahead when it has given until both have as much."""
    shares = dict(shares)
    # What the other party does not value goes last; it is never reached, for whoever has all that
    # it values is not behind.
    gives = [item for item in ahead if shares[item] and behind[item]]
    for item in sorted(gives, key=lambda i: ahead[i] / behind[i]):
        moves = min(Fraction(1), surplus / (ahead[item] + behind[item]))
        shares[item] -= moves
        surplus -= moves * (ahead[item] + behind[item])
        if not surplus:
            return shares, item if 0 < moves < 1 else None
    return shares, None
