"""Figures: numbers with bounds, unit, what is counted, whether that is denied, and on whose word.

Dates, years, clock times, ages and the numbers in names are not figures.
"""

import re
from collections.abc import Iterator, Sequence

from middleground.evidence.entries import Entry, Figure, Passage, entry_id
from middleground.evidence.numbers import Number, bounds, find_numbers, is_part
from middleground.evidence.parser import Sentence, Word
from middleground.reports.document import Document, Span

_TIME = re.compile(r"(?:second|minute|hour|day|week|month|year|decade|centur)(?:s|y|ies)?")
_MEASURE = re.compile(
    r"(?:percent|per|%|percentage|kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|feet|hectares?|"
    r"acres?|tons?|tonnes?|barrels?|degrees?|dollars?|euros?|pounds?|points?|litres?|liters?|"
    r"megawatts?|gallons?|shekels?|rubles?|yuan|yen)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:[A-Z]{0,3}[$£€¥])|us\$|usd|eur|gbp", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|january|february|march|april|may|june|"
    r"july|august|september|october|november|december",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:[ap]\.?m\.?|gmt|utc|o'clock|est|cet)", re.IGNORECASE)
_PEOPLE = re.compile(
    r"(?:people|persons?|men|women|children|civilians?|soldiers?|prisoners?|hostages?|captives?|"
    r"detainees?|workers?|members?|residents?|refugees?|fighters?|troops|victims?|families|"
    r"police|officers?|students?|employees?|inhabitants?|migrants?|patients?|voters?|protesters?)",
    re.IGNORECASE,
)
_VAGUE = frozenset(("several", "dozens", "scores", "hundreds", "thousands", "millions"))
_LASTING = frozenset(("take", "last", "spend", "need", "require", "wait"))
_SINCE = frozenset(("after", "before", "beyond", "by", "since", "till", "until"))
_NOUNS = ("NOUN", "PROPN", "SYM")


def find_figures(
    document: Document, sentences: Sequence[Sentence], attributions: Sequence[Entry], reader: str
) -> Iterator[Entry]:
    """The figures in a stretch of a report.

    Args:
        document: The report.
        sentences: Its parsed sentences.
        attributions: The attributions found in them: they say on whose word a figure stands.
        reader: The reader's name and version, for the entries.
    """
    for sentence in sentences:
        last_noun: int | None = None
        for number in find_numbers([word.text for word in sentence.words]):
            if _is_no_figure(sentence, number):
                continue
            noun = _counted(sentence, number)
            own = noun is not None
            aged = _follow(sentence, number.first + 1, ("the", "age", "of"))
            noun = None if aged else noun if own else last_noun
            last_noun = last_noun if aged or _is_time(sentence, noun) else noun
            yield _entry(document, sentence, number, noun, own, attributions, reader)
        yield from _vague(document, sentence, attributions, reader)


def _is_no_figure(sentence: Sentence, number: Number) -> bool:
    words = sentence.words
    word = words[number.number]
    before = words[number.first - 1].text if number.first else ""
    after = words[number.last + 1].text if number.last + 1 < len(words) else ""
    plain = number.first == number.number and number.number == number.last
    if plain and (_MONTH.fullmatch(before) or _MONTH.fullmatch(after)) and number.value <= 31:
        return True
    if plain and before == "." and number.number > 1:
        return bool(_MONTH.fullmatch(words[number.number - 2].text))
    timed = {words[number.first].text.casefold(), before.casefold()} & _SINCE
    bound = number.number == number.last and bool(timed)  # "until at least 2032"
    if (plain or bound) and _is_year(sentence, number, before):
        return True
    if _CLOCK.fullmatch(after) or after == ":" or (before == ":" and plain):
        return True
    if after in ("-", "") and _follow(sentence, number.last + 1, ("-", "year", "-", "old")):
        return True
    if word.text.casefold() == "one" and not is_part(words[number.last].text):
        return not (plain and _is_time(sentence, _counted(sentence, number)))
    return plain and _is_name_or_age(sentence, number, before, after)


def _is_name_or_age(sentence: Sentence, number: Number, before: str, after: str) -> bool:
    """Whether a number belongs to a name ("resolution 1701", "post 542") or is somebody's age."""
    words, at = sentence.words, number.number
    if at < 2:
        return False
    if before == "," and after in (",", ".") and words[at - 2].pos == "PROPN":
        return True
    preceding = words[at - 1]
    if preceding.pos == "NOUN" and preceding.dep not in ("nsubj", "nsubjpass"):
        return _counted(sentence, number) is None
    named = words[at].head in (at - 1, preceding.head) or words[at].pos == "PROPN"
    return preceding.pos == "PROPN" and named


def _is_year(sentence: Sentence, number: Number, before: str) -> bool:
    written = sentence.words[number.number].text
    if not (written.isdigit() and len(written) == 4 and 1500 <= number.value <= 2100):
        return False
    noun = _counted(sentence, number)
    if noun is None or before.casefold() == "in":
        return True
    text = sentence.words[noun].text
    return not (_PEOPLE.fullmatch(text) or _MEASURE.fullmatch(text) or _is_time(sentence, noun))


def _follow(sentence: Sentence, at: int, texts: tuple[str, ...]) -> bool:
    return tuple(w.text.casefold() for w in sentence.words[at : at + len(texts)]) == texts


def _is_time(sentence: Sentence, noun: int | None) -> bool:
    return noun is not None and bool(_TIME.fullmatch(sentence.words[noun].text.casefold()))


def _counted(sentence: Sentence, number: Number) -> int | None:
    """The noun that a number counts: its head, or the noun right behind it."""
    words = sentence.words
    following = number.last + 1
    if following < len(words) and words[following].text == "-":
        following += 1
    if following < len(words) and (
        _TIME.fullmatch(words[following].text.casefold())
        or _MEASURE.fullmatch(words[following].text)
    ):
        return following
    word = words[number.number]
    for _ in range(3):
        head = words[word.head]
        if head.pos in _NOUNS and head.index > number.last and word.dep in (
            "nummod", "compound", "quantmod", "amod", "nmod"
        ):  # fmt: skip
            return head.index
        if head.index > number.last or head.index == word.index:
            break
        word = head
    if following < len(words) and words[following].text.casefold() == "of":
        return sentence.child(following, "pobj")  # "200 of its members"
    while following < len(words) and words[following].pos == "ADJ":
        following += 1
    if following < len(words) and words[following].pos in ("NOUN", "PROPN"):
        return following
    return None


def _entry(
    document: Document,
    sentence: Sentence,
    number: Number,
    noun: int | None,
    own: bool,
    attributions: Sequence[Entry],
    reader: str,
) -> Entry:
    words = sentence.words
    last = number.last
    if own and noun is not None and noun - number.last <= 3:
        last = noun
    span = Span(words[number.first].start, words[last].end)
    # "Nine months into the strike" is no exact count.
    rough = _is_time(sentence, noun) and _follow(sentence, last + 1, ("into",))
    qualifier = number.qualifier or ("about" if rough else "")
    low, high = bounds(number.value, qualifier)
    verb = _verb(sentence, noun if own and noun is not None else number.number)
    figure = Figure(
        value=number.value,
        low=low,
        high=high,
        qualifier=qualifier,
        unit=_unit(sentence, number, noun),
        counted=_counted_words(document, sentence, noun),
        topic=_topic(sentence, noun, verb),
        negated=verb is not None and _negates(sentence, verb, number.number, noun),
    )
    return _with_owner(document, span, figure, attributions, reader, "number")


def _with_owner(
    document: Document,
    span: Span,
    figure: Figure,
    attributions: Sequence[Entry],
    reader: str,
    rule: str,
) -> Entry:
    covering = [
        entry
        for entry in attributions
        if any(p.start <= span.start and span.end <= p.end for p in entry.content)
    ]
    owner = min(covering, key=lambda e: sum(p.end - p.start for p in e.content), default=None)
    if owner:
        figure = figure.model_copy(update={"asserter": owner.speaker, "asserted_by": owner.id})
    content = (Passage(start=span.start, end=span.end, text=document.slice(span)),)
    return Entry(
        id=entry_id(document.id, "figure", content),
        report=document.id,
        kind="figure",
        sentence=document.sentence_at(span.start),
        content=content,
        source=owner.source if owner else (),
        chain=owner.chain if owner else (),
        modality=owner.modality if owner else "asserted",
        polarity="negative" if figure.negated else "positive",
        figure=figure,
        nested_in=owner.id if owner else "",
        rule=rule,
        reader=reader,
    )


def _unit(sentence: Sentence, number: Number, noun: int | None) -> str:
    words = sentence.words
    if _follow(sentence, number.first + 1, ("the", "age", "of")):
        return "years of age"
    before = words[number.number - 1].text if number.number else ""
    if _MONEY.fullmatch(before):
        return before
    if is_part(words[number.last].text):
        return "share"
    if noun is None:
        return ""
    text = words[noun].text
    if noun and words[noun - 1].text.casefold() in ("cubic", "square"):
        return f"{words[noun - 1].text} {text}".casefold()
    if text.casefold() in ("%", "percent", "per", "percentage"):
        return "percent"
    if _TIME.fullmatch(text.casefold()):
        return text.casefold().rstrip("s") + "s"
    if _PEOPLE.fullmatch(text) or words[noun].entity == "NORP":
        return "people"
    return text.casefold()


def _counted_words(document: Document, sentence: Sentence, noun: int | None) -> str:
    """The noun and what describes it, in the report's words, without the number."""
    if noun is None:
        return ""
    words = sentence.words
    branch = [i for i in sentence.subtree(noun) if i >= noun]
    last = noun
    for index in branch[1:15]:
        if index != last + 1 or words[index].text in (",", ".", "\u2014"):
            break
        last = index
    first = noun
    while (
        first and words[first - 1].pos in ("ADJ", "NOUN", "PROPN") and words[first - 1].head == noun
    ):
        first -= 1
    return document.slice(Span(words[first].start, words[last].end))


def _verb(sentence: Sentence, index: int) -> int | None:
    """The verb of the clause that a word stands in."""
    words = sentence.words
    for _ in range(8):
        head = words[index].head
        if head == index:
            return index if words[index].pos in ("VERB", "AUX") else None
        if words[head].pos in ("VERB", "AUX"):
            return head
        index = head
    return None


def _negates(sentence: Sentence, verb: int, number: int, noun: int | None) -> bool:
    """Whether a verb under "not" governs a number; "within 48 hours" only stands beside it."""
    negation = sentence.child(verb, "neg")
    beside = noun is not None and _is_time(sentence, noun) and sentence.words[noun].dep != "dobj"
    return negation is not None and negation < number and verb < number and not beside


def _topic(sentence: Sentence, noun: int | None, verb: int | None) -> tuple[str, ...]:
    """Dictionary forms of what is counted and what is said of it, for comparison."""
    words = sentence.words
    found = {words[noun].lemma} if noun is not None else set()
    if noun is not None:
        found |= {words[c].lemma for c in sentence.children[noun] if _tells(words[c])}
    if verb is not None:
        found.add(words[verb].lemma)
        found |= {
            words[c].lemma for c in sentence.children[verb] if words[c].dep in ("acomp", "oprd")
        }
        thing = sentence.child(verb, "dobj")
        if noun is not None and thing is not None and noun < verb:
            found.add(words[thing].lemma)
    return tuple(sorted(lemma for lemma in found if lemma.isalpha() and len(lemma) > 2))


def _tells(word: Word) -> bool:
    return word.dep in ("amod", "compound", "nmod") and word.pos in ("NOUN", "PROPN", "ADJ")


def _vague(
    document: Document, sentence: Sentence, attributions: Sequence[Entry], reader: str
) -> Iterator[Entry]:
    """Figures without a number: "several intermediaries", "weeks of talks", "mostly women"."""
    words = sentence.words
    for word in words[:-1]:
        last = _many(sentence, word) or _duration(sentence, word)
        if last is not None:
            things = words[word.index + 1 : last + 1]
            figure = Figure(
                value=None,
                qualifier="several",
                unit=(
                    things[-1] if things and not _lasts(sentence, word) else word
                ).text.casefold(),
                counted=things[-1].text if things else "",
            )
            span = Span(word.start, words[last].end)
        elif word.text.casefold() == "mostly" and words[word.index + 1].pos in ("NOUN", "ADJ"):
            counted = words[word.index + 1].text
            figure = Figure(
                value=None, low=0.5, qualifier="more than", unit="share", counted=counted
            )
            span = Span(word.start, word.end)
        else:
            continue
        yield _with_owner(document, span, figure, attributions, reader, "vague")


def _many(sentence: Sentence, word: Word) -> int | None:
    """Last word of "several brigades" or "hundreds of vendors", begun by this word."""
    if word.text.casefold() not in _VAGUE:
        return None
    words = sentence.words
    at = word.index + 1
    at += at < len(words) and words[at].text.casefold() in ("of", "more")
    if at >= len(words) or words[at].pos not in ("NOUN", "PROPN", "ADJ", "VERB"):
        return None
    while at + 1 < len(words) and words[at].pos in ("ADJ", "VERB") and words[at + 1].pos in _NOUNS:
        at += 1
    return at if words[at].pos in _NOUNS else None


def _duration(sentence: Sentence, word: Word) -> int | None:
    """Last word of a bare "days" or "weeks of talks", begun by this word."""
    if not _lasts(sentence, word):
        return None
    words, at = sentence.words, word.index
    of = words[at + 1].text.casefold() == "of"
    return at + 2 if of and at + 2 < len(words) and words[at + 2].pos == "NOUN" else at


def _lasts(sentence: Sentence, word: Word) -> bool:
    """Whether a bare "days" or "weeks" says how long something takes."""
    text = word.text.casefold()
    if not (_TIME.fullmatch(text) and text.endswith("s")) or word.tag != "NNS":
        return False
    words = sentence.words
    if any(words[c].index < word.index for c in sentence.children[word.index]):
        return False
    before = words[word.index - 1] if word.index else None
    if before is not None and (
        before.pos in ("NUM", "DET", "ADJ", "ADP", "PRON") or before.text == "-"
    ):
        return False
    following = words[word.index + 1].text.casefold() if word.index + 1 < len(words) else ""
    return following == "of" or words[word.head].lemma in _LASTING
