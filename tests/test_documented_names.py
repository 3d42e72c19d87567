"""What may be relied on is documented, and what is documented runs."""

import re

import pytest
from tests.conftest import REPOSITORY

import middleground

PAGE = REPOSITORY / "docs" / "reference" / "answers.md"


def test_every_public_name_stands_on_the_reference_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    missing = [n for n in middleground.__all__ if n != "__version__" and f"`{n}`" not in text]
    assert not missing


def test_the_example_on_the_reference_page_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    monkeypatch.chdir(REPOSITORY)
    exec(example[1], {})  # noqa: S102  (our own documentation)
    assert "share=0.8" in capsys.readouterr().out
