"""Many draws at once: equal answers first, then times and ratios of one run.

    .venv/bin/python -m benchmarks.draws

The peer is plain numpy: every party's worth of every deal as outer sums, draw by draw. The same
answers come from this program's own numpy way, which is timed beside.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from benchmarks.answers import timed_command

from middleground.deals import many_draws
from middleground.deals.draws import Bools, Draws, draw
from middleground.deals.many_draws import ManyDraws
from middleground.deals.sampling import Sampling
from middleground.scenario.model import Scenario
from middleground.scenario.ranges import MILLION
from middleground.scenario.reader import read_scenario

CASE = Path(__file__).parents[1] / "catalogue" / "ceasefire" / "scenario.yaml"
ISSUES, OPTIONS, PARTIES = 5, 10, 3
NEVER = 1 << 62
T = TypeVar("T")


def profiles(count: int, seed: int = 1) -> tuple[Scenario, Draws]:
    """Parties with opposed scores, weights and no-deal values made by chance, in millionths."""
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(ISSUES), size=(count, PARTIES)) * 100
    scores = 0.6 * np.linspace(0, 1, OPTIONS) + 0.4 * rng.random((count, PARTIES, ISSUES, OPTIONS))
    scores[:, 1::2] = scores[:, 1::2, :, ::-1]
    scores -= scores.min(axis=-1, keepdims=True)
    scores *= 100 / scores.max(axis=-1, keepdims=True)
    no_deal = rng.uniform(35, 85, size=(count, PARTIES))
    names = [f"issue_{n}" for n in range(ISSUES)]
    options = [f"o{n}" for n in range(OPTIONS)]
    worth = {"weight": 1, "scores": dict.fromkeys(options, 0)}
    parties = [f"party_{n}" for n in range(PARTIES)]
    scenario = Scenario.model_validate(
        {
            "format": "middleground/1",
            "title": "Profiles made by chance",
            "parties": {party: {"ratifies": party} for party in parties},
            "issues": {name: {"options": options} for name in names},
            "preferences": {
                party: {"no_deal": 0} | dict.fromkeys(names, worth) for party in parties
            },
        }
    )

    def whole(numbers: Any) -> Any:
        return np.rint(numbers * MILLION).astype(np.int64)

    values = {}
    for p, party in enumerate(parties):
        path = f"preferences.{party}"
        values[f"{path}.no_deal"] = whole(no_deal[:, p])
        for n, name in enumerate(names):
            values[f"{path}.{name}.weight"] = whole(weights[:, p, n])
            for k, option in enumerate(options):
                values[f"{path}.{name}.scores.{option}"] = whole(scores[:, p, n, k])
    return scenario, Draws(count, values, {})


def plain_exists(many: ManyDraws, count: int) -> Bools:
    """In which of the first draws any deal is agreeable: outer sums in numpy, nothing left out."""
    found = np.zeros(count, dtype=bool)
    for n in range(count):
        agreeable: Any = True
        for party in many.scenario.parties:
            values = {k: v[n] for k, v in many.draws.values.items() if f".{party}." in k}
            total, weights = np.zeros(1, np.int64), 0
            for name in many.scenario.issues:
                path = f"preferences.{party}.{name}"
                weight = values[f"{path}.weight"]
                scores = [values[f"{path}.scores.o{k}"] for k in range(OPTIONS)]
                total = np.add.outer(total, np.array(scores) * weight).ravel()
                weights += weight
            agreeable = agreeable & (total >= weights * values[f"preferences.{party}.no_deal"])
        found[n] = agreeable.any()
    return found


def timed(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """The least seconds of several times, and what came out."""
    least = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        result = work()
        least = min(least, time.perf_counter() - start)
    return least, result


def in_numpy(work: Callable[[], T]) -> T:
    """The same without compiled loops."""
    worth, many_draws._WORTH_COMPILING = many_draws._WORTH_COMPILING, NEVER
    try:
        return work()
    finally:
        many_draws._WORTH_COMPILING = worth


def probability(count: int, plain_draws: int) -> dict[str, float]:
    """P(zone) of profiles over 1e5 deals."""
    scenario, draws = profiles(count)
    plain_seconds, plain = timed(lambda: plain_exists(ManyDraws(scenario, draws), plain_draws))
    few = draws.part(0, plain_draws)
    own_seconds, own = timed(lambda: in_numpy(ManyDraws(scenario, few).zone_exists))
    ManyDraws(scenario, draws).zone_exists()  # compiles, where that was not done
    seconds, found = timed(lambda: ManyDraws(scenario, draws).zone_exists(), 3)
    assert (found[:plain_draws] == plain).all(), "the answers differ"
    assert (own == plain).all(), "the answers differ"
    each = plain_seconds / plain_draws
    return {
        "P(zone)": float(found.mean()),
        "seconds": seconds,
        "plain numpy, seconds (from fewer draws)": each * count,
        "ratio to plain numpy": each * count / seconds,
        "ratio to this program's numpy": own_seconds / plain_draws * count / seconds,
    }


def flagship(count: int, plain_draws: int) -> dict[str, float]:
    """P(zone) and every deal's robustness on the catalogue's largest case."""
    scenario = read_scenario(CASE).scenario
    few = ManyDraws(scenario, draw(scenario, Sampling(plain_draws)))
    own_seconds, (held, counts) = timed(lambda: in_numpy(few.zone_and_counts))
    many_draws._WORTH_COMPILING, worth = 0, many_draws._WORTH_COMPILING
    again, counted = ManyDraws(scenario, few.draws).zone_and_counts()
    many_draws._WORTH_COMPILING = worth
    assert (held == again).all(), "the answers differ"
    assert (counts == counted).all(), "the answers differ"
    drawing, draws = timed(lambda: draw(scenario, Sampling(count)))
    seconds, (held, _) = timed(lambda: ManyDraws(scenario, draws).zone_and_counts(), 3)
    exists, _ = timed(lambda: ManyDraws(scenario, draws).zone_exists(), 3)
    fair, _ = timed(lambda: sum(1 for _ in ManyDraws(scenario, draws).each_fair()), 3)
    with tempfile.TemporaryDirectory() as folder:
        project = shutil.copytree(CASE.parent, Path(folder) / "case")
        whole, memory = [], 0
        for _ in range(3):
            shutil.rmtree(project / "results", ignore_errors=True)
            command = ("zone", str(project), "--draws", str(count), "--json")
            took, memory = timed_command(*command)
            whole.append(took)
    return {
        "P(zone)": float(held.mean()),
        "drawing, seconds": drawing,
        "P(zone) and robustness, seconds": seconds,
        "P(zone) alone, seconds": exists,
        "fair deals of every draw, seconds": fair,
        "the whole process, seconds": min(whole),
        "the whole process, MiB": memory,
        "ratio to this program's numpy": own_seconds / plain_draws * count / seconds,
    }


def main() -> None:
    """Print one object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=4_096)
    parser.add_argument("--profiles", type=int, default=10_000)
    parser.add_argument("--plain-draws", type=int, default=64)
    asked = parser.parse_args()
    figures = {
        "1e5 deals": probability(asked.profiles, asked.plain_draws),
        "flagship": flagship(asked.draws, asked.plain_draws),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
