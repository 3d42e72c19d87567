"""Levers that cannot do what they say: they point to nothing, or a path leads back on itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from middleground.scenario.model import Lever, Scenario
from middleground.scenario.places import Path
from middleground.scenario.preferences import Preference, WorthShift


@dataclass(frozen=True, slots=True)
class Miss:
    """A fault in a lever.

    Attributes:
        path: Its place.
        what: What is wrong.
        code: Its kind: "unknown-ref" or "cycle".
        expected: What was expected.
        mend: What to do.
    """

    path: Path
    what: str
    code: str
    expected: str
    mend: str


def find_misses(scenario: Scenario, name: str) -> Iterator[Miss]:
    """What is wrong with one lever, beyond names that are not known at all."""
    lever = scenario.levers[name]
    yield from _circles(name, lever)
    shifts = lever.shifts
    if lever.on is None or shifts is None:
        return
    moves_worth = shifts.no_deal is not None or shifts.issues or shifts.together
    whose = _targets(scenario, lever.on)
    if moves_worth and not whose:
        yield Miss(
            ("levers", name, "on"),
            f"the lever '{name}' moves the worth of deals to '{lever.on}', who has no preferences",
            "unknown-ref",
            "a constituency with preferences: " + ", ".join(scenario.preferences),
            "name one of these, or add preferences for it",
        )
    for who, preference in whose.items():
        for issue, shift in shifts.issues.items():
            yield from _shifted(scenario, name, who, preference, issue, shift)


def _targets(scenario: Scenario, on: str) -> dict[str, Preference]:
    within = scenario.constituencies_of(on) if on in scenario.parties else (on,)
    return {who: scenario.preferences[who] for who in within if who in scenario.preferences}


def _circles(name: str, lever: Lever) -> Iterator[Miss]:
    """A path leads from those who press to whom they press, through others, and never back."""
    ends = {*lever.by, lever.on}
    for n, chain in enumerate(lever.via):
        for actor in chain:
            if actor in ends:
                role = "whom it is on" if actor == lever.on else "who presses"
                yield Miss(
                    ("levers", name, "via", n, actor),
                    f"the path of the lever '{name}' leads through '{actor}', {role}",
                    "cycle",
                    "actors between those who press and whom they press",
                    f"take '{actor}' out of the path",
                )


def _shifted(
    scenario: Scenario, name: str, who: str, preference: Preference, issue: str, shift: WorthShift
) -> Iterator[Miss]:
    path: Path = ("levers", name, "shifts", issue)
    if issue not in scenario.issues:  # said elsewhere
        return
    worth = preference.issues.get(issue)
    if worth is None:
        yield Miss(
            path,
            f"the lever '{name}' moves what '{issue}' is worth to {who}, who is indifferent to it",
            "unknown-ref",
            "an issue that it weighs: " + ", ".join(preference.issues),
            f"give {issue} a weight under preferences.{who}, or take it out of the lever",
        )
        return
    for kind in ("weight", "best", "worst"):
        if getattr(shift, kind) is not None and getattr(worth, kind) is None:
            yield _absent((*path, kind), name, who, f"'{kind}' of '{issue}'")
    for kind in ("scores", "points"):
        for option in getattr(shift, kind) or {}:
            if option not in (getattr(worth, kind) or {}):
                yield _absent(
                    (*path, kind, option), name, who, f"'{kind}' of {option} on '{issue}'"
                )


def _absent(path: Path, name: str, who: str, what: str) -> Miss:
    return Miss(
        path,
        f"the lever '{name}' moves {what}, which {who} does not have",
        "unknown-ref",
        f"a number that stands under preferences.{who}",
        "move a number that is there",
    )
