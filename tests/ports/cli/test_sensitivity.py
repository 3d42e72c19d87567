"""`sensitivity`: in words, as JSON, stored, smaller in the brief, refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from middleground.answers.sensitivity import Sensitivity, inquiry
from middleground.ports.cli import main
from middleground.ports.cli import sensitivity as command


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def labour(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    assert ask("new", folder, "--case", "labour").exit_code == 0
    return folder


def test_in_words_each_number_with_what_it_rests_on(labour: Path) -> None:
    done = ask("sensitivity", labour, "--draws", "128")
    assert done.exit_code == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "Whether any agreeable deal exists. It hangs most on what no deal is worth to" in said
    assert "What to ask first" in said
    assert "- Ask this first: what no deal is worth to" in said
    assert "It rests on assumption: weights, middle scores, no-deal value." in said
    assert "One at a time (tornado): each number at its low and its high end" in said
    assert "Note: this answer was given fewer draws than usual (128)" in said
    assert "two sets of 128 draws, 8 scramblings, seed 0" in said


def test_json_is_one_object_the_same_twice_and_stored(labour: Path) -> None:
    arguments: list[str | Path] = ["sensitivity", labour, "--draws", "16", "--json"]
    one, again = ask(*arguments), ask(*arguments)
    assert one.stdout == again.stdout
    found = json.loads(one.stdout)
    fingerprint = found.pop("fingerprint")
    assert (labour / "results" / fingerprint / "result.json").is_file()
    assert Sensitivity.model_validate(found).of == "zone"


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("robustness", "Whether this deal is agreeable (Pay rise:"),
        ("gain", "What Dockers' Union gains by the Nash deal"),
        ("deal", "Which deal is the Kalai-Smorodinsky one"),
    ],
)
def test_of_other_answers(of: str, said: str, labour: Path) -> None:
    done = ask("sensitivity", labour, "--of", of, "--draws", "8")
    assert done.exit_code == 0, done.stderr
    assert said in " ".join(done.stdout.split())


def test_interrupted_work_stores_nothing_and_can_be_asked_again(
    labour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(inquiry, "sobol_indices", interrupt)
        done = ask("sensitivity", labour, "--draws", "8")
    assert done.exit_code == 130
    assert not list((labour / "results").glob("*")) if (labour / "results").exists() else True
    assert ask("sensitivity", labour, "--draws", "8").exit_code == 0


def test_a_scenario_without_a_model_and_a_wrong_answer_are_refused(
    labour: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.yaml"
    bare.write_text("format: middleground/1\ntitle: Reports alone\n")
    done = ask("sensitivity", bare)
    assert done.exit_code == 1
    assert "the scenario has no parties and no issues and no preferences yet" in done.stderr
    wrong = ask("sensitivity", labour, "--of", "weather")
    assert wrong.exit_code == 2
    zero = ask("sensitivity", labour, "--draws", "0")
    assert zero.exit_code == 1
    assert "0 draws" in zero.stderr


def test_where_it_is_one_answer_of_many_it_makes_fewer_draws() -> None:
    from middleground.deals.sampling import Sampling

    assert command.smaller(Sampling(1024, 3)) == Sampling(256, 3)
    assert command.smaller(Sampling(64)) == Sampling(64)
