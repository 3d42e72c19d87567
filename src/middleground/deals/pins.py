"""Terms of a deal that somebody names, looked up among the options that the scenario has."""

from collections.abc import Mapping

from middleground.deals.views import Option
from middleground.errors import AnswerError
from middleground.scenario.issues import option_of
from middleground.scenario.model import Scenario
from middleground.scenario.wrong_values import did_you_mean


def read_pins(scenario: Scenario, terms: Mapping[str, Option]) -> dict[str, int]:
    """The positions of some options, by issue in the order of the file.

    Raises:
        AnswerError: If there is no such issue, or no such option of it.
    """
    for issue in terms:
        if issue not in scenario.issues:
            raise AnswerError(
                f"no issue is called '{issue}'",
                code="unknown-issue",
                where="issues",
                expected=f"one of: {', '.join(scenario.issues)}",
                mend=did_you_mean(issue, scenario.issues),
            )
    return {
        issue: _position(scenario, issue, terms[issue])
        for issue in scenario.issues
        if issue in terms
    }


def read_terms(scenario: Scenario, text: str) -> dict[str, Option]:
    """Terms as they are typed: `wage_rise=6,night_shift=ended`.

    Raises:
        AnswerError: If they cannot be read, or there is no such issue or option.
    """
    terms: dict[str, Option] = {}
    for part in text.split(","):
        issue, sign, option = (piece.strip() for piece in part.partition("="))
        if not (issue and sign and option) or issue in terms:
            raise AnswerError(
                f"'{part.strip()}' is no term"
                if issue not in terms
                else f"'{issue}' is named twice",
                code="terms",
                expected="issue=option,issue=option, each issue once",
            )
        terms[issue] = option
    pins = read_pins(scenario, terms)
    return {issue: scenario.issues[issue].ids[at] for issue, at in pins.items()}


def _position(scenario: Scenario, issue: str, written: Option) -> int:
    options = scenario.issues[issue].ids
    option = option_of(scenario.issues[issue], written)
    if option is None and isinstance(written, str):
        option = next((known for known in options if _same(known, written)), None)
    if option is None:
        raise AnswerError(
            f"'{written}' is no option of '{issue}'",
            code="unknown-option",
            where=f"issues.{issue}",
            expected=f"one of its options: {', '.join(map(str, options[:24]))}",
            mend=did_you_mean(str(written), list(map(str, options))),
        )
    return options.index(option)


def _same(option: Option, typed: str) -> bool:
    """Whether typed characters mean an option: 6 and 6.0 are one."""
    if isinstance(option, str):
        return option == typed
    try:
        return float(typed) == option
    except ValueError:
        return False
