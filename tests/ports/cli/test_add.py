"""`add`: the report that arrives tomorrow; what is refused changes nothing."""

import errno
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.reports.made_documents import make_pdf, make_picture_pdf

from middleground.ports.cli import main
from middleground.ports.store.project import open_project
from middleground.ports.store.stored_reports import read_stored_all
from middleground.scenario.reader import read_scenario

JUNE = "Mon, 3 Jun 2024 09:00:00 +0000"
TEXT = "At least three docks are shut, the union said.\n"
PAGE = "<html><body><p>The port said that two docks were shut. The union said three.</p></body>"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "april.txt").write_text(TEXT)
    assert run("new", tmp_path / "talks", "--reports", tmp_path / "april.txt").exit_code == 0
    return tmp_path / "talks"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    place = folder / "in" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_report_gains_one_line_and_all_else_stays(talks: Path, tmp_path: Path) -> None:
    before = (talks / "scenario.yaml").read_text()
    done = run("add", talks, write(tmp_path, "may.md", "# May\n\nTalks went on, she said.\n"))
    after = (talks / "scenario.yaml").read_text()
    assert done.exit_code == 0
    assert after.replace("  may: {file: reports/may.md}\n", "") == before
    assert list(read_scenario(talks / "scenario.yaml").scenario.reports) == ["april", "may"]
    last = open_project(talks, print).journal.acts[-1]
    assert last.undo(after.encode()) == before.encode()


def test_a_page_is_stored_with_its_text_beside_it(talks: Path, tmp_path: Path) -> None:
    assert run("add", talks, write(tmp_path, "may.html", PAGE)).exit_code == 0
    reports = talks / "reports"
    assert (reports / "may.html").read_text() == PAGE
    assert "<" not in (reports / "may.html.extracted.txt").read_text()
    assert json.loads((reports / "may.html.meta.json").read_text())["size"] == len(PAGE)
    assert not (reports / "april.txt.extracted.txt").exists()


def test_what_a_report_does_not_state_is_asked_for(talks: Path, tmp_path: Path) -> None:
    pdf = write(tmp_path, "may.pdf", make_pdf([TEXT], CreationDate="D:20240502"))
    mail = write(tmp_path, "june.eml", f"From: Coast <a@b.example>\nDate: {JUNE}\n\n{TEXT}.")
    done = run("add", talks, pdf, mail, "--json")
    assert done.exit_code == 0
    assert "known of 'may', 'june' ('may' was made on 2024-05-02" in done.stderr
    listed = json.loads(done.stdout)["reports"]
    assert "'june' was sent by Coast" in done.stderr
    assert [report["not_stated"] for report in listed] == [["published", "outlet"], ["outlet"]]
    scenario = (talks / "scenario.yaml").read_text()
    assert 'june: {file: reports/june.eml, published: "2024-06-03"}' in scenario
    assert "may: {file: reports/may.pdf}" in scenario


def test_a_report_of_pictures_comes_in_and_the_project_can_be_read(
    talks: Path, tmp_path: Path
) -> None:
    done = run("add", talks, write(tmp_path, "scan.pdf", make_picture_pdf()))
    assert done.exit_code == 0
    assert "holds no text" in done.stderr
    assert (talks / "reports" / "scan.pdf.extracted.txt").read_bytes() == b""
    project = open_project(talks, print)
    (_, scan) = read_stored_all(project, {"april": "reports/april.txt", "s": "reports/scan.pdf"})
    assert scan.document.text == ""
    assert "holds no text" in scan.notices[0].what


def test_a_near_copy_is_pointed_out(talks: Path, tmp_path: Path) -> None:
    wire = "".join(f"In week {n} the union and the port met at quay {n} again. " for n in range(9))
    write(tmp_path, "coast.txt", wire)
    lead = f"Nothing moves, and nobody knows for how long. {wire.lower()}"
    done = run("add", talks, tmp_path / "in" / "coast.txt", write(tmp_path, "herald.txt", lead))
    assert "'coast' and 'herald' share 100% of their text" in done.stderr
    again = run("add", talks, write(tmp_path, "june.txt", "Talks went on.\n"), "--json")
    assert json.loads(again.stdout)["near_copies"] == []
    read = run("read", talks, "--json")
    (found,) = json.loads(read.stdout)["near_copies"]
    assert found == {"reports": ["coast", "herald"], "share": 1.0}


def test_the_same_report_again_is_already_there(talks: Path, tmp_path: Path) -> None:
    before = contents(talks)
    done = run("add", talks, write(tmp_path, "copy.txt", TEXT))
    assert done.exit_code == 0
    assert "already there as 'april'" in done.stdout
    assert contents(talks) == before


@pytest.mark.parametrize("name", ["april.txt", "April.TXT"])
def test_another_report_of_that_name_gets_another_name(
    talks: Path, tmp_path: Path, name: str
) -> None:
    done = run("add", talks, write(tmp_path, name, "Another text, she said.\n"), "--json")
    (report,) = json.loads(done.stdout)["reports"]
    assert report["id"] == "april_2"
    assert report["file"].casefold() == "reports/april-2.txt"
    assert "reports/april.txt" not in report["notices"]
    assert (talks / "reports" / "april.txt").read_text() == TEXT
    assert "Note:" in done.stderr


def test_a_report_that_lies_in_the_folder_unlisted_is_listed(talks: Path, tmp_path: Path) -> None:
    """What a process that was killed in the middle leaves behind is used by the next attempt."""
    (talks / "reports" / "may.txt").write_text("Talks went on, she said.\n")
    done = run("add", talks, talks / "reports" / "may.txt")
    assert done.exit_code == 0
    assert "may: {file: reports/may.txt}" in (talks / "scenario.yaml").read_text()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cut.pdf", b"%PDF-1.7\n", "damaged"),
        ("named.txt", b"%PDF-1.7\n", "PDF"),
        ("talks.docx", b"PK\x03\x04", "Word"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("binary.txt", b"a\x00b", "zero bytes"),
        ("latin.txt", b"caf\xe9 said", "UTF-8"),
        ("picture.png", b"\x89PNG", "PNG"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_changes(
    talks: Path, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    good = write(tmp_path, "good.txt", "A good report, she said.\n")
    before = contents(talks)
    done = run("add", talks, good, write(tmp_path, name, content))
    assert (done.exit_code, done.stdout) == (1, "")
    assert words in done.stderr
    assert name in done.stderr
    assert contents(talks) == before


def test_a_file_too_large_a_folder_and_a_missing_one_are_all_named(
    talks: Path, tmp_path: Path
) -> None:
    large = write(tmp_path, "large.txt", b"")
    with large.open("wb") as file:
        file.truncate(51 * 2**20)
    before = contents(talks)
    done = run("add", talks, large, tmp_path, tmp_path / "missing.txt")
    assert done.exit_code == 1
    assert "3 problems" in done.stderr
    assert contents(talks) == before


def test_a_scenario_that_is_no_yaml_is_refused_with_its_place(talks: Path, tmp_path: Path) -> None:
    (talks / "scenario.yaml").write_text("reports: {\n")
    open_project(talks, print)  # takes the edit by hand over
    before = contents(talks)
    done = run("add", talks, write(tmp_path, "may.txt", "Talks went on, she said.\n"))
    assert done.exit_code == 1
    assert "scenario.yaml:" in done.stderr
    assert contents(talks) == before


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_whatever_call_fails_the_project_stays_whole(
    tmp_path: Path, failing: Any, code: int
) -> None:
    (tmp_path / "april.txt").write_text(TEXT)
    # Its line ends make its text differ from its bytes: it is stored beside it, as a page's is.
    may = write(tmp_path, "may.txt", "Talks went on,\r\nshe said.\r\n")
    for number in range(1, 300):
        talks = tmp_path / f"talks{number}"
        assert run("new", talks, "--reports", tmp_path / "april.txt").exit_code == 0
        before = contents(talks)
        with failing(number, code) as failed:
            done = run("add", talks, may)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        opened = open_project(talks, print)
        reports = read_scenario(talks / "scenario.yaml", root=talks).scenario.reports
        if done.exit_code == 0:
            assert list(reports) == ["april", "may"]
        elif list(reports) == ["april"]:
            assert opened.read_scenario() == before["scenario.yaml"]
            assert not (talks / "reports" / "may.txt").exists()
        assert all((talks / report.file).exists() for report in reports.values())
        assert run("add", talks, may).exit_code == 0
        if not failed:
            return
    pytest.fail("never came to an end")


def test_hostile_names_stay_inside_and_inert(talks: Path, tmp_path: Path) -> None:
    names = ["=1+1.txt", "$(reboot).txt", "a\u202egpj.txt", "x\x1b[2J.txt", "con.txt", "é" * 100]
    for number, name in enumerate(names):
        source = write(tmp_path, name, f"Report {number}, she said.\n")
        assert run("add", talks, source).exit_code == 0
    scenario = read_scenario(talks / "scenario.yaml", root=talks).scenario
    assert len(scenario.reports) == 1 + len(names)
    stored = [p.name for p in (talks / "reports").iterdir()]
    assert not any("\x1b" in name or "\u202e" in name or name == "con.txt" for name in stored)
