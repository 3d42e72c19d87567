"""What a deal is worth to a constituency: weights, scores, terms for combinations, no-deal value.

Source: Keeney & Raiffa (1976) for additive value with interactions; Raiffa (1982) for scoring
tables.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from middleground.scenario.faults import fault
from middleground.scenario.grounds import Grounded, Id, as_list
from middleground.scenario.issues import OptionId
from middleground.scenario.ranges import LARGEST, Range, bounded

Weight = Annotated[Range, bounded(0, LARGEST, "a weight")]
Score = Annotated[Range, bounded(0, 100, "a score")]
OWN_KEYS = frozenset({"no_deal", "together", "indifferent", "evidence", "assumption", "note"})
SHIFT_KEYS = frozenset(
    {"no_deal", "together", "breach_penalty", "latency_days", "trust", "evidence", "assumption",
     "note"}
)  # fmt: skip


class Worth(Grounded):
    """What one issue's options are worth to a constituency.

    Three forms: `weight` with `scores` (0 to 100 for each option; on a numeric issue for some
    numbers, linear between them); `weight` with `best` and `worst` (numbers, linear between them);
    or `points` for each option, taken as they stand and never scaled (a scoring table).

    Attributes:
        weight: How much the issue counts, against the weights of the others; any sum will do.
        scores: 0 for the worst option, 100 for the best, and what lies between.
        best: The number that is worth 100.
        worst: The number that is worth 0.
        points: Points by option, in place of all these.
    """

    weight: Weight | None = None
    scores: dict[OptionId, Score] | None = None
    best: Range | None = None
    worst: Range | None = None
    points: dict[OptionId, Range] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        ends = (self.best is not None) + (self.worst is not None)
        if self.points is not None:
            if self.weight is not None or self.scores is not None or ends:
                raise fault(
                    "preference",
                    "'points' beside a weight or scores",
                    "points alone (a scoring table), or a weight with scores",
                )
        elif self.weight is None:
            raise fault(
                "missing", "no weight", "'weight' with 'scores' or with 'best' and 'worst'",
                "add a weight, or list the issue under 'indifferent'",
            )  # fmt: skip
        elif (self.scores is not None) == bool(ends) or ends == 1:
            raise fault(
                "preference",
                "a weight without its scores" if ends != 1 else "only one end of the scale",
                "either 'scores' for the options, or both 'best' and 'worst'",
            )
        return self

    @property
    def is_table(self) -> bool:
        """Whether this is a row of a scoring table."""
        return self.points is not None


class Together(Grounded):
    """Points for a combination: added to the utility of every deal that meets the condition.

    Attributes:
        when: The condition.
        add: The points, below 0 for a burden.
    """

    when: Annotated[str, Field(min_length=1, max_length=2_000)]
    add: Range


class Preference(Grounded):
    """What deals are worth to one constituency.

    Attributes:
        no_deal: What walking away is worth, in the same points as deals.
        issues: What each issue's options are worth. In the file these stand beside `no_deal`.
        together: Terms for combinations.
        indifferent: Issues that the constituency does not care about.
    """

    no_deal: Range
    issues: dict[Id, Worth]
    together: tuple[Together, ...] = Field(default=(), strict=False)
    indifferent: Annotated[tuple[Id, ...], BeforeValidator(as_list), Field(strict=False)] = ()

    @model_validator(mode="before")
    @classmethod
    def _gather_issues(cls, written: Any) -> Any:
        return _gathered(written, OWN_KEYS)

    @property
    def is_table(self) -> bool:
        """Whether points are given as they stand, with nothing to scale."""
        return any(worth.is_table for worth in self.issues.values())


class WorthShift(Grounded):
    """What is added to the weight, scores or points of one issue; its ends may move too.

    Attributes:
        weight: Added to its weight.
        scores: Added to scores, by option.
        best: Added to the number that is worth 100.
        worst: Added to the number that is worth 0.
        points: Added to points, by option.
    """

    weight: Range | None = None
    scores: dict[OptionId, Range] | None = None
    best: Range | None = None
    worst: Range | None = None
    points: dict[OptionId, Range] | None = None


class Shift(Grounded):
    """What a lever or an event adds, in the shape of the preferences block that it changes.

    Attributes:
        no_deal: Points added to the no-deal value.
        issues: What is added to the worth of an issue. In the file these stand beside `no_deal`.
        together: Terms for combinations that are added.
        breach_penalty: Points that breaking the deal costs from then on, beside what it costs now.
        latency_days: Days added to each message, below 0 where messages become faster.
        trust: Added to trust, which runs from 0 to 1.
    """

    no_deal: Range | None = None
    issues: dict[Id, WorthShift] = Field(default_factory=dict)
    together: tuple[Together, ...] = Field(default=(), strict=False)
    breach_penalty: Range | None = None
    latency_days: Range | None = None
    trust: Range | None = None

    @model_validator(mode="before")
    @classmethod
    def _gather_issues(cls, written: Any) -> Any:
        return _gathered(written, SHIFT_KEYS)


def _gathered(written: Any, own_keys: frozenset[str]) -> Any:
    """A block as the models have it: its own keys, and all others as issues."""
    if not isinstance(written, Mapping):
        return written
    own = {key: value for key, value in written.items() if key in own_keys}
    return own | {"issues": {k: v for k, v in written.items() if k not in own_keys}}
