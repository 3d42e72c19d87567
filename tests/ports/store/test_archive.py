"""A project as one file: the same bytes back, and nothing from an archive that is not sound."""

import contextlib
import errno
import io
import json
import os
import random
import shutil
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from middleground.errors import MiddlegroundError, ProjectError
from middleground.ports.store.archive import CONTENTS, pack
from middleground.ports.store.creation import copy_case, make_project
from middleground.ports.store.files import digest
from middleground.ports.store.project import open_project
from middleground.ports.store.unpacking import unpack

SCENARIO = b"format: middleground/1\ntitle: Talks\n"


def quiet(line: str) -> None:
    """Nobody is at the terminal."""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def packed(project: Path, to: Path, **named: bool) -> Path:
    pack(open_project(project, quiet), to, **named)
    return to


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A project with a report, a what-if, a stored answer, and a note that is no part of it."""
    (tmp_path / "april.txt").write_text("At least three docks are shut, the union said.\r\n")
    folder = tmp_path / "talks"
    make_project(folder, [tmp_path / "april.txt"], "", quiet)
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "later.yaml").write_text("title: Later\n")
    answer = folder / "results" / ("0" * 32)
    answer.mkdir(parents=True)
    (answer / "result.json").write_text("{}")
    (folder / "notes.odt").write_text("mine")
    return folder


def test_a_project_comes_back_byte_for_byte(talks: Path, tmp_path: Path) -> None:
    archive = packed(talks, tmp_path / "talks.zip")
    unpack(archive, tmp_path / "again", quiet)
    expected = contents(talks)
    del expected["notes.odt"], expected[f"results/{'0' * 32}/result.json"]
    kept = {name: data for name, data in expected.items() if not name.startswith(".middleground")}
    assert contents(tmp_path / "again") == kept
    opened = open_project(tmp_path / "again", quiet)
    assert not opened.notices
    assert contents(tmp_path / "again")["journal.jsonl"] == kept["journal.jsonl"]


def test_every_case_of_the_catalogue_comes_back(tmp_path: Path) -> None:
    for case in ("labour", "ceasefire"):
        copy_case(tmp_path / case, case, "", quiet)
        archive = packed(tmp_path / case, tmp_path / f"{case}.zip")
        again = tmp_path / f"{case} again"
        unpack(archive, again, quiet)
        assert packed(again, tmp_path / f"{case}2.zip").read_bytes() == archive.read_bytes()


def test_the_same_project_gives_the_same_bytes(talks: Path, tmp_path: Path) -> None:
    one = packed(talks, tmp_path / "one.zip").read_bytes()
    for place in talks.rglob("*"):
        os.utime(place, (1, 1))
    (talks / "scenario.yaml").chmod(0o600)
    assert packed(talks, tmp_path / "other.zip").read_bytes() == one


def test_answers_go_along_only_where_both_sides_want_them(talks: Path, tmp_path: Path) -> None:
    name = f"results/{'0' * 32}/result.json"
    archive = packed(talks, tmp_path / "talks.zip", with_results=True)
    assert unpack(archive, tmp_path / "without", quiet).left_out == 1
    assert not (tmp_path / "without" / "results").exists()
    unpack(archive, tmp_path / "with", quiet, with_results=True)
    assert (tmp_path / "with" / name).read_bytes() == b"{}"


def test_what_goes_along_and_what_does_not_is_said(talks: Path, tmp_path: Path) -> None:
    (talks / "reports" / "link.txt").symlink_to("/etc/hostname")
    made = pack(open_project(talks, quiet), tmp_path / "talks.zip")
    left_out, history = made.notices
    assert "notes.odt" in left_out.what
    assert "reports/link.txt (a link)" in left_out.what
    assert "login names" in history.what
    assert made.sha256 == digest((tmp_path / "talks.zip").read_bytes())


@pytest.mark.parametrize("file", ["april.txt", "reports/april.aspx", "reports/april?.txt"])
def test_a_report_that_cannot_go_along_is_named(talks: Path, tmp_path: Path, file: str) -> None:
    (talks / "reports" / "april.txt").rename(talks / file)
    text = (talks / "scenario.yaml").read_text().replace("reports/april.txt}", f'"{file}"}}')
    (talks / "scenario.yaml").write_text(text)
    with pytest.raises(ProjectError) as caught:
        packed(talks, tmp_path / "talks.zip")
    assert caught.value.problems[0].path == "reports.april.file"
    assert not (tmp_path / "talks.zip").exists()


def test_nothing_is_replaced(talks: Path, tmp_path: Path) -> None:
    archive = packed(talks, tmp_path / "talks.zip")
    before = contents(tmp_path)
    with pytest.raises(ProjectError, match="exists already"):
        packed(talks, archive)
    with pytest.raises(ProjectError, match="not empty"):
        unpack(archive, talks, quiet)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
def test_whatever_call_fails_nothing_half_made_remains(
    talks: Path, tmp_path: Path, failing: Any, code: int
) -> None:
    archive = packed(talks, tmp_path / "talks.zip")
    expected = {*contents(talks)} - {"notes.odt", f"results/{'0' * 32}/result.json"}
    expected = {name for name in expected if not name.startswith(".middleground")}
    beside = {path.name for path in tmp_path.iterdir()}
    for number in range(1, 200):
        folder = tmp_path / f"again{number}"
        with failing(number, code) as failed, contextlib.suppress(ProjectError):
            unpack(archive, folder, quiet)
        # Only the last call, which brings the folder to the disk, fails when it is in its place.
        assert not folder.exists() or {*contents(folder)} == expected
        assert {path.name for path in tmp_path.iterdir()} <= {*beside, folder.name}
        if not failed:
            return
        if folder.exists():
            shutil.rmtree(folder)
    pytest.fail("never came to an end")


def test_a_full_disk_leaves_no_archive(talks: Path, tmp_path: Path, failing: Any) -> None:
    before = contents(tmp_path)
    for number in range(1, 20):
        project = open_project(talks, quiet)
        with failing(number, errno.ENOSPC) as failed:
            try:
                pack(project, tmp_path / "talks.zip")
            except ProjectError:
                assert contents(tmp_path) == before
        if not failed:
            return
        (tmp_path / "talks.zip").unlink(missing_ok=True)


# ------------------------------------------------------------------------------ hostile archives

Entries = Iterable[tuple[str | zipfile.ZipInfo, bytes]]


def listed(entries: Entries) -> bytes:
    named = {(n if isinstance(n, str) else n.filename): data for n, data in entries}
    files = {n: {"size": len(data), "sha256": digest(data)} for n, data in named.items()}
    return json.dumps({"format": "middleground-project/1", "files": files}).encode()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], said: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two entries of one name
        for name, data in entries:
            archive.writestr(name, data)
        archive.writestr(CONTENTS, listed(entries) if said is None else said)
    return out.getvalue()


def linked(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def refused(tmp_path: Path, data: bytes) -> ProjectError:
    """The refusal of an archive, after which everything is as it was."""
    archive = tmp_path / "in.zip"
    archive.write_bytes(data)
    before = contents(tmp_path)
    with pytest.raises(ProjectError) as caught:
        unpack(archive, tmp_path / "deep" / "talks", quiet)
    assert contents(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.zip"]
    for problem in caught.value.problems:
        assert str(archive) in problem.file
        assert problem.expected
        assert problem.mend
    return caught.value


FORMAT = b'{"format": "middleground-project/1", '
OURS = ("scenario.yaml", SCENARIO)


@pytest.mark.parametrize(
    ("entries", "code", "word"),
    [
        pytest.param([("../outside.txt", b"x")], "archive-path", "..", id="G01"),
        pytest.param([("/etc/outside.txt", b"x")], "archive-path", "/etc", id="from the root"),
        pytest.param([("reports/..\\x.txt", b"x")], "archive-path", "\\", id="backslash"),
        pytest.param([("C:x.txt", b"x")], "archive-path", "C:", id="drive"),
        pytest.param([("reports/con.txt", b"x")], "archive-path", "con", id="device"),
        pytest.param([("reports/a\u202etxt.b", b"x")], "archive-path", "202e", id="hidden"),
        pytest.param([("reports/a.txt.", b"x")], "archive-path", "a.txt.", id="dot at the end"),
        pytest.param([(f"reports/{'a' * 300}", b"x")], "archive-path", "aaa", id="long"),
        pytest.param([(linked("reports"), b"/nonexistent")], "archive-link", "link", id="G02"),
        pytest.param([OURS], "archive-duplicate", "scenario.yaml", id="G03"),
        pytest.param([("Scenario.yaml", SCENARIO)], "archive-duplicate", "Scenario", id="G04"),
        pytest.param(
            [("reports/caf\u00e9.txt", b"x"), ("reports/cafe\u0301.txt", b"x")],
            "archive-path", "cafe", id="letters in parts",
        ),
        pytest.param(
            [("reports/a", b"x"), ("reports/a/b.txt", b"x")], "archive-duplicate", "a", id="both"
        ),
        pytest.param([("cache.pkl", b"\x80")], "archive-type", ".pkl", id="G06"),
        pytest.param([("reports/cache.pkl", b"\x80")], "archive-type", ".pkl", id="deeper"),
        pytest.param([(".middleground/lock", b"")], "archive-type", "lock", id="cache"),
        pytest.param([("reports/x/", b"")], "archive-path", "x/", id="folder"),
    ],
)  # fmt: skip
def test_an_entry_that_does_not_belong_refuses_the_whole(
    tmp_path: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], code: str, word: str
) -> None:
    error = refused(tmp_path, zipped(OURS, *entries))
    assert error.problems[0].code == code
    assert word in error.problems[0].what


def test_a_newer_version_is_named(tmp_path: Path) -> None:
    newer = listed([OURS]).replace(b"project/1", b"project/99")
    error = refused(tmp_path, zipped(OURS, said=newer))
    assert (error.problems[0].code, "99" in error.problems[0].what) == ("version", True)
    scenario = SCENARIO.replace(b"/1", b"/99")
    error = refused(tmp_path, zipped(("scenario.yaml", scenario)))
    assert (error.problems[0].code, "99" in error.problems[0].what) == ("version", True)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        pytest.param(b"", "no list", id="empty"),
        pytest.param(b"[" * 100_000, "no list", id="deep"),
        pytest.param(FORMAT + b'"files": {}}', "scenario.yaml", id="none"),
        pytest.param(FORMAT + b'"files": {"scenario.yaml": 7}}', "enough", id="less"),
        pytest.param(listed([OURS, ("reports/a.txt", b"")]), "reports/a.txt", id="more"),
        pytest.param(listed([("scenario.yaml", SCENARIO + b"#")]), "size", id="size"),
        pytest.param(listed([("scenario.yaml", SCENARIO[::-1])]), "checksum", id="checksum"),
    ],
)  # fmt: skip
def test_a_false_list_of_files_is_damage(tmp_path: Path, said: bytes, word: str) -> None:
    error = refused(tmp_path, zipped(OURS, said=said))
    assert error.problems[0].code == "damaged-archive"
    assert word in error.problems[0].what


def test_bombs_are_refused_while_they_unpack(tmp_path: Path) -> None:
    bomb = ("reports/a.txt", b"\0" * 8 * 2**20)
    error = refused(tmp_path, zipped(OURS, bomb))
    assert error.problems[0].code == "too-large"
    assert error.problems[0].path == "reports/a.txt"
    # Both lists of files lie about the size.
    data = zipped(OURS, bomb, said=listed([OURS, ("reports/a.txt", b"x" * 9)]))
    lying = data.replace((8 * 2**20).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert refused(tmp_path, lying).problems[0].code in ("too-large", "damaged-archive")


def test_too_many_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    many = [(f"reports/{n}.txt", b"") for n in range(10_001)]
    assert refused(tmp_path, zipped(OURS, *many)).problems[0].code == "too-large"


def test_what_repeats_itself_is_packed_so_that_it_can_be_unpacked(
    talks: Path, tmp_path: Path
) -> None:
    (talks / "reports" / "long.txt").write_bytes(b"the union said " * 500_000)
    archive = packed(talks, tmp_path / "talks.zip")
    assert "reports/long.txt" in unpack(archive, tmp_path / "again", quiet).files


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"no archive at all, only words", b"PK" * 50])
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data).problems[0].code == "damaged-archive"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for name in ("missing.zip", "."):
        with pytest.raises(ProjectError):
            unpack(tmp_path / name, tmp_path / "talks", quiet)
    assert list(tmp_path.iterdir()) == []


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


@pytest.mark.parametrize("damage", [_cut, _flipped])
def test_damage_is_refused_or_does_no_harm(
    talks: Path, tmp_path: Path, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    sound = packed(talks, tmp_path / "talks.zip").read_bytes()
    unpack(tmp_path / "talks.zip", tmp_path / "sound", quiet)
    expected = contents(tmp_path / "sound")
    chance, refusals = random.Random(7), 0  # noqa: S311
    for number in range(200):
        archive, folder = tmp_path / "damaged.zip", tmp_path / f"again{number}"
        archive.write_bytes(damage(sound, chance))
        try:
            unpack(archive, folder, quiet)
        except MiddlegroundError:
            refusals += 1
            assert not folder.exists()
        else:  # a bit that no reader looks at, such as the hour
            assert contents(folder) == expected
    assert refusals > 150
