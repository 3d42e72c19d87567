"""A case of the field's formats as the text of a scenario file."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from middleground.exchange.case import Case, CaseIssue, Profile, Value, Worth
from middleground.exchange.exact import LARGEST, decimal_text
from middleground.exchange.faults import refuse
from middleground.exchange.identifiers import ids_for, name_beside
from middleground.exchange.scale import Scale, choose_scale, total_weight
from middleground.plain_text import canonical
from middleground.scenario.editing import quoted

DISCOUNT = "discount_factor"
_PLACES = 6
# What YAML would read as something else than a word.
_NO_WORDS = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}


def scenario_text(case: Case) -> str:
    """The scenario file of a case; whoever writes it should read it once to check it.

    Names become ids, and are kept as `name` where the id does not say the same. What no-deal and
    deals are worth is on one scale for all parties.

    Raises:
        ScenarioError: If there is only one party.
    """
    if len(case.profiles) < 2:
        refuse(
            case.profiles[0].source, None, None, "the preferences of one party alone", "missing",
            "two parties or more", "name the others' files too, or their folder",
        )  # fmt: skip
    scale = choose_scale(case)
    lines = ["format: middleground/1", f"title: {quoted(canonical(case.title))}"]
    lines += [
        f"note: {quoted(canonical(note))}" for note in [" ".join(_notes(case, scale))] if note
    ]
    parties = ids_for([p.name for p in case.profiles], "party")
    lines += ["", "parties:"]
    for word, profile in zip(parties, case.profiles, strict=True):
        lines.append(f"  {word}: {_braces(_name(word, profile.name))}")
    issues = ids_for([i.name for i in case.issues], "issue")
    options = [_options(issue) for issue in case.issues]
    lines += ["", "issues:"]
    for word, issue, ids in zip(issues, case.issues, options, strict=True):
        lines.append(f"  {word}: {_braces([*_name(word, issue.name), _listed(issue, ids)])}")
    lines += ["", "preferences:"]
    for word, profile in zip(parties, case.profiles, strict=True):
        lines += [f"  {word}:", f"    no_deal: {_points(profile.no_deal, scale)}"]
        for issue_word, issue, ids, worth in zip(
            issues, case.issues, options, profile.worths, strict=True
        ):
            shown = _worth(worth, profile, issue, ids, scale)
            lines.append(f"    {issue_word}: {_braces(shown)}")
        lines += _grounds(profile)
    return "\n".join(lines) + "\n"


def _notes(case: Case, scale: Scale) -> list[str]:
    notes = [note if note.endswith(".") else f"{note}." for note in case.notes]
    if not case.in_points and scale.best != 100:
        notes.append(
            f"A utility of 1 is written as {scale.best:,} points, so that no share is rounded."
        )
    return notes


def _grounds(profile: Profile) -> list[str]:
    lines = [f"    assumption: {quoted(f'as {profile.source} has it')}"] if profile.source else []
    if profile.discount is not None and profile.discount != 1:
        said = f"{DISCOUNT} {decimal_text(profile.discount)}: cost of time, not used yet"
        lines.append(f"    note: {quoted(said)}")
    return lines


def _name(word: str, name: str) -> list[str]:
    beside = name_beside(word, name)
    return [f"name: {quoted(beside)}"] if beside is not None else []


def _braces(parts: Sequence[str]) -> str:
    return "{" + ", ".join(parts) + "}"


def _key(word: str) -> str:
    return quoted(word) if word in _NO_WORDS else word


# ------------------------------------------------------------------------------------------ options


def _options(issue: CaseIssue) -> list[str]:
    """The options' ids as they stand in the file; numbers where all values are numbers."""
    if issue.is_numeric:
        return [decimal_text(Fraction(value), 9) for value in issue.values]
    words = [canonical(str(value)) for value in issue.values]
    if all(map(_is_plain_number, words)):
        return words
    return [_key(word) for word in ids_for(words, "option")]


def _is_plain_number(word: str) -> bool:
    """Whether a word is a number, written just as the scenario would show it again."""
    try:
        number = float(word)
    except ValueError:
        return False
    if not abs(number) <= LARGEST:
        return False
    return word == (str(int(number)) if number == int(number) else str(number))


def _listed(issue: CaseIssue, ids: list[str]) -> str:
    """`range: [1, 10, 1]` for whole numbers in a row, else the options."""
    if issue.is_numeric:
        numbers = [Fraction(value) for value in issue.values]
        step = numbers[1] - numbers[0] if len(numbers) > 1 else Fraction(0)
        steady = all(b - a == step for a, b in pairwise(numbers))
        if step > 0 and steady and all(number.denominator == 1 for number in numbers):
            return f"range: [{numbers[0]}, {numbers[-1]}, {step}]"
        return f"options: [{', '.join(ids)}]"
    if _is_plain_number(ids[0]):
        return f"options: [{', '.join(ids)}]"
    names = [
        name_beside(word.strip('"'), str(value))
        for word, value in zip(ids, issue.values, strict=True)
    ]
    if not any(names):
        return f"options: [{', '.join(ids)}]"
    return "options: " + _by_id(ids, [quoted(name) if name else "{}" for name in names])


# ------------------------------------------------------------------------------------------- worths


def _worth(
    worth: Worth, profile: Profile, issue: CaseIssue, ids: list[str], scale: Scale
) -> list[str]:
    if not scale.has_weights:
        return [f"points: {_by_id(ids, [_points(part, scale) for part in worth.parts])}"]
    weight = decimal_text(worth.weight * total_weight(profile), _PLACES)
    scores = [_points(score, scale) for score in worth.scores]
    if _is_straight(issue.values, worth.scores):
        ids, scores = [ids[0], ids[-1]], [scores[0], scores[-1]]
    return [f"weight: {weight}", f"scores: {_by_id(ids, scores)}"]


def _by_id(ids: list[str], said: list[str]) -> str:
    return _braces([f"{word}: {what}" for word, what in zip(ids, said, strict=True)])


def _points(number: Fraction, scale: Scale) -> str:
    return decimal_text(number * scale.best, _PLACES)


def _is_straight(values: Sequence[Value], scores: Sequence[Fraction]) -> bool:
    """Whether scores follow from the first and the last one, the values being numbers."""
    if len(values) < 3 or any(isinstance(value, str) for value in values):
        return False
    first, last = Fraction(values[0]), Fraction(values[-1])
    return all(
        score == scores[0] + (scores[-1] - scores[0]) * (Fraction(value) - first) / (last - first)
        for value, score in zip(values, scores, strict=True)
    )
