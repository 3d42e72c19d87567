"""What would open the zone, as plain text for a terminal."""

from middleground.brief import words
from middleground.brief.footnotes import Footnotes
from middleground.brief.levers import HEAD, LeversShown, Rung
from middleground.brief.rests import say_rests
from middleground.brief.spoken_ratification import say_item
from middleground.brief.terminal import filled, table
from middleground.deals.views import Estimate


def say_levers(shown: LeversShown, notes: Footnotes) -> str:
    """The answer in words, the ladder, then each lever with what it rests on."""
    lines = filled(" ".join(shown.answer))
    if shown.others:
        lines += [
            "",
            "Other sets that reached it on the draws searched, of which no lever can be left out",
        ]
        lines += [line for one in shown.others for line in say_item("- ", one)]
    lines += ["", *_ladder(shown)]
    if shown.levers:
        lines += ["", "What each lever is worth, in percentage points", ""]
        lines += table(["", *HEAD], [[one.name, *one.cells] for one in shown.levers])
        lines.append("")
        for one in shown.levers:
            lines += say_item("- ", f"{one.name} ({one.who}). {' '.join(one.says)}")
            lines += filled(say_rests(one.rests, notes), "  ")
    if shown.idle:
        lines += ["", *(line for one in shown.idle for line in filled(one))]
    lines += ["", *(line for note in shown.notes for line in filled(f"Note: {note}."))]
    return "\n".join([*lines, *filled(shown.method)])


def _ladder(shown: LeversShown) -> list[str]:
    """From things as they are upwards: each set cheaper than any other that reaches as much."""
    rows = [[_names(one), words.number(round(one.cost, 1)), _chance(one)] for one in shown.ladder]
    return table(["levers, from the cheapest", "cost", "probability"], rows)


def _names(one: Rung) -> str:
    return "; ".join(one.names) if one.names else "none"


def _chance(one: Rung) -> str:
    return words.estimate(Estimate(share=one.probability, standard_error=one.error))
