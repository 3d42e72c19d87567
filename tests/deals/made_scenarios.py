"""Small scenarios made by chance: rules, terms, ranges, ratification rules, ties, empty zones."""

from typing import Any

from hypothesis import strategies as st

# Few different numbers, so that ties and deals exactly at the no-deal value are common.
POINTS = st.sampled_from([0, 25, 50, 100, 33.333333])
WEIGHTS = st.sampled_from([0, 1, 5, 10, 7])


@st.composite
def numbers(draw: st.DrawFn, values: st.SearchStrategy[float], certain: bool) -> Any:
    """A value, or a range."""
    if certain or draw(st.booleans()):
        return draw(values)
    low, high = sorted([draw(values), draw(values)])
    form = draw(st.sampled_from(["range", "pert", "rival"]))
    if form == "pert":
        return {"low": low, "mode": (low + high) / 2, "high": high}
    return [low, high] if form == "range" else {"values": [low, high], "weights": [1, 2]}


@st.composite
def scenarios(draw: st.DrawFn, certain: bool = False, most_parties: int = 4) -> dict[str, Any]:
    """A scenario as it would be written; all of its numbers certain if so asked."""
    issues = draw(_issues())
    parties, people = draw(_parties(most_parties))
    written: dict[str, Any] = {
        "format": "middleground/1",
        "title": "Made by chance",
        "parties": parties,
        "issues": issues,
        "facts": {"stock": {"value": draw(numbers(st.sampled_from([0, 1, 2.5, 4]), certain))}},
        "events": {"walk_out": {"chance": draw(numbers(st.sampled_from([0, 0.5, 1]), certain))}},
    }
    numeric = [name for name, issue in issues.items() if not isinstance(issue["options"][0], str)]
    if len(numeric) > 1:
        written["quantities"] = {"total": f"{numeric[0]} * {numeric[1]}"}
    texts = _conditions(issues, written)
    written["rules"] = {f"rule_{n}": {"rule": draw(texts)} for n in range(draw(st.integers(0, 2)))}
    if draw(st.booleans()):
        written["demands"] = {
            "asked": {
                "by": next(iter(parties)),
                "requires": draw(texts),
                "binds": draw(st.booleans()),
            }
        }
    written["preferences"] = {who: draw(_preference(issues, texts, certain)) for who in people}
    return written


@st.composite
def _issues(draw: st.DrawFn) -> dict[str, Any]:
    issues = {}
    for n in range(draw(st.integers(1, 4))):
        size = draw(st.integers(1, 4))
        words = [f"o{n}{k}" for k in range(size)]
        options = draw(st.sampled_from([words, [0, 1, 2.5, 4][:size]]))
        issues[f"issue_{n}"] = {"options": options}
    return issues


@st.composite
def _parties(draw: st.DrawFn, most: int) -> tuple[dict[str, Any], list[str]]:
    parties: dict[str, Any] = {}
    people = []
    for n in range(draw(st.integers(2, most))):
        name, size = f"party_{n}", draw(st.integers(0, 3))
        if not size:
            parties[name] = {"ratifies": name}
            people.append(name)
            continue
        own = [f"c{n}{k}" for k in range(size)]
        parties[name] = {
            "constituencies": {c: {} for c in own},
            "decides": own[0],
            "ratifies": draw(_ratification(own)),
        }
        people += [f"{name}.{c}" for c in own]
    return parties, people


@st.composite
def _ratification(draw: st.DrawFn, own: list[str]) -> str:
    some = st.sampled_from(own)
    forms = [
        " and ".join(own),
        f"{own[0]} and ({draw(some)} or not walk_out)",
        f"{draw(some)} or {draw(some)}",
        f"at_least({draw(st.integers(1, len(own)))}, {', '.join(own)})",
        " + ".join(f"{k + 1} * {c}" for k, c in enumerate(own)) + " >= 2",
    ]
    return draw(st.sampled_from(forms))


def _conditions(issues: dict[str, Any], written: dict[str, Any]) -> st.SearchStrategy[str]:
    """Conditions over these issues, as an analyst might write them."""
    simple = []
    for name, issue in issues.items():
        for option in issue["options"]:
            simple += [f"{name} == {option}", f"{name} != {option}"]
        if not isinstance(issue["options"][0], str):
            simple += [f"{name} <= stock", f"{name} + 0.1 * stock >= 1", f"0 < {name} <= 2.5"]
        else:
            simple.append(f"{name} in [{', '.join(issue['options'][:2])}]")
    if "quantities" in written:
        simple += ["total < 4", "total <= 2 * stock"]
    simple.append("walk_out or stock > 1")
    one = st.sampled_from(simple)
    return st.one_of(
        one,
        st.builds("{} or {}".format, one, one),
        st.builds("not ({} and {})".format, one, one),
        st.builds("at_least(2, {}, {}, {})".format, one, one, one),
    )


@st.composite
def _preference(
    draw: st.DrawFn, issues: dict[str, Any], texts: st.SearchStrategy[str], certain: bool
) -> dict[str, Any]:
    preference: dict[str, Any] = {
        "no_deal": draw(numbers(st.sampled_from([0, 25, 50, 60, 100, 130]), certain))
    }
    is_table = draw(st.booleans()) and draw(st.booleans())
    weighted = False
    for n, (name, issue) in enumerate(issues.items()):
        options = issue["options"]
        if is_table:
            preference[name] = {"points": {o: draw(numbers(POINTS, certain)) for o in options}}
            continue
        if n + 1 < len(issues) and draw(st.integers(0, 5)) == 0:
            preference.setdefault("indifferent", []).append(name)
            continue
        weight = draw(numbers(WEIGHTS, certain)) if weighted else draw(st.sampled_from([3, 10]))
        weighted = True
        is_numeric = not isinstance(options[0], str)
        form = draw(st.sampled_from(["scores", "ends", "some"])) if is_numeric else "scores"
        if form == "ends" and len(options) > 1:
            best, worst = draw(st.permutations([options[0], options[-1]]))
            preference[name] = {"weight": weight, "best": best, "worst": worst}
        elif form == "some" and len(options) > 2:
            given = [options[0], options[-1]]
            scores = {o: draw(numbers(POINTS, certain)) for o in given}
            preference[name] = {"weight": weight, "scores": scores}
        else:
            scores = {o: draw(numbers(POINTS, certain)) for o in options}
            preference[name] = {"weight": weight, "scores": scores}
    preference["together"] = [
        {"when": draw(texts), "add": draw(numbers(st.sampled_from([-20, -5, 5, 50]), certain))}
        for _ in range(draw(st.integers(0, 2)))
    ]
    return preference
