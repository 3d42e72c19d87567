"""The deals to choose between, side by side: what they share once, where they differ in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from middleground.answers.zone import Zone
from middleground.brief.cards import Card
from middleground.brief.words import listed, per_cent, signed, who
from middleground.scenario.model import Scenario

_REFUSERS = 2  # how many are named for each deal


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison: a cell for each deal."""

    name: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """Deals side by side.

    Attributes:
        deals: Letter and names of each deal.
        common: Issue and option, where all deals settle it alike.
        differing: Issues that the deals settle differently.
        agreeable: In which share of draws each is agreeable; in the middle reading without draws.
        gains: For each party, what the one who decides for it gains over no deal, in points.
        refused: Who refuses each most often.
    """

    deals: list[tuple[str, list[str]]]
    common: list[tuple[str, str]]
    differing: list[Row]
    agreeable: list[str]
    gains: list[Row]
    refused: list[str]


def compare(scenario: Scenario, zone: Zone, cards: Sequence[Card]) -> Compared | None:
    """The fair deals side by side; where none is agreeable, the nearest; None without deals."""
    shown = [card for card in cards if card.ideas] or list(cards)
    if not shown:
        return None
    common: list[tuple[str, str]] = []
    differing: list[Row] = []
    for terms in zip(*(card.terms for card in shown), strict=True):
        options = [term.option for term in terms]
        if len(set(options)) == 1:
            common.append((terms[0].issue, options[0]))
        else:
            differing.append(Row(terms[0].issue, options))
    return Compared(
        deals=[(card.letter, card.titles) for card in shown],
        common=common,
        differing=differing,
        agreeable=[_agreeable(card) for card in shown],
        gains=[
            Row(who(scenario, party), [_gain(card, party) for card in shown])
            for party in scenario.parties
            if all(party in card.view.parties for card in shown)
        ],
        refused=[_refused(scenario, zone, card) for card in shown],
    )


def _agreeable(card: Card) -> str:
    if card.view.robustness:
        return per_cent(card.view.robustness.share)
    return "yes" if card.view.agreeable else "no"


def _gain(card: Card, party: str) -> str:
    """A gain, with the range in which nine of ten draws lie."""
    seen = card.view.parties[party]
    if seen.gain_low is None or seen.gain_high is None:
        return signed(seen.gain)
    return f"{signed(seen.gain)} ({signed(seen.gain_low)} to {signed(seen.gain_high)})"


def _refused(scenario: Scenario, zone: Zone, card: Card) -> str:
    """Who refuses a deal: in most draws, or in the middle reading where there are none."""
    views = card.view.constituencies.items()
    if zone.probability is None:
        return listed([who(scenario, name) for name, one in views if not one.accepts]) or "nobody"
    often = sorted(
        (
            (1 - one.accepts_share, who(scenario, name))
            for name, one in views
            if one.accepts_share is not None and one.accepts_share < 1
        ),
        key=lambda pair: -pair[0],
    )
    named = [f"{name} ({per_cent(share)})" for share, name in often[:_REFUSERS]]
    return listed(named) or "nobody"
