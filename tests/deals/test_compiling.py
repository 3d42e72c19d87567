"""Where compiled loops are kept, and that everything works where they cannot be."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from middleground.deals import compiling

_ASKED = """
import json, sys
from pathlib import Path
from middleground.deals import many_draws
from middleground.deals.draws import draw
from middleground.deals.many_draws import ManyDraws
from middleground.deals.sampling import Sampling
from middleground.scenario.reader import read_scenario

many_draws._WORTH_COMPILING = 0
scenario = read_scenario(Path(sys.argv[1])).scenario
held, counts = ManyDraws(scenario, draw(scenario, Sampling(8))).zone_and_counts()
print("compiled" if "numba" in sys.modules else "numpy")
print(json.dumps([held.tolist(), counts.tolist()]))
"""
_CASE = Path(__file__).parents[2] / "catalogue" / "labour" / "scenario.yaml"


def asked(**environment: str) -> tuple[str, str]:
    """What a process of its own says, on standard output and on standard error."""
    done = subprocess.run(
        [sys.executable, "-c", _ASKED, str(_CASE)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return done.stdout, done.stderr


def test_loops_are_compiled_once_and_answers_are_the_same_without_them(tmp_path: Path) -> None:
    own = {"XDG_CACHE_HOME": str(tmp_path), "NUMBA_CACHE_DIR": ""}
    first, told = asked(**own)
    assert "Compiling loops" in told
    again, nothing = asked(**own)
    assert nothing == ""
    without, _ = asked(NUMBA_DISABLE_JIT="1")
    assert first == again
    assert first.replace("compiled", "numpy") == without
    assert (tmp_path / "middleground").stat().st_mode & 0o077 == 0


def test_a_cache_that_others_can_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert compiling._own_folder() is not None
    (tmp_path / "middleground").chmod(0o777)
    assert compiling._own_folder() is None


def test_without_a_folder_the_loops_are_compiled_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from numba import config

    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(config, "CACHE_DIR", "")
    with caplog.at_level(logging.WARNING, "middleground"):
        assert not compiling.open_cache("middleground.deals.kernels")
    assert "cannot be kept" in caplog.text


def test_a_folder_that_the_user_chose_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from numba import config

    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path))
    assert compiling.open_cache("middleground.deals.kernels")
    assert vars(config)["CACHE_DIR"] == str(tmp_path)
