"""What has changed, in words and tables: what was put in, and what it does to the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from middleground.answers.changes import Changed, Changes, FairChange, Grounds, Said
from middleground.brief import words
from middleground.brief.conditions import condition_in_words
from middleground.brief.number_names import name_number
from middleground.brief.page import lay_out
from middleground.brief.terminal import filled, table
from middleground.deals.contrast import Contrast
from middleground.deals.views import Option
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import Range

_MOST_LISTED = 12
_MOST_WORDS = 160
_TITLES = {
    "reports": "Reports",
    "facts": "Facts",
    "positions": "Positions",
    "numbers": "Numbers",
    "rules": "Rules",
    "other": "Other",
    "grounds": "What rests on other grounds than before",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of before and after.

    Attributes:
        name: What it is.
        before, after: Both sides in words.
        difference: By how much it moves, with its interval; "" where that is no number.
        shares: Both sides as shares, to be drawn; None for anything else.
    """

    name: str
    before: str
    after: str
    difference: str
    shares: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A place at which the two differ, in words.

    Attributes:
        path: The place.
        name: What stands there.
        before, after: Both sides.
        rested_on, rests_on: What each rests on; "" where that side says nothing.
    """

    path: str
    name: str
    before: str
    after: str
    rested_on: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class FairMove:
    """What becomes of the fair deal by one idea of fairness.

    Attributes:
        title: The idea.
        said: What becomes of the deal, in a few words; "" where its terms say it.
        terms: The terms that differ.
        rows: How robust the deal of before is, and what the idea gives each party on average.
    """

    title: str
    said: str
    terms: list[Row]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Account:
    """All that is said of a comparison.

    Attributes:
        title: What the scenarios are about.
        sides: What the two are called.
        headline: What it comes to, in a sentence or two.
        entries: Where the two differ, by kind.
        said: What the reports say on one side only, under which side it is.
        answers: Whether there is a deal, before and after.
        fair: The fair deals before and after.
        sentences: What the table does not say.
        method: How the figures were found.
    """

    title: str
    sides: tuple[str, str]
    headline: str
    entries: dict[str, list[Entry]]
    said: dict[str, list[str]]
    answers: list[Row]
    fair: list[FairMove]
    sentences: list[str]
    method: str


def give_account(before: Scenario, after: Scenario, changes: Changes) -> Account:
    """Put a comparison into words."""
    entries: dict[str, list[Entry]] = {}
    for one in changes.changed:
        entries.setdefault(_TITLES[one.kind], []).append(_entry(before, after, one))
    return Account(
        title=words.one_line(after.title),
        sides=(words.one_line(changes.before), words.one_line(changes.after)),
        headline=_headline(changes),
        entries=entries,
        said=_said(changes),
        answers=_answers(changes),
        fair=[_fair(before, after, idea, one) for idea, one in changes.fair.items()],
        sentences=_sentences(before, changes),
        method=_method(changes),
    )


def say_changes(before: Scenario, after: Scenario, changes: Changes) -> str:
    """A comparison as plain text."""
    account = give_account(before, after, changes)
    lines = [*filled(account.headline), ""]
    for title, entries in account.entries.items():
        lines.append(f"{title}:")
        for entry in entries[:_MOST_LISTED]:
            lines += filled(_entry_line(entry), indent="  ")
        if len(entries) > _MOST_LISTED:
            lines.append(f"  and {len(entries) - _MOST_LISTED} more (listed by --json)")
    for title, statements in account.said.items():
        lines.append(f"{title}:")
        for statement in statements[:_MOST_LISTED]:
            lines += filled(statement, indent="  ")
        if len(statements) > _MOST_LISTED:
            lines.append(f"  and {len(statements) - _MOST_LISTED} more (listed by --json)")
    if account.answers:
        rows = [[row.name, row.before, row.after, row.difference] for row in account.answers]
        lines += ["", *table(["", "before", "after", "difference"], rows), ""]
    for move in account.fair:
        lines += [*filled(_fair_line(move)), ""]
    for sentence in account.sentences:
        lines += filled(sentence)
    return "\n".join([*lines, *filled(account.method)])


def write_changes(before: Scenario, after: Scenario, changes: Changes, print_: str) -> str:
    """A comparison as a page of its own, in the style of the brief.

    Args:
        before: The first scenario.
        after: The second.
        changes: What the comparison found.
        print_: The fingerprint that names it.
    """
    return lay_out(
        "changes.html.j2",
        account=give_account(before, after, changes),
        fingerprint=print_,
    )


def _said(changes: Changes) -> dict[str, list[str]]:
    sides = {
        "Said in the reports only before": changes.said_before,
        "Said in the reports only after": changes.said_after,
    }
    return {title: [_statement(one) for one in said] for title, said in sides.items() if said}


def _statement(one: Said) -> str:
    source = words.source_chain(one.source) if one.source else "the report itself"
    return (
        f"{words.sentence_case(one.kind)}, on the word of {source}: “{_cut(one.words)}”"
        f" ({words.one_line(one.report)}, sentence {one.sentence})"
    )


def _entry_line(entry: Entry) -> str:
    moved = f"{entry.before} before, {entry.after} after" if entry.before or entry.after else ""
    same = entry.rested_on == entry.rests_on
    grounds = (
        f"both rest on {entry.rests_on}"
        if same and entry.rests_on
        else "; ".join(
            f"{which} rests on {said}"
            for which, said in (("before", entry.rested_on), ("after", entry.rests_on))
            if said
        )
    )
    return f"{words.sentence_case(entry.name)}: {'; '.join(p for p in (moved, grounds) if p)}."


def _fair_line(move: FairMove) -> str:
    said = [move.said] if move.said else []
    said += [f"{row.name} from “{row.before}” to “{row.after}”" for row in move.terms]
    said += [f"{row.name} from {row.before} to {row.after}, {row.difference}" for row in move.rows]
    return f"{move.title}: {'; '.join(said)}."


def _entry(before: Scenario, after: Scenario, one: Changed) -> Entry:
    home = after if one.before is None else before
    is_gone = one.kind != "grounds"
    return Entry(
        path=one.path,
        name=_name(home, one.path),
        before=_value(before, one.path, one.before) if is_gone else "",
        after=_value(after, one.path, one.after) if is_gone else "",
        rested_on=_rest(one.rested_on),
        rests_on=_rest(one.rests_on),
    )


def _name(scenario: Scenario, path: str) -> str:
    """What stands at a path, in words."""
    section, _, rest = path.partition(".")
    if section in ("preferences", "facts", "events"):
        return name_number(scenario, path)
    element, _, part = rest.partition(".")
    if section == "parties" and part == "ratifies":
        return f"when {words.who(scenario, element)} says yes"
    named = getattr(getattr(scenario, section), "get", lambda _: None)(element)
    title = words.one_line(getattr(named, "name", None) or element.replace("_", " "))
    kind = {"issues": "issue", "rules": "rule", "demands": "demand", "proposals": "proposal",
            "reports": "report", "levers": "lever", "parties": "party", "mediators": "mediator",
            "outsiders": "outsider", "quantities": "quantity", "precedents": "precedent",
            }.get(section, section.replace("_", " "))  # fmt: skip
    of = f", {part.replace('_', ' ').replace('.', ', ')}" if part not in ("", "rule") else ""
    return f"the {kind} “{title}”{of}" if element else kind


def _value(scenario: Scenario, path: str, value: Any) -> str:
    """A value in words, cut where it is long."""
    match value:
        case {"requires": str(text), "binds": True}:
            return f"{_cut(condition_in_words(scenario, text))} (binding)"
        case {"rule": str(text)} | {"requires": str(text)}:
            return _cut(condition_in_words(scenario, text))
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return words.number(value)
        case str():
            is_rule = path.startswith("rules.") or path.endswith(".requires")
            return _cut(condition_in_words(scenario, value) if is_rule else f"“{value}”")
    try:
        return words.range_in_words(Range.model_validate(value))
    except ValueError:
        return _cut(_listed(value))


def _listed(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_listed(item)}" for key, item in value.items())
    if isinstance(value, list):
        return f"[{', '.join(_listed(item) for item in value)}]"
    return words.number(value) if isinstance(value, float) else str(value)


def _cut(text: str) -> str:
    said = words.one_line(text)
    return said if len(said) <= _MOST_WORDS else f"{said[: _MOST_WORDS - 1]}…"


def _rest(grounds: Grounds | None) -> str:
    """What a value rests on, with the words of the report."""
    if grounds is None:
        return ""
    said = [
        f"“{words.one_line(quote.words)}” ({words.source_chain(quote.source)}, {quote.report})"
        for quote in grounds.quotes
    ]
    if grounds.assumption is not None:
        said.append(f"the assumption “{words.one_line(grounds.assumption)}”")
    return words.listed(said) or "nothing that the scenario names"


def _headline(changes: Changes) -> str:
    count = words.count(len(changes.changed), "place")
    differ = f"They differ in {count}." if changes.changed else "They say the same."
    zone = changes.zone
    if zone is None:
        return f"{differ} Their answers cannot be compared: {'; '.join(changes.unanswered)}."
    if zone.probability is None:
        was, now = zone.agreeable
        return f"{differ} In the middle reading {was:,} deals are agreeable before, {now:,} after."
    held = zone.probability
    if held.difference == 0 and held.low == held.high:
        same = words.in_draws(held.after)
        return f"{differ} It makes no difference to whether there is a deal: {same}, as before."
    direction = "more" if held.difference > 0 else "less"
    how = (
        f"{direction} likely, and by more than chance"
        if held.is_clear
        else "neither more nor less likely, as far as these draws can tell"
    )
    return (
        f"{differ} A deal that every party would ratify is {how}: {words.per_cent(held.before)} of"
        f" draws before, {words.per_cent(held.after)} after, {_moved(held)}."
    )


def _moved(held: Contrast) -> str:
    """A difference of shares, in points of a hundred."""
    ends = f"95{words.THIN}% interval {_hundredths(held.low)} to {_hundredths(held.high)}"
    return f"{_hundredths(held.difference)} in a hundred ({ends})"


def _hundredths(share: float) -> str:
    return words.signed(share * 100)


def _answers(changes: Changes) -> list[Row]:
    zone = changes.zone
    if zone is None:
        return []
    rows = [_count_row("Deals that the rules allow", zone.feasible)]
    rows.append(_count_row("Of these agreeable, middle reading", zone.agreeable))
    if zone.probability:
        rows.append(_share_row("Draws with an agreeable deal", zone.probability))
    return rows


def _count_row(name: str, pair: tuple[int, int]) -> Row:
    moved = pair[1] - pair[0]
    said = f"{'+' if moved > 0 else words.MINUS}{abs(moved):,}" if moved else "none"
    return Row(name, f"{pair[0]:,}", f"{pair[1]:,}", said)


def _share_row(name: str, held: Contrast) -> Row:
    sides = words.per_cent(held.before), words.per_cent(held.after)
    return Row(name, *sides, _interval(held, 100), shares=(held.before, held.after))


def _interval(held: Contrast, scale: float = 1) -> str:
    low, high = words.signed(held.low * scale), words.signed(held.high * scale)
    return f"{words.signed(held.difference * scale)} ({low} to {high})"


def _fair(before: Scenario, after: Scenario, idea: str, fair: FairChange) -> FairMove:
    """The terms in which a fair deal differs, how robust it is, and what it gives to whom."""
    title = f"{words.sentence_case(words.FAIR_NAMES[idea])} deal, middle reading"
    terms = []
    if fair.before is None or fair.after is None:
        sides = ["one" if deal else "none" for deal in (fair.before, fair.after)]
        said = f"{sides[0]} before, {sides[1]} after"
    else:
        said = "" if fair.differs else "the same before and after"
        terms = [
            Row(
                words.issue_name(before if issue in before.issues else after, issue),
                _option(before, issue, was),
                _option(after, issue, now),
                "",
            )
            for issue, (was, now) in fair.differs.items()
        ]
    rows: list[Row] = []
    if not fair.differs and all(_is_still(one) for one in fair.gain.values()):
        return FairMove(title, _unmoved(said, fair), terms, rows)
    if fair.robustness:
        rows.append(
            _share_row("share of draws in which the deal of before is agreeable", fair.robustness)
        )
    for party, gain in fair.gain.items():
        name = f"average gain of {words.who(before, party)}"
        was, now = words.signed(gain.before), words.signed(gain.after)
        rows.append(Row(name, was, now, _interval(gain)))
    return FairMove(title, said, terms, rows)


def _unmoved(said: str, fair: FairChange) -> str:
    """What is left to say where neither the deal nor anybody's gain by it has changed."""
    return f"{said}; nobody's average gain changes" if fair.gain else said


def _is_still(held: Contrast) -> bool:
    return held.difference == held.low == held.high == 0


def _option(scenario: Scenario, issue: str, option: Option | None) -> str:
    if option is None or issue not in scenario.issues:
        return "not at issue"
    return words.one_line(scenario.issues[issue].words(option))


def _sentences(before: Scenario, changes: Changes) -> list[str]:
    said = []
    zone = changes.zone
    if zone and zone.opens and zone.closes and (zone.opens.share or zone.closes.share):
        said.append(
            f"There is a deal only after {words.in_draws(zone.opens.share)}, and only before"
            f" {words.in_draws(zone.closes.share)}."
        )
    nash = changes.fair.get("nash")
    if nash and nash.same_in is not None:
        said.append(
            f"Where both have a Nash deal, it is the same one {words.in_draws(nash.same_in)}."
        )
    if any(fair.gain for fair in changes.fair.values()):
        moved = [
            words.who(before, one.path.removeprefix("preferences.").removesuffix(".no_deal"))
            for one in changes.changed
            if one.path.startswith("preferences.") and one.path.endswith(".no_deal")
        ]
        if moved:
            said.append(
                f"Gains are counted from no deal, and what no deal is worth to"
                f" {words.listed(moved)} has changed: part of their gain is that change itself."
            )
    return [*said, *(f"Note: {words.one_line(note)}." for note in changes.notes)]


def _method(changes: Changes) -> str:
    if changes.zone is None:
        return "Only what the two scenarios say was compared."
    if not changes.draws:
        return "Middle reading of every number alone; nothing was drawn."
    return (
        f"{changes.draws:,} draws, the same for both: a number that both have takes the same"
        f" values in each. {changes.scramblings} scramblings, seed {changes.seed}; intervals are"
        f" 95{words.THIN}%, of the difference itself. An average gain counts draws without a deal"
        " as no gain. It says what follows from the change in this model, not what will happen."
    )
