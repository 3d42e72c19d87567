"""What must never happen: an edit reported as saved and lost, a project that cannot be read.

Sampled here in seconds. The full figures: `python benchmarks/trust.py`, which sets MG_PROOF.
"""

import contextlib
import errno
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from middleground.errors import MiddlegroundError, ProjectError
from middleground.evidence.entries import Entry
from middleground.evidence.ledger import dump_entries
from middleground.ports.store.acts import Act
from middleground.ports.store.bring_in import bring_in
from middleground.ports.store.files import write_safely
from middleground.ports.store.listing import list_reports
from middleground.ports.store.project import Project, open_project
from middleground.ports.store.stored_reports import read_stored

PROOF = "MG_PROOF" in os.environ
KILLS = 1_000 if PROOF else 30
DAMAGES = 500 if PROOF else 40
WRITERS, EDITS_EACH = (8, 1_000) if PROOF else (8, 50)
POWER_CUT_EDITS = 12 if PROOF else 3

START = b"format: middleground/1\ntitle: Harbour\nedits:\n"


def make(folder: Path) -> Path:
    folder.mkdir()
    (folder / "scenario.yaml").write_bytes(START)
    entries = [
        Entry(id=f"figure-{n}", report="april", kind="figure", sentence=n, content=())
        for n in range(4)
    ]
    (folder / "ledger.jsonl").write_text(dump_entries(entries))
    return folder


def tell_figure(words: str) -> None:
    """Say how much was tried, when it is a proof that was asked for."""
    if PROOF:
        sys.stderr.write(f"  {words}\n")


def ignore(_: str) -> None:
    pass


def add(project: Project, what: str) -> Act | None:
    return project.edit_scenario(lambda text: text + f"  - {what}\n".encode(), f"edit {what}")


def edits(folder: Path) -> list[str]:
    text = open_project(folder, ignore).read_scenario().removeprefix(START).decode()
    assert not text or text.endswith("\n"), "half a line"
    return [line.removeprefix("  - ") for line in text.splitlines()]


def attempt(folder: Path, what: str) -> bool:
    """Open the project and add something; whether it was reported as saved."""
    try:
        add(open_project(folder, ignore), what)
    except MiddlegroundError:
        return False
    return True


# ------------------------------------------------------------------ the n-th call fails


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("state", ["new", "in use", "changed outside", "act pending", "torn"])
def test_no_failing_call_leads_to_a_false_saved(
    tmp_path: Path, failing: Any, code: int, for_good: bool, state: str
) -> None:
    """Every call in turn, until the edit goes through without one that fails."""
    for number in range(1, 200):
        folder = prepare(tmp_path / str(number), state)
        with failing(number, code, for_good=for_good) as failed:
            saved = attempt(folder, "tried")
        found = edits(folder)
        expected = [["first"], ["first", "tried"]] if state != "new" else [[], ["tried"]]
        assert found in expected
        if saved:
            assert found == expected[1]
        elif not failed:
            pytest.fail("an edit was refused though nothing failed")
        assert attempt(folder, "after")
        assert edits(folder) == [*found, "after"]
        if not failed:
            return
    pytest.fail("the edit never came to an end")


def prepare(folder: Path, state: str) -> Path:
    make(folder)
    if state == "new":
        return folder
    add(open_project(folder, ignore), "first")
    if state == "changed outside":
        (folder / "scenario.yaml").write_bytes(START)
        open_project(folder, ignore)
        (folder / "scenario.yaml").write_bytes(START + b"  - first\n")
    if state == "act pending":  # in the journal, not yet in the file
        (folder / "scenario.yaml").write_bytes(START)
        shutil.rmtree(folder / ".middleground")
    if state == "torn":
        with (folder / "journal.jsonl").open("ab") as journal:
            journal.write(b'{"v":1,"act":')
    return folder


# ------------------------------------------------------------------ the process is killed


def test_a_killed_process_loses_no_edit_that_it_reported_as_saved(tmp_path: Path) -> None:
    folder = make(tmp_path / "talks")
    acknowledged = 0
    chance = random.Random(7)  # noqa: S311
    for round_ in range(KILLS):
        saved = kill_while(folder, chance.uniform(0, 0.02), partial(edit_once, round_))
        found = edits(folder)
        assert [e for e in saved if e not in found] == []
        assert len(found) == len(set(found))
        acknowledged += len(saved)
        if len(found) > 200:  # keep the rounds short
            open_project(folder, ignore).edit_scenario(lambda text: START, "start again")
    tell_figure(f"{KILLS} kills, {acknowledged} edits reported as saved, 0 lost")


def edit_once(round_: int, project: Project, number: int) -> str:
    add(project, f"{round_}-{number}")
    return f"{round_}-{number}"


def kill_while(folder: Path, seconds: float, act: Callable[[Project, int], str]) -> list[str]:
    """What a process reported as saved before it was killed."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            project = open_project(folder, ignore)
            for number in range(10_000):
                os.write(writes, f"{act(project, number)}\n".encode())
        os._exit(1)
    os.close(writes)
    with os.fdopen(reads, "rb") as reports:
        first = reports.readline()
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = reports.read()
    whole = (first + rest).rpartition(b"\n")[0]
    return whole.decode().split("\n")


def test_a_process_killed_while_it_brings_reports_in_leaves_no_half_report(tmp_path: Path) -> None:
    folder = make(tmp_path / "talks")
    chance = random.Random(5)  # noqa: S311
    for round_ in range(KILLS // 5):
        saved = kill_while(
            folder, chance.uniform(0, 0.02), partial(bring_some_in, tmp_path, round_)
        )
        listed = all_listed_are_whole(folder)
        assert [name for name in saved if name not in listed] == []
        if len(listed) > 100:
            shutil.rmtree(folder)
            make(folder)


def bring_some_in(tmp_path: Path, round_: int, project: Project, number: int) -> str:
    name = f"r{round_}_{number}"
    source = tmp_path / f"{name}.txt"
    source.write_bytes(f"Report {name}, she said.\r\n".encode() * 50)
    return bring_in(project, [source])[0].report


def all_listed_are_whole(folder: Path) -> dict[str, str]:
    """The reports of a project, after a look at each: its file, its text, and what was noted."""
    project = open_project(folder, ignore)
    listed = list_reports(project.read_scenario(), "scenario.yaml")
    for report, file in listed.items():
        stored = read_stored(project, report, file)
        assert stored.notices == ()
        assert stored.document.text == f"Report {report}, she said.\n" * 50
    return listed


# ------------------------------------------------------------------ the power goes


@pytest.mark.parametrize("model", ["K", "P", "N"])
def test_no_power_cut_loses_an_edit_that_was_reported_as_saved(
    tmp_path: Path, disk_of: Any, model: str
) -> None:
    """The folder is rebuilt as it would be after each call, and opened."""
    folder = tmp_path / "talks"
    folder.mkdir()
    with disk_of(folder) as disk:
        write_safely(folder / "scenario.yaml", START)
        disk.acknowledge(0)
        for number in range(1, POWER_CUT_EDITS + 1):
            add(open_project(folder, ignore), str(number))
            disk.acknowledge(number)
            project = open_project(folder, ignore)
            project.results.keep("zone", {"seed": number}, {}, {"probability": 0.5})
    *_, (last, _) = disk.states("K")
    assert {n: b for n, b in last.items() if b is not None} == contents(folder), "not all recorded"
    for number, (files, saved) in enumerate(disk.states(model)):
        if "scenario.yaml" not in files:
            assert saved == 0
            continue
        rebuilt = rebuild(tmp_path / f"{model}{number}", files)
        found = edits(rebuilt)
        assert len(found) >= saved
        assert found == [str(n + 1) for n in range(len(found))]
        assert attempt(rebuilt, "after")
        shutil.rmtree(rebuilt)
    tell_figure(f"power cuts, model {model}: {number + 1} states, 0 edits lost, 0 unreadable")


@pytest.mark.parametrize("model", ["K", "P", "N"])
def test_no_power_cut_lists_a_report_that_is_not_there(
    tmp_path: Path, disk_of: Any, model: str
) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    with disk_of(folder) as disk:
        write_safely(folder / "scenario.yaml", START)
        disk.acknowledge(0)
        for number in range(1, 4 if PROOF else 2):
            bring_some_in(tmp_path, 0, open_project(folder, ignore), number)
            disk.acknowledge(number)
    for number, (files, saved) in enumerate(disk.states(model)):
        if "scenario.yaml" in files:
            rebuilt = rebuild(tmp_path / f"{model}{number}", files)
            assert len(all_listed_are_whole(rebuilt)) >= saved
            assert bring_some_in(tmp_path, 1, open_project(rebuilt, ignore), number)
            shutil.rmtree(rebuilt)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def rebuild(folder: Path, files: dict[str, bytes | None]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            place.mkdir(exist_ok=True)
        else:
            place.write_bytes(data)
    return folder


# ------------------------------------------------------------------ files are damaged


@pytest.mark.parametrize("name", ["scenario.yaml", "ledger.jsonl", "journal.jsonl"])
@pytest.mark.parametrize("cache", ["with cache", "without cache"])
def test_damage_is_found_or_mended_and_never_a_traceback(
    tmp_path: Path, name: str, cache: str
) -> None:
    whole = make(tmp_path / "whole")
    for n in range(3):
        add(open_project(whole, ignore), str(n))
    before = (whole / "scenario.yaml").read_bytes()
    ledger = (whole / "ledger.jsonl").read_bytes()
    if cache == "without cache":
        shutil.rmtree(whole / ".middleground")
    data = (whole / name).read_bytes()
    for number, damaged in enumerate(damages(data)):
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder)
        (folder / name).write_bytes(damaged)
        try:
            project = open_project(folder, ignore)
        except ProjectError as error:
            if name == "scenario.yaml" and error.problems[0].code == "version":
                continue  # a flipped digit of the format
            raise
        project.read_entries()
        mended = (folder / name).read_bytes() == data
        assert project.notices or mended, "damage went unnoticed"
        if name != "scenario.yaml":
            assert project.read_scenario() == before
        if name == "journal.jsonl":
            assert (folder / "ledger.jsonl").read_bytes() == ledger
        texts = [project.journal.text(n) for n in ("scenario.yaml", "ledger.jsonl")]
        assert texts == [(folder / n).read_bytes() for n in ("scenario.yaml", "ledger.jsonl")]
        assert not open_project(folder, ignore).notices, "said twice"
        assert attempt(folder, "after")
        shutil.rmtree(folder)
    tell_figure(f"{name}, {cache}: {number + 1} damaged files, all noticed or mended")


def damages(data: bytes) -> list[bytes]:
    """The file cut at every length and with every bit flipped: as many of them as there is time."""
    # A journal without a single byte is one that was never begun.
    cuts = [data[:length] for length in range(1, len(data))]
    flips = [
        data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
        for place in range(len(data))
        for bit in range(8)
    ]
    chance = random.Random(3)  # noqa: S311
    half = DAMAGES // 2
    return chance.sample(cuts, min(half, len(cuts))) + chance.sample(flips, min(half, len(flips)))


def test_an_edit_in_the_ledger_that_damage_undid_is_put_back(tmp_path: Path) -> None:
    folder = make(tmp_path / "talks")
    project = open_project(folder, ignore)

    def accept(entries: list[Entry]) -> list[Entry]:
        return [e.model_copy(update={"status": "accepted", "by": "ann"}) for e in entries]

    project.edit_entries(accept, "accepted all")
    decided = (folder / "ledger.jsonl").read_bytes()
    (folder / "ledger.jsonl").write_bytes(decided[:-30] + b"\x00" + decided[-29:])
    project = open_project(folder, ignore)
    assert [e.status for e in project.read_entries()] == ["accepted"] * 4
    (notice,) = project.notices
    aside = folder / notice.what.rsplit(" ", 1)[1]
    assert b"\x00" in aside.read_bytes()


# ------------------------------------------------------------------ several at once


def test_processes_on_one_project_lose_nothing(tmp_path: Path) -> None:
    folder = make(tmp_path / "talks")
    children = []
    for writer in range(WRITERS):
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                project = open_project(folder, ignore)
                for number in range(EDITS_EACH):
                    add(project, f"{writer}-{number}")
                os._exit(0)
            os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * WRITERS
    found = edits(folder)
    assert sorted(found) == sorted(f"{w}-{n}" for w in range(WRITERS) for n in range(EDITS_EACH))
    project = open_project(folder, ignore)
    assert [act.number for act in project.journal.acts] == list(range(1, len(found) + 3))
    assert not project.notices
