"""Genius XML out: a domain file that lists the parties, and one file of preferences for each.

An evaluation is divided by its issue's largest on reading, so evaluations are written as the
smallest whole numbers in the right proportion, and the weight is the most that the issue can add.
Numbers in a row, worth a straight line, are written as an integer issue.
"""

from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from xml.sax.saxutils import quoteattr

from middleground.exchange.case import Case, CaseIssue
from middleground.exchange.exact import decimal_text
from middleground.exchange.identifiers import ids_for
from middleground.exchange.utilities import UnitProfile, in_unit
from middleground.exchange.xml_text import legal

_DOMAIN = "domain"
_FINEST = 10**12
_END = "</objective>\n"


def write_genius(case: Case) -> tuple[dict[str, bytes], list[str]]:
    """The files of a case by name, and what was done to its numbers."""
    profiles, notes = in_unit(case)
    title = ids_for([case.title], "negotiation")[0]
    names = ids_for([profile.name for profile in case.profiles], "party", taken=[_DOMAIN])
    files = [f"{title}_{name}.xml" for name in names]
    straight = [
        _is_in_a_row(issue) and all(_is_straight(p.parts[n]) for p in profiles)
        for n, issue in enumerate(case.issues)
    ]
    written = {f"{title}_{_DOMAIN}.xml": _domain(case, straight, files)}
    for file, unit, profile in zip(files, profiles, case.profiles, strict=True):
        written[file] = _profile(case, straight, unit, profile.discount)
    notes += [
        f"{profile.name}'s no-deal value {float(unit.no_deal):.6g} lies outside 0 to 1, which "
        "Genius expects"
        for unit, profile in zip(profiles, case.profiles, strict=True)
        if not 0 <= unit.no_deal <= 1
    ]
    return {name: text.encode() for name, text in written.items()}, notes


def _domain(case: Case, straight: list[bool], files: list[str]) -> str:
    agents = "".join(
        f'<agent name={_quoted(profile.name)} utility_space={_quoted(file)} class=""/>\n'
        for profile, file in zip(case.profiles, files, strict=True)
    )
    issues = []
    for n, issue in enumerate(case.issues):
        items = (
            ""
            if straight[n]
            else "".join(
                f'<item index="{at}" value={_quoted(word)}/>\n'
                for at, word in enumerate(issue.words, 1)
            )
        )
        issues.append(f"{_issue_head(issue, n + 1, straight[n])}{items}</issue>\n")
    return (
        f"<negotiation_template>\n{agents}<utility_space number_of_issues=\"{len(case.issues)}\">\n"
        + _objective(case.title) + "".join(issues) + _END
        + "</utility_space>\n</negotiation_template>\n"
    )  # fmt: skip


def _profile(case: Case, straight: list[bool], unit: UnitProfile, discount: Fraction | None) -> str:
    issues, weights = [], []
    for n, issue in enumerate(case.issues):
        parts, weight = unit.parts[n], unit.weights[n]
        if straight[n]:
            within = _evaluator(parts, weight)
        else:
            within = "".join(
                f'<item index="{at}" value={_quoted(word)} evaluation="{evaluation}"/>\n'
                for at, (word, evaluation) in enumerate(
                    zip(issue.words, _evaluations(parts), strict=True), 1
                )
            )
        issues.append(f"{_issue_head(issue, n + 1, straight[n])}{within}</issue>\n")
        weights.append(f'<weight index="{n + 1}" value="{decimal_text(weight)}"/>\n')
    cost = decimal_text(Fraction(1) if discount is None else discount)
    return (
        f'<utility_space number_of_issues="{len(case.issues)}">\n' + _objective(case.title)
        + "".join(issues) + "".join(weights) + _END
        + f'<discount_factor value="{cost}"/>\n'
        + f'<reservation value="{decimal_text(unit.no_deal)}"/>\n</utility_space>\n'
    )  # fmt: skip


def _objective(title: str) -> str:
    return (
        f'<objective index="0" description="" name={_quoted(title)} type="objective" '
        'etype="objective">\n'
    )


def _issue_head(issue: CaseIssue, index: int, straight: bool) -> str:
    kind = "integer" if straight else "discrete"
    bounds = f' lowerbound="{issue.values[0]}" upperbound="{issue.values[-1]}"' if straight else ""
    return (
        f'<issue index="{index}" name={_quoted(issue.name)}{bounds} vtype="{kind}" type="{kind}" '
        f'etype="{kind}">\n'
    )


def _quoted(text: str) -> str:
    return quoteattr(legal(text))


def _is_in_a_row(issue: CaseIssue) -> bool:
    """Whether the values are whole numbers, each one more than the last."""
    numbers = [Fraction(v) for v in issue.values if not isinstance(v, str)]
    return (
        len(numbers) == len(issue.values) > 2
        and numbers[0].denominator == 1
        and all(b - a == 1 for a, b in pairwise(numbers))
    )


def _is_straight(parts: tuple[Fraction, ...]) -> bool:
    return all(b - a == parts[1] - parts[0] for a, b in pairwise(parts))


def _evaluator(parts: tuple[Fraction, ...], weight: Fraction) -> str:
    scores = [part / weight if weight else weight for part in parts]
    offset, slope = decimal_text(scores[0]), decimal_text(scores[1] - scores[0])
    return f'<evaluator ftype="linear" offset="{offset}" slope="{slope}"/>\n'


def _evaluations(parts: tuple[Fraction, ...]) -> list[int]:
    """Whole numbers in the proportion of the parts; 1 for all where all are 0 (the weight is 0)."""
    if not any(parts):
        return [1] * len(parts)
    common = lcm(*(part.denominator for part in parts))
    numbers = [int(part * common) for part in parts]
    whole = [number // gcd(*numbers) for number in numbers]
    if max(whole) <= _FINEST:
        return whole
    return [round(part / max(parts) * _FINEST) for part in parts]
