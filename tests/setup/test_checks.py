"""`./mg test` and its kin, wherever they are called from."""

from pathlib import Path

import pytest

from setup import checks


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run; the second command fails, the others do not."""
    seen: list[list[str]] = []

    def record(command: list[str]) -> int:
        seen.append([Path(command[0]).name, *command[1:]])
        return int(len(seen) == 2)

    monkeypatch.setattr(checks, "run", record)
    return seen


def test_arguments_go_to_pytest_after_ours_so_that_they_win(commands: list[list[str]]) -> None:
    checks.main(["test", "-n", "0", "-k", "zone"])
    assert commands[0][1:] == ["-m", "pytest", "-n", "auto", "-n", "0", "-k", "zone"]


def test_paths_are_those_of_the_caller(
    commands: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_mine.py").touch()
    monkeypatch.chdir(tmp_path)
    checks.main(["test", "test_mine.py::test_x", "tests/answers", "-x"])
    assert commands[0][-3:] == [f"{tmp_path}/test_mine.py::test_x", "tests/answers", "-x"]


def test_every_check_runs_and_one_failure_is_enough(
    commands: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.main(["lint"]) == 1
    assert [command[0] for command in commands] == ["ruff", "ruff", "mypy", "lint-imports"]
    assert commands[0][1:3] == ["format", "--check"]
    told = capsys.readouterr().out
    assert "mg: layout passed" in told
    assert "mg: lint FAILED" in told


def test_lint_takes_no_arguments_and_says_how_it_is_called(
    commands: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.main(["lint", "--fix"]) == 2
    assert commands == []
    assert "./mg lint" in capsys.readouterr().err


def test_the_lock_file_is_made_without_addresses(commands: list[list[str]]) -> None:
    checks.main(["lock", "--upgrade"])
    [command] = commands
    assert {"--no-emit-index-url", "--no-emit-find-links", "--generate-hashes"} <= set(command)
    assert command[-4:] == ["--upgrade", "--output-file", "requirements.lock", "pyproject.toml"]
