"""Uncertain numbers: the forms that an analyst may write, and those that mean nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from middleground.scenario.ranges import Range

NUMBERS = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("written", "low", "nominal", "high", "shape"),
    [
        (7, 7, 7, 7, "certain"),
        ([5, 9], 5, 7, 9, "uniform"),
        ([5, 5], 5, 5, 5, "certain"),
        ({"value": 7, "assumption": "x"}, 7, 7, 7, "certain"),
        ({"low": 5, "high": 9}, 5, 7, 9, "uniform"),
        ({"low": 5, "mode": 6, "high": 9}, 5, 6, 9, "pert"),
        ({"low": 5, "mode": 6, "high": 9, "shape": "triangular"}, 5, 6, 9, "triangular"),
        ({"values": [9, 5]}, 5, 9, 9, "rival"),
        ({"values": [9, 5], "weights": [1, 2]}, 5, 5, 9, "rival"),
    ],
)
def test_forms(written: object, low: float, nominal: float, high: float, shape: str) -> None:
    number = Range.model_validate(written)
    assert (number.low, number.nominal, number.high, number.shape) == (low, nominal, high, shape)


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("7", "'7' is not a number"),
        ("40%", "'40%' is not a number"),
        (True, "true is not a number"),
        (None, "an empty value is not a number"),
        (float("nan"), "NaN (not a number) cannot be used"),
        (float("inf"), "inf (infinity) cannot be used"),
        (1e13, "1e+13 is too large"),
        ([1, 2, 3], "a list of 3 where a number may stand"),
        ([9, 5], "low 9, high 5: not in order"),
        ({"low": 5, "mode": 4, "high": 9}, "low 5, mode 4, high 9: not in order"),
        ({"low": 5}, "a range without 'high'"),
        ({"value": 5, "low": 4, "high": 6}, "both 'value' and a range"),
        ({"low": 5, "high": 9, "shape": "pert"}, "shape pert without 'mode'"),
        ({"low": 5, "high": 9, "shape": "certain"}, "the shape 'certain'"),
        ({"low": 5, "high": 9, "weights": [1, 2]}, "weights without rival values"),
        ({"values": []}, "rival values without a value"),
        ({"values": [1, 2], "low": 0, "high": 3}, "both rival values and a range"),
        ({"values": [1, 2], "weights": [1]}, "weights that do not match the values"),
        ({"values": [1, 2], "weights": [0, 0]}, "weights that are negative or all zero"),
    ],
)
def test_messages(written: object, what: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Range.model_validate(written)
    assert [detail["msg"] for detail in caught.value.errors()] == [what]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_nominal_value_lies_within(one: float, two: float, three: float) -> None:
    low, mode, high = sorted((one, two, three))
    for written in ([low, high], {"low": low, "mode": mode, "high": high}, {"values": [low, high]}):
        number = Range.model_validate(written)
        assert number.low <= number.nominal <= number.high
