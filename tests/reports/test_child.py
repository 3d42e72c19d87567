"""Whatever becomes of the process that reads a document, what comes out is a message."""

import errno
import json
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.reports.made_documents import make_docx, make_mail, make_pdf

from middleground.errors import Problem, ReportError
from middleground.reports import child
from middleground.reports.children import docx_parts, html_page, mail, pdf_pages, start
from middleground.reports.reading import read_report

SAID = "The port authority refused to raise wages, according to the board."
PDF = make_pdf([SAID, "page 1"], [SAID, "page 2"], compress=True, Title="Quay")
WORD = make_docx(SAID, "The union refused.", title="Quay")
MAIL = make_mail(SAID, f"<p>{SAID}</p>", From="a@b.example", Subject="Caf\u00e9")
PAGE = f"<html><head><title>Quay</title></head><body><p>{SAID}</p></body></html>".encode()


def refused(monkeypatch: pytest.MonkeyPatch, program: str) -> ReportError:
    """What is said when the child process is this program."""
    real = subprocess.Popen

    def started(_: list[str], **named: Any) -> "subprocess.Popen[bytes]":
        return real([sys.executable, "-c", program], **named)

    monkeypatch.setattr(subprocess, "Popen", started)
    with pytest.raises(ReportError) as caught:
        read_report(PDF, "april.pdf")
    (problem,) = caught.value.problems
    assert problem.file == "april.pdf"
    assert problem.expected
    assert ".txt" in problem.mend or "pip install" in problem.mend
    return caught.value


@pytest.mark.parametrize(
    ("program", "code", "words"),
    [
        pytest.param("", "limit", "broke off", id="says nothing"),
        pytest.param("print('[')", "limit", "broke off", id="says no JSON"),
        pytest.param("raise SystemExit(3)", "limit", "broke off", id="fails"),
        pytest.param("import os; os.abort()", "limit", "broke off", id="crashes"),
        pytest.param(f"import os; os.kill(os.getpid(), {signal.SIGXCPU})", "limit", "longer"),
        pytest.param("print('x' * 10**6, flush=True) or print('{}')", "limit", "broke off"),
        pytest.param('print(\'{"missing": "pypdf"}\')', "no-reader", "pypdf is not installed"),
    ],
)
def test_a_process_that_does_not_answer_is_a_message(
    monkeypatch: pytest.MonkeyPatch, program: str, code: str, words: str
) -> None:
    error = refused(monkeypatch, program)
    assert error.problems[0].code == code
    assert words in error.problems[0].what


def test_a_process_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_WAIT", 0.5)
    error = refused(monkeypatch, "import time; time.sleep(60)")
    assert "longer" in error.problems[0].what


def test_a_process_that_says_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_LARGEST_ANSWER", 100_000)
    error = refused(monkeypatch, "while True: print('x' * 10_000)")
    assert error.problems[0].code == "too-large"


@pytest.mark.parametrize("code", [errno.ENOENT, errno.ENOMEM, errno.EAGAIN])
def test_a_process_that_cannot_be_started_is_a_message(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, "no process today")

    monkeypatch.setattr(subprocess, "Popen", fail)
    for data, name in ((PDF, "a.pdf"), (WORD, "a.docx"), (MAIL, "a.eml"), (PAGE, "a.html")):
        with pytest.raises(ReportError, match="cannot be started: no process today"):
            read_report(data, name)


def limited(program: str, *, seconds: int = 10, mebibytes: int = 512) -> int:
    """How a process ends that works under the limits of a reader."""
    path = str(Path(start.__file__).parent)
    begin = f"import sys; sys.path.insert(0, {path!r}); import start; "
    begin += f"start.limit({seconds}, {mebibytes})\n"
    done = subprocess.run([sys.executable, "-I", "-c", begin + program], capture_output=True)
    return done.returncode


def test_limits_hold(tmp_path: Path) -> None:
    assert limited("pass") == 0
    assert limited("while True: pass", seconds=1) in (-signal.SIGXCPU, -signal.SIGKILL)
    assert limited("bytes(600 * 2**20)") == 1  # MemoryError
    place = tmp_path / "written.txt"
    assert limited(f"with open({str(place)!r}, 'w') as file: file.write('x')") == 1
    assert not place.exists() or place.read_bytes() == b""


def test_a_reader_sees_nothing_of_the_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither the working folder nor the environment can slip a module in."""
    for name in ("pypdf", "json", "site"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert SAID in read_report(PDF, "april.pdf").text


# ------------------------------------------------------------------------------- damage at random

READERS = {"pdf_pages": pdf_pages, "docx_parts": docx_parts, "mail": mail, "html_page": html_page}


def _here(command: list[str], data: bytes) -> tuple[bytes, int]:
    """The reader's answer without a process of its own: for a few hundred documents."""
    said = start._extracted(READERS[command[3]].extract, data, 5_000_000)
    return json.dumps(said).encode(), 0


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def assert_text_or_message(data: bytes, name: str) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        report = read_report(data, name)
    except ReportError as error:
        problems = error.problems
    else:
        assert report.text or report.notices
        assert "\x00" not in report.text
        report.text.encode()  # no half characters
    assert all(p.file == name and p.expected and p.mend for p in problems)


@pytest.mark.parametrize("damage", [_cut, _flipped])
@pytest.mark.parametrize(
    ("data", "name"),
    [(PDF, "a.pdf"), (WORD, "a.docx"), (MAIL, "a.eml"), (PAGE, "a.html")],
    ids=["pdf", "docx", "eml", "html"],
)
def test_damage_gives_a_text_or_a_message(
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    name: str,
    damage: Callable[[bytes, random.Random], bytes],
) -> None:
    monkeypatch.setattr(child, "_run", _here)
    chance = random.Random(3)  # noqa: S311
    for _ in range(100):
        assert_text_or_message(damage(data, chance), name)


@pytest.mark.parametrize("damage", [_cut, _flipped])
def test_damage_through_the_process_itself(
    damage: Callable[[bytes, random.Random], bytes],
) -> None:
    chance = random.Random(5)  # noqa: S311
    for data, name in ((PDF, "a.pdf"), (WORD, "a.docx"), (MAIL, "a.eml"), (PAGE, "a.html")):
        assert_text_or_message(damage(data, chance), name)
