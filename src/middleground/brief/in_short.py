"""What an envoy asks first, each answered in a sentence or two, with the way to the whole."""

from collections.abc import Iterable

from middleground.brief.blockers import BlockersShown, ClashShown
from middleground.brief.citing import Rests
from middleground.brief.content import BriefContent
from middleground.brief.levers import LeversShown
from middleground.brief.sensitivity import SensitivityShown
from middleground.deals.views import Result

_MOST_QUOTES = 4


class ShortAnswer(Result):
    """A question and its answer.

    Attributes:
        asks: The question.
        says: The answer, in a sentence or two.
        section: Where the page answers it at length.
        rests: The first of what it rests on.
    """

    asks: str
    says: str
    section: str
    rests: Rests


def answer_in_short(content: BriefContent) -> list[ShortAnswer]:
    """The short answers, in the order of the talks: who blocks, what would help, what to ask."""
    found: list[ShortAnswer] = []
    if content.blockers:
        found += _blockers(content.blockers)
    if content.levers:
        found += _levers(content.levers)
    if content.sensitivity:
        found += _matters(content.sensitivity)
    return found


def _blockers(blockers: BlockersShown) -> list[ShortAnswer]:
    found = []
    if blockers.people:
        first = blockers.people[0]
        rests = _first(member.rests for member in first.members)
        found.append(_answer("Who cannot be satisfied together?", first.lead, "blockers", rests))
    if blockers.clashes:
        # Two sides that exclude each other tell more than a demand that fails by itself.
        first = next((one for one in blockers.clashes if len(one.members) > 1), blockers.clashes[0])
        said = f"{blockers.demands[0].split('. ')[0].rstrip('.')}. {_for_one(first)}"
        rests = _first(member.rests for member in first.members)
        found.append(_answer("Which demands cannot all be met?", said, "blockers", rests))
    blocking = blockers.people or blockers.groups
    if blockers.gives and blocking:
        rests = _first(member.rests for member in blocking[0].members)
        said = " ".join([blockers.gives[0], *blockers.gives[1:][-1:]])
        found.append(_answer("Who would have to be given what?", said, "blockers", rests))
    return found


def _for_one(clash: ClashShown) -> str:
    """A clash of demands, each with who asks for it, as a sentence."""
    asked = []
    for member in clash.members:
        how, _, what = member.says.partition(": ")
        asked.append(f"{member.name}, {how.removeprefix('asks ')} ({what})")
    which = {1: "this", 2: "both of these"}.get(len(asked), "all of these")
    return f"For one, no deal meets {which}: {'; '.join(asked)}."


def _levers(levers: LeversShown) -> list[ShortAnswer]:
    said = levers.answer[1:2]
    used = [one.rests for one in levers.levers if any(f"“{one.name}”" in line for line in said)]
    whole = " ".join(said if used else levers.answer[:2])
    return [_answer("What would open the zone?", whole, "levers", _first(used))]


def _matters(matters: SensitivityShown) -> list[ShortAnswer]:
    found = []
    for profile in matters.profiles[:1]:
        carried = [one.rests for one in profile.drivers[:2] if one.rests]
        said = profile.sentences[0] if profile.sentences else ""
        if said.startswith("It "):  # nothing stands before it here that it could mean
            said = f"{profile.title} {said.removeprefix('It ')}"
        if said:
            found.append(_answer("What matters most?", said, "matters", _first(carried)))
    return found + [
        _answer("What to ask first?", question.says, "matters", question.rests)
        for question in matters.ask_first[:1]
    ]


def _answer(asks: str, says: str, section: str, rests: Rests) -> ShortAnswer:
    return ShortAnswer(asks=asks, says=says, section=section, rests=rests)


def _first(several: Iterable[Rests]) -> Rests:
    """The first quotations of several elements, one of each before the second of any."""
    grounds = list(several)
    deepest = max((len(one.quotes) for one in grounds), default=0)
    quotes = [one.quotes[n] for n in range(deepest) for one in grounds if n < len(one.quotes)]
    assumed = [one.assumption for one in grounds if one.assumption is not None]
    return Rests(
        quotes=list(dict.fromkeys(quotes))[:_MOST_QUOTES],
        assumption=assumed[0] if assumed else None,
    )
