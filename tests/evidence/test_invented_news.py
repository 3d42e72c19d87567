"""Short invented reports in many styles: what a reader of news must get right in any of them."""

import pytest

from middleground.evidence.datelines import behind_dateline
from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document


def _read(text: str, kind: str) -> list[Entry]:
    return [entry for entry in read_claims(Document("news", text)) if entry.kind == kind]


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("LANGEN, 3 June (Agency) - Norway spoke.", "Norway spoke."),
        ("LANGEN \u2014 Norway spoke.", "Norway spoke."),
        ("Port Amari (Agency) -- Crews left.", "Crews left."),
        ("Harlund, June 3 - Crews left.", "Crews left."),
        ("oslo - the crews left .", "the crews left ."),
        ("ST. AMAR, Nell, Jan. 4, 2031 (Agency) \u2013 Crews left.", "Crews left."),
        ("The crews - all of them - left.", "The crews - all of them - left."),
        ("Two unions - old rivals - met.", "Two unions - old rivals - met."),
        ("A six-week pause began.", "A six-week pause began."),
        ("NATO - the alliance - met.", "NATO - the alliance - met."),
    ],
)
def test_datelines_are_no_part_of_a_sentence(text: str, behind: str) -> None:
    assert text[behind_dateline(text, 0, len(text)) :] == behind


def test_those_behind_a_dateline_are_actors() -> None:
    text = "LANGEN, 3 June (Agency) - Norway and Switzerland offered to host talks, officials said."
    names = {e.actor.name for e in _read(text, "actor") if e.actor}
    assert {"Norway", "Switzerland"} <= names
    assert not any("LANGEN" in name for name in names)
