"""GeniusWeb and NegoLog JSON in: one profile for each party.

A GeniusWeb profile is a LinearAdditiveUtilitySpace with its domain; its no-deal value is the
utility of its `reservationBid`, 0 where it has none. A NegoLog profile has `issueWeights`, `issues`
with a utility for each value, and `reservationValue`. In both, a deal is worth the sum of weight x
utility.
"""

from collections.abc import Sequence
from fractions import Fraction

from middleground.exchange.case import (
    Case,
    CaseIssue,
    NamedBytes,
    Profile,
    Value,
    Worth,
    party_names,
)
from middleground.exchange.faults import refuse, said
from middleground.exchange.json_text import JsonValue, parse_json
from middleground.scenario.issues import MOST_OPTIONS

_SPACE = "LinearAdditiveUtilitySpace"
# Names of today, then those of earlier versions.
_BY_VALUE = ("DiscreteValueSetUtilities", "discreteutils")
_BY_NUMBER = ("NumberValueSetUtilities", "numberutils")
_TOGETHER = "check that the files belong together"
_Issues = dict[str, tuple[Value, ...]]


def read_geniusweb(files: Sequence[NamedBytes]) -> Case:
    """A negotiation from its JSON files; what is neither a profile nor a domain is left out.

    Raises:
        ScenarioError: If a file is malformed or the profiles do not belong together.
    """
    notes, profiles = [], []
    for file in files:
        root = parse_json(file)
        if not root.items().keys() & {_SPACE, "issueWeights", "issuesValues"}:
            notes.append(f"{file.base} is no profile: left out")
        elif "issuesValues" not in root.items():
            profiles.append((file, root))
    if not profiles:
        refuse(
            files[0].name if files else "", 1, 1, "no profile of a party", "missing",
            f"a file a party, with '{_SPACE}' (GeniusWeb) or 'issueWeights' (NegoLog)",
            "name the whole folder, or the parties' files",
        )  # fmt: skip
    stems = party_names([file.stem for file, _ in profiles])
    first = profiles[0][1]
    issues = _issues(first)
    read = []
    for (file, root), stem in zip(profiles, stems, strict=True):
        for name, values in _issues(root).items():
            if name not in issues or set(values) != set(issues[name]):
                root.refuse(
                    f"'{said(name)}' is not the issue that {said(profiles[0][0].name)} has",
                    "mismatch", "the same issues with the same values", _TOGETHER,
                )  # fmt: skip
        read.append(_profile(root, issues, stem, file.base))
    if len({profile.name for profile in read}) < len(read):
        read = [Profile(s, p.worths, p.no_deal, p.discount, p.source)
                for s, p in zip(stems, read, strict=True)]  # fmt: skip
    title = _title(first) or profiles[0][0].folder or profiles[0][0].stem
    return Case(title, tuple(CaseIssue(n, v) for n, v in issues.items()), tuple(read),
                notes=tuple(notes))  # fmt: skip


def _title(root: JsonValue) -> str:
    space = root.find(_SPACE)
    name = space.member("domain").find("name") if space else None
    return name.text() if name else ""


def _issues(root: JsonValue) -> _Issues:
    """The issues and their values, as one profile has them."""
    space = root.find(_SPACE)
    if space is None:
        found: _Issues = {
            name: tuple(utilities.items())
            for name, utilities in root.member("issues").items().items()
        }
        places = root.member("issues").items()
    else:
        places = space.member("domain").member("issuesValues").items()
        found = {name: _values(written) for name, written in places.items()}
    for name, values in found.items():
        if not values:
            places[name].refuse(f"no value for '{said(name)}'", "missing", "one value or more")
    if not found:
        root.refuse("no issue", "missing", "one issue or more", "is it the right file?")
    return found


def _values(written: JsonValue) -> tuple[Value, ...]:
    listed = written.find("values")
    if listed is not None:
        return tuple(_value(value) for value in listed.listed())
    numbers = [value.number() for value in written.member("range").listed()]
    if (
        len(numbers) != 3
        or numbers[2] <= 0
        or not 0 <= numbers[1] - numbers[0] <= numbers[2] * MOST_OPTIONS
    ):
        written.refuse(
            "a range that cannot be counted", "number-range",
            f'"range": [first, last, step], {MOST_OPTIONS:,} numbers at most', "correct the range",
        )  # fmt: skip
    first, last, step = numbers
    return tuple(first + step * n for n in range(int((last - first) / step) + 1))


def _value(written: JsonValue) -> str:
    """A value's name; numbers are names too in a list of values."""
    value = written.value
    return str(getattr(value, "written", value)) if not isinstance(value, str) else value


# ---------------------------------------------------------------------------------------- profiles


def _profile(root: JsonValue, issues: _Issues, stem: str, file: str) -> Profile:
    space = root.find(_SPACE)
    holder = space or root
    weights = holder.member("issueWeights")
    for name, written in weights.items().items():
        if name not in issues:
            written.refuse(
                f"a weight for '{said(name)}', which is no issue", "unknown-ref",
                "an issue: " + ", ".join(map(said, issues)), "correct the name",
            )  # fmt: skip
    utilities = holder.member("issueUtilities" if space else "issues")
    worths = {}
    for name, values in issues.items():
        weight = weights.member(name).number(low=0)
        scores = _scores(utilities.member(name), values, bool(space))
        worths[name] = Worth(weight, scores)
    if space is None:
        reservation = root.find("reservationValue")
        no_deal = reservation.number() if reservation else Fraction(0)
        return Profile(stem, tuple(worths.values()), no_deal, source=file)
    called = space.find("name")
    name = called.text().strip() if called else ""
    return Profile(
        name or stem, tuple(worths.values()), _of_bid(space, issues, worths), source=file
    )


def _scores(written: JsonValue, values: tuple[Value, ...], wrapped: bool) -> tuple[Fraction, ...]:
    if wrapped:
        line = written.find(*_BY_NUMBER)
        if line is not None:
            return _on_a_line(line, values)
        written = written.member(*_BY_VALUE).member("valueUtilities")
    for name, utility in written.items().items():
        if name not in map(str, values):
            utility.refuse(f"'{said(name)}' is no value of the issue", "unknown-ref",
                           "a value that the domain has", _TOGETHER)  # fmt: skip
    return tuple(written.member(str(value)).number(low=0, high=1) for value in values)


def _on_a_line(line: JsonValue, values: tuple[Value, ...]) -> tuple[Fraction, ...]:
    low, high = line.member("lowValue").number(), line.member("highValue").number()
    least = line.member("lowUtility").number(low=0, high=1)
    most = line.member("highUtility").number(low=0, high=1)
    numbers = [Fraction(value) for value in values if not isinstance(value, str)]
    if high <= low or len(numbers) < len(values) or min(numbers) < low or max(numbers) > high:
        line.refuse("these numbers are not those of the domain", "mismatch",
                    "lowValue and highValue as the range of the issue", _TOGETHER)  # fmt: skip
    return tuple(least + (most - least) * (number - low) / (high - low) for number in numbers)


def _of_bid(space: JsonValue, issues: _Issues, worths: dict[str, Worth]) -> Fraction:
    """The utility of the reservation bid; 0 where there is none."""
    bid = space.find("reservationBid")
    chosen = bid.find("issuevalues", "issueValues") if bid and bid.value is not None else None
    if chosen is None:
        return Fraction(0)
    total = Fraction(0)
    for name, written in chosen.items().items():
        if name not in issues:
            written.refuse(f"'{said(name)}' is no issue", "unknown-ref",
                           "an issue of the domain", "correct the name")  # fmt: skip
        numeric = not isinstance(issues[name][0], str)
        value: Value = written.number() if numeric else _value(written)
        if value not in issues[name]:
            written.refuse(f"'{said(value)}' is no value of '{said(name)}'", "unknown-ref",
                           "a value of the issue", "correct the value")  # fmt: skip
        total += worths[name].parts[issues[name].index(value)]
    return total
