"""Writing that survives a crash, and names that stay inside the folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from middleground.errors import ProjectError
from middleground.ports.store.files import (
    append_safely,
    inside,
    make_folder,
    read_file,
    remove_unfinished,
    write_safely,
)


def test_a_file_is_replaced_as_a_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    place = tmp_path / "scenario.yaml"
    place.write_bytes(b"old")
    place.chmod(0o640)
    write_safely(place, b"new")
    assert place.read_bytes() == b"new"
    assert place.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["scenario.yaml"]


def _noting(calls: list[str], name: str, real: Callable[..., None]) -> Callable[..., None]:
    def call(*args: object) -> None:
        calls.append(name)
        real(*args)

    return call


def test_the_file_is_on_the_disk_before_it_is_renamed_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for name in ("fsync", "rename", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, _noting(calls, name, real))
    write_safely(tmp_path / "scenario.yaml", b"text")
    assert calls == ["fsync", "replace", "fsync"]


def test_a_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"precious")
    (tmp_path / "talks").mkdir()
    link = tmp_path / "talks" / "scenario.yaml"
    link.symlink_to(outside)
    write_safely(link, b"new")
    assert outside.read_bytes() == b"precious"
    link.unlink()
    link.symlink_to(outside)
    with pytest.raises(ProjectError, match="symbolic link"):
        append_safely(link, b"more")
    with pytest.raises(ProjectError, match="symbolic link"):
        read_file(link)
    assert outside.read_bytes() == b"precious"


def test_a_folder_that_is_a_link_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "results").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ProjectError):
        make_folder(tmp_path / "results")


@pytest.mark.parametrize(
    "name",
    [
        "../april.txt",
        "/etc/passwd",
        "reports/../../april.txt",
        "",
        ".",
        "reports\\april.txt",
        "a\0b",
    ],
)
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProjectError) as caught:
        inside(tmp_path, name)
    assert caught.value.problems[0].code == "outside-folder"


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "reports").symlink_to(tmp_path)
    with pytest.raises(ProjectError):
        inside(tmp_path / "talks", "reports/april.txt")


def test_dots_inside_the_folder_are_fine(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "april.txt").write_text("x")
    assert inside(tmp_path, "reports/../reports/april.txt") == tmp_path / "reports" / "april.txt"


def test_a_name_in_decomposed_letters_on_the_disk_is_found(tmp_path: Path) -> None:
    (tmp_path / "cafe\u0301.txt").write_text("x")
    assert inside(tmp_path, "caf\u00e9.txt").exists()


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_only_plain_files_are_read(tmp_path: Path, make: Callable[[Path], None]) -> None:
    place = tmp_path / "scenario.yaml"
    make(place)
    with pytest.raises(ProjectError, match=r"not a file|is a directory"):
        read_file(place)


def test_a_large_file_is_refused_by_its_size(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 101)
    with pytest.raises(ProjectError) as caught:
        read_file(tmp_path / "big", largest=100)
    assert caught.value.problems[0].code == "too-large"


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".scenario.yaml.0badcafe.unfinished").write_text("half")
    (tmp_path / "scenario.yaml").write_text("whole")
    remove_unfinished(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["scenario.yaml"]
