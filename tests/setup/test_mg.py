"""The wrapper at the top of the repository, with a set-up that takes no time."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

# Stands in for setup/environment.py: counts its calls; its "Python" prints its arguments.
SET_UP = """\
import shutil, sys
from pathlib import Path
here = Path(__file__).resolve().parents[1]
with (here / "calls").open("a") as calls:
    calls.write("set up\\n")
if (here / "broken").exists():
    sys.exit(1)
notes = here / ".venv/.mg"
notes.mkdir(parents=True, exist_ok=True)
python = here / ".venv/bin/python"
python.parent.mkdir(exist_ok=True)
python.write_text('#!/bin/sh\\nprintf "<%s>" "$PWD" "$@"\\n')
python.chmod(0o755)
(notes / "place").write_text(f"{here}\\n")
shutil.copy(here / "requirements.lock", notes)
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository reduced to what the wrapper touches, with a space in its path."""
    folder = (tmp_path / "a clone").resolve()
    (folder / "setup").mkdir(parents=True)
    shutil.copy(REPOSITORY / "mg", folder)
    (folder / "setup" / "environment.py").write_text(SET_UP)
    (folder / "requirements.lock").write_text("click==1\n")
    return folder


def call(
    program: Path | str, *arguments: str, cwd: Path, variables: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env=dict(os.environ) | dict(variables or {}),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def times_set_up(clone: Path) -> int:
    calls = clone / "calls"
    return len(calls.read_text().splitlines()) if calls.exists() else 0


def test_the_first_call_sets_up_and_the_next_does_not(clone: Path) -> None:
    first = call("./mg", "zone", "talks", cwd=clone)
    second = call("./mg", "zone", "talks", cwd=clone)
    assert first.stdout == second.stdout == f"<{clone}><-I><-m><middleground><zone><talks>"
    assert times_set_up(clone) == 1


def test_a_new_lock_file_is_set_up(clone: Path) -> None:
    call("./mg", cwd=clone)
    (clone / "requirements.lock").write_text("click==2\n")
    call("./mg", cwd=clone)
    assert times_set_up(clone) == 2


def test_a_copied_clone_does_not_run_the_code_it_was_copied_from(clone: Path) -> None:
    call("./mg", cwd=clone)
    copy = clone.with_name("a copy")
    shutil.copytree(clone, copy)
    call("./mg", cwd=copy)
    assert times_set_up(copy) == times_set_up(clone) + 1


def test_an_environment_whose_python_is_gone_is_made_again(clone: Path) -> None:
    call("./mg", cwd=clone)
    (clone / ".venv/bin/python").unlink()
    assert call("./mg", cwd=clone).returncode == 0
    assert times_set_up(clone) == 2


def test_arguments_arrive_as_they_were_typed(clone: Path) -> None:
    awkward = ["a b", "", "*", "$HOME", 'say "no"', "--", "it's"]
    done = call("./mg", *awkward, cwd=clone)
    assert done.stdout.endswith("<middleground>" + "".join(f"<{text}>" for text in awkward))


def test_paths_stay_relative_to_the_caller(clone: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    done = call("../a clone/mg", "check", "talks", cwd=elsewhere)
    assert done.stdout == f"<{elsewhere.resolve()}><-I><-m><middleground><check><talks>"


def test_it_runs_through_links_and_from_the_path(clone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "first").symlink_to("../a clone/mg")
    (folder / "mg").symlink_to(folder / "first")
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    done = call("sh", "-c", "mg zone", cwd=tmp_path, variables={"PATH": path})
    assert done.stdout.endswith("<middleground><zone>")


def test_a_search_path_for_cd_does_not_lead_it_astray(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / "a clone").mkdir(parents=True)
    variables = {"CDPATH": str(tmp_path / "other")}
    done = call("sh", "a clone/mg", "zone", cwd=tmp_path, variables=variables)
    assert done.stdout.endswith("<middleground><zone>")


@pytest.mark.parametrize("typed", ["./mg", "../a clone/mg"])
def test_the_program_learns_how_it_was_called(clone: Path, typed: str) -> None:
    python = clone / ".venv/bin/python"
    call("./mg", cwd=clone)
    python.write_text('#!/bin/sh\nprintf %s "$MG_CALLED"\n')
    assert call(typed, "zone", cwd=clone).stdout == typed


@pytest.mark.parametrize("name", ["test", "lint", "lock"])
def test_what_contributors_run_goes_to_the_checks(clone: Path, name: str) -> None:
    done = call("./mg", name, "-k", "zone", cwd=clone)
    assert done.stdout == f"<{clone}><-I><{clone}/setup/checks.py><{name}><-k><zone>"


def test_a_failed_set_up_ends_there(clone: Path) -> None:
    (clone / "broken").touch()
    done = call("./mg", "zone", cwd=clone)
    assert done.returncode == 1
    assert done.stdout == ""


def test_an_old_python_is_named_with_what_to_do(clone: Path, tmp_path: Path) -> None:
    """Only the tools that the wrapper uses are on the path, and a python3 that is too old."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("cmp", "readlink", "sh"):
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    old = folder / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2\nexit 1\n')
    old.chmod(0o755)
    done = call("./mg", cwd=clone, variables={"PATH": str(folder)})
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert "3.9.2" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert times_set_up(clone) == 0
