"""Opening a project: what is there, what is not, and what was done to it meanwhile."""

import fcntl
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from middleground.errors import EvidenceError, ProjectError
from middleground.ports.store import lock, project
from middleground.ports.store.catalogue import list_cases
from middleground.ports.store.project import open_project
from middleground.scenario.model import FORMAT

SCENARIO = b"format: middleground/1\ntitle: Harbour\n"


def ignore(_: str) -> None:
    pass


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "scenario.yaml").write_bytes(SCENARIO)
    return folder


def code_of(path: Path) -> str:
    with pytest.raises(ProjectError) as caught:
        open_project(path, ignore)
    return caught.value.problems[0].code


def test_a_single_scenario_file_is_read_and_nothing_is_stored(talks: Path) -> None:
    opened = open_project(talks / "scenario.yaml", ignore)
    assert opened.read_scenario() == SCENARIO
    assert opened.read_entries() == []
    assert opened.results.folder is None
    with pytest.raises(ProjectError, match="single file"):
        opened.edit_scenario(lambda text: text + b"#", "edit")
    assert os.listdir(talks) == ["scenario.yaml"]  # noqa: PTH208


def test_a_case_of_the_catalogue_is_read_and_stays_as_it_is() -> None:
    for case, folder in list_cases().items():
        before = sorted(folder.rglob("*"))
        opened = open_project(folder, ignore)
        assert not opened.is_kept
        with pytest.raises(ProjectError, match=f"--case {case}"):
            opened.edit_scenario(lambda text: text + b"#", "edit")
        assert sorted(folder.rglob("*")) == before


def test_what_is_not_there_is_named_with_what_is_near(talks: Path, tmp_path: Path) -> None:
    assert code_of(tmp_path / "tolks") == "no-project"
    with pytest.raises(ProjectError, match="talks"):
        open_project(tmp_path / "tolks", ignore)
    with pytest.raises(ProjectError, match="perhaps"):
        open_project(tmp_path, ignore)
    (talks / "scenario.yaml").rename(talks / "scenerio.yaml")
    with pytest.raises(ProjectError, match=r"scenerio\.yaml"):
        open_project(talks, ignore)
    assert code_of(Path("/dev/null")) == "not-a-file"
    assert code_of(tmp_path / ("x" * 300)) == "no-project"


def test_a_newer_format_is_refused_by_name(talks: Path) -> None:
    (talks / "scenario.yaml").write_bytes(b"title: x\nformat: 'middleground/2'\n")
    assert code_of(talks) == "version"
    assert f"middleground/{project.FORMAT}" == FORMAT


def test_a_scenario_that_is_a_link_out_of_the_folder_is_refused(talks: Path) -> None:
    (talks / "scenario.yaml").rename(talks.parent / "elsewhere.yaml")
    (talks / "scenario.yaml").symlink_to(talks.parent / "elsewhere.yaml")
    assert code_of(talks) == "not-readable"


def test_a_link_in_the_cache_does_not_lead_outside(talks: Path) -> None:
    victim = talks.parent / "victim"
    victim.mkdir()
    (talks / ".middleground").symlink_to(victim)
    opened = open_project(talks, ignore)
    assert not opened.is_kept
    assert opened.read_scenario() == SCENARIO
    assert list(victim.iterdir()) == []


def test_an_edit_by_hand_is_taken_as_it_is_and_said_once(talks: Path) -> None:
    open_project(talks, ignore)
    by_hand = SCENARIO + b"issues: {}\n"
    (talks / "scenario.yaml").write_bytes(by_hand)
    opened = open_project(talks, ignore)
    assert [notice.code for notice in opened.notices] == ["changed-outside"]
    assert opened.notices[0].what.startswith("scenario.yaml was edited (")
    assert opened.read_scenario() == by_hand
    last = opened.journal.acts[-1]
    assert (last.origin, last.undo(by_hand)) == ("outside", SCENARIO)
    assert open_project(talks, ignore).notices == []


def test_a_scenario_that_may_have_been_cut_is_pointed_out_once(talks: Path) -> None:
    open_project(talks, ignore)
    (talks / "scenario.yaml").write_bytes(SCENARIO[: len(SCENARIO) // 3])
    opened = open_project(talks, ignore)
    assert [notice.code for notice in opened.notices] == ["changed-outside"]
    assert "the text before is in the journal" in opened.notices[0].what
    assert open_project(talks, ignore).notices == []


def test_what_is_put_back_by_hand_stays_put_back(talks: Path) -> None:
    opened = open_project(talks, ignore)
    opened.edit_scenario(lambda text: text + b"issues: {}\n", "edit")
    (talks / "scenario.yaml").write_bytes(SCENARIO)
    assert open_project(talks, ignore).read_scenario() == SCENARIO


def test_an_act_that_did_not_reach_its_file_is_carried_out(talks: Path) -> None:
    opened = open_project(talks, ignore)
    opened.journal.enter("scenario.yaml", SCENARIO, SCENARIO + b"# new\n", "edit")
    shutil.rmtree(talks / ".middleground")
    assert open_project(talks, ignore).read_scenario() == SCENARIO + b"# new\n"


def test_a_scenario_that_has_gone_comes_back_from_the_journal(talks: Path) -> None:
    open_project(talks, ignore)
    (talks / "scenario.yaml").unlink()
    opened = open_project(talks, ignore)
    assert opened.read_scenario() == SCENARIO
    assert [notice.code for notice in opened.notices] == ["restored-file"]


def test_every_edit_can_be_undone_from_the_journal_alone(talks: Path) -> None:
    opened = open_project(talks, ignore)
    texts = [SCENARIO]
    for n in range(5):
        opened.edit_scenario(lambda text, n=n: text + b"# %d\n" % n, f"edit {n}")  # type: ignore[misc]
        texts.append(opened.read_scenario())
    shutil.rmtree(talks / ".middleground")
    text = texts.pop()
    for act in reversed(open_project(talks, ignore).journal.acts[1:]):
        before = act.undo(text)
        assert before == texts.pop()
        text = before


def test_an_edit_that_raises_changes_nothing(talks: Path) -> None:
    opened = open_project(talks, ignore)
    before = (talks / "journal.jsonl").read_bytes()

    def fail(_: bytes) -> bytes:
        raise EvidenceError("no")

    with pytest.raises(EvidenceError):
        opened.edit_scenario(fail, "edit")
    assert (talks / "journal.jsonl").read_bytes() == before
    assert opened.edit_scenario(lambda text: text, "nothing") is None
    assert (talks / "journal.jsonl").read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_read_with_a_notice_as_anybody(talks: Path) -> None:
    talks.chmod(0o555)
    opened = open_project(talks, ignore)
    talks.chmod(0o755)
    assert not opened.is_kept
    assert opened.notices


def test_on_a_full_disk_a_project_is_still_read(talks: Path, failing: object) -> None:
    import errno

    with failing(1, errno.ENOSPC, for_good=True):  # type: ignore[operator]
        opened = open_project(talks, ignore)
        assert opened.read_scenario() == SCENARIO
        opened.results.keep("zone", {}, {}, {"probability": 1})
    assert not opened.is_kept
    assert "no space left" in opened.notices[0].what


def test_somebody_else_at_work_is_waited_for(talks: Path) -> None:
    open_project(talks, ignore)
    handle = os.open(talks / ".middleground" / "lock", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    said: list[str] = []
    with (
        pytest.raises(ProjectError) as caught,
        lock.locked(talks / ".middleground" / "lock", said.append, patience=1.2),
    ):
        pass
    assert caught.value.problems[0].code == "locked"
    assert len(said) == 1
    threading.Timer(0.2, os.close, [handle]).start()
    start = time.monotonic()
    with lock.locked(talks / ".middleground" / "lock", said.append):
        assert time.monotonic() - start > 0.1
    assert len(said) == 1


def test_a_ledger_damaged_before_it_had_a_history_keeps_its_sound_lines(talks: Path) -> None:
    (talks / "ledger.jsonl").write_text(
        '{"id": "a", "report": "april", "kind": "figure", "sentence": 1, "content": []}\n'
        '{"id": "b", "report": "ap\n'
    )
    opened = open_project(talks, ignore)
    assert [entry.id for entry in opened.read_entries()] == ["a"]
    aside = talks / opened.notices[0].what.rsplit(" ", 1)[1]
    assert '"b"' in aside.read_text()


def test_a_ledger_of_another_version_is_not_taken_for_damage(talks: Path) -> None:
    open_project(talks, ignore)
    line = '{"id": "a", "report": "april", "kind": "new kind", "sentence": 1, "content": []}\n'
    opened = open_project(talks, ignore)
    with opened.alone():
        opened.journal.enter("ledger.jsonl", None, line.encode(), "by a newer version")
    open_project(talks, ignore)
    (talks / "ledger.jsonl").write_text(line * 2)
    opened = open_project(talks, ignore)
    assert (talks / "ledger.jsonl").read_text() == line * 2
    with pytest.raises(EvidenceError):
        opened.read_entries()
