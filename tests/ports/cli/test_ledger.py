"""`ledger`: what a person sees and decides at the terminal, and what machines get."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from middleground.evidence.entries import Entry
from middleground.evidence.ledger import dump_entries, merge
from middleground.ports.cli import main
from middleground.ports.store.project import open_project

APRIL = (
    "The union's chair said three docks are shut. They want the night shift to end, Falk said.\n"
    "Two sources said =1+1 \U0001f6a2 would open."
)


def entry(identity: str, words: str, **more: Any) -> dict[str, Any]:
    at = APRIL.index(words)
    return {
        "id": identity, "report": "april", "kind": identity.partition("-")[0],
        "sentence": APRIL.count(". ", 0, at) + APRIL.count(".\n", 0, at) + 1,
        "content": [{"start": at, "end": at + len(words), "text": words}],
        "rule": "made", "reader": "hand/1", **more,
    }  # fmt: skip


SOURCE = {"words": "The union's chair", "naming": "role"}
ENTRIES = [
    entry("attribution-1a2b", "three docks are shut", chain=[SOURCE], stance="asserts"),
    entry("figure-2b3c", "three docks", chain=[SOURCE], nested_in="attribution-1a2b",
          figure={"value": 3, "unit": "docks", "asserter": "The union's chair",
                  "asserted_by": "attribution-1a2b"}),
    entry("actor-3c4d", "The union's chair", actor={"name": "union's chair", "type": "role"}),
    entry("actor-4d5e", "Falk", actor={"name": "Falk", "type": "person",
                                       "maybe": ["union's chair"]}),
    entry("position-5e6f", "want the night shift to end",
          position={"kind": "demand", "parties": ["Falk"]}),
    entry("attribution-6f7a", "=1+1 \U0001f6a2 would open",
          chain=[{"words": "Two sources", "naming": "unnamed"}]),
]  # fmt: skip


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "april.txt").write_text(APRIL)
    folder = tmp_path / "talks"
    assert run("new", folder, "--reports", tmp_path / "april.txt").exit_code == 0
    entries = merge([], [Entry.model_validate(e) for e in ENTRIES])
    (folder / "ledger.jsonl").write_text(dump_entries(entries))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def ledger(talks: Path, *arguments: object, code: int = 0) -> Result:
    done = run("ledger", talks, *arguments)
    assert done.exit_code == code, done.output
    return done


def data(talks: Path, *arguments: object) -> Any:
    return json.loads(ledger(talks, *arguments, "--json").stdout)


def kept(talks: Path) -> dict[str, Entry]:
    return {entry.id: entry for entry in open_project(talks, print).read_entries()}


def test_the_list_says_what_stands_where_and_on_whose_word(talks: Path) -> None:
    done = ledger(talks)
    assert len(done.stdout.splitlines()) == 6
    line = next(line for line in done.stdout.splitlines() if line.startswith("2b3c"))
    for part in ("proposed", "figure", "april:1", "“three docks”", "3 docks", "The union's chair"):
        assert part in line
    assert "6 of 6 entries." in done.stderr


def test_a_list_can_be_narrowed(talks: Path) -> None:
    assert len(data(talks, "--kind", "figure", "--kind", "position")["entries"]) == 2
    assert [e["name"] for e in data(talks, "list", "--party", "falk")["entries"]] == [
        "5e6f", "4d5e",
    ]  # fmt: skip
    assert data(talks, "--text", "NIGHT SHIFT")["count"] == 1
    assert data(talks, "list", "2b3c", "1a2b", "--kind", "figure")["count"] == 1
    assert "Invalid value" in ledger(talks, "--kind", "figures", code=2).stderr


def test_an_entry_is_shown_in_its_sentence(talks: Path) -> None:
    shown = ledger(talks, "show", "2b3c").stdout
    assert "The union's chair said [three docks] are shut." in shown
    assert "within    1a2b  “three docks are shut”" in shown
    assert "proposed by rule 'made' (hand/1)" in shown
    assert data(talks, "show", "2b3c")["entries"][0]["relations"] == []


def test_hidden_characters_of_a_report_do_not_reach_the_terminal(talks: Path) -> None:
    text = APRIL.replace("three docks", "\x1b[2J\u202e three")
    (talks / "reports" / "april.txt").write_text(text)
    entries = list(kept(talks).values())
    content = entries[0].content
    start = text.index("\x1b")
    moved = content[0].model_copy(update={"start": start, "end": start + 4, "text": "\x1b[2J"})
    entries[0] = entries[0].model_copy(update={"content": (moved,)})
    (talks / "ledger.jsonl").write_text(dump_entries(entries))
    for arguments in ((), ("--json",), ("show", entries[0].id), ("reject", entries[0].id)):
        assert "\x1b" not in ledger(talks, *arguments).output


def test_what_is_accepted_is_counted_and_can_be_taken_back(talks: Path) -> None:
    done = ledger(talks, "accept", "2b3c", "--note", "heard it myself")
    assert "Accepted: 1 entry." in done.stdout
    entry = kept(talks)["figure-2b3c"]
    assert (entry.status, entry.note) == ("accepted", "heard it myself")
    assert entry.when.endswith("Z")
    assert "Accepted: 0 entries; 1 was so already." in ledger(talks, "accept", "2b3c").stdout
    assert "Undone: act" in ledger(talks, "undo").stdout
    assert kept(talks)["figure-2b3c"].status == "proposed"
    ledger(talks, "redo")
    assert kept(talks)["figure-2b3c"].status == "accepted"
    assert len(data(talks, "history")["decisions"]) == 3


def test_a_filter_decides_only_what_nobody_has_decided(talks: Path) -> None:
    ledger(talks, "reject", "1a2b")
    said = data(talks, "accept", "--kind", "attribution")
    assert (said["changed"], said["meant"]) == (1, 1)
    assert kept(talks)["attribution-1a2b"].status == "rejected"
    assert data(talks, "accept", "--status", "rejected")["changed"] == 1
    assert data(talks, "accept", "--all")["changed"] == 4


def test_without_a_word_on_which_nothing_is_decided(talks: Path) -> None:
    assert "Which entries?" in ledger(talks, "accept", code=2).stderr
    assert "Did you mean 'accept'?" in ledger(talks, "acept", "2b3c", code=2).stderr
    assert "no entry 'zzzz'" in ledger(talks, "reject", "zzzz", code=1).stderr
    assert all(not entry.decided for entry in kept(talks).values())


def test_an_entry_is_put_right_with_words_of_the_report(talks: Path) -> None:
    ledger(talks, "correct", "2b3c", "--words", "THREE docks are", "--set", "qualifier=about")
    entry = kept(talks)["figure-2b3c"]
    assert (entry.words, entry.status) == ("three docks are", "corrected")
    assert entry.figure
    assert entry.figure.qualifier == "about"
    done = ledger(talks, "correct", "2b3c", "--words", "four docks", code=1)
    assert "is not in report 'april'; nearest: 'three docks'" in done.stderr
    assert "value (a number)" in ledger(talks, "correct", "2b3c", code=2).stderr


def test_an_entry_is_added_by_hand(talks: Path) -> None:
    said = data(talks, "add", "the night shift", "--report", "april", "--kind", "position",
                "--set", "kind=demand", "--set", "parties=union; port",
                "--source", "falk")  # fmt: skip
    (added,) = said["entries"]
    assert (added["status"], added["sentence"]) == ("added", 2)
    assert added["position"]["parties"] == ["union", "port"]
    assert added["chain"][0]["words"] == "Falk"
    done = ledger(talks, "add", "said", "--report", "may", "--kind", "figure", code=1)
    assert "one of: april" in done.stderr


def test_one_actor_or_two_is_asked_and_answered(talks: Path) -> None:
    done = ledger(talks, "questions")
    assert "“Falk” and “union's chair”: one actor or two?" in done.stdout
    assert "merge 4d5e 3c4d" in done.stdout
    ledger(talks, "merge", "4d5e", "3c4d", "--as", "Ida Falk")
    assert data(talks, "questions")["questions"] == []
    assert {e.actor.known_as for e in kept(talks).values() if e.actor} == {"Ida Falk"}
    ledger(talks, "undo")
    assert "Merged as union's chair" in ledger(talks, "merge", "Falk", "union's chair").stdout
    ledger(talks, "undo")
    ledger(talks, "apart", "Falk", "union's chair")
    assert data(talks, "questions")["questions"] == []
    assert "Name two actors" in ledger(talks, "merge", "Falk", code=2).stderr


def test_decisions_survive_reading_again_and_a_changed_report(
    talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("middleground.evidence.reader.read_claims", lambda *_: [])
    ledger(talks, "accept", "2b3c")
    ledger(talks, "reject", "6f7a")
    (talks / "reports" / "april.txt").write_text("A new beginning.\n" + APRIL.partition("\n")[0])
    done = run("read", talks)
    assert "the words of 1 decided entry are gone in the report" in done.stderr
    found = kept(talks)
    assert found["figure-2b3c"].content[0].start == APRIL.index("three docks") + 17
    assert found["figure-2b3c"].sentence == 2
    assert [e["id"] for e in data(talks, "--standing", "lost")["entries"]] == ["attribution-6f7a"]


def test_a_table_cannot_run_as_a_formula(talks: Path, tmp_path: Path) -> None:
    ledger(talks, "export", tmp_path / "ledger.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "ledger.csv").read_text("utf-8-sig"))))
    assert [row["entry"] for row in rows if row["words"].startswith("'=1+1")] == [
        "attribution-6f7a"
    ]
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)
    figure = next(row for row in rows if row["kind"] == "figure")
    assert (figure["value"], figure["unit"], figure["source"]) == ("3", "docks", SOURCE["words"])


def test_a_workbook_holds_the_same_as_text(talks: Path, tmp_path: Path) -> None:
    import openpyxl

    ledger(talks, "export", tmp_path / "ledger.xlsx", "--kind", "attribution")
    sheet = openpyxl.load_workbook(tmp_path / "ledger.xlsx")["Ledger"]
    rows = list(sheet.iter_rows())
    assert [len(rows), rows[0][0].value] == [3, "entry"]
    words = rows[2][[cell.value for cell in rows[0]].index("words")]
    assert (words.value, words.data_type) == ("=1+1 \U0001f6a2 would open", "s")


def test_annotations_point_at_their_words_in_code_points(talks: Path, tmp_path: Path) -> None:
    ledger(talks, "accept", "6f7a")
    ledger(talks, "export", tmp_path / "ledger.jsonld")
    found = json.loads((tmp_path / "ledger.jsonld").read_text())
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert found["total"] == len(found["first"]["items"]) == 6
    for item in found["first"]["items"]:
        for target in item["target"]:
            assert target["source"]["id"] == "reports/april.txt"
            quote, place = target["selector"]
            assert APRIL[place["start"] : place["end"]] == quote["exact"]
            around = quote["prefix"] + quote["exact"] + quote["suffix"]
            assert around in APRIL
    accepted = next(i for i in found["first"]["items"] if "created" in i)
    assert accepted["body"][1] == {
        "type": "TextualBody", "purpose": "assessing", "value": "accepted",
    }  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "jsonld"])
def test_what_is_for_everybody_betrays_no_source(talks: Path, tmp_path: Path, ending: str) -> None:
    ledger(talks, "reject", "5e6f")
    ledger(talks, "accept", "6f7a", "--note", "ask Mr Berg")
    ledger(talks, "export", tmp_path / f"ledger.{ending}", "--public")
    written = (tmp_path / f"ledger.{ending}").read_text("utf-8-sig")
    for hidden in ("Two sources", "Berg", kept(talks)["attribution-6f7a"].when, "position-5e6f"):
        assert hidden not in written
    assert "union's chair" in written


def test_nothing_is_overwritten_unless_it_is_asked_for(talks: Path, tmp_path: Path) -> None:
    out = tmp_path / "ledger.csv"
    out.write_text("mine")
    assert "there already" in ledger(talks, "export", out, code=1).stderr
    ledger(talks, "export", out, "--force")
    assert out.read_text() != "mine"
    assert "FILE ends in" in ledger(talks, "export", tmp_path / "ledger.doc", code=2).stderr


def test_the_same_ledger_gives_the_same_files(talks: Path, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx", "jsonld"):
        ledger(talks, "export", tmp_path / f"one.{ending}")
        ledger(talks, "export", tmp_path / f"two.{ending}")
        assert (tmp_path / f"one.{ending}").read_bytes() == (
            tmp_path / f"two.{ending}"
        ).read_bytes()


def test_an_empty_ledger_says_what_to_do(talks: Path) -> None:
    (talks / "ledger.jsonl").unlink()
    (talks / "journal.jsonl").unlink()
    assert re.search(r"to mend: .* read ", ledger(talks, code=1).stderr)
    assert "to mend" in run("ledger", talks / "scenario.yaml").stderr


def test_entries_can_be_gone_through_one_by_one(talks: Path) -> None:
    keys = "a\nx\nr\nb\ns\nr\n"
    done = CliRunner().invoke(main, ["ledger", str(talks), "review"], input=keys)
    assert done.exit_code == 0, done.output
    assert "1 of 6" in done.stdout
    assert "1 accepted, 1 rejected; 4 entries left." in done.stderr
    statuses = [entry.status for entry in kept(talks).values()]
    assert statuses == ["accepted", "proposed", "rejected", *["proposed"] * 3]
