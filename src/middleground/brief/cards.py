"""The deals to show, each once: its terms in words, and what everybody makes of it."""

from dataclasses import dataclass

from middleground.answers.middle_ground import MiddleGround
from middleground.answers.zone import Zone
from middleground.brief.content import Situation
from middleground.brief.words import (
    COMPARES_PEOPLE,
    FAIR_NAMES,
    count,
    differences,
    estimate,
    in_draws,
    issue_name,
    listed,
    one_line,
    per_cent,
    points,
    sentence_case,
    signed,
    who,
)
from middleground.deals.views import ConstituencyView, DealView
from middleground.scenario.model import Scenario

_MOST_ROBUST = 3  # how many deals are shown for being agreeable in most draws
_NEAREST = 4  # how many are shown where none is agreeable
BAR = 150.0  # width of the drawing of one bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A gain over no deal on a common scale, with its interval; `middle` is no deal."""

    middle: float
    start: float
    width: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A deal as one constituency sees it."""

    name: str
    decides: bool
    gain: str
    interval: str
    accepts: str
    refuses: bool
    bar: Bar


@dataclass(frozen=True, slots=True)
class PartyRows:
    """The constituencies of a party, and whether the party says yes."""

    name: str
    ratifies: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Term:
    """One issue as a deal settles it.

    Attributes:
        differs: Whether the first deal shown settles it otherwise.
        often: Share of draws in which the same idea of a fair deal settles it so; "" where no
            draws were made, or the deal is not shown for being fair.
    """

    issue: str
    option: str
    differs: bool
    often: str


@dataclass(frozen=True, slots=True)
class Card:
    """One deal, shown once under all its names.

    Attributes:
        letter: What the other sections call it.
        ideas: The ideas of fairness that it meets: "nash" ...
        titles: Why it is shown: "Nash", "agreeable in most draws" ...
        definitions: For each idea of fairness among these its name, one sentence, and whether it
            compares points of different parties.
        terms: One for each issue.
        often_of: Whose shares of draws the terms give: "Nash"; "" where they give none.
        ties: What is to be said of deals that meet the same ideas; "" where there are none.
    """

    letter: str
    ideas: list[str]
    titles: list[str]
    definitions: list[tuple[str, str, bool]]
    terms: list[Term]
    often_of: str
    quantities: list[tuple[str, str]]
    agreeable: str
    robustness: str
    refusals: str
    ties: list[str]
    parties: list[PartyRows]
    view: DealView


def choose_cards(
    scenario: Scenario, zone: Zone, answer: MiddleGround, situation: Situation
) -> list[Card]:
    """The fair deals, then the most robust ones; where none is agreeable, the nearest."""
    titled: dict[int, tuple[DealView, list[str], list[str]]] = {}
    for idea, fair in answer.fair.items():
        if fair.deals:
            _, titles, ideas = titled.setdefault(fair.deals[0].number, (fair.deals[0], [], []))
            titles.append(sentence_case(FAIR_NAMES[idea]))
            ideas.append(idea)
    limit = _MOST_ROBUST if zone.agreeable else _NEAREST
    for rank, view in enumerate(zone.most_robust[:limit]):
        _, titles, _ = titled.setdefault(view.number, (view, [], []))
        if rank == 0 or not zone.agreeable or not titles:
            titles.append(_robust_title(zone, rank))
    scale = _scale([view for view, _, _ in titled.values()])
    first = next(iter(titled.values()))[0] if titled else None
    return [
        Card(
            letter=_letter(n),
            ideas=ideas,
            titles=titles,
            definitions=[
                (
                    sentence_case(FAIR_NAMES[idea]),
                    answer.fair[idea].definition,
                    idea in COMPARES_PEOPLE,
                )
                for idea in ideas
            ],
            terms=_terms(scenario, answer, view, first, ideas),
            often_of=FAIR_NAMES[ideas[0]] if ideas and answer.fair[ideas[0]].terms else "",
            quantities=_quantities(scenario, view),
            agreeable="agreeable to all in the middle reading"
            if view.agreeable
            else "not agreeable to all in the middle reading",
            robustness=f"{sentence_case(in_draws(view.robustness.share))} agreeable to all"
            f" ({estimate(view.robustness)})"
            if view.robustness
            else "",
            refusals=who_refuses(scenario, view),
            ties=[t for idea in ideas if (t := _ties(scenario, answer, idea))],
            parties=_parties(situation, view, scale),
            view=view,
        )
        for n, (view, titles, ideas) in enumerate(titled.values())
    ]


def _terms(
    scenario: Scenario,
    answer: MiddleGround,
    view: DealView,
    first: DealView | None,
    ideas: list[str],
) -> list[Term]:
    shares = answer.fair[ideas[0]].terms if ideas else {}
    terms = []
    for issue, option in view.deal.items():
        often = next((t.share for t in shares.get(issue, []) if t.option == option), 0.0)
        differs = first is not None and first.deal.get(issue) != option
        said = one_line(scenario.issues[issue].words(option))
        shown = per_cent(often) if shares else ""
        terms.append(Term(issue_name(scenario, issue), said, differs, shown))
    return terms


def _letter(n: int) -> str:
    """A, B, ... Z, AA ..."""
    return chr(65 + n) if n < 26 else _letter(n // 26 - 1) + chr(65 + n % 26)


def _robust_title(zone: Zone, rank: int) -> str:
    if not zone.agreeable and not any(
        view.robustness and view.robustness.share for view in zone.most_robust
    ):
        return "Nearest to agreement" if rank == 0 else f"Near to agreement, {rank + 1}"
    if zone.how.reading == "nominal":
        return "Most to spare for all" if rank == 0 else f"Much to spare for all, {rank + 1}"
    return "Agreeable most often" if rank == 0 else f"Agreeable often, {rank + 1}"


def _quantities(scenario: Scenario, view: DealView) -> list[tuple[str, str]]:
    shown = []
    for name, value in view.quantities.items():
        quantity = scenario.quantities.get(name)
        label = (quantity.name if quantity else None) or name.replace("_", " ")
        unit = (quantity.unit if quantity else None) or ""
        shown.append((sentence_case(label), f"{value:,.6g} {unit}".strip()))
    return shown


def _ties(scenario: Scenario, answer: MiddleGround, idea: str) -> str:
    """What else meets the same idea."""
    fair = answer.fair[idea]
    others = fair.deals[1:]
    if not others:
        return ""
    name = sentence_case(FAIR_NAMES[idea])
    more = fair.tied - 1
    said = f"{name}: {count(more, 'other deal')} meet{'s' * (more == 1)} it equally"
    examples = [differences(scenario, other.deal, fair.deals[0].deal) for other in others[:3]]
    return f"{said}, with " + "; or ".join(examples) + ("; and others." if more > 3 else ".")


def who_refuses(scenario: Scenario, view: DealView) -> str:
    """Who refuses a deal, how often, and by how much, in a sentence or two."""
    short = [
        f"{who(scenario, name)} (falls {points(-one.surplus)} points short)"
        for name, one in view.constituencies.items()
        if not one.accepts
    ]
    said = (
        f"In the middle reading refused by {listed(short)}."
        if short
        else ("In the middle reading nobody refuses it.")
    )
    often = sorted(
        (
            (1 - one.accepts_share, who(scenario, name))
            for name, one in view.constituencies.items()
            if one.accepts_share is not None and one.accepts_share < 1
        ),
        key=lambda pair: -pair[0],
    )
    if often:
        refusals = [f"{name} in {per_cent(share)}" for share, name in often[:4]]
        more = f" and {count(len(often) - 4, 'other')} less often" if len(often) > 4 else ""
        said += f" Over the draws it is refused by {listed(refusals)}{more}."
    elif view.robustness:
        said += " Nobody refuses it in any draw."
    return said


def _scale(views: list[DealView]) -> tuple[float, float]:
    """The largest loss and gain to draw, in points: the same for all bars of a brief."""
    ends = [
        end
        for view in views
        for one in view.constituencies.values()
        for end in (one.surplus, one.surplus_low, one.surplus_high)
        if end is not None
    ]
    return min([-5.0, *ends]), max([5.0, *ends])


def _bar(one: ConstituencyView, scale: tuple[float, float]) -> Bar:
    low, high = scale

    def place(gain: float) -> float:
        return round(2 + (BAR - 4) * (gain - low) / (high - low), 1)

    ends = sorted((place(0), place(one.surplus)))
    return Bar(
        middle=place(0),
        start=ends[0],
        width=round(ends[1] - ends[0], 1),
        low=None if one.surplus_low is None else place(one.surplus_low),
        high=None if one.surplus_high is None else place(one.surplus_high),
    )


def _parties(situation: Situation, view: DealView, scale: tuple[float, float]) -> list[PartyRows]:
    shown = []
    for party in situation.parties:
        seen = view.parties[party.id]
        ratifies = "says yes" if seen.ratifies else "says no"
        if seen.ratifies_share is not None:
            ratifies = f"says yes in {per_cent(seen.ratifies_share)} of draws"
        members = [(member.id, member.name, member.decides) for member in party.members]
        rows = [
            _row(view.constituencies[name], shown_name, decides, scale)
            for name, shown_name, decides in members or [(party.id, party.name, True)]
            if name in view.constituencies
        ]
        shown.append(PartyRows(party.name, ratifies, rows))
    return shown


def _row(one: ConstituencyView, name: str, decides: bool, scale: tuple[float, float]) -> Row:
    interval = (
        f"{signed(one.surplus_low)} to {signed(one.surplus_high)}"
        if one.surplus_low is not None and one.surplus_high is not None
        else ""
    )
    accepts = "accepts" if one.accepts else "refuses"
    if one.accepts_share is not None:
        accepts = per_cent(one.accepts_share)
    return Row(
        name, decides, signed(one.surplus), interval, accepts, not one.accepts, _bar(one, scale)
    )
