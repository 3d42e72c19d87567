"""Levers made by chance for a scenario made by chance: shifts of all kinds, events, rules."""

from typing import Any

from hypothesis import strategies as st
from tests.deals.made_scenarios import numbers

_POINTS = st.sampled_from([-40, -20, -10, 0, 10, 25])


@st.composite
def levers(draw: st.DrawFn, written: dict[str, Any], most: int = 5) -> dict[str, Any]:
    """The scenario with some levers; their numbers are values or ranges."""
    found: dict[str, Any] = {}
    for n in range(draw(st.integers(1, most))):
        lever: dict[str, Any] = {"by": "party_0", "cost": draw(st.sampled_from([0, 1, 2, [1, 3]]))}
        form = draw(st.sampled_from(["shift", "shift", "shift", "settle", "lift"]))
        if form == "settle":
            lever["settles"] = {"walk_out": draw(st.booleans())}
        elif form == "lift" and written["rules"]:
            lever["switches_off"] = draw(st.sampled_from(list(written["rules"])))
        else:
            who = draw(st.sampled_from(list(written["preferences"])))
            lever["on"] = who
            lever["shifts"] = draw(_shift(written, who))
            if draw(st.booleans()):
                lever["via"] = [{"broker": draw(st.sampled_from([0.5, [0.2, 1]]))}]
        found[f"lever_{n}"] = lever
    names = list(found)
    if len(names) > 1 and draw(st.booleans()):
        found[names[0]][draw(st.sampled_from(["needs", "excludes"]))] = names[1]
    return {**written, "levers": found, "mediators": {"broker": {}}}


@st.composite
def _shift(draw: st.DrawFn, written: dict[str, Any], who: str) -> dict[str, Any]:
    preference = written["preferences"][who]
    shift: dict[str, Any] = {"no_deal": draw(numbers(_POINTS, False))}
    issues = [name for name in preference if name in written["issues"]]
    issue = draw(st.sampled_from(issues))
    worth = preference[issue]
    if draw(st.booleans()):
        if "weight" in worth and draw(st.booleans()):
            shift[issue] = {"weight": draw(st.sampled_from([-2, 5, [0, 4]]))}
        else:
            key = next((k for k in ("scores", "points") if k in worth), None)
            if key:
                option = draw(st.sampled_from(list(worth[key])))
                shift[issue] = {key: {option: draw(numbers(_POINTS, False))}}
    if draw(st.booleans()):
        name, own = next(iter(written["issues"].items()))
        option = own["options"][0]
        shift["together"] = [{"when": f"{name} == {option}", "add": draw(numbers(_POINTS, False))}]
    return shift
