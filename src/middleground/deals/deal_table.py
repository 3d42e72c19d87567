"""Some deals of a draw, what they are worth to those who decide, and the fair among them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from middleground.deals.draws import Bools, Wholes
from middleground.deals.fair import kalai_smorodinsky, leximin, nash, utilitarian
from middleground.deals.scan import Block, Scan
from middleground.scenario.ranges import MILLION


@dataclass(frozen=True)
class DealTable:
    """Some deals, by number, with V of every party's decision maker.

    Attributes:
        numbers: Positions in the space, ascending. Shape (deals,).
        values: Shape (deals, parties).
        no_deal: V of no deal. Shape (parties,).
        scales: W. Shape (parties,).
    """

    numbers: Wholes
    values: Wholes
    no_deal: Wholes
    scales: Wholes

    @classmethod
    def of(cls, scan: Scan, draw: int) -> "DealTable":
        """The agreeable deals of a draw."""
        return cls.from_blocks(scan, draw, scan.agreeable(draw))

    @classmethod
    def from_blocks(cls, scan: Scan, draw: int, blocks: Iterable[Block]) -> "DealTable":
        """The deals of some blocks of a draw."""
        deciders = [scan.scenario.decision_maker(party) for party in scan.scenario.parties]
        values = [scan.values(who, draw) for who in deciders]
        numbers, rows = [np.zeros(0, np.int64)], [np.zeros((0, len(deciders)), np.int64)]
        for block in blocks:
            numbers.append(block.numbers)
            rows.append(np.stack([v.of(block) for v in values], axis=1))
        joined = np.concatenate(numbers)
        order = np.argsort(joined, kind="stable")
        return cls(
            joined[order],
            np.concatenate(rows)[order],
            np.array([v.no_deal for v in values]),
            np.array([scan.utilities[who].scale[draw] for who in deciders]),
        )

    @property
    def gains(self) -> Wholes:
        """V less V of no deal. Shape (deals, parties)."""
        return np.asarray(self.values - self.no_deal)

    def where(self, keep: Bools) -> "DealTable":
        """Only some of the deals."""
        return replace(self, numbers=self.numbers[keep], values=self.values[keep])

    def thinned(self, most: int) -> "DealTable":
        """An even sample of the deals."""
        step = max(1, -(-len(self.numbers) // most))
        return replace(self, numbers=self.numbers[::step], values=self.values[::step])

    def in_points(self) -> list[list[float]]:
        """Utilities in points, deal by deal."""
        return np.round(self.values / (self.scales * float(MILLION)), 4).tolist()  # type: ignore[no-any-return]


def pick_fair(table: DealTable, ideal: Wholes | None = None) -> tuple[dict[str, Wholes], list[int]]:
    """Positions in the table of the fair deals; and the parties left out of the equal shares.

    Args:
        table: The agreeable deals, or those of them that can be fair.
        ideal: The gains that equal shares are shares of; None for the greatest among the deals of
            the table that no party likes less than no deal.
    """
    gains = table.gains
    shares, left_out = kalai_smorodinsky(gains, ideal)
    everything = np.arange(len(gains))
    chosen = {
        "nash": nash(gains),
        "kalai_smorodinsky": shares,
        "egalitarian": leximin(gains, table.scales, everything),
        "utilitarian": utilitarian(table.values, table.scales) if len(gains) else everything,
    }
    return chosen, left_out
