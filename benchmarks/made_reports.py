"""Reports made up from templates: as many as asked for, no two alike, the same for the same seed.

Invented disputes in our own words. They have what news has: quotations that go on, sources behind
sources, figures with qualifiers, people named once in full and later by surname.
"""

from collections.abc import Iterator, Sequence

import numpy as np

PLACES = ("Ardal", "Belmont Quay", "Corran", "Dunmere", "Eastholm", "Ferrow", "Larsund", "Ondra")
FIRST = ("Ana", "Boris", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hamid", "Ines", "Jonas")
LAST = ("Adler", "Brandt", "Castell", "Dorn", "Engel", "Falk", "Grau", "Hale", "Ivers", "Keller")
BODIES = (
    "port authority", "dockers' union", "river commission", "upstream council", "labour ministry",
    "water board", "farmers' league", "ferry company", "teachers' federation", "rail operator",
)  # fmt: skip
OFFICES = ("spokesman", "chair", "chief negotiator", "deputy minister", "director", "secretary")
OUTLETS = ("Coast Daily", "Valley Post", "Northern Radio", "Evening Ledger", "Channel Six")
THINGS = ("berths", "barges", "contracts", "households", "pumps", "workers", "wagons", "wells")
ISSUES = (
    "the night shift", "the water quota", "the pension fund", "the second lock", "wages",
    "the dredging plan", "the toll", "access to the records", "the release of the reservoir",
)  # fmt: skip
DEMANDS = ("be ended", "be halved", "be kept as it is", "be put to a vote", "be paid by the state")
MOODS = ("close", "far away", "in doubt", "out of the question", "a matter of days", "stalled")
QUALIFIERS = ("about", "at least", "more than", "nearly", "fewer than", "as many as", "some")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Sunday")
REASONS = (
    "the other side had not answered its letter", "the lower quays were under water",
    "nobody could say who would pay", "the mediators had asked for more time",
    "a branch of its own members had refused", "the last inspection found broken gauges",
)  # fmt: skip

# One sentence or a few each. Capital letters stand for what is drawn; see `_fill`.
TEMPLATES = (
    "The BODY of PLACE said on DAY that QUALIFIER NUMBER THINGS were idle because REASON.",
    '"A deal on ISSUE is MOOD," said PERSON, OFFICE of the BODY. "Nobody here doubts it."',
    "According to the BODY, QUALIFIER NUMBER THINGS have been lost in COUNT weeks.",
    "The OUTLET quoted unnamed officials who said that ISSUE would DEMAND. They said a decision"
    " could take COUNT days.",
    "PERSON accused the BODY of delaying the talks, while the OTHER threatened to leave if ISSUE"
    " was not settled.",
    "The BODY demanded that ISSUE DEMAND, and rejected any change to OTHERISSUE.",
    "There are growing calls for the OTHER to mediate in PLACE.",
    "The OFFICE of the BODY is said to oppose any deal on ISSUE.",
    "Under the mediators' latest proposal, the BODY would give up ISSUE in return for NUMBER"
    " THINGS. The rest would follow within COUNT weeks.",
    'Asked whether ISSUE would DEMAND, SURNAME replied: "We have said what we have to say."',
    "The BODY denied that it had held back NUMBER THINGS, as the OTHER claims.",
    "PERSON, who speaks for the BODY, told the OUTLET that REASON.",
    "The two sides last met in PLACE COUNT weeks ago, and parted without a word.",
    "Two people close to the talks said the OFFICE of the OTHER had hardened his position on"
    " ISSUE, and that an agreement was MOOD.",
    'The OTHER called the offer "a step back" and said it would DEMAND only what it had promised.',
    "On DAY morning the ferries ran again, though QUALIFIER NUMBER THINGS stayed where they were.",
    "A member of the BODY fears that ISSUE will DEMAND once the vote is over.",
    "The government of PLACE pressed the BODY to accept, and asked the OTHER to wait COUNT days.",
    "REASON, SURNAME said, adding that the OTHER knew it.",
    "Rain fell on PLACE for COUNT days, and the quays were empty by noon.",
)


def made_report(seed: int, number: int, words: int = 600) -> str:
    """One report of about so many words.

    Args:
        seed: Which set of reports.
        number: Which report of the set.
        words: Length; the report ends with the sentence that reaches it.
    """
    rng = np.random.default_rng([seed, number])
    people = [f"{_one(rng, FIRST)} {_one(rng, LAST)}" for _ in range(3)]
    bodies = [str(body) for body in rng.permutation(BODIES)[:4]]
    lines = [f"Talks in {_one(rng, PLACES)} enter week {rng.integers(2, 40)}"]
    written = len(lines[0].split())
    while written < words:
        paragraph = " ".join(
            _fill(_one(rng, TEMPLATES), rng, people, bodies) for _ in range(rng.integers(1, 4))
        )
        lines.append(paragraph)
        written += len(paragraph.split())
    return "\n".join(lines) + "\n"


def made_reports(count: int, seed: int = 0, words: int = 600) -> Iterator[str]:
    """So many reports, one after the other."""
    return (made_report(seed, number, words) for number in range(count))


def _fill(
    template: str, rng: np.random.Generator, people: Sequence[str], bodies: Sequence[str]
) -> str:
    first, second = (str(body) for body in rng.permutation(bodies)[:2])
    person = _one(rng, people)
    drawn = {
        "OTHERISSUE": _one(rng, ISSUES),
        "QUALIFIER": _one(rng, QUALIFIERS),
        "OUTLET": _one(rng, OUTLETS),
        "SURNAME": person.split()[1],
        "PERSON": person,
        "OFFICE": _one(rng, OFFICES),
        "REASON": _one(rng, REASONS),
        "NUMBER": f"{rng.integers(12, 4_000):,}",
        "DEMAND": _one(rng, DEMANDS),
        "THINGS": _one(rng, THINGS),
        "PLACE": _one(rng, PLACES),
        "OTHER": second,
        "ISSUE": _one(rng, ISSUES),
        "COUNT": str(rng.integers(2, 30)),
        "BODY": first,
        "MOOD": _one(rng, MOODS),
        "DAY": _one(rng, DAYS),
    }
    for name, word in drawn.items():
        template = template.replace(name, word)
    return template[0].upper() + template[1:]


def _one(rng: np.random.Generator, words: Sequence[str]) -> str:
    return words[int(rng.integers(len(words)))]
