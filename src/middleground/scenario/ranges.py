"""Uncertain numbers as an analyst writes them: `7`, `[5, 9]` or `{low: 5, mode: 6, high: 9}`.

Source of the PERT shape: Clark (1962), with the usual weight of 4 on the mode.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from middleground.scenario.faults import fault
from middleground.scenario.grounds import Grounded

Shape = Literal["certain", "uniform", "pert", "triangular", "rival"]

MILLION = 1_000_000
LARGEST = 1e12


def millionths(number: float) -> int:
    """The number in whole millionths, half to even: the grain of all arithmetic on utilities."""
    return round(number * MILLION)


def _checked(written: Any) -> None:
    """Refuse what is no number, in words: text, true and false, not-a-number, infinity."""
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise fault(
            "type",
            f"{_said(written)} is not a number",
            "a number such as 7 or 0.5, or a range [5, 9]",
            "write the number without unit or percent sign, with a point for decimals",
        )
    if written != written or written in (float("inf"), float("-inf")):
        word = "NaN (not a number)" if written != written else f"{written} (infinity)"
        raise fault("number-range", f"{word} cannot be used", "a finite number")
    if abs(written) > LARGEST:
        raise fault(
            "number-range",
            f"{written:.6g} is too large",
            f"a number between -{LARGEST:g} and {LARGEST:g}",
            "use a larger unit, such as thousands",
        )


def _said(written: Any) -> str:
    match written:
        case bool():
            return "true" if written else "false"
        case None:
            return "an empty value"
        case str():
            return f"'{written}'"
        case list() | tuple() | dict():
            return "a list" if not isinstance(written, dict) else "a mapping"
    return str(written)


_FORMS = "{low, high}, {low, mode, high} or {values, weights}"


def _bounds(forms: dict[str, Any]) -> dict[str, Any]:
    """`{low, high}` with what it leaves open: the shape."""
    for key in ("low", "high", "mode"):
        if key in forms:
            _checked(forms[key])
        elif key != "mode":
            raise fault("interval", f"a range without '{key}'", _FORMS)
    shape = forms.setdefault("shape", "pert" if "mode" in forms else "uniform")
    if "weights" in forms:
        raise fault("interval", "weights without rival values", _FORMS, at="weights")
    if shape not in ("uniform", "pert", "triangular"):
        raise fault(
            "interval", f"the shape {_said(shape)}", "uniform, pert or triangular", at="shape"
        )
    if shape != "uniform" and "mode" not in forms:
        raise fault("interval", f"shape {shape} without 'mode'", "a mode")
    return {**forms, "shape": "certain"} if forms["low"] == forms["high"] else forms


def _rivals(forms: dict[str, Any]) -> dict[str, Any]:
    """`{values, weights}` with their ends and, where left out, equal weights."""
    values, weights = forms["values"], forms.get("weights")
    if not isinstance(values, list | tuple) or not values:
        raise fault("empty-list", "rival values without a value", "a list of numbers", at="values")
    if forms.keys() & {"low", "high", "mode", "shape"}:
        raise fault("interval", "both rival values and a range", "one of the two")
    for value in values:
        _checked(value)
    weights = [1] * len(values) if weights is None else weights
    if not isinstance(weights, list | tuple) or len(weights) != len(values):
        raise fault(
            "interval", "weights that do not match the values", "one for each value", at="weights"
        )
    for weight in weights:
        _checked(weight)
    if min(weights) < 0 or sum(weights) == 0:
        raise fault(
            "number-range", "weights that are negative or all zero", "weights above 0", at="weights"
        )
    shape = "certain" if len(set(values)) == 1 else "rival"
    return {**forms, "low": min(values), "high": max(values), "weights": weights, "shape": shape}


class Range(Grounded):
    """Every value the analyst holds plausible. A range is doubt, not a choice.

    Attributes:
        low: Lowest plausible value, in the unit of the field that holds the range.
        high: Highest plausible value, same unit.
        mode: Most plausible value, when the analyst has a view; otherwise None.
        shape: How draws spread between low and high. `pert` (the default with a mode) leans to the
            mode with weight 4, `triangular` more weakly.
        values: Rival values, of which one is true; empty for the other shapes.
        weights: How plausible each rival value is, in any unit; equal where left out.
    """

    low: float
    high: float
    mode: float | None = None
    shape: Shape = "uniform"
    values: Annotated[tuple[float, ...], Field(strict=False)] = ()
    weights: Annotated[tuple[float, ...], Field(strict=False)] = ()

    @model_validator(mode="before")
    @classmethod
    def _read_short_forms(cls, written: Any) -> Any:
        if isinstance(written, list | tuple):
            if len(written) != 2:
                raise fault(
                    "interval",
                    f"a list of {len(written)} where a number may stand",
                    "[low, high], or {values: [...]} for rival values",
                )
            return _bounds({"low": written[0], "high": written[1]})
        if not isinstance(written, dict):
            _checked(written)
            return {"low": written, "high": written, "shape": "certain"}
        forms = dict(written)
        if "value" in forms:
            value = forms.pop("value")
            _checked(value)
            if forms.keys() & {"low", "high", "mode", "values", "weights", "shape"}:
                raise fault("interval", "both 'value' and a range", "one of the two")
            return {"low": value, "high": value, "shape": "certain", **forms}
        return _rivals(forms) if "values" in forms else _bounds(forms)

    @model_validator(mode="after")
    def _run_upward(self) -> Self:
        mode = self.low if self.mode is None else self.mode
        if not self.low <= mode <= self.high:
            middle = "" if self.mode is None else f", mode {mode:g}"
            raise fault(
                "interval",
                f"low {self.low:g}{middle}, high {self.high:g}: not in order",
                "low, then mode, then high",
                "swap them, or correct the one that is wrong",
            )
        return self

    @property
    def is_certain(self) -> bool:
        """True where there is only one value."""
        return self.shape == "certain"

    @property
    def nominal(self) -> float:
        """The stated reading: the mode; else the heaviest rival, first on ties; else the middle."""
        if self.mode is not None:
            return self.mode
        if self.shape == "rival":
            return self.values[self.weights.index(max(self.weights))]
        return (self.low + self.high) / 2


def bounded(low: float, high: float, what: str) -> AfterValidator:
    """A check that a range stays within bounds, for use in `Annotated[Range, ...]`."""

    def check(number: Range) -> Range:
        if number.low < low or number.high > high:
            wrong = number.low if number.low < low else number.high
            upper = f" and {high:g}" if high < LARGEST else " or more"
            raise fault(
                "number-range",
                f"{what} of {wrong:g}",
                f"between {low:g}{upper}" if high < LARGEST else f"{low:g}{upper}",
            )
        return number

    return AfterValidator(check)
