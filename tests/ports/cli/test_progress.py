"""Progress: a bar on a terminal, a plain line now and then elsewhere."""

import io
import re
from itertools import count

import pytest

from middleground.ports.cli.asking import progress_bar


def test_without_a_terminal_long_work_says_a_line_every_ten_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = count(0, 3)  # three seconds between steps
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with progress_bar("Reading") as show:
        for done in range(11):
            show(done, 10)
    assert capsys.readouterr().err.splitlines() == ["Reading: 30%", "Reading: 70%"]


def test_without_a_terminal_short_work_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Reading") as show:
        show(1, 2)
    assert capsys.readouterr().err == ""


class Terminal(io.StringIO):
    """Standard error as a terminal has it."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_time_left_waits_for_a_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    clock = count(1_000)
    monkeypatch.setattr("time.time", lambda: next(clock))
    with progress_bar("Reading") as show:
        for done in (1, 4, 5, 50):
            show(done, 100)
    drawn = re.findall(r"(\d+)%(\s+\d\d:\d\d:\d\d)?", terminal.getvalue())
    assert [(share, bool(left)) for share, left in drawn][:5] == [
        ("0", False), ("1", False), ("4", False), ("5", True), ("50", True),
    ]  # fmt: skip
