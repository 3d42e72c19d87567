"""A few reports of what `benchmarks/reading.py` does with a thousand: stopped by a real signal."""

import pytest
from benchmarks.reading import measure_commands

pytest.importorskip("spacy", reason="the parser of English is an extra: pip install '.[reading]'")


def test_a_reading_stopped_by_ctrl_c_loses_nothing_and_reads_nothing_twice() -> None:
    found = measure_commands(8, [3])
    assert found["reports"] == 8
    assert found["MiB at most"] < 400
