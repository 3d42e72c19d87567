"""What a verb says of its subject: that it wants, refuses, offers, threatens or gives up.

Source: Fisher & Ury (1981) for the notion; kinds as in `middleground.evidence.particulars`.
"""

from collections.abc import Sequence

from middleground.evidence.parser import Sentence, Word
from middleground.evidence.particulars import PositionKind
from middleground.evidence.stances import stances
from middleground.evidence.topics import turns

WILL = frozenset(("will", "would", "wo", "'ll", "shall", "ca", "can"))
_BINDING = frozenset(("will", "would", "wo", "'ll", "shall"))
COPULAS = frozenset(("be", "remain", "seem", "appear", "stay", "become", "stand"))


def position_of(
    sentence: Sentence, verb: Word, *, alleged: bool
) -> tuple[PositionKind | None, bool]:
    """What a verb says of its subject: the kind of position, and whether it refuses."""
    lists, words = stances(), sentence.words
    children = [words[c] for c in sentence.children[verb.index]]
    negated = any(c.dep == "neg" for c in children)
    modal = next((c for c in children if c.tag == "MD"), None)
    particle = next((c.text.casefold() for c in children if c.dep == "prt"), "")
    will = modal is not None and modal.text.casefold() in WILL
    could = modal is not None and modal.text.casefold() == "could"
    will = will or (could and verb.lemma in lists.conceding)
    goal = any(c.dep in ("xcomp", "dobj", "prep", "ccomp") for c in children)
    coming = verb.lemma == "go" and verb.tag == "VBG" and any(c.dep == "aux" for c in children)
    if coming and negated and any(c.dep == "xcomp" for c in children):  # "is not going to sign"
        return "red_line", True
    if verb.lemma in COPULAS:
        return _of_adjective(sentence, children, negated=negated, may=modal is not None)
    if not goal:
        return None, False
    if not negated and modal is None and _drops(sentence, verb, particle):
        return "concession", True
    if verb.lemma == "decide" or verb.lemma in lists.shifting:
        return ("stance_change", False) if _shifts(sentence, verb) else (None, False)
    if verb.lemma == "agree" and negated:
        conditional = bool(
            {"unless", "until"} & {words[i].lemma for i in sentence.subtree(verb.index)}
        )
        return ("red_line" if will or conditional else "rejection"), True
    kind = lists.verbs.get(f"{verb.lemma} {particle}".strip()) or lists.verbs.get(verb.lemma)
    if negated and will:
        return "red_line", not turns(sentence, verb.index)
    if will and _takes_none(sentence, verb):
        return "red_line", False
    if verb.lemma == "vote" and not negated and any(c.text == "against" for c in children):
        return "rejection", True
    if kind and modal is None:
        if not negated and not _takes_none(sentence, verb):
            return kind, kind in ("rejection", "red_line")
        return ("rejection", True) if kind in ("support", "demand") else (None, False)
    infinitive = any(c.dep == "xcomp" for c in children)
    if alleged and infinitive and verb.lemma in lists.aiming and modal is None and not negated:
        return "alleged_intent", False
    return None, False


def threatens(sentence: Sentence, verb: Word) -> bool:
    """As in "Will walk out unless ...", "would quit if ...": harm to come, on a condition."""
    words = sentence.words
    modal = next((words[c].text.casefold() for c in sentence.children[verb.index]
                  if words[c].tag == "MD"), "")  # fmt: skip
    if modal not in _BINDING or sentence.child(verb.index, "neg") is not None:
        return False
    marks = {
        words[m].text.casefold()
        for c in sentence.children[verb.index] if words[c].dep == "advcl"
        for m in sentence.children[c] if words[m].dep in ("mark", "advmod")
    }  # fmt: skip
    if "unless" in marks:
        return verb.lemma not in stances().giving
    return "if" in marks and verb.lemma in stances().harming


def is_dropped(sentence: Sentence, noun: int | None) -> bool:
    """Whether a claim is only named as given up."""
    if noun is None or sentence.words[noun].dep != "dobj":
        return False
    verb = sentence.words[sentence.words[noun].head]
    particle = sentence.child(verb.index, "prt")
    said = sentence.words[particle].text.casefold() if particle is not None else ""
    negated = sentence.child(verb.index, "neg") is not None
    return not negated and _drops(sentence, verb, said)


def offered(sentence: Sentence, kind: PositionKind, indices: Sequence[int]) -> PositionKind:
    """To be ready to give something is to offer it."""
    gives = any(sentence.words[i].lemma in stances().giving for i in indices)
    return "offer" if kind == "readiness" and gives else kind


def _takes_none(sentence: Sentence, verb: Word) -> bool:
    """As in "Will accept no ban": what is refused stands under "no"."""
    thing = sentence.child(verb.index, "dobj")
    children = sentence.children[thing] if thing is not None else []
    return any(sentence.words[c].text.casefold() in ("no", "neither") for c in children)


def _drops(sentence: Sentence, verb: Word, particle: str) -> bool:
    """Whether a party gives a claim up: "dropped its demand for a quota"."""
    lists, thing = stances(), sentence.child(verb.index, "dobj")
    dropping = verb.lemma in lists.dropping or f"{verb.lemma} {particle}" in lists.dropping
    return dropping and thing is not None and sentence.words[thing].lemma in lists.claimed


def _of_adjective(
    sentence: Sentence, children: list[Word], *, negated: bool, may: bool
) -> tuple[PositionKind | None, bool]:
    """As in "Is willing to", "remain supportive of", "is against", "is in favour of"."""
    if any(c.text.casefold() == "against" and c.dep == "prep" for c in children):
        return (None, False) if negated else ("rejection", True)
    said = next((c for c in children if c.dep in ("acomp", "oprd")), None)
    kind = stances().adjectives.get(said.lemma) if said else None
    if said is None or kind is None or may:
        return None, False
    opened = [c for c in sentence.children[said.index] if c > said.index]
    if not opened:
        return None, False
    if negated:
        return ("rejection", True) if kind in ("support", "readiness") else (None, False)
    kind = offered(sentence, kind, sentence.subtree(said.index))
    return kind, kind in ("rejection", "red_line")


def _shifts(sentence: Sentence, verb: Word) -> bool:
    """Whether a party changes its position: "decided to harden its line"."""
    inner = sentence.child(verb.index, "xcomp") if verb.lemma == "decide" else verb.index
    if inner is None or sentence.words[inner].lemma not in stances().shifting:
        return False
    near = [i for i in sentence.subtree(inner) if inner < i <= inner + 4]
    return any(sentence.words[i].lemma in stances().shifted for i in near)
