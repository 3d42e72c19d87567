"""How uncertain numbers are drawn, and how a long count tells how far it is.

Apart from the drawing itself, so that a stored answer is found without loading any arithmetic.
"""

from collections.abc import Callable
from dataclasses import dataclass

from middleground.errors import AnswerError

SCRAMBLINGS = 8
DEFAULT_DRAWS = 1_024
MOST_DRAWS = 1 << 20
# Sensitivity asks the model some forty times for each of these draws, by answer; where it is one
# answer of many, it makes fewer.
SENSITIVITY_DRAWS = {"zone": 1_024, "robustness": 1_024, "gain": 256, "deal": 256}
SENSITIVITY_DRAWS_AMONG_OTHERS = 256
Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the uncertain numbers are drawn.

    Attributes:
        draws: Number of draws, all scramblings counted together: 8, 16, 32, ...
        seed: Where they start; 0 is a seed like any other.
    """

    draws: int = DEFAULT_DRAWS
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse a number of draws that cannot be shared out evenly."""
        each = self.draws // SCRAMBLINGS
        if not SCRAMBLINGS <= self.draws <= MOST_DRAWS or each * SCRAMBLINGS != self.draws or (
            each & (each - 1)
        ):  # fmt: skip
            raise AnswerError(
                f"{self.draws:,} draws (runs of the model)",
                code="limit",
                expected=f"8, 16, 32, ... up to {MOST_DRAWS:,}: eight scramblings of 2^m points",
                mend=f"use --draws {at_least(self.draws)}",
            )


def at_least(draws: int) -> int:
    """The smallest number of draws that can be shared out evenly and is no less than this one."""
    wanted = min(max(draws, SCRAMBLINGS), MOST_DRAWS)
    return SCRAMBLINGS << (-(-wanted // SCRAMBLINGS) - 1).bit_length()


def no_progress(_done: int, _total: int) -> None:
    """Say nothing."""
