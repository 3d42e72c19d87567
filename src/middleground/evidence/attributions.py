"""Who says what: the findings of all rules, one reading of each claim, with its sources."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from middleground.evidence.entries import Entry, Link, Passage, entry_id
from middleground.evidence.families import Rules
from middleground.evidence.findings import Finding
from middleground.evidence.nominal import find_nominal
from middleground.evidence.parser import Sentence
from middleground.evidence.proposals import find_proposals
from middleground.evidence.quotations import Quotation
from middleground.evidence.quoted import find_quoted
from middleground.evidence.sources import Memory, Speaker, is_person, is_plural, naming_of
from middleground.evidence.statements import find_statements
from middleground.reports.document import Document, Span

_BESIDE_NAME = re.compile(
    r"\s*,\s*(?:who|which|where|whose|speaking|(?:\w+ed|led|run|held|known)\s+(?:as|by|for|in|to))\b|\s*['\u2019]\s*s?$"
)
_LONGEST_CHAIN = 8
_UNSTATED = Link(words="", naming="unstated")


def find_attributions(
    document: Document,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    memory: Memory,
    rules: Rules,
) -> list[Entry]:
    """The attributions in a stretch of a report.

    Args:
        document: The report.
        sentences: Its parsed sentences, a stretch at a time.
        quotations: The quotations in them.
        memory: Who spoke last; brought up to date.
        rules: The reader: which rules are in use.
    """
    for sentence in sentences:
        memory.meet(sentence)
    findings = _clean(_collect(document, sentences, quotations, rules), document.text, quotations)
    made: dict[int, tuple[Entry, Speaker]] = {}
    places = {id(finding): at for at, finding in enumerate(findings)}
    parents = _parents(findings)

    def make(at: int) -> tuple[Entry, Speaker]:
        """The entry of a finding, after that of the one around it."""
        if at not in made:
            finding, above = findings[at], parents[at]
            parent, outer = make(above) if above is not None else (None, None)
            inside = outer.chain if outer and not _only_about(findings[above or 0]) else ()
            followed = places.get(id(finding.follows))
            if followed is not None:
                speaker = replace(make(followed)[1], words="", sentence=finding.sentence.number)
            else:
                speaker = _speaker(finding, document, memory, inside)
            made[at] = _entry(finding, document, speaker, parent, rules.name), speaker
            memory.remember(speaker)
        return made[at]

    return [make(at)[0] for at in range(len(findings))]


def _collect(
    document: Document,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    rules: Rules,
) -> list[Finding]:
    quoted = rules.keep(find_quoted(sentences, quotations, document.text))
    spoken = {span.start for finding in quoted for span in finding.cue}
    found = list(quoted)
    for sentence in sentences:
        found += rules.keep(find_statements(sentence, spoken))
        found += rules.keep(find_nominal(sentence))
    return [*found, *rules.keep(_proposed(sentences, found))]


def _proposed(sentences: Sequence[Sentence], found: list[Finding]) -> list[Finding]:
    """What documents provide for; a sentence that somebody else is quoted with ends it."""
    taken = {finding.sentence.number for finding in found}
    proposals = find_proposals(sentences)
    return [p for p in proposals if not p.follows or p.sentence.number not in taken]


def _clean(findings: list[Finding], text: str, quotations: Sequence[Quotation]) -> list[Finding]:
    """Drop empty and double findings; settle types; outer claims before inner ones."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        if not finding.content or not _has_letters(finding.content, text):
            continue
        if finding.type == "indirect" and finding.content:
            finding.content = [
                _whole_quotation(span, finding, quotations) for span in finding.content
            ]
            if any(_holds(span, q) for span in finding.content for q in quotations):
                finding.type = "mixed"
        kept.setdefault((tuple(finding.cue) or tuple(finding.content)), finding)
    return sorted(kept.values(), key=lambda f: (f.cue or f.content)[0])


def _has_letters(spans: list[Span], text: str) -> bool:
    return any(any(map(str.isalnum, text[start:end])) for start, end in spans)


def _whole_quotation(span: Span, finding: Finding, quotations: Sequence[Quotation]) -> Span:
    """Content neither leaves a quotation halfway nor begins within one."""
    start, end = span
    cue = finding.cue[0].start if finding.cue else start
    for quotation in quotations:
        if quotation.start <= cue < quotation.end:
            end = min(end, quotation.end) if end > quotation.end else end
        elif start < quotation.end and quotation.start < end:
            if not quotation.start <= cue < quotation.end and cue < quotation.start:
                end = max(end, quotation.end)
            if quotation.start < start and quotation.start > cue:
                start = quotation.start
    return Span(start, end) if start < end else span


def _holds(span: Span, quotation: Quotation) -> bool:
    return span.start <= quotation.start and quotation.end <= span.end


def _parents(findings: list[Finding]) -> list[int | None]:
    """For each finding, the smallest larger one whose content covers its cue."""
    sizes = [sum(end - start for start, end in finding.content) for finding in findings]
    by_size = sorted(range(len(findings)), key=sizes.__getitem__)
    ordered = [sizes[index] for index in by_size]
    parents: list[int | None] = []
    for finding, size in zip(findings, sizes, strict=True):
        at = (finding.cue or finding.content)[0]
        larger = by_size[bisect_right(ordered, size) :]
        parents.append(next((n for n in larger if _covers(findings[n], at)), None))
    return parents


def _covers(finding: Finding, at: Span) -> bool:
    return any(start <= at.start and at.end <= end for start, end in finding.content)


def _only_about(finding: Finding) -> bool:
    """Whether a claim names another's words but passes none on: "his rejection of her call"."""
    return finding.rule == "noun" and finding.stance in ("rejects", "denies")


def _speaker(
    finding: Finding, document: Document, memory: Memory, outer: tuple[Link, ...]
) -> Speaker:
    number = finding.sentence.number
    hearsay = (_UNSTATED,) if finding.second_hand else ()
    if not finding.source or finding.head is None:
        return Speaker("", _UNSTATED, _chain(*outer, _UNSTATED), False, False, number)
    span = _name_span(finding.source[0], document.text)
    words = document.slice(span)
    passage = Passage(start=span.start, end=span.end, text=words)
    sentence, head = finding.sentence, finding.head
    antecedent = memory.antecedent(words, number)
    if antecedent:
        memory.remember(replace(antecedent, sentence=number))
        link = antecedent.link.model_copy(
            update={"words": words, "stands_for": antecedent.link.name, "passage": passage}
        )
        above = outer or antecedent.chain[:-1]
        chain = _chain(*above, *hearsay, link)
        return Speaker(words, link, chain, antecedent.plural, antecedent.person, number)
    link = Link(words=words, naming=naming_of(sentence, head, words), passage=passage)
    person = is_person(sentence, head, words) or words.casefold() in memory.people
    plural = is_plural(sentence, head)
    return Speaker(words, link, _chain(*outer, *hearsay, link), plural, person, number)


def _chain(*links: Link) -> tuple[Link, ...]:
    """A chain of sources: the nearest ones, where somebody nests them without end."""
    return links[-_LONGEST_CHAIN:]


def _name_span(span: Span, text: str) -> Span:
    """The words that name a source: without ", who ...", and without a possessive ending."""
    words = text[span.start : span.end]
    cut = _BESIDE_NAME.search(words)
    return Span(span.start, span.start + cut.start()) if cut and cut.start() else span


def _entry(
    finding: Finding, document: Document, speaker: Speaker, parent: Entry | None, reader: str
) -> Entry:
    content = _passages(finding.content, document)
    cue = _passages(finding.cue, document)
    return Entry(
        id=entry_id(document.id, "attribution", content, cue),
        report=document.id,
        kind="attribution",
        sentence=document.sentence_at(content[0].start),
        content=content,
        cue=cue,
        source=_passages(finding.source, document),
        chain=speaker.chain,
        type=finding.type,
        polarity="negative" if finding.negative else "positive",
        modality=finding.modality,
        stance=finding.stance,
        nested_in=parent.id if parent else "",
        rule=finding.rule,
        reader=reader,
    )


def _passages(spans: list[Span], document: Document) -> tuple[Passage, ...]:
    return tuple(Passage(start=s.start, end=s.end, text=document.slice(s)) for s in spans)
