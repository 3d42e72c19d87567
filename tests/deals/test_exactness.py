"""A share of `benchmarks/exactness.py`, which tries 1,000 scenarios."""

from benchmarks.exactness import run


def test_every_method_equals_brute_force() -> None:
    met = run(small=15, large=1, seed=3, tell=False)
    assert met["scenarios"] >= 15
    assert met["of 1e5 deals"] == 1
