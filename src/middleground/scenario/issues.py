"""Issues and their options: what a deal settles, and how it may settle it."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from middleground.scenario.faults import fault
from middleground.scenario.grounds import Grounded, Text

MOST_OPTIONS = 10_000
OptionId = Annotated[str, Field(min_length=1, max_length=200)] | int | float


class Option(Grounded):
    """One way to settle an issue.

    Attributes:
        name: The words to show; the id where left out.
    """

    name: Text | None = None


class Issue(Grounded):
    """One thing to be settled, with its options in order from one end to the other.

    Written as `options: [kept, reduced, ended]`, as `options: {kept: as it is, ended: for good}`
    (words to show), as numbers `options: [20, 30, 40]`, or as `range: [first, last, step]`.

    Attributes:
        name: The name to show.
        options: The options by their id, in order; ids are all numbers or all text.
        unit: What a number of this issue counts.
    """

    name: Text | None = None
    unit: Text | None = None
    options: dict[OptionId, Option]

    @model_validator(mode="before")
    @classmethod
    def _read_short_forms(cls, written: Any) -> Any:
        if not isinstance(written, dict):
            return written
        forms = dict(written)
        if "range" in forms:
            if "options" in forms:
                raise fault("options", "both 'options' and 'range'", "one of the two")
            forms["options"] = _grid(forms.pop("range"))
        options = forms.get("options")
        if "options" in forms and not options:
            raise fault(
                "empty-list",
                "options: no option at all",
                "one option or more, such as [kept, reduced, ended]",
                at="options",
            )
        if isinstance(options, list | tuple):
            for n, option in enumerate(options):
                if isinstance(option, bool) or not isinstance(option, str | int | float):
                    raise fault(
                        "type",
                        f"option {n + 1} is {_said(option)}",
                        "a word or a number",
                        "put words such as yes, no and null into quotation marks",
                    )
                if option in options[:n]:
                    raise fault("duplicate-id", f"option {option} stands twice", "each once")
            forms["options"] = {option: {} for option in options}
        elif isinstance(options, dict):
            forms["options"] = {
                key: {"name": words} if isinstance(words, str) else {} if words is None else words
                for key, words in options.items()
            }
        return forms

    @model_validator(mode="after")
    def _all_of_one_kind(self) -> Self:
        kinds = {isinstance(option, str) for option in self.options}
        if len(kinds) > 1:
            raise fault(
                "type",
                "options that are partly words and partly numbers",
                "all words or all numbers",
                "put the numbers into quotation marks, or give the words numbers",
            )
        if len(self.options) > MOST_OPTIONS:
            raise fault(
                "too-large",
                f"{len(self.options):,} options",
                f"{MOST_OPTIONS:,} at most",
                "use a larger step",
            )
        return self

    @property
    def is_numeric(self) -> bool:
        """Whether the options are numbers, to be used in sums."""
        return not isinstance(next(iter(self.options)), str)

    @property
    def ids(self) -> tuple[str | int | float, ...]:
        """The options' ids, in order."""
        return tuple(self.options)

    def words(self, option: str | int | float) -> str:
        """The option as a reader sees it: its name, or its number with the unit."""
        name = self.options[option].name
        if name:
            return name
        if isinstance(option, str):
            return option.replace("_", " ")
        number = f"{option:,.6g}" if abs(option) >= 1e6 or option != int(option) else f"{option:,}"
        return f"{number} {self.unit}" if self.unit else number


def _said(option: Any) -> str:
    return "true or false" if isinstance(option, bool) else repr(option)


def _grid(written: Any) -> list[int | float]:
    """`[first, last, step]` as the numbers from first to last."""
    if not isinstance(written, list | tuple) or len(written) != 3:
        raise fault(
            "options",
            f"a range of {len(written)} numbers" if isinstance(written, list) else "no range",
            "[first, last, step]",
            "add the step, or list the numbers as 'options'",
        )
    first, last, step = written
    for number in written:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise fault("type", f"{number!r} is not a number", "[first, last, step]")
        if not abs(number) <= 1e12:
            raise fault("number-range", f"{number} in a range", "a finite number, 1e12 at most")
    if step <= 0 or last < first:
        raise fault(
            "options", f"the range [{first:g}, {last:g}, {step:g}] is empty",
            "first below last, and a step above 0",
        )  # fmt: skip
    count = int((last - first) / step + 1e-9) + 1
    if count > MOST_OPTIONS:
        raise fault("too-large", f"a range of {count:,} options", f"{MOST_OPTIONS:,} at most")
    reached = first + (count - 1) * step
    if abs(last - reached) > 1e-6 * step:
        after = first + count * step
        raise fault(
            "options",
            f"the range [{first:g}, {last:g}, {step:g}] goes to {reached:g} and never has {last:g}",
            "steps that lead from the first number to the last",
            f"write [{first:g}, {reached:g}, {step:g}] or [{first:g}, {after:g}, {step:g}], choose"
            " another step, or list the numbers as 'options'",
        )
    numbers = [round(first + n * step, 9) for n in range(count)]
    return [int(x) if x == int(x) else x for x in numbers]


def option_of(issue: Issue, written: Any) -> str | int | float | None:
    """The option that somebody wrote, as the issue has it (30 and 30.0 are one); None if none."""
    if isinstance(written, bool):
        return None
    known: Mapping[str | int | float, Option] = issue.options
    return next((option for option in known if option == written), None)
