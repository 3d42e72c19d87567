"""Reports that share most of their text, such as wire copy in two papers: one witness, not two.

Two reports are near-copies if most of the shorter text stands in the other, sentence by sentence:
in the same words, whatever their case, spacing and punctuation, or nearly so. So a copy is known
again when it was lower-cased, cut into tokens, or given a lead of its own. A group holds reports
that are all near-copies of each other: two that a third one brings together stay two witnesses.

Likely pairs are found by the runs of words they share (after Broder 1997), so that a thousand
reports need no comparison of each with each. Sentences are compared by edit distance (rapidfuzz).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

from middleground.reports.document import Document

# Share of the words, of those in the shorter text, that must stand in the other.
MOST = 0.6
_LEAST_WORDS = 30  # in common; fewer may be a statement that both quote
_SHORT = 5  # words: a sentence of fewer says nothing about where it comes from
_LONG = 60  # words: longer sentences are compared in pieces
_ALIKE = 85  # of 100, for the letters of a sentence
_RUN = 4  # words
_ONE_IN = 4
_LIKELY = 0.08  # share of runs in common that makes a pair worth comparing
_MOST_COMPARED = 20  # members of a group with whom a further report is compared
_MOST_LIKELY = 20  # groups with which a report is compared, those with most runs in common first
_PHRASE = 50  # groups: a run of words that more of them hold is a phrase of the trade
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NearCopies:
    """Reports that count as one witness.

    Attributes:
        reports: Their ids, in the order in which the reports were given.
        share: How much of the shorter text stands in the longer, 0 to 1; of several pairs, that of
            the pair with the least in common.
    """

    reports: tuple[str, ...]
    share: float

    def __str__(self) -> str:
        """The finding in a sentence."""
        *most, last = (f"'{report}'" for report in self.reports)
        least = "at least " if len(most) > 1 else ""
        return (
            f"{', '.join(most)} and {last} share {least}{self.share:.0%} of their text: near-copies"
            " (wire copy?), to be counted as one witness"
        )


def near_copies(documents: Sequence[Document]) -> list[NearCopies]:
    """Groups of reports that share most of their text.

    The order of the documents changes only the order of the groups and of their members.

    Example:
        >>> wire = "The port refused to raise wages. The union called that a breach of its word. "
        >>> april, may = Document("april", wire * 3), Document("may", "From Quay. " + wire * 3)
        >>> [found.reports for found in near_copies([april, may, Document("june", "Talks.")])]
        [('april', 'may')]
    """
    place = {document.id: number for number, document in enumerate(documents)}
    worded = [words for document in documents if (words := _Worded(document)).words]
    # The longest first: a report is then compared only with those that can hold it.
    worded.sort(key=lambda report: (-len(report.words), report.text, report.id))
    found = (group for group in _grouped(worded) if len(group.members) > 1)
    named = [
        NearCopies(
            tuple(sorted((member.id for member in group.members), key=place.__getitem__)),
            group.share,
        )
        for group in found
    ]
    return sorted(named, key=lambda group: place[group.reports[0]])


def share_in_common(one: Document, other: Document) -> float:
    """How much of the shorter text stands in the other, 0 to 1; the same either way round."""
    return _share(_Worded(one), _Worded(other))


class _Worded:
    """A report as words, without case, spacing and punctuation."""

    def __init__(self, document: Document) -> None:
        self.id = document.id
        self._document = document
        self.words = _words(document.text)
        self.text = f" {' '.join(self.words)} "

    @cached_property
    def sentences(self) -> list[str]:
        """Sentences that say enough to be known again, long ones in pieces."""
        sentences = (_words(self._document.slice(span)) for span in self._document.sentences)
        pieces = (s[at : at + _LONG] for s in sentences for at in range(0, len(s), _LONG))
        return [" ".join(piece) for piece in pieces if len(piece) >= _SHORT]

    def runs(self) -> set[int]:
        """One in four of the runs of words, the same in every report, and the whole, as numbers."""
        last = max(len(self.words) - _RUN, 0)
        runs = (" ".join(self.words[at : at + _RUN]) for at in range(last + 1))
        chosen = {number for run in runs if (number := _number(run)) % _ONE_IN == 0}
        return {*chosen, _number(self.text)}


class _Group:
    """Reports that are near-copies of each other, the longest first."""

    def __init__(self, first: _Worded) -> None:
        self.members = [first]
        self.share = 1.0

    def takes(self, report: _Worded) -> bool:
        """Let a report in if it is a near-copy of all members."""
        share = 1.0
        for member in self.members[:_MOST_COMPARED]:
            share = min(share, _share(member, report, MOST))
            if share < MOST:
                return False
        self.members.append(report)
        self.share = min(self.share, share)
        return True


def _grouped(reports: Sequence[_Worded]) -> list[_Group]:
    groups: list[_Group] = []
    holders = defaultdict[int, list[int]](list)  # numbers of groups, by run of words
    for report in reports:
        runs = report.runs()
        telling = [run for run in runs if len(holders.get(run, ())) <= _PHRASE]
        shared = Counter(number for run in telling for number in holders.get(run, ()))
        likely = (
            n for n, times in shared.most_common(_MOST_LIKELY) if times >= _LIKELY * len(telling)
        )
        joined = next((n for n in likely if groups[n].takes(report)), None)
        if joined is None:
            joined = len(groups)
            groups.append(_Group(report))
        for run in runs:
            if joined not in holders[run]:
                holders[run].append(joined)
    return groups


def _share(one: _Worded, other: _Worded, least: float = 0.0) -> float:
    """The share in common; any smaller one, where it cannot reach the least that matters."""
    if one.text == other.text:
        return 1.0
    found = max(_found_in(one, other, least), _found_in(other, one, least))
    return found[0] if found[1] >= _LEAST_WORDS else 0.0


def _found_in(one: _Worded, other: _Worded, least: float) -> tuple[float, int]:
    """Share and number of a report's words whose sentences stand in another."""
    counted = [(sentence.count(" ") + 1, sentence) for sentence in one.sentences]
    total = left = sum(number for number, _ in counted)
    common = 0
    for number, sentence in counted:
        if common + left < least * total:
            break
        common += number if _stands_in(sentence, other) else 0
        left -= number
    return (common / total if total else 0.0), common


def _stands_in(sentence: str, other: _Worded) -> bool:
    if f" {sentence} " in other.text:
        return True
    from rapidfuzz import fuzz, process

    near = process.extractOne(sentence, other.sentences, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return near is not None


def _number(run: str) -> int:
    return crc32(run.encode("utf-8", "replace"))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
