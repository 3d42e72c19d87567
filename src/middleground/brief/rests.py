"""What something rests on, in a sentence: the first quotations with their sources, or none."""

from middleground.brief import words
from middleground.brief.citing import Rests
from middleground.brief.footnotes import Footnotes

_QUOTES = 2


def say_rests(rests: Rests, notes: Footnotes) -> str:
    """The grounds of an element as a terminal shows them."""
    said = []
    for one in notes.cited(rests)[:_QUOTES]:
        source = words.source_chain(one.source) if one.source else "the report itself"
        said.append(f"“{words.one_line(one.quote)}” ({source}; report {one.report})")
    if len(rests.quotes) > _QUOTES:
        said.append(f"{words.count(len(rests.quotes) - _QUOTES, 'more quotation')}")
    if rests.assumption is not None:
        said.append(f"assumption: {words.one_line(notes.assumed(rests))}")
    return "; ".join(said) if said else "neither quotation nor assumption"
