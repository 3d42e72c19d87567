"""What a number of the scenario says, in words that stand in a sentence.

Paths are written with points, as answers print them; events stand for whether they happen.
"""

from middleground.brief.conditions import condition_in_words
from middleground.brief.words import issue_name, one_line, sentence_case, who
from middleground.scenario.basis import numbers_of
from middleground.scenario.model import Scenario
from middleground.scenario.places import Path

_FORMS = {"value": "exactly", "at_least": "at least"}


def name_number(scenario: Scenario, path: str) -> str:
    """A number in words, as it stands in a sentence; a path that it cannot place, as it is.

    `preferences.union.chair.no_deal` becomes "what no deal is worth to the Union chair", without
    the article: names are shown as the scenario has them.
    """
    section, _, rest = path.partition(".")
    match section:
        case "preferences":
            return _preference(scenario, rest) or one_line(path)
        case "facts":
            return _fact(scenario, rest) or one_line(path)
        case "events":
            return _event(scenario, rest) or one_line(path)
        case "correlations" if rest in scenario.correlations:
            group = scenario.correlations[rest]
            title = one_line(group.name or rest.replace("_", " "))
            return f"“{title}” ({'; '.join(name_number(scenario, of) for of in group.of)})"
    known = {".".join(map(str, p)): p for p, _ in numbers_of(scenario)}
    return _other(scenario, known[path]) if path in known else one_line(path)


def _preference(scenario: Scenario, rest: str) -> str:
    name = next((n for n in scenario.preferences if rest.startswith(f"{n}.")), None)
    if name is None:
        return ""
    preference, whose = scenario.preferences[name], who(scenario, name)
    own = rest.removeprefix(f"{name}.")
    if own == "no_deal":
        return f"what no deal is worth to {whose}"
    issue, _, part = own.partition(".")
    if issue == "together":
        place = part.partition(".")[0]
        if not place.isdecimal() or int(place) >= len(preference.together):
            return ""
        condition = condition_in_words(scenario, preference.together[int(place)].when)
        return f"what it means to {whose} where {condition}"
    if issue not in scenario.issues:
        return ""
    title = issue_name(scenario, issue)
    if part == "weight":
        return f"how much {title} counts for {whose}"
    if part in ("best", "worst"):
        return f"at which number {title} is {part} for {whose}"
    _, _, option = part.partition(".")
    of = scenario.issues[issue]
    words = next((one_line(of.words(o)) for o in of.options if str(o) == option), "")
    return f"how good “{words}” ({title}) is for {whose}" if words else ""


def _fact(scenario: Scenario, rest: str) -> str:
    name, _, part = rest.partition(".")
    fact = scenario.facts.get(name)
    if fact is None:
        return ""
    title = f"the fact “{sentence_case(one_line(fact.name or name.replace('_', ' ')))}”"
    steps = part.split(".")
    if steps[0] == "claims" and len(steps) > 2 and int(steps[1]) < len(fact.claims):
        by = who(scenario, fact.claims[int(steps[1])].by)
        return f"what {by} says of {title} ({_FORMS.get(steps[2], steps[2].replace('_', ' '))})"
    return title


def _event(scenario: Scenario, rest: str) -> str:
    name, _, part = rest.partition(".")
    event = scenario.events.get(name)
    if event is None:
        return ""
    title = f"“{one_line(event.name or event.what or name.replace('_', ' '))}”"
    if not part:
        return f"whether this happens: {title}"
    return f"the {part.replace('_', ' ').replace('.', ', ')} of {title}"


def _other(scenario: Scenario, path: Path) -> str:
    elements = getattr(scenario, str(path[0]))
    named = getattr(elements.get(path[1]), "name", None) if isinstance(elements, dict) else None
    title = one_line(named or str(path[1]).replace("_", " "))
    said = ", ".join(str(step).replace("_", " ").replace(".", ", ") for step in path[2:])
    return f"{said} of “{title}”"
