"""What the answer to "what is different?" is made of."""

from typing import Any

from middleground.deals.contrast import Contrast
from middleground.deals.views import Deal, Estimate, Option, Result
from middleground.scenario.differences import Kind


class Quoted(Result):
    """Words of a report, and on whose word it has them (outermost first)."""

    report: str
    words: str
    source: list[str]


class Grounds(Result):
    """What a value rests on: quotations, the analyst's own reason, both, or neither."""

    quotes: list[Quoted]
    assumption: str | None


class Changed(Result):
    """A place at which the two scenarios differ.

    Attributes:
        path: The place.
        kind: What kind of thing it is; `grounds` where only what it rests on differs.
        before, after: What they say there; None where one says nothing.
        rested_on, rests_on: What that rests on.
    """

    path: str
    kind: Kind
    before: Any
    after: Any
    rested_on: Grounds | None
    rests_on: Grounds | None


class Said(Result):
    """Something that the reports say on one side only: a position, a figure or an event.

    Attributes:
        kind: `position`, `figure` or `event`.
        source: Whose word it is, outermost first; empty where the report speaks for itself.
        sentence: Number of the sentence in the report, from 1.
        words: The report's own words.
    """

    kind: str
    report: str
    source: list[str]
    sentence: int
    words: str


class ZoneChange(Result):
    """The zone of agreement, before and after.

    Attributes:
        feasible: How many deals the rules allow, nominal, before and after.
        agreeable: How many of those every party ratifies, nominal.
        probability: Share of draws in which any deal is agreeable; None in the nominal reading.
        opens: Share of draws in which there is a deal only after; None in the nominal reading.
        closes: Share of draws in which there is one only before.
    """

    feasible: tuple[int, int]
    agreeable: tuple[int, int]
    probability: Contrast | None
    opens: Estimate | None
    closes: Estimate | None


class FairChange(Result):
    """One idea of fairness, before and after.

    Attributes:
        before, after: The fair deal, nominal, the first where several are tied; None where there is
            none.
        same: Whether the tied deals are the same on both sides.
        differs: Issues that the two deals settle differently, with both options.
        gain_before, gain_after: What each party's decision maker gains over no deal by it, nominal.
        robustness: Share of draws in which the deal of before is agreeable; None in the nominal
            reading, where there is none, or where the other scenario has no such deal.
        same_in: Of the draws that have such a deal on both sides, the share in which it is the
            same; None in the nominal reading, and where no draw has one on both sides.
        gain: Each party's gain by the fair deal of the draw, averaged over all draws, those without
            an agreeable deal counted as no gain. Of parties that both scenarios have.
    """

    before: Deal | None
    after: Deal | None
    same: bool
    differs: dict[str, tuple[Option | None, Option | None]]
    gain_before: dict[str, float]
    gain_after: dict[str, float]
    robustness: Contrast | None
    same_in: float | None
    gain: dict[str, Contrast]


class Changes(Result):
    """What is different, and what that does to the answers.

    Attributes:
        before, after: What the two are called.
        draws: Number of draws that both share; 0 in the nominal reading.
        scramblings, seed: How they were drawn.
        scenarios: SHA-256 of both scenarios as they were read.
        version: Version of the program.
        changed: Places at which they differ, kind by kind.
        said_before, said_after: What the ledger has on one side only, where both sides are projects
            with a ledger: positions, figures and events that nobody rejected.
        zone: The zone; None where one of them could not be asked.
        fair: By idea of fairness: `nash`, `kalai_smorodinsky`, `egalitarian`, `utilitarian`.
        unanswered: Why answers are missing.
        notes: What a reader must know beside.
    """

    before: str
    after: str
    draws: int
    scramblings: int
    seed: int
    scenarios: tuple[str, str]
    version: str
    changed: list[Changed]
    said_before: list[Said]
    said_after: list[Said]
    zone: ZoneChange | None
    fair: dict[str, FairChange]
    unanswered: list[str]
    notes: list[str]
