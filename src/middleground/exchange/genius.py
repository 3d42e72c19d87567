"""Genius XML in: a domain file, and one file of preferences for each party.

Read as Genius reads it: the utility of a deal is the sum over issues of weight x evaluation /
largest evaluation of the issue (0 where the largest is 0); a number of an integer issue is worth
offset + slope x (number - lower bound), of a real issue parameter0 + parameter1 x number, both kept
within 0 and 1; weights are taken as they stand, whatever their sum. `reservation` is the no-deal
value; `discount_factor` is kept beside it. Issues and weights belong together by their index.

Source: Lin et al. (2014), Genius; the rules are those of its version 10.4.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath

from middleground.exchange.case import (
    Case,
    CaseIssue,
    NamedBytes,
    Profile,
    Value,
    Worth,
    party_names,
    unlike,
)
from middleground.exchange.exact import exact
from middleground.exchange.faults import refuse, said
from middleground.exchange.xml_text import Element, parse_xml
from middleground.scenario.issues import MOST_OPTIONS

DOMAIN, PROFILE = "negotiation_template", "utility_space"
# Genius itself looks at a real issue in this many steps.
_REAL_STEPS = 21
_EXPORT = "export the files anew from Genius, or correct the value in a text editor"

_Files = list[tuple[NamedBytes, Element]]


@dataclass(frozen=True)
class _Issue:
    """An issue as one file has it."""

    element: Element
    index: str
    read: CaseIssue


def read_genius(files: Sequence[NamedBytes]) -> Case:
    """A negotiation from its Genius files, in the order in which their parties are named.

    Args:
        files: The domain file, which may be left out, and a file for each party.

    Raises:
        ScenarioError: If a file is malformed or the files do not belong together.
    """
    roots = [(file, parse_xml(file)) for file in files]
    for file, root in roots:
        if root.tag not in (DOMAIN, PROFILE):
            root.refuse(
                f"this XML file begins with <{said(root.tag)}>", "not-genius",
                f"a Genius file: <{DOMAIN}> (the domain) or <{PROFILE}> (a party)",
                f"leave {said(file.name)} out",
            )  # fmt: skip
    domains = [(f, r) for f, r in roots if r.tag == DOMAIN]
    profiles = [(f, r) for f, r in roots if r.tag == PROFILE]
    if len(domains) > 1:
        domains[1][1].refuse(
            "a second domain file", "two-domains", f"one beside {said(domains[0][0].name)}",
            "convert one negotiation at a time",
        )  # fmt: skip
    if not profiles:
        refuse(
            files[0].name if files else "", None, None, "no file of a party's preferences",
            "missing", f"one file a party, with the root <{PROFILE}>",
            "name the whole folder, or the parties' files beside the domain",
        )  # fmt: skip
    domain = domains[0][1] if domains else profiles[0][1]
    issues = _issues(domain)
    profiles, named = _in_order(profiles, domains)
    notes: list[str] = []
    read = [
        _profile(file, root, issues, name, notes)
        for (file, root), name in zip(profiles, named, strict=True)
    ]
    notes += [
        f"the real issue '{issue.read.name}' is read at {_REAL_STEPS} numbers, evenly from its "
        "lower to its upper bound, as Genius's own analysis does"
        for issue in issues
        if _kind(issue.element) == "real"
    ]
    return Case(_title(domain, domains, profiles), tuple(i.read for i in issues), tuple(read),
                notes=tuple(notes))  # fmt: skip


def _in_order(profiles: _Files, domains: _Files) -> tuple[_Files, list[str]]:
    """The parties' files with their names: as the domain lists them, where it lists them all."""
    agents = [agent.attributes for _, root in domains for agent in root.below("agent")]
    listed = {PurePath(a.get("utility_space", "")).name: a.get("name", "").strip() for a in agents}
    by_name = {file.base: (file, root) for file, root in profiles}
    if by_name.keys() != listed.keys() or len(set(listed.values())) < len(profiles):
        return profiles, party_names([file.stem for file, _ in profiles])
    return [by_name[name] for name in listed], list(listed.values())


def _title(domain: Element, domains: _Files, profiles: _Files) -> str:
    """The name that the domain gives itself, else its file's."""
    top = domain.first("objective")
    name = top.attributes.get("name", "").strip() if top else ""
    if name and name.casefold() not in ("root", "any"):
        return name
    stem = (domains or profiles)[0][0].stem
    return re.sub(r"[-_ ]domain$", "", stem, flags=re.IGNORECASE) or stem


# ------------------------------------------------------------------------------------------ issues


def _issues(root: Element) -> list[_Issue]:
    issues = [_issue(element) for element in root.within("issue")]
    if not issues:
        root.refuse("no issue", "missing", "an <issue> for each thing to be settled", _EXPORT)
    for what, names in (
        ("index", [i.index for i in issues]), ("name", [i.read.name for i in issues]),
    ):  # fmt: skip
        for n, name in unlike(names):
            issues[n].element.refuse(
                f"a second issue with the {what} '{said(name)}'", "duplicate-id",
                f"each {what} once", "rename one of the two in all files",
            )  # fmt: skip
    return issues


def _issue(element: Element) -> _Issue:
    index = _attribute(element, "index")
    name = _attribute(element, "name").strip()
    kind = _kind(element)
    if kind == "discrete":
        values: list[Value] = [_attribute(item, "value") for item in element.below("item")]
        for n, value in unlike([str(v) for v in values]):
            element.below("item")[n].refuse(
                f"the value '{said(value)}' stands twice", "duplicate-id", "each value once",
                "delete or rename one of the two",
            )  # fmt: skip
    elif kind == "integer":
        low, high = _bounds(element, element)
        values = list(range(-(-low.numerator // low.denominator), int(high) + 1))
    elif kind == "real":
        low, high = _bounds(element, next(iter(element.below("range")), element))
        values = [low + (high - low) * n / (_REAL_STEPS - 1) for n in range(_REAL_STEPS)]
    else:
        element.refuse(
            f"an issue of type '{said(kind)}'", "type", "discrete, integer or real",
            "leave the issue out, or list its values as a discrete issue",
        )  # fmt: skip
    if not values or not name:
        element.refuse(
            "an issue without values" if name else "an issue without a name", "missing",
            "a name, and an <item> for each value", _EXPORT,
        )  # fmt: skip
    return _Issue(element, index, CaseIssue(name, tuple(values)))


def _kind(issue: Element) -> str:
    return issue.attributes.get("vtype") or issue.attributes.get("type") or "discrete"


def _bounds(issue: Element, holder: Element) -> tuple[Fraction, Fraction]:
    low, high = (_number(holder, name) for name in ("lowerbound", "upperbound"))
    if low >= high or high - low > MOST_OPTIONS:
        issue.refuse(
            f"numbers from {low} to {high}", "number-range",
            f"a lower bound below the upper one, and {MOST_OPTIONS:,} numbers at most",
            "correct lowerbound and upperbound",
        )  # fmt: skip
    return low, high


# ---------------------------------------------------------------------------------------- profiles


def _profile(
    file: NamedBytes, root: Element, issues: list[_Issue], name: str, notes: list[str]
) -> Profile:
    own = {issue.index: issue for issue in _issues(root)}
    known = {issue.index: issue for issue in issues}
    for index, issue in own.items():
        if index not in known:
            issue.element.refuse(
                f"the issue with index {said(index)} is not in the domain", "unknown-ref",
                "index and name as in the domain: " + ", ".join(map(said, known)),
                "correct the index, or add the issue to the domain",
            )  # fmt: skip
        if issue.read.name != known[index].read.name:
            issue.element.refuse(
                f"issue {said(index)} is called '{said(issue.read.name)}' here", "mismatch",
                f"'{said(known[index].read.name)}', as the domain calls it",
                "check that the files belong together",
            )  # fmt: skip
    for index in known.keys() - own.keys():
        root.refuse(
            f"nothing about the issue '{said(known[index].read.name)}' (index {said(index)})",
            "missing", "every issue of the domain", "add it, with a weight and evaluations",
        )  # fmt: skip
    weights = _weights(root, own)
    worths = [
        Worth(weights[issue.index], _scores(own[issue.index], issue.read, name, notes))
        for issue in issues
    ]
    reservation, discount = root.first("reservation"), root.first("discount_factor")
    return Profile(
        name,
        tuple(worths),
        _number(reservation, "value") if reservation else Fraction(0),
        _number(discount, "value") if discount else None,
        file.base,
    )


def _weights(root: Element, issues: dict[str, _Issue]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    groups = {objective.attributes.get("index") for objective in root.within("objective")}
    for weight in root.within("weight"):
        index = _attribute(weight, "index")
        if index not in issues:
            if index in groups:
                continue
            weight.refuse(
                f"a weight for index {said(index)}, which no issue has", "unknown-ref",
                "the index of an issue: " + ", ".join(map(said, issues)),
                "correct the index, or delete the weight",
            )  # fmt: skip
        if index in found:
            weight.refuse(f"a second weight for index {said(index)}", "duplicate-id",
                          "one weight for each issue", "delete one of the two")  # fmt: skip
        found[index] = _number(weight, "value")
        if found[index] < 0:
            weight.refuse("a weight below 0", "number-range", "0 or more",
                          "give the issue weight 0, or turn its evaluations round")  # fmt: skip
    for index, issue in issues.items():
        if index not in found:
            issue.element.refuse(
                f"the issue '{said(issue.read.name)}' (index {said(index)}) has no weight",
                "missing", f'<weight index="{said(index)}" value="..."/>', "add the weight",
            )  # fmt: skip
    return found


def _scores(own: _Issue, issue: CaseIssue, who: str, notes: list[str]) -> tuple[Fraction, ...]:
    """What each value is worth, 0 to 1."""
    if own.read.is_numeric != issue.is_numeric:
        own.element.refuse(
            f"the issue '{said(issue.name)}' has another type than in the domain", "mismatch",
            "one type in all files", "check that the files belong together",
        )  # fmt: skip
    if issue.is_numeric:
        return _on_a_line(own, issue, who, notes)
    items = {_attribute(item, "value"): item for item in own.element.below("item")}
    for value, item in items.items():
        if value not in issue.values:
            item.refuse(
                f"'{said(value)}' is no value of '{said(issue.name)}'", "unknown-ref",
                "a value that the domain has", "check that the files belong together",
            )  # fmt: skip
    evaluations = []
    for word in map(str, issue.values):
        at = items.get(word)
        if at is None or at.attributes.get("evaluation", "null") == "null":
            (at or own.element).refuse(
                f"the value '{said(word)}' has no evaluation", "missing",
                "a number for every value of the issue", 'add evaluation="..."',
            )  # fmt: skip
        evaluations.append(_number(at, "evaluation"))
        if evaluations[-1] < 0:
            at.refuse("an evaluation below 0", "number-range", "0 or more",
                      "add the same number to all evaluations of the issue")  # fmt: skip
    largest = max(evaluations)
    return tuple(e / largest if largest else largest for e in evaluations)


def _on_a_line(own: _Issue, issue: CaseIssue, who: str, notes: list[str]) -> tuple[Fraction, ...]:
    """Numbers by their evaluator; 0 where there is none, as in Genius."""
    if own.read.values != issue.values:
        own.element.refuse(
            f"the bounds of '{said(issue.name)}' are not those of the domain", "mismatch",
            f"{issue.values[0]} to {issue.values[-1]}", "check that the files belong together",
        )  # fmt: skip
    numbers = [Fraction(value) for value in issue.values]
    evaluator = next(iter(own.element.below("evaluator")), None)
    if evaluator is None:
        notes.append(f"'{issue.name}' has no evaluator for {who}: its numbers are worth 0 there")
        return (Fraction(0),) * len(numbers)
    kind: str = evaluator.attributes.get("ftype", "linear")
    if "slope" in evaluator.attributes or "offset" in evaluator.attributes:
        offset, slope = (_number(evaluator, key) for key in ("offset", "slope"))
        start = _bounds(own.element, own.element)[0]
        kind = "linear"
    elif kind in ("linear", "constant"):
        offset = _number(evaluator, "parameter0")
        slope = _number(evaluator, "parameter1") if kind == "linear" else Fraction(0)
        start = Fraction(0)
    else:
        evaluator.refuse(
            f"an evaluator of type '{said(kind)}'", "type", "linear or constant",
            "list the numbers as a discrete issue, each with its evaluation",
        )  # fmt: skip
    if kind == "constant":
        return (offset,) * len(numbers)
    return tuple(min(max(offset + slope * (x - start), Fraction(0)), Fraction(1)) for x in numbers)


# ----------------------------------------------------------------------------------------- values


def _attribute(element: Element, name: str) -> str:
    if name not in element.attributes:
        element.refuse(
            f"<{said(element.tag)}> without '{name}'", "missing", f'{name}="..."', _EXPORT
        )
    return element.attributes[name]


def _number(element: Element, name: str) -> Fraction:
    written = _attribute(element, name)
    number = exact(written)
    if number is None:
        element.refuse(
            f"{name} '{said(written)}' is not a number", "type",
            "a finite number such as 0.25, with a point for decimals", _EXPORT,
        )  # fmt: skip
    return number
