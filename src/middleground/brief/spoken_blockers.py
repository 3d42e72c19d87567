"""Who blocks, as plain text for a terminal."""

from collections.abc import Sequence

from middleground.brief import words
from middleground.brief.blockers import OPTIMISTIC, BlockersShown, ClashShown, MemberShown
from middleground.brief.footnotes import Footnotes
from middleground.brief.terminal import filled

_QUOTES = 2


def say_blockers(shown: BlockersShown, notes: Footnotes) -> str:
    """The answer in words, a part for each question.

    Args:
        shown: The answer.
        notes: What its members rest on.
    """
    lines = _paragraph(shown.agreement)
    lines += _cards(
        "Who cannot be satisfied together, while rules and facts stand", shown.people, notes
    )
    lines += _cards("Where rules and facts count too", shown.groups, notes)
    lines += _part("What would open the zone", shown.openings, as_list=True)
    lines += _part("How much would have to be given", shown.gives)
    lines += _part("Which demands clash", shown.demands)
    lines += _cards("", shown.clashes, notes)
    lines += _part("The deal asked about", shown.wish, as_list=True)
    lines += ["", *filled(OPTIMISTIC)]
    lines += [line for note in shown.notes for line in filled(f"Note: {words.one_line(note)}.")]
    return "\n".join(lines)


def _paragraph(sentences: Sequence[str]) -> list[str]:
    return filled(" ".join(sentences))


def _part(title: str, sentences: Sequence[str], *, as_list: bool = False) -> list[str]:
    if not sentences:
        return []
    lines = ["", title]
    if as_list:
        return [*lines, *(line for said in sentences for line in _item("- ", said))]
    return [*lines, *_paragraph(sentences)]


def _cards(title: str, clashes: Sequence[ClashShown], notes: Footnotes) -> list[str]:
    lines = ["", title] if clashes and title else []
    for n, clash in enumerate(clashes, start=1):
        together = "Cannot be met" if len(clash.members) == 1 else "Cannot all be met"
        lines += ["", *filled(f"{n}. {together} {clash.when}:")]
        lines += [line for member in clash.members for line in _member(member, notes)]
        if clash.through:
            lines += filled("because of", "   ")
            lines += [line for member in clash.through for line in _member(member, notes)]
    return lines


def _member(member: MemberShown, notes: Footnotes) -> list[str]:
    lines = _item("   - ", f"{member.name} {member.says}")
    for said in notes.cited(member.rests)[:_QUOTES]:
        source = words.source_chain(said.source) if said.source else "the report itself"
        quote = words.one_line(said.quote)
        lines += filled(f"“{quote}” ({source}; report {said.report})", "       ")
    if not member.rests.quotes:
        basis = "an assumption" if member.rests.assumption else "neither quotation nor assumption"
        lines += filled(f"rests on {basis}", "       ")
    return lines


def _item(mark: str, said: str) -> list[str]:
    indent = " " * len(mark)
    lines = filled(said, indent)
    return [mark + lines[0].removeprefix(indent), *lines[1:]] if lines else []
