"""Checking a scenario: quotations, grounds, what the rules leave, and how large it is."""

from pathlib import Path

import pytest

from middleground.errors import ScenarioError
from middleground.scenario.basis import grounds_of, numbers_of
from middleground.scenario.check import CheckResult, check, deals_in_words
from middleground.scenario.reach import find_reach
from middleground.scenario.reader import read_scenario, read_scenario_text

LETTER = 'The owner wrote: "Three years or nothing." The market pays less.'


def checked(text: str, letter: str = LETTER, most_deals: int = 1_000) -> CheckResult:
    return check(read_scenario_text(text, "lease.yaml"), {"letter": letter}, most_deals=most_deals)


def changed(text: str, before: str, after: str) -> str:
    assert text.count(before) == 1, before
    return text.replace(before, after)


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        (LETTER, "exact"),
        ('"three years  or nothing ." said the owner', "loose"),
        ("Three years, or perhaps nothing.", "near"),
        ("Silence.", "none"),
    ],
)
def test_quotations_are_looked_up(lease: str, letter: str, kind: str) -> None:
    result = checked(lease, letter)
    assert [q.located.kind for q in result.quotes if q.located] == [kind]
    assert bool(result.errors) == (kind in ("near", "none"))


def test_a_quotation_that_is_not_there(lease: str) -> None:
    error = checked(lease, "They want three years and nothing else.").errors[0]
    assert str(error) == (
        "quote is not in report 'letter': 'wants_long': \"Three years or nothing\"\n"
        "  where:    lease.yaml:51:60 (quotes.wants_long.quote)\n"
        "  expected: the report's own words; nearest: 'three years and nothing' (sentence 1)\n"
        "  to mend:  correct the quote, or replace 'evidence' with 'assumption' and a reason"
    )


def test_a_report_that_cannot_be_read_is_no_lie(lease: str) -> None:
    result = check(read_scenario_text(lease), {}, most_deals=1_000)
    assert [q.located for q in result.quotes] == [None]
    assert not result.errors


def test_quotations_in_place_count_too(lease: str) -> None:
    inline = "1000], evidence: {report: letter, quote: no such}"
    text = changed(lease, "1000], evidence: wants_long", inline)
    assert [e.path for e in checked(text).errors] == ["facts.market.evidence.quote"]


def test_numbers_and_what_they_rest_on(lease: str) -> None:
    """By hand: the market and its claim, and the weight of rent to the owner, are quoted."""
    result = checked(lease)
    assert result.counts == {"evidence": 3, "assumption": 16, "both": 0, "nothing": 0}
    paths = [".".join(map(str, path)) for path, _ in numbers_of(result.reading.scenario)]
    assert "preferences.tenants.speaker.rent.scores.1000" in paths
    assert "preferences.tenants.speaker.rent.scores.800" not in paths  # an end of the scale
    assert "preferences.owner.rent.best" not in paths


@pytest.mark.parametrize(
    ("path", "kind", "level"),
    [
        (("preferences", "owner", "rent", "weight"), "evidence", ("preferences", "owner", "rent")),
        (("preferences", "owner", "no_deal"), "assumption", ("preferences", "owner")),
        (("rules", "below_market"), "assumption", ("rules", "below_market")),
        (("reports", "reply"), "nothing", None),
    ],
)
def test_the_nearest_grounds_count(
    lease: str, path: tuple[str, ...], kind: str, level: tuple[str, ...] | None
) -> None:
    basis = grounds_of(read_scenario_text(lease), path)
    assert (basis.kind, basis.level) == (kind, level)


def test_both_at_one_level_and_a_section_around(lease: str) -> None:
    text = changed(lease, "indifferent: pets\n", "indifferent: pets\n    evidence: wants_long\n")
    basis = grounds_of(read_scenario_text(text), ("preferences", "owner", "no_deal"))
    assert basis.kind == "both"
    assert [name for name, _ in basis.quotations] == ["wants_long"]
    text = changed(lease, ", assumption: maybe}", "}").replace("levers:", "levers:\n  note: x")
    assert [n.code for n in checked(text).notices] == ["no-grounds", "no-grounds"]
    text = text.replace("  note: x", "  assumption: everybody says so")
    assert checked(text).notices == ()


def test_what_nothing_cites_is_named(lease: str) -> None:
    notices = checked(lease + '  idle: {report: letter, quote: "The market pays"}\n').notices
    assert [n.what for n in notices] == ["nothing cites these quotations: idle"]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("rent <= market - 100", [("rent", n) for n in (1000, 1100, 1200)]),
        ("rent <= market - 100 and pets == none", [("rent", n) for n in (1000, 1100, 1200)]
         + [("pets", "cats"), ("pets", "all")]),
        ("pets == none or term == one_year", []),
    ],
)  # fmt: skip
def test_options_that_no_deal_can_reach(lease: str, rule: str, found: list[object]) -> None:
    text = changed(lease, '"rent <= market + 200"', f'"{rule}"')
    assert list(find_reach(read_scenario_text(text).scenario).unreachable) == found


def test_rules_that_clash_and_conditions_that_say_nothing(lease: str) -> None:
    text = changed(lease, "rules:\n", "rules:\n  a: {rule: rent < 900, why: x}\n"
                   "  b: {rule: rent > 1000, why: y}\n  c: {rule: rent > 2000, why: z}\n"
                   "  d: {rule: rent > 5, why: w}\n")  # fmt: skip
    result = checked(text)
    assert [(w.code, w.path) for w in result.warnings] == [("no-deal-possible", "rules.c.rule")]
    assert result.warnings[0].what == (
        "no deal can meet this rule: the zone of agreement is empty whatever anybody wants"
    )
    assert [(n.code, n.path) for n in result.notices] == [("always-holds", "rules.d.rule")]
    without = checked(text.replace("  c: {rule: rent > 2000, why: z}\n", ""))
    assert ["rules.a, rules.b" in w.what for w in without.warnings] == [True]


@pytest.mark.parametrize(
    ("before", "after", "expected", "warns"),
    [
        ("no_deal: [30, 45]", "no_deal: [130, 145]", "0 to 100 points: owner refuses every", True),
        ("no_deal: [30, 45]", "no_deal: [30, 145]", "refuses every deal in part of the", False),
        ("no_deal: [30, 45]", "no_deal: -5", "0 to 100 points: owner accepts every deal", True),
        ("no_deal: [30, 45]", "no_deal: [0, 100]", "", False),
        # The term for the combination is worth 5 points on top.
        ("no_deal: 40\n    rent", "no_deal: 104\n    rent", "", False),
        ("no_deal: 40\n    rent", "no_deal: 106\n    rent", "0 to 105 points", True),
    ],
)
def test_no_deal_beyond_what_deals_are_worth(
    lease: str, before: str, after: str, expected: str, warns: bool
) -> None:
    result = checked(changed(lease, before, after))
    found = result.warnings if warns else result.notices
    assert len(found) == bool(expected)
    assert all(expected in problem.what for problem in found)


def test_a_scoring_table_runs_to_the_sum_of_its_extremes(lease: str) -> None:
    before = (
        "pets: {weight: 1, scores: {none: 0, cats: 50, all: 100}}\n    indifferent: [rent, term]"
    )
    after = (
        "pets: {points: {none: -5, cats: 10, all: [20, 30]}}\n"
        "    term: {points: {one_year: 0, three_years: 70}}\n    indifferent: rent"
    )
    table = changed(
        changed(lease, before, after), "no_deal: 40\n    pets", "no_deal: 101\n    pets"
    )
    assert ["-5 to 100 points" in w.what for w in checked(table).warnings] == [True]
    assert not checked(table.replace("no_deal: 101", "no_deal: 100")).warnings


def test_ends_of_the_scale_beyond_the_options_are_noted(lease: str) -> None:
    notices = checked(changed(lease, "best: 1200, worst: 800", "best: 1300, worst: 800")).notices
    assert [n.what for n in notices] == [
        "best 1300 is beyond the options of 'rent', which go from 800 to 1200: none of them is"
        " worth 100"
    ]


def test_a_rule_may_be_written_as_its_condition_alone(lease: str) -> None:
    short = changed(lease, '{rule: "rent <= market + 200", why: the law}', '"rent <= market + 200"')
    scenarios = [read_scenario_text(text).scenario for text in (lease, short)]
    assert scenarios[0].rules["below_market"].rule == scenarios[1].rules["below_market"].rule
    with pytest.raises(ScenarioError) as caught:
        read_scenario_text(short.replace("rent <= market", "rent <= markt"))
    [problem] = caught.value.problems
    line = short.splitlines()[(problem.line or 0) - 1]
    assert line[(problem.column or 0) - 1 :].startswith("market + 200")


def test_size_is_computed_and_never_enumerated(lease: str) -> None:
    assert deals_in_words(checked(lease)) == "5 x 2 x 3 = 30 deals (outcomes)"
    assert [n.code for n in checked(lease, most_deals=29).notices] == ["too-large"]


def test_the_sketch_rests_on_its_reports(shared: Path) -> None:
    texts = {r: (shared / "reports" / f"report-{r}.txt").read_text("utf-8") for r in "ab"}
    reading = read_scenario(shared / "design" / "scenario-sketch.yaml")
    result = check(reading, texts, most_deals=10_000_000)
    assert result.deals == 708_588
    assert [q.located.found for q in result.quotes if q.located] == [True] * 65
    assert not result.errors
    assert result.counts["nothing"] == 0
    assert (result.bare, result.uncited, result.reach.unreachable) == ((), (), ())
