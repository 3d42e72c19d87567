"""Preferences against the issues: every option has a worth, and nothing else has one."""

from middleground.scenario.findings import Findings
from middleground.scenario.issues import Issue, OptionId, option_of
from middleground.scenario.places import Path
from middleground.scenario.preferences import Preference, Worth
from middleground.scenario.ranges import Range
from middleground.scenario.wrong_values import did_you_mean, said


def check_preference(findings: Findings, who: str, preference: Preference) -> None:
    """One constituency's weights, scores and points."""
    path: Path = ("preferences", who)
    issues = findings.scenario.issues
    for name, worth in preference.issues.items():
        if name in issues:
            _check_worth(findings, (*path, name), name, issues[name], worth)
        else:
            findings.problem(
                (*path, name), f"'{name}' is no issue", "unknown-ref",
                "one of the issues: " + ", ".join(issues), did_you_mean(name, issues), key=True,
            )  # fmt: skip
    _check_complete(findings, path, preference)
    _check_scale(findings, path, preference)


def _check_complete(findings: Findings, path: Path, preference: Preference) -> None:
    issues = findings.scenario.issues
    for n, name in enumerate(preference.indifferent):
        if name not in issues:
            findings.problem(
                (*path, "indifferent", n), f"'{name}' is no issue", "unknown-ref",
                "one of the issues: " + ", ".join(issues), did_you_mean(name, issues),
            )  # fmt: skip
        elif name in preference.issues:
            findings.problem(
                (*path, "indifferent", n),
                f"'{name}' is weighted and listed under 'indifferent' too",
                "preference", "one of the two", "delete one",
            )  # fmt: skip
    missing = [n for n in issues if n not in preference.issues and n not in preference.indifferent]
    if missing:
        names = ", ".join(missing)
        findings.problem(
            path, f"nothing says what these issues are worth to {path[1]}: {names}", "missing",
            "every issue with a weight and scores, or listed under 'indifferent'",
            f"add 'indifferent: [{names}]' if {path[1]} does not care", key=True,
        )  # fmt: skip


def _check_scale(findings: Findings, path: Path, preference: Preference) -> None:
    weights = {n: w.weight for n, w in preference.issues.items() if w.weight is not None}
    tables = [name for name, worth in preference.issues.items() if worth.is_table]
    if tables and weights:
        findings.problem(
            (*path, next(iter(weights))),
            f"a weight, while {tables[0]} has points: a scoring table is never scaled",
            "preference", "points for all issues, or weights for all",
            "give this issue points, or list it under 'indifferent'", key=True,
        )  # fmt: skip
    elif not tables and all(weight.high == 0 for weight in weights.values()):
        what = "all weights are zero" if weights else "no issue has a weight (all weights zero)"
        findings.problem(
            path, f"{what}: to {path[1]} every deal would be worth the same", "number-range",
            "at least one weight above 0", "add a weight, or leave this constituency out", key=True,
        )  # fmt: skip


def _check_worth(findings: Findings, path: Path, name: str, issue: Issue, worth: Worth) -> None:
    if worth.points is not None:
        _check_named(findings, (*path, "points"), name, issue, worth.points)
        _check_all(findings, (*path, "points"), name, issue, worth.points, "points")
    elif worth.scores is not None and not issue.is_numeric:
        _check_named(findings, (*path, "scores"), name, issue, worth.scores)
        _check_all(findings, (*path, "scores"), name, issue, worth.scores, "a score")
    elif worth.scores is not None:
        _check_line(findings, (*path, "scores"), name, issue, worth.scores)
    elif worth.best is not None and worth.worst is not None:
        _checkends_in_words(findings, path, name, issue, worth.best, worth.worst)


def _check_named(
    findings: Findings, path: Path, name: str, issue: Issue, given: dict[OptionId, Range]
) -> None:
    for option in given:
        if option_of(issue, option) is None:
            known = ", ".join(map(str, issue.ids[:12]))
            findings.problem(
                (*path, option), f"{said(option)} is no option of '{name}'", "unknown-ref",
                f"one of {known}", did_you_mean(str(option), issue.ids), key=True,
            )  # fmt: skip


def _check_all(
    findings: Findings, path: Path, name: str, issue: Issue, given: dict[OptionId, Range], what: str
) -> None:
    missing = [option for option in issue.ids if option not in given]
    if missing:
        names = ", ".join(map(str, missing[:12]))
        findings.problem(
            path, f"options of '{name}' without {what}: {names}", "missing",
            f"{what} for every option", f"add {names}; a guess is welcome if marked as an "
            "assumption", key=True,
        )  # fmt: skip


def _check_line(
    findings: Findings, path: Path, name: str, issue: Issue, given: dict[OptionId, Range]
) -> None:
    """Scores of a numeric issue: for some numbers, linear between them, never beyond."""
    numbers = [n for n in given if not isinstance(n, str)]
    for option in given:
        if isinstance(option, str):
            findings.problem(
                (*path, option), f"'{option}' is no number, and the options of '{name}' are",
                "type", "numbers before the colons", key=True,
            )  # fmt: skip
    options = [n for n in issue.ids if not isinstance(n, str)]
    if not numbers:
        _check_all(findings, path, name, issue, given, "a score")
        return
    outside = [n for n in options if not min(numbers) <= n <= max(numbers)]
    if outside:
        findings.problem(
            path, f"options of '{name}' outside the numbers that have scores: "
            + ", ".join(map(str, outside[:12])), "extrapolation",
            f"scores from {min(options)} to {max(options)}; between them they are linear",
            f"add scores for {min(options)} and {max(options)}", key=True,
        )  # fmt: skip


def _checkends_in_words(
    findings: Findings, path: Path, name: str, issue: Issue, best: Range, worst: Range
) -> None:
    numbers = [n for n in issue.ids if not isinstance(n, str)]
    if not numbers:
        findings.problem(
            (*path, "best"), f"'best' and 'worst', but the options of '{name}' are words",
            "preference", "a score for every option",
            "write scores: {" + ", ".join(f"{o}: 0" for o in issue.ids[:3]) + "}", key=True,
        )  # fmt: skip
        return
    upward = best.low > worst.high
    if not upward and not best.high < worst.low:
        findings.problem(
            (*path, "best"), f"best {ends_in_words(best)} and worst {ends_in_words(worst)} overlap",
            "interval",
            "two different ends of the scale", "correct one of them",
        )  # fmt: skip
        return
    floor, ceiling = (worst.high, best.low) if upward else (best.high, worst.low)
    outside = [n for n in numbers if not floor <= n <= ceiling]
    if outside:
        findings.problem(
            (*path, "best" if (outside[0] > ceiling) == upward else "worst"),
            f"options of '{name}' outside best and worst: " + ", ".join(map(str, outside[:12])),
            "extrapolation", f"ends that hold {min(numbers)} to {max(numbers)}",
            "widen them, or take the options out",
        )  # fmt: skip
        return
    _note_ends_beyond(findings, path, name, numbers, best, worst)


def _note_ends_beyond(
    findings: Findings, path: Path, name: str, numbers: list[int | float], best: Range, worst: Range
) -> None:
    """An end of the scale that no option reaches: then no deal is quite the best, or the worst."""
    for end, number, value in (("best", best, "100"), ("worst", worst, "0")):
        if number.low > max(numbers) or number.high < min(numbers):
            findings.doubt(
                (*path, end), f"{end} {ends_in_words(number)} is beyond the options of '{name}',"
                f" which go from {min(numbers):g} to {max(numbers):g}: none of them is worth"
                f" {value}",
                "beyond-options", f"a number from {min(numbers):g} to {max(numbers):g}, unless the"
                " scale is meant to reach further",
            )  # fmt: skip


def ends_in_words(number: Range) -> str:
    """A number as its ends: "7", or "5 to 9"."""
    return f"{number.low:g}" if number.is_certain else f"{number.low:g} to {number.high:g}"
