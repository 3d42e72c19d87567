"""Who decides, presses, mediates, is at odds or threatens to leave, as the reports have it."""

from middleground.brief.said import Said, Sayer
from middleground.brief.words import listed
from middleground.evidence.entries import Entry

HEADINGS = {
    "decides": "Who decides",
    "limited_by": "By whom a decision is bound",
    "disagrees": "Who is at odds",
    "threatens_to_leave": "Who threatens to leave",
    "presses": "Who presses whom",
    "mediates": "Who mediates",
    "channel": "How messages travel",
    "hampers": "What hampers the talks",
    "readiness": "Who is said to be ready, or not",
    "uncertain": "What is said to be uncertain",
}

_BETWEEN = {"disagrees": " and ", "mediates": " between "}


def ties(sayer: Sayer) -> list[tuple[str, list[Said]]]:
    """Ties by kind, in the order of the headings; within each in the order of the reports."""
    groups: dict[str, list[Said]] = {}
    for entry in sayer.entries:
        if entry.structure:
            groups.setdefault(entry.structure.kind, []).append(_tie(sayer, entry))
    return [(head, groups[kind]) for kind, head in HEADINGS.items() if kind in groups]


def _tie(sayer: Sayer, entry: Entry) -> Said:
    tie = entry.structure
    if tie is None:
        raise ValueError("only relations are ties")
    who, whom = sayer.names(entry.report, tie.who), sayer.names(entry.report, tie.whom)
    between = _BETWEEN.get(tie.kind, " → ")
    label = between.join(filter(None, [listed(who), listed(whom)]))
    through = sayer.names(entry.report, tie.through)
    detail = [f"through {listed(through)}" if through else "", tie.takes]
    return sayer.say(entry, label, "; ".join(filter(None, detail)))
