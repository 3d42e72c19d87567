"""Reading a scenario: what comes out, and what is said of a file that is not right."""

import random
import re
import time
from pathlib import Path

import pytest

from middleground.errors import Problem, ScenarioError
from middleground.scenario.issues import Issue
from middleground.scenario.reader import decode, read_scenario, read_scenario_text


def problems(text: str) -> list[Problem]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario_text(text, "lease.yaml")
    return list(caught.value.problems)


def changed(text: str, before: str, after: str) -> str:
    assert text.count(before) == 1, before
    return text.replace(before, after)


def test_a_sound_file_has_nothing_to_say(lease: str) -> None:
    reading = read_scenario_text(lease, "lease.yaml")
    assert reading.notices == ()
    assert reading.scenario.decision_maker("tenants") == "tenants.speaker"
    assert reading.scenario.issues["pets"].words("cats") == "cats only"


def test_reports_alone_are_a_scenario() -> None:
    text = "format: middleground/1\ntitle: New\nreports: {a: {file: a.txt}}\nparties:\n"
    assert not read_scenario_text(text).scenario.has_model


@pytest.mark.parametrize(
    ("grid", "said"),
    [
        ("[0, 10, 3]", "[0, 10, 3] goes to 9 and never has 10"),
        ("[0, 1, 0.3]", "[0, 1, 0.3] goes to 0.9 and never has 1"),
    ],
)
def test_a_range_that_does_not_reach_its_end(lease: str, grid: str, said: str) -> None:
    [problem] = problems(changed(lease, "range: [800, 1200, 100]", f"range: {grid}"))
    assert said in problem.what
    assert "write [0, 9, 3] or [0, 12, 3]" in problem.mend or "0.3" in grid


@pytest.mark.parametrize("grid", ["[0, 1, 0.1]", "[0.1, 0.7, 0.2]", "[5, 5, 1]", "[-3, 3, 1.5]"])
def test_a_range_that_reaches_its_end(grid: str) -> None:
    issue = Issue.model_validate({"range": [float(x) for x in grid[1:-1].split(",")]})
    assert issue.ids[-1] == float(grid[1:-1].split(",")[1])


def test_later_sections_are_kept_and_noted_once(lease: str) -> None:
    reading = read_scenario_text(lease + "hold: {what: ever, n: [1]}\n", "lease.yaml")
    assert reading.scenario.hold == {"what": "ever", "n": [1]}
    assert [n.what for n in reading.notices] == [
        "the section 'hold' is kept as it is; this version does not use it yet"
    ]


MESSAGES = [
    pytest.param(
        "title: A lease", "titel: A lease",
        "the file has no 'title'\n  where:    lease.yaml:1:1\n"
        "  expected: a title, such as 'Harbour workers and the port authority'\n"
        "  to mend:  add 'title'", id="a key is missing",
    ),
    pytest.param(
        "weight: [70, 80]", "wieght: [70, 80]",
        "the key 'wieght' is not known here\n"
        "  where:    lease.yaml:36:12 (preferences.tenants.speaker.rent.wieght)\n"
        "  expected: one of: weight, scores, best, worst, points, evidence, assumption, note\n"
        "  to mend:  did you mean 'weight'?", id="a key misspelled",
    ),
    pytest.param(
        "weight: 60, best", "weight: '0,5', best",
        "'0,5' is not a number\n"
        "  where:    lease.yaml:30:20 (preferences.owner.rent.weight)\n"
        "  expected: a number such as 7 or 0.5, or a range [5, 9]\n"
        "  to mend:  write the number without unit or percent sign, with a point for decimals",
        id="a comma in a number",
    ),
    pytest.param(
        "no_deal: [30, 45]", "no_deal: [45, 30]",
        "low 45, high 30: not in order\n  where:    lease.yaml:29:14 (preferences.owner.no_deal)\n"
        "  expected: low, then mode, then high\n"
        "  to mend:  swap them, or correct the one that is wrong", id="a range upside down",
    ),
    pytest.param(
        "firmness: red_line", "firmness: redline",
        "'redline' is not known here\n"
        "  where:    lease.yaml:47:67 (demands.long_term.firmness)\n"
        "  expected: one of red_line, firm, open\n  to mend:  did you mean 'red_line'?",
        id="a word that is none of the choices",
    ),
    pytest.param(
        "chance: [0.2, 0.4]", "chance: [0.2, 4]",
        "a chance of 4\n  where:    lease.yaml:24:22 (events.walk_out.chance)\n"
        "  expected: between 0 and 1\n  to mend:  write that instead", id="a chance above 1",
    ),
    pytest.param(
        "title: A lease", "title: 1984",
        "1984 does not fit here\n  where:    lease.yaml:2:8 (title)\n  expected: text\n"
        "  to mend:  put it into quotation marks, or delete the key", id="a number for text",
    ),
    pytest.param(
        "by: agent, on", "by: agnet, on",
        "'agnet' is no known actor\n  where:    lease.yaml:49:17 (levers.subsidy.by)\n"
        "  expected: one of: owner, tenants, tenants.speaker, tenants.families, agent\n"
        "  to mend:  did you mean 'agent'?", id="nobody of that name",
    ),
    pytest.param(
        '"rent <= market + 200"', '"rent <= markt + 200"',
        "'markt' is not known here\n  where:    lease.yaml:26:33 (rules.below_market.rule)\n"
        "  expected: one of the issues, facts, quantities and events\n"
        "  to mend:  did you mean 'market'?", id="a name that a rule does not know",
    ),
    pytest.param(
        "term == three_years", "term == four_years",
        "'four_years' is not known here\n"
        "  where:    lease.yaml:47:44 (demands.long_term.requires)\n"
        "  expected: one of its options: one_year, three_years\n"
        "  to mend:  did you mean 'three_years'?", id="an option that does not exist",
    ),
    pytest.param(
        "speaker and (families or not walk_out)", "speaker and not families",
        "if tenants.families accepts beside tenants.speaker, the party no longer ratifies\n"
        "  where:    lease.yaml:11:15 (parties.tenants.ratifies)\n"
        "  expected: a rule in which one more acceptance never turns yes into no\n"
        "  to mend:  do not write 'not families'; name an event for what happens when they refuse",
        id="a rule that is not monotone",
    ),
    pytest.param(
        "1000: [40, 60], 1200: 0", "1000: [40, 60]",
        "options of 'rent' outside the numbers that have scores: 1100, 1200\n"
        "  where:    lease.yaml:36:30 (preferences.tenants.speaker.rent.scores)\n"
        "  expected: scores from 800 to 1200; between them they are linear\n"
        "  to mend:  add scores for 800 and 1200", id="no extrapolation",
    ),
    pytest.param(
        "indifferent: pets", "indifferent: []",
        "nothing says what these issues are worth to owner: pets\n"
        "  where:    lease.yaml:28:3 (preferences.owner)\n"
        "  expected: every issue with a weight and scores, or listed under 'indifferent'\n"
        "  to mend:  add 'indifferent: [pets]' if owner does not care", id="an issue forgotten",
    ),
    pytest.param(
        "decides: speaker", "decides: speker",
        "'speker' is no constituency of tenants\n"
        "  where:    lease.yaml:9:14 (parties.tenants.decides)\n"
        "  expected: one of: speaker, families\n  to mend:  did you mean 'speaker'?",
        id="nobody decides",
    ),
    pytest.param(
        "rent_a_year: 12 * rent", "rent_a_year: 12 * rent_a_year",
        "quantities that wait for each other: rent_a_year -> rent_a_year\n"
        "  where:    lease.yaml:20:16 (quantities.rent_a_year)\n"
        "  expected: an order with a beginning\n  to mend:  take one of the names out of 'sum'",
        id="a circle",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "message"), MESSAGES)
def test_messages(lease: str, before: str, after: str, message: str) -> None:
    assert message in [str(p) for p in problems(changed(lease, before, after))]


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ("  owner: {name", "  Tenants: {}\n  owner: {name", "confusable-id", "'tenants'"),
        ("  market: {", "  rent: {", "duplicate-id", "'rent' is used twice"),
        ("walk_out: {", "families: {", "duplicate-id", "both a constituency and an event"),
        ("[one_year, three_years]", "[one_year, One_year]", "confusable-id", "look alike"),
        ("evidence: wants_long, claims", "evidence: want_long, claims", "unknown-ref", "want_long"),
        ("{report: letter, ", "{report: lettr, ", "unknown-ref", "no report"),
        ("published: 2024-01-02", "after: reply", "cycle", "wait for each other"),
        ("file: reply.txt", "file: reply.txt, published: 2024-01-01", "date-order", "later than"),
        ("published: 2024-01-02", "published: 2024-02-30", "date", "2024-02-30"),
        ("title: A lease", "title: A lease\nas_of: lettr", "unknown-ref", "lettr"),
        ("  owner:\n    no_deal", "  onwer:\n    no_deal", "unknown-ref", "'onwer'"),
        ("  tenants.speaker:", "  tenants:", "unknown-ref", "'tenants'"),
        ("scores: {one_year: 0, three", "scores: {one_yaer: 0, three", "unknown-ref", "one_yaer"),
        ("scores: {one_year: 0, three", "scores: {three", "missing", "one_year"),
        ("best: 1200", "best: 1100", "extrapolation", "1200"),
        ("best: 1200", "best: [700, 900]", "interval", "overlap"),
        ("weight: 1, scores", "weight: 0, scores", "number-range", "all weights are zero"),
        ("term: {weight: 40, scores:", "term: {points:", "preference", "scoring table"),
        ("indifferent: pets", "indifferent: [pets, rent]", "preference", "'rent' is weighted"),
        ("on: tenants.speaker, ", "", "missing", "not whose"),
        ("cost: 2", "cost: 2, needs: [grant]", "unknown-ref", "'grant' is no other lever"),
        ("shifts: {no_deal: [-5, 0]}", "shifts: {no_dael: 1}", "unknown-key", "no_dael"),
        ("channels: {owner", "channels: {landlord", "unknown-ref", "landlord"),
        ("rule: \"rent <= market + 200\"", "rule: rent +", "expression", "cannot be read"),
        ("ratifies: speaker and", "ratifies: speakr and", "expression", "speakr"),
    ],
)  # fmt: skip
def test_cross_references(lease: str, before: str, after: str, code: str, words: str) -> None:
    found = problems(changed(lease, before, after))
    assert any(p.code == code and words in p.what for p in found), "\n".join(map(str, found))
    assert all(p.line and p.column and p.expected and p.mend for p in found)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("chance: [0.2, 0.4], ", "", "no-chance"),
        ("speaker and (families or not walk_out)", "speaker or families", "without-decision-maker"),
        ("speaker and (families or not walk_out)", "speaker", "no-voice"),
    ],
)
def test_doubts_are_no_errors(lease: str, before: str, after: str, code: str) -> None:
    notices = read_scenario_text(changed(lease, before, after)).notices
    assert [n.code for n in notices] == [code]


@pytest.mark.parametrize("section", ["parties", "issues", "preferences"])
def test_a_model_needs_all_three(lease: str, section: str) -> None:
    text = re.sub(rf"(?ms)^{section}:\n.*?^(?=\w)", "", lease)
    assert any(
        p.what == f"the section '{section}' is missing" and p.code == "missing"
        for p in problems(text)
    )


def test_several_errors_come_at_once_in_order(lease: str) -> None:
    text = lease.replace("title: A lease", "title: 3").replace("weight: 60", "weight: x")
    found = problems(text.replace("cost: 2", "cots: 2"))
    assert [(p.line, p.code) for p in found] == [(2, "type"), (30, "type"), (49, "unknown-key")]


@pytest.mark.parametrize("file", ["../letter.txt", "/etc/passwd", "a\\..\\..\\b", "."])
def test_no_report_lies_outside_its_project(lease: str, tmp_path: Path, file: str) -> None:
    text = changed(lease, "file: letter.txt", f"file: '{file}'")
    with pytest.raises(ScenarioError) as caught:
        read_scenario_text(text, root=tmp_path)
    assert caught.value.problems[0].code == "path"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(lease: str, encoding: str) -> None:
    text, notices = decode(lease.replace("A lease", "Fluß").encode(encoding))
    assert read_scenario_text(text).scenario.title == "Fluß"
    assert [n.code for n in notices] == (["encoding"] if encoding == "utf-16" else [])


@pytest.mark.parametrize("made", ["missing", "folder"])
def test_no_file(tmp_path: Path, made: str) -> None:
    with pytest.raises(ScenarioError, match="scenario file"):
        read_scenario(tmp_path if made == "folder" else tmp_path / "none.yaml")


def test_the_sketch_is_read_as_it_stands_and_quickly(shared: Path) -> None:
    file = shared / "design" / "scenario-sketch.yaml"
    start = time.process_time()
    scenario = read_scenario(file).scenario
    assert time.process_time() - start < 2  # 0.3 s on a machine of one's own
    assert (len(scenario.issues), len(scenario.quotes)) == (13, 65)


@pytest.mark.parametrize("case", ["labour", "ceasefire"])
def test_the_catalogue_is_sound(case: str) -> None:
    file = Path(__file__).parents[2] / "catalogue" / case / "scenario.yaml"
    assert read_scenario(file, root=file.parent).notices == ()


def test_damaged_files_always_have_a_place(lease: str, smallest: str) -> None:
    """500 files cut, with flipped bits, or with lines taken out: never a traceback."""
    rng = random.Random(7)  # noqa: S311
    refused = 0
    for n in range(500):
        damaged = bytearray((smallest if n % 5 else lease).encode())
        if n % 3 == 0:
            damaged = damaged[: rng.randrange(len(damaged))]
        elif n % 3 == 1:
            for _ in range(rng.randrange(1, 4)):
                damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        else:
            lines = bytes(damaged).split(b"\n")
            del lines[rng.randrange(len(lines))]
            damaged = bytearray(b"\n".join(lines))
        found: tuple[Problem, ...] = ()
        try:
            read_scenario_text(decode(bytes(damaged), "lease.yaml")[0], "lease.yaml")
        except ScenarioError as error:
            found = error.problems
            refused += 1
        assert all(p.file and p.line and p.column for p in found if p.code != "more"), found
    assert refused > 300
