"""Every number of the model that is a judgement or a fact, with what it rests on."""

import re
from collections.abc import Collection, Iterable

from middleground.brief.content import Basis, ModelNumber
from middleground.brief.footnotes import Footnotes, in_words
from middleground.brief.words import issue_name, one_line, range_in_words, who
from middleground.scenario.basis import numbers_of
from middleground.scenario.model import Scenario
from middleground.scenario.places import Path


def model_numbers(scenario: Scenario, notes: Footnotes) -> list[ModelNumber]:
    """All numbers of judgement and fact in a scenario, in the order of the format."""
    return [
        ModelNumber(
            path=in_words(path),
            group=in_words(path[:2]),
            what=_what(scenario, path),
            value=range_in_words(number),
            nominal=number.nominal,
            low=number.low,
            high=number.high,
            rests=notes.cite(*path),
        )
        for path, number in numbers_of(scenario)
    ]


def basis(numbers: Iterable[ModelNumber], lost: Collection[int] = ()) -> Basis:
    """How many of the numbers rest on quotations, on assumptions, on both or on neither.

    Args:
        numbers: The numbers to count.
        lost: Quotations that are not in their reports: they are no evidence.
    """
    kinds = [
        (any(q not in lost for q in n.rests.quotes), n.rests.assumption is not None)
        for n in numbers
    ]
    return Basis(
        numbers=len(kinds),
        on_quotations=kinds.count((True, False)),
        on_both=kinds.count((True, True)),
        on_assumptions=kinds.count((False, True)),
        on_neither=kinds.count((False, False)),
    )


def used_by_answers(scenario: Scenario, numbers: Iterable[ModelNumber]) -> list[ModelNumber]:
    """The numbers that decide who would ratify what.

    These are the preferences, and the value of each fact and the chance of each event that a rule,
    a ratification rule, a quantity, a binding demand or a combination names.
    """
    named = set(re.findall(r"[A-Za-z]\w*", " ".join(_expressions(scenario))))
    used = []
    for one in numbers:
        section, _, rest = one.path.partition(".")
        name, _, kind = rest.partition(".")
        if section == "preferences" or (
            name in named and (section, kind) in {("facts", "value"), ("events", "chance")}
        ):
            used.append(one)
    return used


def _expressions(scenario: Scenario) -> Iterable[str]:
    yield from (rule.rule for rule in scenario.rules.values())
    yield from (party.ratifies or "" for party in scenario.parties.values())
    yield from (quantity.sum for quantity in scenario.quantities.values())
    yield from (demand.requires for demand in scenario.demands.values() if demand.binds)
    for preference in scenario.preferences.values():
        yield from (term.when for term in preference.together)


def _what(scenario: Scenario, path: Path) -> str:
    """A number's place within its element, in words: "Pay rise: weight"."""
    rest = path[2:]
    if path[0] == "preferences" and rest:
        return _preference_words(scenario, rest)
    match rest:
        case ("value",):
            return "range used here"
        case ("claims", int(n), form):
            claim = scenario.facts[str(path[1])].claims[n]
            return f"claim of {who(scenario, claim.by)}: {_FORMS.get(str(form), form)}"
        case ("channels", to, *what):
            return f"message to {who(scenario, str(to))}: {_steps(what)}"
        case ("consults", whom, *what):
            return f"asking {who(scenario, f'{path[1]}.{whom}')}: {_steps(what)}"
    return _steps(rest)


_FORMS = {"value": "exactly", "at_least": "at least"}


def _steps(steps: Iterable[object]) -> str:
    """The rest of a path in words; positions in lists count from 1 for readers."""
    said = [str(step + 1) if isinstance(step, int) else str(step) for step in steps]
    return ", ".join(step.replace("_", " ").replace(".", ", ") for step in said)


def _preference_words(scenario: Scenario, rest: Path) -> str:
    if rest[0] == "no_deal":
        return "No deal"
    if rest[0] == "together":
        return f"Combination {int(rest[1]) + 1}: points added"
    issue = scenario.issues.get(str(rest[0]))
    if issue is None or len(rest) < 2:
        return in_words(rest)
    name = issue_name(scenario, str(rest[0]))
    if rest[1] in ("scores", "points"):
        option = next((o for o in issue.options if o == rest[2]), None)
        words = one_line(issue.words(option)) if option is not None else str(rest[2])
        return f"{name}: {'score' if rest[1] == 'scores' else 'points'} of “{words}”"
    return f"{name}: {rest[1]}"
