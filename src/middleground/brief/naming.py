"""Who is meant by the words that name a speaker, as far as the scenario gives it.

A report says "Mr netanyahu" where the scenario says "Benjamin Netanyahu", who is its prime
minister. Headings take names and capitals from the scenario alone, and words that name nobody,
such as "others" or "whose latest ruling", never become a heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from middleground.brief.words import one_line, who
from middleground.plain_text import language_of_script
from middleground.scenario.model import Scenario

_ARTICLES = ("the ", "a ", "an ", "one ")
_TITLES = ("mr ", "mr. ", "mrs ", "mrs. ", "ms ", "ms. ", "dr ", "dr. ", "sir ")
# Words with which no name begins: what they refer to stands elsewhere in the report.
_REFERRING = frozenset(
    {
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "me",
        "his",
        "its",
        "their",
        "our",
        "my",
        "whose",
        "who",
        "whom",
        "which",
        "what",
        "that",
        "this",
        "these",
        "those",
        "another",
        "other",
        "others",
        "same",
    }
)
_NOBODY = frozenset(
    {
        "source",
        "sources",
        "one",
        "people",
        "none",
        "all",
        "both",
        "each",
        "any",
        "anyone",
        "nobody",
        "some",
        "many",
        "several",
        "such",
        "former",
        "latter",
    }
)
_UNSAID = frozenset({"unnamed", "unstated"})


def names_nobody(words: str) -> bool:
    """Whether words name no speaker by themselves.

    Example:
        >>> [names_nobody(w) for w in ("Them Mr Netanyahu", "The same paper", "Sources", "others")]
        [True, True, True, True]
        >>> names_nobody("informed sources in Israel"), names_nobody("the world court")
        (False, False)
    """
    bare = _bare(words)
    first, _, rest = bare.partition(" ")
    return not bare or first in _REFERRING or (not rest and first in _NOBODY)


@dataclass(frozen=True, slots=True)
class _Known:
    """A name in the scenario: of whom, and how a heading gives it."""

    of: str
    heading: str


class Cast:
    """The names of a scenario, to recognise them in a report's words."""

    def __init__(self, scenario: Scenario) -> None:
        """Learn names and other names, then those that quotations give as sources."""
        self._whole: dict[str, set[_Known]] = {}
        self._surnames: dict[str, set[_Known]] = {}
        for id_, name, also in _elements(scenario):
            same_script = [a for a in also if language_of_script(a) == language_of_script(name)]
            alone = same_script[0] if len(same_script) == 1 and "." in id_ else ""
            own = _Known(id_, f"{alone} ({name})" if alone else name)
            self._learn(name, own)
            for other in also:
                one_of_many = other in same_script and not alone and "." in id_
                self._learn(
                    other, _Known(f"{id_} {other}", f"{other} ({name})") if one_of_many else own
                )
        for source in _sources(scenario):
            if source not in _UNSAID and self.find(source) is None:
                self._learn(source, _Known(source, one_line(source)))

    def _learn(self, name: str, known: _Known) -> None:
        self._whole.setdefault(_bare(name), set()).add(known)
        words = name.split()
        if len(words) > 1 and all(word[:1].isupper() for word in words):
            self._surnames.setdefault(words[-1].casefold(), set()).add(known)

    def find(self, words: str) -> tuple[str, str] | None:
        """Whom words name: a key that is the same for all their names, and the heading."""
        for part in [words, *words.split(",")]:
            known = self._whole.get(_bare(part), set())
            if not known and _is_surname(part):
                known = self._surnames.get(_bare(part), set())
            if len(known) == 1:
                [one] = known
                return one.of, one.heading[:1].upper() + one.heading[1:]
        return None


def _elements(scenario: Scenario) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for party, written in scenario.parties.items():
        yield party, who(scenario, party), written.also
        for name, constituency in written.constituencies.items():
            yield f"{party}.{name}", who(scenario, f"{party}.{name}"), constituency.also
    for section in (scenario.mediators, scenario.outsiders):
        for name, element in section.items():
            yield name, who(scenario, name), element.also


def _sources(scenario: Scenario) -> Iterator[str]:
    for quotation in scenario.quotes.values():
        yield from quotation.source


def _bare(words: str) -> str:
    """Words without case, article, title and the spaces of tokenised text."""
    bare = " ".join(re.sub(r"\s*['\u2019]\s*", "'", words).split()).casefold().strip(" ,.")
    for start in (*_ARTICLES, *_TITLES):
        bare = bare.removeprefix(start)
    return bare


def _is_surname(words: str) -> bool:
    """Whether words are a single name, with a title or with nothing before it: no "the council"."""
    is_plain = not words.strip().casefold().startswith(_ARTICLES)
    return is_plain and len(_bare(words).split()) == 1


def last_named(source: Sequence[str]) -> str:
    """The innermost link of a source chain; "" where it is not named."""
    return "" if not source or source[-1] in _UNSAID else source[-1]
