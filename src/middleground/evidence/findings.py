"""What a rule found, before it becomes an entry; and how words become passages of the report."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from middleground.evidence.entries import Modality, Type
from middleground.evidence.parser import Sentence
from middleground.reports.document import Span

_EDGES = ",;:.-\u2013\u2014"


@dataclass(slots=True)
class Finding:
    """A claim with its cue and source, as spans of the report.

    Attributes:
        sentence: The sentence that holds the cue, else the content.
        head: Index in that sentence of the source's main word; None where it is left out.
        content: What is said.
        cue: The words that mark it.
        source: The words that name the speaker.
        type: Direct, indirect or mixed.
        stance: What the source does by saying so.
        rule: The rule that found it.
        negative: Whether the source is said not to have said it.
        modality: How far the source stands by it.
        follows: The finding whose speaker goes on, where no cue names one.
        second_hand: Whether the report itself names it hearsay ("reportedly").
    """

    sentence: Sentence
    head: int | None
    content: list[Span]
    cue: list[Span]
    source: list[Span]
    type: Type
    stance: str
    rule: str
    negative: bool = False
    modality: Modality = "asserted"
    follows: "Finding | None" = None
    second_hand: bool = False
    key: tuple[int, int] = field(default=(0, 0))

    def __post_init__(self) -> None:
        first = (self.content or self.cue)[0]
        self.key = (first.start, first.end)


def spans_of(sentence: Sentence, indices: Iterable[int]) -> list[Span]:
    """The words at these indices as spans: one for each unbroken run, its edges freed of commas."""
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    words = sentence.words
    spans = []
    for run in runs:
        while run and words[run[0]].text in _EDGES:
            run = run[1:]
        while run and words[run[-1]].text in _EDGES:
            run = run[:-1]
        if any(any(map(str.isalnum, words[i].text)) for i in run):
            spans.append(Span(words[run[0]].start, words[run[-1]].end))
    return spans
