"""The first two answers as plain text, for a terminal."""

from collections.abc import Mapping, Sequence

from middleground.answers.middle_ground import FairDeal, Frontier, MiddleGround
from middleground.answers.zone import Zone
from middleground.brief import words
from middleground.brief.terminal import filled, table
from middleground.deals.views import DealView, Estimate, How
from middleground.scenario.conditions import ratification
from middleground.scenario.expressions import names_in
from middleground.scenario.model import Scenario

_COLUMNS = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def say_zone(scenario: Scenario, zone: Zone) -> str:
    """The zone of agreement in words."""
    lines = [_headline(zone), ""]
    lines += filled(
        f"Of {_number(zone.deals, 'deal')} the rules allow {zone.feasible:,}. In the nominal "
        f"reading (modes and midpoints) {_how_many(zone)} agreeable."
    )
    lines += ["", *_refusals(scenario, zone)]
    shown = zone.most_robust[:_COLUMNS]
    if shown:
        lines += ["", _what_is_shown(zone, len(shown)), ""]
        lines += _side_by_side(scenario, {_LETTERS[n]: view for n, view in enumerate(shown)})
    return "\n".join([*lines, "", *_notes(zone.notes), *_how(zone.how)])


def say_middle_ground(scenario: Scenario, middle: MiddleGround) -> str:
    """The efficient and the fair deals in words."""
    lines = _zone_over_draws(middle)
    least = "" if middle.counted else "at least "
    agreeable = f"{least}{_number(middle.agreeable, 'agreeable deal')}"
    lines += filled(_frontier(middle.frontier, agreeable))
    lines += filled(_frontier(middle.feasible_frontier, "deals that the rules allow"))
    deals: dict[int, DealView] = {}
    for fair in middle.fair.values():
        deals |= {view.number: view for view in fair.deals[:_COLUMNS]}
    letters = {number: _LETTERS[n] for n, number in enumerate(deals) if n < len(_LETTERS)}
    lines.append("")
    for name, fair in middle.fair.items():
        lines += _fair(name, fair, letters)
    if deals:
        shown = {letters[number]: view for number, view in deals.items() if number in letters}
        lines += ["", *_side_by_side(scenario, shown)]
    if any(fair.terms for fair in middle.fair.values()):
        lines += ["", *_settled(scenario, middle)]
    return "\n".join([*lines, "", *_notes(middle.notes), *_how(middle.how)])


def _headline(zone: Zone) -> str:
    if zone.probability is None:
        return f"There is {'an' if zone.agreeable else 'no'} agreeable deal in the nominal reading."
    return _how_often(zone.probability)


def _how_often(probability: Estimate) -> str:
    often = words.in_draws(probability.share)
    return f"An agreeable deal exists {often}: {words.estimate(probability)}."


def _zone_over_draws(middle: MiddleGround) -> list[str]:
    """In how many draws there is anything that fair deals are chosen from."""
    if middle.zone_probability is None:
        return []
    return [*filled(_how_often(middle.zone_probability)), ""]


def _number(deals: int, noun: str) -> str:
    """A number that is compared with others, in digits, with its noun."""
    return f"{deals:,} {noun}{'s' * (deals != 1)}"


def _how_many(zone: Zone) -> str:
    deals = zone.agreeable
    least = "" if zone.counted else "at least "
    said = f"{least}{deals:,} of these {'is' if deals == 1 else 'are'}"
    return said if deals else "none of these is"


def _counted(numbers: Mapping[str, int], name: str) -> str:
    return f"{numbers[name]:,}" if name in numbers else "not counted"


def _what_is_shown(zone: Zone, shown: int) -> str:
    deals = words.count(shown, "deal")
    if zone.probability and zone.probability.share:
        said = f"{deals} agreeable in more draws than others{_as_often(zone, shown)}:"
        return words.sentence_case(said)
    if zone.agreeable:
        return f"Of the agreeable deals {deals} with the largest smallest surplus:"
    return f"No deal is agreeable. The {deals} that lack least (points of several people compared):"


def _as_often(zone: Zone, shown: int) -> str:
    """Whether deals that are not shown are agreeable as often as the last that is."""
    often = [view.robustness.share for view in zone.most_robust if view.robustness]
    return " (more are agreeable as often)" if often[shown - 1 : shown] == often[shown:][:1] else ""


def _refusals(scenario: Scenario, zone: Zone) -> list[str]:
    refusals = zone.refusals
    rows = []
    for party in scenario.parties:
        given = _counted(refusals.agreeable_without, party)
        rows.append([words.who(scenario, party), _counted(refusals.ratified_by, party), given])
        for who in scenario.constituencies_of(party):
            if who != party and who in scenario.preferences:
                is_asked = who in names_in(ratification(scenario, party))
                given = _counted(refusals.agreeable_without, who) if is_asked else "not asked"
                name = f"  {words.who(scenario, who)}"
                rows.append([name, _counted(refusals.accepted_by, who), given])
    return table(["number of deals, nominal", "says yes to", "agreeable if it never refused"], rows)


def _side_by_side(scenario: Scenario, deals: Mapping[str, DealView]) -> list[str]:
    """Deals as columns: what they have in common once, then where they differ."""
    views = list(deals.values())
    terms = [dict(words.deal_terms(scenario, view.deal)) for view in views]
    common = {issue for issue in terms[0] if len({t[issue] for t in terms}) == 1}
    lines = []
    if common and len(views) > 1:
        said = [f"{issue}: {option}" for issue, option in terms[0].items() if issue in common]
        lines += [*filled("All of them: " + "; ".join(said) + "."), ""]
    rows = [
        [issue, *(t[issue] for t in terms)]
        for issue in terms[0]
        if issue not in common or len(views) == 1
    ]
    rows.append(["deal number", *(f"{view.number:,}" for view in views)])
    if views[0].robustness:
        robust = [words.estimate(view.robustness) for view in views if view.robustness]
        rows.append(["agreeable, of draws", *robust])
    for party in scenario.parties:
        gains = [words.signed(view.parties[party].gain) for view in views]
        rows.append([f"{words.who(scenario, party)}, points over no deal", *gains])
        for who in scenario.constituencies_of(party):
            if who in views[0].constituencies:
                seen = [_answer(view, who) for view in views]
                rows.append([f"  {words.who(scenario, who)}", *seen])
    return [*lines, *table(["", *deals], rows)]


def _answer(view: DealView, who: str) -> str:
    """What one constituency says to a deal."""
    seen = view.constituencies[who]
    said = "yes" if seen.accepts else f"no, {words.points(-seen.surplus)} short"
    if seen.accepts_share is None:
        return said
    return f"{said}; no in {words.per_cent(1 - seen.accepts_share)}"


def _frontier(frontier: Frontier, among: str) -> str:
    deals = words.count(frontier.size, "deal")
    listed = " (listed by --json and in the brief)" if frontier.size else ""
    return f"Efficient among the {among}, nominal: {deals}{listed}."


def _fair(name: str, fair: FairDeal, letters: Mapping[int, str]) -> list[str]:
    compares = " Compares points of different parties." if fair.compares_people else ""
    chosen = [letters[view.number] for view in fair.deals if view.number in letters]
    deal = f"deal {words.listed(chosen)}" if chosen else f"none, since {fair.why_none}"
    more = f" ({fair.tied:,} deals are tied)" if fair.tied > 1 else ""
    title = words.sentence_case(words.FAIR_NAMES[name])
    return filled(f"{title}: {deal}{more}. It is {fair.definition}.{compares}")


def _settled(scenario: Scenario, middle: MiddleGround) -> list[str]:
    """What the fair deals say on each issue, over the draws."""
    names = [name for name, fair in middle.fair.items() if fair.terms]
    rows = []
    for issue in scenario.issues:
        cells = []
        for name in names:
            most = middle.fair[name].terms[issue][0]
            option = words.one_line(scenario.issues[issue].words(most.option))
            cells.append(f"{option} ({words.per_cent(most.share)})")
        rows.append([words.issue_name(scenario, issue), *cells])
    lead = "Over the draws that have such a deal: its most frequent option on each issue."
    return [*filled(lead), "", *table(["", *(words.FAIR_NAMES[name] for name in names)], rows)]


def _notes(notes: Sequence[str]) -> list[str]:
    return [line for note in notes for line in filled(f"Note: {words.one_line(note)}.")]


def _how(how: How) -> list[str]:
    if how.reading == "nominal":
        said = "Nominal reading alone"
    else:
        said = (
            f"{how.draws:,} draws of {how.uncertain_numbers} uncertain numbers, "
            f"{how.scramblings} scramblings, seed {how.seed}; ± is one standard error"
        )
    return filled(f"{said}; {how.method}. Points are each constituency's own scale.")
