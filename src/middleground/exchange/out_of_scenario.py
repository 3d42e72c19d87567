"""A scenario as a case of the field's formats, and what of it has no place there.

A party is its decision maker, in the nominal reading; utilities are the whole numbers of
`middleground.deals.utility`, divided exactly.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from middleground.deals.draws import Draws, nominal_reading
from middleground.deals.readings import Readings
from middleground.deals.space import DealSpace
from middleground.deals.utility import Utility, read_utility
from middleground.exchange.case import Case, CaseIssue, Profile, Value, Worth
from middleground.exchange.exact import exact
from middleground.exchange.into_scenario import DISCOUNT
from middleground.scenario.issues import Issue
from middleground.scenario.model import LATER, Scenario
from middleground.scenario.preferences import Preference
from middleground.scenario.preferences import Worth as WrittenWorth
from middleground.scenario.ranges import MILLION, Range

# What a deal is worth does not depend on these; they are named, and not one by one.
_BESIDE = (
    "reports", "mediators", "outsiders", "quantities", "proposals", "facts", "events", "levers",
    "precedents", "quotes", *LATER,
)  # fmt: skip


@dataclass(frozen=True)
class LeftOut:
    """Something of a scenario that a format has no place for.

    Attributes:
        path: Where it stands in the scenario.
        what: What it is, and what happens without it.
    """

    path: str
    what: str


def case_of(scenario: Scenario) -> Case:
    """The case that a scenario's parties, issues and preferences make.

    Raises:
        AnswerError: If the scenario has no model yet.
    """
    Readings(scenario, None)  # refuses a scenario of reports alone
    draws, space = nominal_reading(scenario), DealSpace.of(scenario)
    deciders = [scenario.decision_maker(party) for party in scenario.parties]
    in_points = any(scenario.preferences[who].is_table for who in deciders)
    profiles = [
        _profile(scenario, party, read_utility(scenario, space, who, draws), draws, in_points)
        for party, who in zip(scenario.parties, deciders, strict=True)
    ]
    names = _told_apart({i: _issue_name(i, issue) for i, issue in scenario.issues.items()})
    issues = [
        CaseIssue(name, _values(issue))
        for name, issue in zip(names, scenario.issues.values(), strict=True)
    ]
    parties = _told_apart({party: scenario.name_of(party) for party in scenario.parties})
    named = [
        Profile(name, p.worths, p.no_deal, p.discount)
        for name, p in zip(parties, profiles, strict=True)
    ]
    return Case(scenario.title, tuple(issues), tuple(named), in_points)


def _profile(
    scenario: Scenario, party: str, utility: Utility, draws: Draws, in_points: bool
) -> Profile:
    preference = scenario.preferences[utility.who]
    scale = int(utility.scale[0]) * MILLION
    points = [[Fraction(int(v), scale) for v in options[0]] for options in utility.options]
    no_deal = Fraction(int(utility.no_deal[0]), scale)
    discount = re.search(rf"{DISCOUNT} ([\d.]+)", preference.note or "")
    if in_points:
        worths = [Worth(Fraction(1), tuple(row)) for row in points]
    else:
        no_deal /= 100
        worths = [
            _weighted(_weight(scenario, utility, issue, draws), row)
            for issue, row in zip(scenario.issues, points, strict=True)
        ]
    return Profile(
        party, tuple(worths), no_deal, exact(discount[1].rstrip(".")) if discount else None
    )


def _weight(scenario: Scenario, utility: Utility, issue: str, draws: Draws) -> Fraction:
    """The issue's share of all weights."""
    if issue not in scenario.preferences[utility.who].issues:
        return Fraction(0)
    written = draws.values[f"preferences.{utility.who}.{issue}.weight"]
    return Fraction(int(written[0]), int(utility.scale[0]))


def _weighted(weight: Fraction, points: list[Fraction]) -> Worth:
    return Worth(weight, tuple(p / (100 * weight) if weight else Fraction(0) for p in points))


# ------------------------------------------------------------------------------------------- names


def _issue_name(word: str, issue: Issue) -> str:
    name = issue.name or word.replace("_", " ")
    return f"{name} ({issue.unit})" if issue.unit else name


def _values(issue: Issue) -> tuple[Value, ...]:
    if issue.is_numeric:
        return tuple(Fraction(str(option)) for option in issue.ids)
    return tuple(_told_apart({str(o): issue.words(o) for o in issue.ids}))


def _told_apart(names: dict[str, str]) -> list[str]:
    """Names, with the id behind those that stand for several."""
    names = {word: name.strip() or word for word, name in names.items()}
    counts = Counter(names.values())
    return [name if counts[name] == 1 else f"{name} ({word})" for word, name in names.items()]


# ---------------------------------------------------------------------------------------- left out


def left_out_of(scenario: Scenario) -> list[LeftOut]:
    """What of a scenario no additive case can hold, in the order of the file's sections."""
    found = [*_of_parties(scenario), *_of_rules(scenario)]
    for who, preference in scenario.preferences.items():
        found += _of_preference(scenario, who, preference)
    for section in _BESIDE:
        written = getattr(scenario, section)
        if written:
            count = f" ({len(written)})" if isinstance(written, dict) else ""
            found.append(LeftOut(section, f"the section has no place there{count}"))
    return found


def _of_parties(scenario: Scenario) -> Iterator[LeftOut]:
    for party, written in scenario.parties.items():
        if written.ratifies:
            yield LeftOut(
                f"parties.{party}.ratifies", "a ratification rule: the decision maker is the party"
            )
        for name in written.constituencies:
            if f"{party}.{name}" != scenario.decision_maker(party):
                yield LeftOut(f"parties.{party}.constituencies.{name}", "a constituency beside "
                              "the decision maker")  # fmt: skip


def _of_rules(scenario: Scenario) -> Iterator[LeftOut]:
    for name in scenario.rules:
        yield LeftOut(f"rules.{name}", "a rule: deals that break it are possible there")
    for name, demand in scenario.demands.items():
        if demand.binds:
            yield LeftOut(f"demands.{name}", "a binding demand: it binds nobody there")
    statements = sum(not demand.binds for demand in scenario.demands.values())
    if statements:
        yield LeftOut("demands", f"statements have no place there ({statements})")


def _of_preference(scenario: Scenario, who: str, preference: Preference) -> Iterator[LeftOut]:
    path = f"preferences.{who}"
    if who not in {scenario.decision_maker(party) for party in scenario.parties}:
        yield LeftOut(path, "preferences of a constituency beside the decision maker")
        return
    for place, number in _numbers(path, preference):
        if not number.is_certain:
            yield LeftOut(place, f"a range: its nominal value {number.nominal:g} is taken")
    for n, term in enumerate(preference.together):
        yield LeftOut(
            f"{path}.together[{n}]", f"a term for a combination ({term.add.nominal:g} points)"
        )
    for issue in preference.indifferent:
        yield LeftOut(f"{path}.indifferent", f"'{issue}' is written with weight 0")


def _numbers(path: str, preference: Preference) -> Iterator[tuple[str, Range]]:
    yield f"{path}.no_deal", preference.no_deal
    for issue, worth in preference.issues.items():
        for place, number in _of_worth(worth):
            yield f"{path}.{issue}.{place}", number


def _of_worth(worth: WrittenWorth) -> Iterator[tuple[str, Range]]:
    for key, number in (("weight", worth.weight), ("best", worth.best), ("worst", worth.worst)):
        if number is not None:
            yield key, number
    for key, numbers in (("scores", worth.scores), ("points", worth.points)):
        for option, number in (numbers or {}).items():
            yield f"{key}.{option}", number
