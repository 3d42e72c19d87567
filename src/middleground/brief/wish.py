"""A wished deal in words: who refuses it, by how much, and the nearest deals that can be had."""

from collections.abc import Mapping

from middleground.answers.blockers import ConflictSet, NearDeals, Wished
from middleground.brief import words
from middleground.deals.requirements import Group
from middleground.deals.views import Deal, Option
from middleground.scenario.model import Scenario

_AGAINST = 4


def wish_in_words(scenario: Scenario, wished: Wished) -> list[str]:
    """What stands against a wish, a sentence each."""
    what = "This deal" if wished.whole else "A deal with these terms"
    said = [f"{what}: {words.deal_in_a_line(scenario, wished.terms)}."]
    said += _standing(wished)
    if wished.broken:
        names = [_name(scenario, path) for path in wished.broken]
        said.append(f"It breaks {words.listed(names)}.")
    if not wished.whole:
        said += [_against(scenario, one) for one in wished.why.conflicts[:_AGAINST]]
    if wished.refusals and wished.shown:
        if not wished.whole:
            rest = _besides(scenario, wished.shown.deal, wished.terms)
            said.append(f"With these terms, least would have to be given with {rest}.")
        said += [_refusal(scenario, wished, n) for n in range(len(wished.refusals))]
    said += _ways_out(scenario, wished)
    return said


def _against(scenario: Scenario, one: ConflictSet) -> str:
    names = words.listed([_name(scenario, path) for path in one.members])
    return f"With these terms, no deal satisfies {names}."


def _standing(wished: Wished) -> list[str]:
    robust = wished.shown.robustness if wished.shown else None
    often = f", and in {words.estimate(robust)} of draws" if robust else ""
    if wished.whole:
        said = "It is agreeable" if wished.agreeable else "It is not agreeable"
        if not wished.agreeable and robust:
            often = (
                f", but in {words.estimate(robust)} of draws"
                if robust.share
                else ", nor in any draw"
            )
        return [f"{said} in the middle reading{often}."]
    if wished.agreeable:
        deals = words.count(wished.agreeable, "deal")
        verb = "is" if wished.agreeable == 1 else "are"
        return [f"With these terms {deals} {verb} agreeable in the middle reading."]
    if wished.shown is None:
        return ["The rules allow no deal with these terms, in the middle reading."]
    return ["No deal with these terms is agreeable in the middle reading."]


def _refusal(scenario: Scenario, wished: Wished, at: int) -> str:
    refusal = wished.refusals[at]
    short = f"{words.points(refusal.points)} points short"
    said = f"{words.who(scenario, refusal.who)} refuses it: {short}"
    if refusal.share is not None:
        said += f", refusing in {words.per_cent(refusal.share)} of draws"
    if not refusal.needed:
        said += "; others may make up for that no"
    near = refusal.nearest
    if near is None:
        return f"{said}. It accepts no deal that the rules allow."
    if near.changed == 0:
        return f"{said}. It would accept other deals with these terms."
    change = _change(scenario, near, wished.terms)
    return f"{said}. The smallest change that it would accept: {change}."


def _ways_out(scenario: Scenario, wished: Wished) -> list[str]:
    if wished.agreeable:
        left = wished.left
        if left is None:
            return []
        if left.together == 0:
            return ["No other agreeable deal gives every decision maker more."]
        more = words.points(left.together)
        deal = _change_to(scenario, left.deal, wished.terms)
        return [f"Every decision maker could gain {more} points or more with {deal}."]
    said = []
    for give in wished.gives:
        each = ", ".join(f"{words.who(scenario, w)} {words.points(p)}" for w, p in give.by.items())
        if give.measure == "sum":
            said.append(
                f"At least {words.points(give.points)} points in all would have to be given for "
                f"it to be agreeable ({each}); points of different people are added here."
            )
    if wished.nearest:
        near = wished.nearest
        nearest = _change(scenario, near, wished.terms)
        said.append(f"The nearest deal that all sides ratify changes {nearest}.")
    else:
        said.append("No deal at all is agreeable in the middle reading.")
    return said


def _change(scenario: Scenario, near: NearDeals, terms: Mapping[str, Option]) -> str:
    changed = words.count(near.changed, "term")
    more = f" ({near.tied:,} deals are as near)" if near.tied > 1 else ""
    return f"{changed}, to {_change_to(scenario, near.deals[0].deal, terms)}{more}"


def _change_to(scenario: Scenario, deal: Deal, terms: Mapping[str, Option]) -> str:
    """The wished terms that a deal has otherwise."""
    other = {issue: option for issue, option in deal.items() if issue in terms}
    return words.differences(scenario, other, dict(terms)) or "the same terms"


def _besides(scenario: Scenario, deal: Deal, terms: Mapping[str, Option]) -> str:
    """What a deal settles beside the wished terms."""
    rest = {issue: option for issue, option in deal.items() if issue not in terms}
    return words.deal_in_a_line(scenario, rest)


def _name(scenario: Scenario, path: str) -> str:
    """Whoever has to accept, or a rule, demand or fact, in a sentence."""
    group = Group(path)
    if group.kind == "acceptance":
        return words.who(scenario, group.name)
    if group.kind == "demand":
        return f"a demand of {words.who(scenario, scenario.demands[group.name].by)}"
    kept = scenario.rules if group.kind == "rule" else scenario.facts
    name = kept[group.name].name or group.name.replace("_", " ")
    return f"the {group.kind} “{words.one_line(name)}”"
