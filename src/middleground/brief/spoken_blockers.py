"""Who blocks, as plain text for a terminal."""

from collections.abc import Sequence

from middleground.brief import words
from middleground.brief.blockers import BlockersShown, ClashShown, MemberShown
from middleground.brief.footnotes import Footnotes
from middleground.brief.terminal import filled

_QUOTES = 2


def say_blockers(shown: BlockersShown, notes: Footnotes) -> str:
    """The answer in words, a part for each question.

    Args:
        shown: The answer.
        notes: What its members rest on.
    """
    speaker = _Speaker(notes)
    lines = filled(" ".join(shown.agreement))
    together = "Who cannot be satisfied by one deal, rules and facts as they are"
    lines += speaker.cards(together, shown.people)
    between = "Where a rule or a fact stands between them as well"
    lines += speaker.cards(
        between if shown.people else "What leaves no room for a deal", shown.groups
    )
    lines += _list("What would make room for a deal", shown.openings)
    lines += _paragraph("How much would have to be given", shown.gives)
    lines += _paragraph("Which stated demands clash, whoever accepts", shown.demands)
    lines += speaker.cards("", shown.clashes)
    lines += _list("The deal asked about", shown.wish)
    lines.append("")
    lines += [line for note in shown.notes for line in filled(f"Note: {words.one_line(note)}.")]
    return "\n".join(lines)


class _Speaker:
    """Quotes everybody once: where they are named again, their name is enough."""

    def __init__(self, notes: Footnotes) -> None:
        self._notes = notes
        self._quoted: set[str] = set()

    def cards(self, title: str, clashes: Sequence[ClashShown]) -> list[str]:
        lines = ["", title] if clashes and title else []
        for n, clash in enumerate(clashes, start=1):
            lines += ["", *_item(f"{n}. ", clash.lead)]
            for member in clash.members:
                lines += self._member("- ", member)
            for member in clash.through:
                lines += self._member("- because of ", member)
        return lines

    def _member(self, mark: str, member: MemberShown) -> list[str]:
        if member.path in self._quoted:
            if member.path.startswith("preferences."):
                return []
            return _item("   ", f"{mark}{member.name}: {member.says} (as above)")
        self._quoted.add(member.path)
        lines = _item("   ", f"{mark}{member.name}: {member.says}")
        for said in self._notes.cited(member.rests)[:_QUOTES]:
            source = words.source_chain(said.source) if said.source else "the report itself"
            quote = words.one_line(said.quote)
            lines += filled(f"“{quote}” ({source}; report {said.report})", "       ")
        if not member.rests.quotes:
            is_assumed = member.rests.assumption is not None
            basis = "an assumption" if is_assumed else "neither quotation nor assumption"
            lines += filled(f"rests on {basis}", "       ")
        return lines


def _paragraph(title: str, sentences: Sequence[str]) -> list[str]:
    return ["", title, *filled(" ".join(sentences))] if sentences else []


def _list(title: str, sentences: Sequence[str]) -> list[str]:
    if not sentences:
        return []
    return ["", title, *(line for said in sentences for line in _item("- ", said))]


def _item(mark: str, said: str) -> list[str]:
    indent = " " * (len(mark) + (2 if not mark.strip() else 0))
    lines = filled(said, indent)
    return [mark + lines[0].removeprefix(indent), *lines[1:]] if lines else []
