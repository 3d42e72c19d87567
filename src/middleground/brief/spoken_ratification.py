"""Who must say yes at home, as plain text for a terminal."""

from collections.abc import Sequence

from middleground.brief.footnotes import Footnotes
from middleground.brief.ratification import HEAD, HomeShown, RatificationShown
from middleground.brief.rests import say_rests
from middleground.brief.terminal import filled, table

_COLUMNS = (0, 2, 3, 4, 6)


def say_ratification(shown: RatificationShown, notes: Footnotes) -> str:
    """The answer in words, then in numbers, then what each member rests on."""
    lines = filled(" ".join(shown.overlap))
    lines += _part("What each veto costs", shown.cost, as_list=True)
    lines += ["", *_numbers(shown)]
    powers = [home.power for home in shown.homes if home.power]
    lines += _part("Power in the rules", powers)
    lines += _part("How surely would it be ratified", shown.chances)
    lines += _part("If red lines bind", shown.red_lines, as_list=True)
    lines += ["", "What this rests on"]
    for home in shown.homes:
        lines += _grounds(home, notes)
    lines += ["", *(line for note in shown.notes for line in filled(f"Note: {note}."))]
    return "\n".join([*lines, *filled(shown.method)])


def _part(title: str, sentences: Sequence[str], *, as_list: bool = False) -> list[str]:
    if not sentences:
        return []
    lines = ["", title]
    for said in sentences:
        lines += say_item("- ", said) if as_list else filled(said)
    return lines


def say_item(mark: str, said: str) -> list[str]:
    """A paragraph behind a mark."""
    indent = " " * len(mark)
    lines = filled(said, indent)
    return [mark + lines[0].removeprefix(indent), *lines[1:]] if lines else []


def _numbers(shown: RatificationShown) -> list[str]:
    rows = []
    for home in shown.homes:
        win_set = "not counted" if home.win_set is None else f"{home.win_set:,}"
        rows.append([home.name, win_set, "", "", "", ""])
        rows += [[f"  {voice.name}", *(voice.cells[n] for n in _COLUMNS)] for voice in home.voices]
    return table(["number of deals, nominal", *(HEAD[n] for n in _COLUMNS)], rows)


def _grounds(home: HomeShown, notes: Footnotes) -> list[str]:
    lines = say_item("- ", f"{home.name}, its rule: {say_rests(home.rests, notes)}")
    for voice in home.voices:
        lines += say_item("- ", f"{voice.name}: {say_rests(voice.rests, notes)}")
    return lines
