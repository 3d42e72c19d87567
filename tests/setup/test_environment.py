"""Making the environment: the parts that need neither network nor minutes.

The whole of it runs in every fresh clone of CI, and under kills in
benchmarks/interrupted_setup.py.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from setup import environment

LOCK = """\
click==8.5.1 \\
    --hash=sha256:aa
uv==0.13.9 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
uvloop==1.0 ; sys_platform == 'linux' \\
    --hash=sha256:dd
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own for the set-up to work in."""
    notes = tmp_path / ".venv" / ".mg"
    monkeypatch.setattr(environment, "REPOSITORY", tmp_path)
    monkeypatch.setattr(environment, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(environment, "NOTES", notes)
    monkeypatch.setattr(environment, "LOCK", tmp_path / "requirements.lock")
    (tmp_path / "requirements.lock").write_text(LOCK)
    return tmp_path


def make_by_hand() -> None:
    environment.NOTES.mkdir(parents=True)
    environment.PYTHON.parent.mkdir()
    environment.PYTHON.touch(0o755)


def test_a_whole_environment_is_used_without_writing_anything(repository: Path) -> None:
    """Whoever made it: somebody else may not be able to write here."""
    make_by_hand()
    environment.write_notes()
    before = sorted(repository.rglob("*"))
    assert environment.main() == 0
    assert sorted(repository.rglob("*")) == before


def test_a_python_that_cannot_be_used_is_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_by_hand()
    environment.write_notes()
    environment.PYTHON.unlink()
    environment.PYTHON.symlink_to("out-of-reach/python3.11")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert environment.main() == 1
    said = capsys.readouterr().err
    assert "you cannot use its Python" in said
    assert "out-of-reach/python3.11" in said
    assert "not yours to write to" in said


def test_uv_is_split_from_the_packages_that_it_installs() -> None:
    installer, packages = environment.split_lock(LOCK)
    assert installer.split() == ["uv==0.13.9", "\\", "--hash=sha256:bb", "\\", "--hash=sha256:cc"]
    assert [line for line in packages.splitlines() if "==" in line] == [
        "click==8.5.1 \\",
        "uvloop==1.0 ; sys_platform == 'linux' \\",
    ]


def test_the_lock_file_itself_pins_uv_and_the_build_backend() -> None:
    text = (Path(environment.__file__).parents[1] / "requirements.lock").read_text("utf-8")
    installer, packages = environment.split_lock(text)
    assert installer.startswith("uv==")
    assert "--hash=sha256:" in installer
    assert "\nhatchling==" in packages


def test_roads_to_the_packages_are_kept_and_places_to_install_are_not() -> None:
    kept = {
        "HTTPS_PROXY": "x",
        "PIP_INDEX_URL": "x",
        "PIP_FIND_LINKS": "x",
        "PIP_DEFAULT_TIMEOUT": "x",
        "PIPELINE": "x",
        "UV_DEFAULT_INDEX": "x",
        "UV_CACHE_DIR": "x",
    }
    dropped = {
        "PIP_USER": "1",
        "PIP_TARGET": "x",
        "PIP_NO_BINARY": ":all:",
        "PYTHONHOME": "x",
        "PYTHONPATH": "x",
        "UV_PYTHON": "3.9",
        "UV_SYSTEM_PYTHON": "1",
    }
    assert environment.clean_environment(kept | dropped) == kept


def test_an_environment_is_ready_only_when_its_last_note_is_there(repository: Path) -> None:
    make_by_hand()
    assert not environment.is_ready()
    environment.write_notes()
    assert environment.is_ready()
    (repository / "requirements.lock").write_text(LOCK + "extra==1\n")
    assert not environment.is_ready()


def test_clearing_forgets_first_and_leaves_nothing_but_the_notes_folder(repository: Path) -> None:
    make_by_hand()
    environment.write_notes()
    environment.clear()
    assert not environment.is_ready()
    assert [path.name for path in environment.ENVIRONMENT.iterdir()] == [".mg"]


def test_an_environment_that_someone_else_made_is_moved_aside(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = repository / ".venv" / "theirs.txt"
    theirs.parent.mkdir()
    theirs.write_text("precious")
    environment.clear()
    [aside] = repository.glob(".venv-aside-*")
    assert (aside / "theirs.txt").read_text() == "precious"
    assert aside.name in capsys.readouterr().err


def test_a_second_call_waits_for_the_first_and_says_so(repository: Path) -> None:
    waiting = (
        "from pathlib import Path; from setup import environment as e;"
        f"e.REPOSITORY = Path({str(repository)!r})\n"
        "with e.one_at_a_time(): print('mine')"
    )
    descriptor = os.open(repository / ".venv.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    second = subprocess.Popen(
        [sys.executable, "-c", waiting],
        cwd=Path(environment.__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert second.stderr is not None
    assert "another ./mg is setting up here" in second.stderr.readline()
    assert second.poll() is None
    os.close(descriptor)
    printed, _ = second.communicate(timeout=20)
    assert printed == "mine\n"


def test_a_failed_step_says_what_to_do_and_leaves_nothing_half_made(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "pip_python", lambda: "/nowhere/python3")
    assert environment.main() == 1
    told = capfd.readouterr().err
    assert "mg: [1/4] an empty environment" in told
    assert "mg: going on without uv" in told
    assert "mg: /nowhere/python3 cannot be run: No such file or directory." in told
    assert "give the same command again" in told
    assert not environment.is_ready()


def test_how_pip_reaches_the_packages_is_handed_to_uv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "pip.conf"
    settings.write_text(
        "[global]\nindex-url = https://mirror.example/simple\nproxy = http://proxy.example:3128\n"
    )
    for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    roads = environment.pip_roads()
    assert roads["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert roads["ALL_PROXY"] == "http://proxy.example:3128"
    monkeypatch.setenv("UV_INDEX_URL", "https://chosen.example/simple")
    assert "UV_DEFAULT_INDEX" not in environment.pip_roads()
