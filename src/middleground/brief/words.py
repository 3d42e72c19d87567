"""Answers in words: numbers, ranges, chances and deals as a reader without mathematics meets them.

Every function is small and pure. What they return is plain text: the templates escape it.
"""

from collections.abc import Mapping, Sequence

from middleground.deals.views import Deal, Estimate
from middleground.plain_text import visible
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import Range

MINUS = "\u2212"
# A space that neither breaks nor stretches: between a number and its sign or unit.
THIN = "\u202f"
_NEARLY_ROUND = 0.02 + 1e-9  # how far a share may be from a tenth and be said as one
_SMALL_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def one_line(text: str) -> str:
    r"""A name or title on one line, hidden characters written out.

    Example:
        >>> one_line("Envoy\n2026 login ok")
        'Envoy\\n2026 login ok'
    """
    return visible(text.strip().replace("\n", "\\n").replace("\r", "\\r").replace("\t", " "))


def signed(points: float) -> str:
    """Points over no deal, with their sign.

    Example:
        >>> signed(12.34), signed(-0.04), signed(-3)
        ('+12.3', '0.0', '−3.0')
    """
    rounded = round(points, 1)
    if rounded == 0:
        return "0.0"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):.1f}"


def points(number: float) -> str:
    """Points with one decimal."""
    rounded = round(number, 1) or 0.0
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):.1f}"


def number(value: float) -> str:
    """A number as people write it: thousands apart, no decimals that say nothing.

    Example:
        >>> number(1600000), number(17.5), number(-0.25)
        ('1,600,000', '17.5', '−0.25')
    """
    text = f"{abs(value):,.6f}".rstrip("0").rstrip(".")
    return f"{MINUS if value < 0 and text != '0' else ''}{text}"


def count(number_of: int, singular: str, plural: str = "") -> str:
    """A count with its noun; up to nine as a word.

    Example:
        >>> count(0, "deal"), count(1, "deal"), count(306180, "deal")
        ('no deals', 'one deal', '306,180 deals')
    """
    noun = singular if number_of == 1 else plural or f"{singular}s"
    said = _SMALL_COUNTS[number_of] if number_of < len(_SMALL_COUNTS) else f"{number_of:,}"
    return f"{said} {noun}"


def per_cent(share: float) -> str:
    """A share in per cent, without decimals; what is only nearly none or all says so.

    Example:
        >>> per_cent(0.724), per_cent(0.0004), per_cent(0.9996), per_cent(1)
        ('72\u202f%', 'under 1\u202f%', 'over 99\u202f%', '100\u202f%')
    """
    if 0 < share < 0.005:
        return f"under 1{THIN}%"
    if 0.995 <= share < 1:
        return f"over 99{THIN}%"
    return f"{share * 100:.0f}{THIN}%"


def estimate(share: Estimate) -> str:
    """A share of draws with its standard error, both in per cent.

    Example:
        >>> estimate(Estimate(share=0.724, standard_error=0.0123))
        '72\u202f% ± 1'
    """
    error = share.standard_error * 100
    if error == 0:
        return per_cent(share.share)
    return (
        f"{per_cent(share.share)} ± {error:.0f}"
        if error >= 0.5
        else (f"{per_cent(share.share)} ± {error:.1f}" if error >= 0.05 else per_cent(share.share))
    )


def in_draws(share: float) -> str:
    """How often, in words.

    Example:
        >>> in_draws(0.72), in_draws(0.54), in_draws(0.02)
        ('in about 7 of 10 draws', 'in about 54 of 100 draws', 'in about 2 of 100 draws')
        >>> in_draws(0), in_draws(0.003)
        ('in no draw', 'in fewer than 1 of 100 draws')
    """
    if share <= 0:
        return "in no draw"
    if share >= 1:
        return "in every draw"
    if share < 0.01:
        return "in fewer than 1 of 100 draws"
    if share > 0.99:
        return "in more than 99 of 100 draws"
    is_round = abs(share - round(share, 1)) <= _NEARLY_ROUND
    if share < 0.095 or share > 0.905 or not is_round:
        return f"in about {share * 100:.0f} of 100 draws"
    return f"in about {share * 10:.0f} of 10 draws"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Items in a row, as a sentence has them.

    Example:
        >>> listed(["a", "b", "c"]), listed(["a"])
        ('a, b and c', 'a')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def range_in_words(written: Range) -> str:
    """An uncertain number as the analyst wrote it.

    Example:
        >>> range_in_words(Range.model_validate([30, 45]))
        '30 to 45'
        >>> range_in_words(Range.model_validate({"low": 1, "mode": 2, "high": 4}))
        '1 to 4, most likely 2'
        >>> range_in_words(Range.model_validate({"values": [0, 5], "weights": [1, 3]}))
        '0 (1) or 5 (3)'
    """
    if written.is_certain:
        return number(written.low)
    if written.shape == "rival":
        pairs = zip(written.values, written.weights, strict=True)
        if len(set(written.weights)) == 1:
            return listed([number(value) for value in written.values], "or")
        return listed([f"{number(value)} ({number(weight)})" for value, weight in pairs], "or")
    ends = f"{number(written.low)} to {number(written.high)}"
    return f"{ends}, most likely {number(written.mode)}" if written.mode is not None else ends


def issue_name(scenario: Scenario, issue: str) -> str:
    """The name to show for an issue."""
    written = scenario.issues[issue]
    return one_line(written.name or sentence_case(issue.replace("_", " ")))


def sentence_case(text: str) -> str:
    """The text with its first letter large; the rest as it is."""
    return text[:1].upper() + text[1:]


def who(scenario: Scenario, name: str) -> str:
    """The name to show for a party, constituency, mediator or outsider; free text as it is."""
    head, _, tail = name.partition(".")
    party = scenario.parties.get(head)
    if tail and (party is None or tail not in party.constituencies):
        return one_line(name)
    return one_line(scenario.name_of(name))


def deal_terms(scenario: Scenario, deal: Deal) -> list[tuple[str, str]]:
    """A deal as a list: each issue by its name, with its option in words."""
    return [
        (issue_name(scenario, issue), one_line(scenario.issues[issue].words(option)))
        for issue, option in deal.items()
        if issue in scenario.issues
    ]


def deal_in_a_line(scenario: Scenario, deal: Deal) -> str:
    """A deal in one line: `Pay rise: 6 percent; Night shift: fewer nights`."""
    return "; ".join(f"{issue}: {option}" for issue, option in deal_terms(scenario, deal))


def differences(scenario: Scenario, deal: Deal, other: Deal) -> str:
    """What a deal has that another one has not, in one line; "" where they are equal."""
    return deal_in_a_line(
        scenario, {issue: option for issue, option in deal.items() if other.get(issue) != option}
    )


def source_chain(source: Sequence[str]) -> str:
    """On whose word, outermost first: `KAN, quoting unidentified sources`.

    Example:
        >>> source_chain(["KAN", "unnamed"])
        'KAN, quoting a source that is not named'
        >>> source_chain([])
        'the report in its own voice'
    """
    said = [_SOURCE_WORDS.get(link, one_line(link)) for link in source]
    return ", quoting ".join(said) if said else "the report in its own voice"


def on_whose_word(sources: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Who says so, in which reports, from the source chains of quotations.

    Args:
        sources: Report and source chain of each quotation.

    Example:
        >>> on_whose_word([("april", ["the ministry"]), ("may", ["the ministry"]), ("may", [])])
        'the ministry, in reports april and may; the report itself (may)'
    """
    reports: dict[str, list[str]] = {}
    for report, source in sources:
        known = reports.setdefault(source_chain(source) if source else "", [])
        if report not in known:
            known.append(report)
    return "; ".join(
        f"{chain}, in report{'s' * (len(names) > 1)} {listed(names)}"
        if chain
        else f"the report itself ({listed(names)})"
        for chain, names in reports.items()
    )


_SOURCE_WORDS: Mapping[str, str] = {
    "unnamed": "a source that is not named",
    "unstated": "a source that is not stated",
}

STANCE = {"public": "in public", "private": "in private"}
FIRMNESS = {"red_line": "called a red line", "firm": "firm", "open": "open to talk"}
ROLES = {
    "facilitator": "carries messages (facilitator)",
    "formulator": "also proposes texts (formulator)",
    "manipulator": "also presses (manipulator)",
}
DECLARED = "declared a red line"  # said in public, and quoted from who asks for it
COMPARES_PEOPLE = ("egalitarian", "utilitarian")  # these set one party's points against another's
FAIR_NAMES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian (leximin)",
    "utilitarian": "utilitarian",
}
