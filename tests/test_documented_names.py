"""What may be relied on is documented, and what is documented runs."""

import re

import pytest
from tests.conftest import REPOSITORY

import middleground
from middleground.answers.zone import find_zone
from middleground.scenario.check import check
from middleground.scenario.reader import read_scenario_text

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


def test_the_scenario_of_the_readme_is_whole_and_sound() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert example
    result = check(read_scenario_text(example[1]), {}, most_deals=1_000)
    assert (result.errors, result.warnings, result.notices) == ((), (), ())
    assert find_zone(result.reading.scenario).agreeable
