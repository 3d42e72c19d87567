"""Checking a scenario: its quotations, what its numbers rest on, and what its rules leave."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from middleground.errors import Problem
from middleground.plain_text import shown
from middleground.scenario.attainable import find_no_deal_outside
from middleground.scenario.basis import Basis, bare_elements, grounds_of, numbers_of
from middleground.scenario.places import Path
from middleground.scenario.quotations import CheckedQuote, check_quotations
from middleground.scenario.reach import Reach, find_reach
from middleground.scenario.reader import Reading
from middleground.scenario.references import evidence_in
from middleground.scenario.weighing import ends_in_words

KINDS = ("evidence", "assumption", "both", "nothing")


@dataclass(frozen=True)
class CheckResult:
    """What checking a scenario found.

    Attributes:
        reading: The scenario as read.
        quotes: Every quotation, in every place that has it, with its place in its report.
        basis: What each number rests on, by path.
        bare: Elements that say nowhere what they rest on.
        uncited: Ids of quotations that nothing cites.
        reach: What the rules leave.
        errors: What must be mended.
        warnings: What decides the answer before anybody is asked: almost always a mistake.
        notices: What may be meant so, and is worth a look, in the order of the file.
    """

    reading: Reading
    quotes: tuple[CheckedQuote, ...]
    basis: Mapping[Path, Basis]
    bare: tuple[Path, ...]
    uncited: tuple[str, ...]
    reach: Reach
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notices: tuple[Problem, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of options of each issue."""
        return tuple(len(issue.options) for issue in self.reading.scenario.issues.values())

    @property
    def deals(self) -> int:
        """Number of combinations of options, exact at any size."""
        return prod(self.sizes) if self.sizes else 0

    @property
    def counts(self) -> dict[str, int]:
        """How many numbers rest on evidence, on an assumption, on both at one level, on nothing."""
        kinds = [basis.kind for basis in self.basis.values()]
        return {kind: kinds.count(kind) for kind in KINDS}


def check(reading: Reading, texts: Mapping[str, str], *, most_deals: int) -> CheckResult:
    """Check a scenario against its reports, and its parts against each other.

    Args:
        reading: The scenario as read, so that its references are sound.
        texts: The text of each report, by its id; quotations of others cannot be verified.
        most_deals: Largest deal space that answers can enumerate.
    """
    quotes = check_quotations(reading, texts)
    basis = {path: grounds_of(reading, path) for path, _ in numbers_of(reading.scenario)}
    bare = tuple(bare_elements(reading))
    uncited = tuple(_uncited(reading))
    reach = find_reach(reading.scenario)
    result = CheckResult(reading, quotes, basis, bare, uncited, reach, (), (), ())
    errors = sorted((p for q in quotes for p in _quote_problems(reading, q)), key=_order)
    warnings = [*_impossible_rules(result), *_no_deal_outside(result, is_certain=True)]
    notices = [
        *reading.notices,
        *_notices(result),
        *_no_deal_outside(result, is_certain=False),
        *_size_notices(result, most_deals),
    ]
    return replace(
        result,
        errors=tuple(errors),
        warnings=tuple(sorted(warnings, key=_order)),
        notices=tuple(sorted(notices, key=_order)),
    )


def _order(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


# ------------------------------------------------------------------------------------- quotations


def _quote_problems(reading: Reading, quote: CheckedQuote) -> Iterator[Problem]:
    located, report = quote.located, quote.quotation.report
    if located is None or located.found:
        return
    name = f"'{quote.path[1]}': " if quote.path[0] == "quotes" else ""
    expected = "the report's own words"
    if located.kind == "near":
        expected += f"; nearest: '{shown(located.words)}' (sentence {located.sentence})"
    else:
        expected += "; nothing in it is similar"
    yield reading.places.problem(
        (*quote.path, "quote"),
        f"quote is not in report '{report}': {name}\"{shown(quote.quotation.quote)}\"",
        "quote-not-found",
        expected,
        "correct the quote, or replace 'evidence' with 'assumption' and a reason",
    )


def _uncited(reading: Reading) -> Iterator[str]:
    cited: set[str] = set()
    for _, written in evidence_in(reading.tree):
        items = written if isinstance(written, list) else [written]
        cited.update(item for item in items if isinstance(item, str))
    yield from (name for name in reading.scenario.quotes if name not in cited)


# ---------------------------------------------------------------------------------------- notices


def _notices(result: CheckResult) -> Iterator[Problem]:
    places, reach = result.reading.places, result.reach
    yield from _without_grounds(result)
    if result.uncited:
        yield places.problem(
            ("quotes", result.uncited[0]),
            "nothing cites these quotations: " + _listed(result.uncited), "uncited",
            mend="cite them as evidence, or delete them", key=True,
        )  # fmt: skip
    for issue, option in reach.unreachable:
        path: Path = ("issues", issue, "options", option)
        yield places.problem(
            path if path in places.by_path else path[:3],
            f"no deal that meets the rules has the option '{shown(str(option))}' of '{issue}'",
            "unreachable", "options that some deal can have",
            "take the option out, or correct the rule that shuts it out",
        )  # fmt: skip
    for path in reach.never:
        if path[0] == "rules":
            continue  # a warning
        yield places.problem(path, "this condition holds for no deal", "never-holds",
                             "a condition that some deals meet")  # fmt: skip
    for path in reach.always:
        yield places.problem(path, "this condition holds for every deal", "always-holds",
                             "a condition that some deals do not meet")  # fmt: skip
    if reach.unchecked:
        yield places.problem(
            ("rules",), "too many combinations to look for unreachable options of: "
            + ", ".join(reach.unchecked), "not-checked", key=True,
        )  # fmt: skip


def _impossible_rules(result: CheckResult) -> Iterator[Problem]:
    """Rules that no deal can meet, alone or together: nobody's wishes matter then."""
    places, reach = result.reading.places, result.reach
    empty = "the zone of agreement is empty whatever anybody wants"
    expected = "rules that leave at least one deal"
    alone = [path for path in reach.never if path[0] == "rules"]
    for path in alone:
        yield places.problem(
            path, f"no deal can meet this rule: {empty}", "no-deal-possible", expected,
            "correct or delete it, if this is not what you want to show",
        )  # fmt: skip
    names = {f"{path[0]}.{path[1]}" for path in alone}
    for group in reach.clashes:
        if not names & {*group}:
            yield places.problem(
                tuple(group[0].split(".", 1)),
                f"no deal can meet all of these: {', '.join(group)}; {empty}",
                "no-deal-possible", expected,
                "correct or delete one of them, if this is not what you want to show",
            )  # fmt: skip


def _no_deal_outside(result: CheckResult, *, is_certain: bool) -> Iterator[Problem]:
    """No-deal values beyond what deals can be worth: for certain, or in part of their range."""
    for found in find_no_deal_outside(result.reading.scenario):
        if found.is_certain == is_certain:
            who = found.who
            follows = f"{who} refuses every deal" if found.is_above else f"{who} accepts every deal"
            when = "" if is_certain else " in part of the range"
            yield result.reading.places.problem(
                ("preferences", who, "no_deal"),
                f"no_deal {ends_in_words(found.no_deal)} is beyond what any deal can be worth to"
                f" {who}, {found.low:g} to {found.high:g} points: {follows}{when}",
                "no-deal-outside", f"a value from {found.low:g} to {found.high:g}",
                "correct it, unless this is what you want to show",
            )  # fmt: skip


def _without_grounds(result: CheckResult) -> Iterator[Problem]:
    """One notice for each element with bare numbers, and one for each section's bare elements."""
    places = result.reading.places
    numbers: dict[Path, list[Path]] = {}
    for path, basis in result.basis.items():
        if basis.kind == "nothing":
            numbers.setdefault(path[:2], []).append(path)
    expected = "'evidence' with a quotation, or 'assumption' with a reason, there or around it"
    for element, paths in numbers.items():
        names = [shown(".".join(map(str, path[2:]))) for path in paths]
        yield places.problem(
            paths[0], f"numbers of {shown(places.dotted(element))} that rest on nothing: "
            + _listed(names), "no-grounds", expected, "add one of the two", key=True,
        )  # fmt: skip
    for section in dict.fromkeys(path[0] for path in result.bare):
        elements = [path for path in result.bare if path[0] == section]
        names = [str(path[1]) for path in elements]
        yield places.problem(
            elements[0], f"{section} that say nowhere what they rest on: {_listed(names)}",
            "no-grounds", expected, "add one of the two", key=True,
        )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    left = len(names) - 12
    return ", ".join(names[:12]) + (f" and {left} more" if left > 0 else "")


def _size_notices(result: CheckResult, most_deals: int) -> Iterator[Problem]:
    if result.deals > most_deals:
        yield result.reading.places.problem(
            ("issues",),
            f"{deals_in_words(result)} are too many to try one by one",
            "too-large",
            f"{most_deals:,} deals at most where numbers are drawn",
            "ask for the nominal reading alone (--nominal), leave out or join issues, or use "
            "larger steps in ranges",
            key=True,
        )


def deals_in_words(result: CheckResult) -> str:
    """The size of the deal space with its factors: "3 x 3 x 2 = 18 deals (outcomes)".

    Beyond a dozen issues, equal factors are joined: "3^97 x 2".
    """
    sizes = result.sizes
    if len(sizes) <= 13:
        factors = " x ".join(map(str, sizes))
    else:
        powers = {size: sizes.count(size) for size in dict.fromkeys(sizes)}
        factors = " x ".join(f"{size}^{n}" if n > 1 else str(size) for size, n in powers.items())
    count = f"{result.deals:,}" if result.deals < 10**15 else f"about {float(result.deals):.1e}"
    return f"{factors} = {count} deals (outcomes)"
