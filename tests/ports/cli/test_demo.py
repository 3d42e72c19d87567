"""`demo`: the whole way, on a copy that is the user's own."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.brief.made import CATALOGUE

from middleground.ports.cli import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    """Run the demo in an empty folder, with few draws, for the learning case: it is quicker."""
    import middleground.ports.cli.demo  # noqa: F401  (commands are imported when asked for)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("middleground.ports.cli.demo.DEFAULT_DRAWS", 16)
    monkeypatch.setattr("middleground.ports.cli.demo.CASE", "labour")
    return Run()


class Run:
    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["demo", *arguments])


def test_ends_with_the_path_of_the_brief(run: Run, tmp_path: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    last = result.stdout.splitlines()[-1]
    assert last == str((tmp_path / "demo" / "brief.html").resolve())
    assert Path(last).is_file()


def test_uses_the_copy_again_and_keeps_what_was_changed(run: Run, tmp_path: Path) -> None:
    run()
    scenario = tmp_path / "demo" / "scenario.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("Harbour workers", "My harbour"))
    second = run("--no-open")
    assert second.exit_code == 0, second.output
    assert "My harbour" in scenario.read_text("utf-8")
    assert "My harbour" in (tmp_path / "demo" / "brief.html").read_text("utf-8")
    assert "Reading" not in second.stderr


def test_leaves_a_folder_alone_that_is_no_project(run: Run, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("mine")
    result = run()
    assert result.exit_code == 1
    assert "no project" in result.stderr
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["mine.txt"]


def test_opens_no_browser_without_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    run()
    assert opened == []


def test_the_flagship_case_is_the_one_that_is_copied() -> None:
    from middleground.ports.cli.demo import CASE

    assert (CATALOGUE / CASE / "scenario.yaml").is_file()


def test_the_first_page_answers_what_an_envoy_asks_with_its_grounds(
    run: Run, tmp_path: Path
) -> None:
    run()
    page = (tmp_path / "demo" / "brief.html").read_text("utf-8")
    short, _, rest = page.partition('<section id="short"')[2].partition("</section>")
    asked = re.findall(r'<dt><a href="#(\w+)">[^<]+</a></dt><dd>(.+?)</dd>', short)
    assert {section for section, _ in asked} == {"blockers", "levers", "matters"}
    assert all(f'<section id="{section}"' in rest for section, _ in asked)
    # No lever is needed in this case, so that none is named and nothing has to bear it out.
    assert all('class="refs"' in said for section, said in asked if section != "levers")
