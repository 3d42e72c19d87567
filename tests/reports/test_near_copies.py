"""Near-copies: known again after all that happens to wire copy; nothing else taken for one."""

import json
import random
import re
from itertools import permutations
from pathlib import Path

import pytest
from benchmarks.made_reports import made_reports
from hypothesis import given
from hypothesis import strategies as st

from middleground.reports.document import Document
from middleground.reports.near_copies import near_copies, share_in_common

WIRE = """The dockers' union shut three docks on Thursday, its chair said. "We will not sign away
the strike," he told reporters at Quay 4. The port authority, which has 33,000 containers waiting,
called the six-week strike a breach of last year's agreement. Talks are to go on at the state
arbiter's office, according to two officials who asked not to be named. The union wants 12 percent;
the board has offered four and a half percent over two years."""
OTHER = """Fruit is rotting in the sheds behind the harbour, growers in the valley said. They have
asked the ministry for help. A spokeswoman said that refrigerated trains would run from Monday. The
growers put their loss at two million a day. The ministry's own count is lower by half. Nobody at
the port wanted to say when the first ship would be unloaded."""
LEAD = (
    "QUAY CITY. For the third week, nothing moves in the country's largest harbour, and shops are\n"
)
LEAD += "running out of bananas. The mood among the workers is one of defiance. "


def tokenised(text: str) -> str:
    """As corpora store it: small letters, a space before every mark."""
    return re.sub(r" +", " ", re.sub(r"([^\w\s])", r" \1 ", text.lower())).replace("\n", " ")


def edited(text: str) -> str:
    return text.replace("two officials", "two people").replace("Thursday", "Friday")


COPIES = {
    "as it is": WIRE,
    "tokenised": tokenised(WIRE),
    "with a lead": LEAD + WIRE,
    "edited": edited(WIRE),
    "shortened": " ".join(re.split(r"(?<=[.\"]) ", WIRE)[:4]),
    "all of it": tokenised(LEAD + edited(WIRE)),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies_are_known_again(name: str) -> None:
    (found,) = near_copies([Document("a", WIRE), Document("b", OTHER), Document("c", COPIES[name])])
    assert found.reports == ("a", "c")
    assert found.share >= 0.9


def test_all_copies_are_one_witness_in_whatever_order() -> None:
    reports = [Document(name, text) for name, text in COPIES.items()]
    for order in list(permutations(reports))[::37]:
        (found,) = near_copies(order)
        assert found.reports == tuple(report.id for report in order)


def test_other_reports_of_the_same_day_are_witnesses_of_their_own() -> None:
    quoted = OTHER + ' "We will not sign away the strike," he told reporters at Quay 4.'
    assert near_copies([Document("a", WIRE), Document("b", OTHER), Document("c", quoted)]) != []
    assert near_copies([Document("a", WIRE), Document("c", quoted)]) == []


def test_two_reports_that_a_third_brings_together_stay_two() -> None:
    both = Document("digest", f"{WIRE}\n{OTHER}")
    (found,) = near_copies([Document("a", WIRE), Document("b", OTHER), both])
    assert len(found.reports) == 2
    assert "digest" in found.reports


def test_the_finding_reads_as_a_sentence() -> None:
    copies = [Document(name, COPIES[name]) for name in ("as it is", "with a lead", "edited")]
    (found,) = near_copies(copies)
    assert str(found).startswith("'as it is', 'with a lead' and 'edited' share at least ")
    assert "one witness" in str(found)


@pytest.mark.parametrize(
    "text", ["", "...", "Talks failed.", "\u5317\u4eac\u8bf4", "word " * 9_000]
)
def test_texts_of_any_kind_are_taken(text: str) -> None:
    assert share_in_common(Document("a", text), Document("b", WIRE)) == 0.0
    assert bool(near_copies([Document("a", text), Document("b", text)])) == bool(
        re.search(r"\w", text)
    )


SENTENCES = re.split(r"(?<=\.) ", WIRE.replace("\n", " ")) + re.split(r"(?<=\.) ", OTHER)
texts = st.lists(st.sampled_from(SENTENCES), max_size=8).map(" ".join)


@given(texts, texts)
def test_the_share_is_the_same_either_way_round(one: str, other: str) -> None:
    a, b = Document("a", one), Document("b", other)
    assert share_in_common(a, b) == share_in_common(b, a)
    assert 0.0 <= share_in_common(a, b) <= 1.0


@given(texts)
def test_tokenising_changes_nothing(text: str) -> None:
    copy = Document("b", tokenised(text))
    assert share_in_common(Document("a", text), copy) in (0.0, 1.0)


def test_news_and_its_tokenised_copies(shared: Path) -> None:
    """Each text of the development news pairs with its own copy and with no other."""
    texts = {}
    for form in ("cased", "lower"):
        for line in (shared / "evidence-gold" / f"gum-dev.{form}.jsonl").read_text().splitlines():
            record = json.loads(line)
            texts[f"{record['doc_id']} {form}"] = record["text"]
    documents = [Document(name, text) for name, text in texts.items()]
    random.Random(1).shuffle(documents)  # noqa: S311
    found = {frozenset(group.reports) for group in near_copies(documents)}
    names = {name.rsplit(" ", 1)[0] for name in texts}
    assert found == {frozenset({f"{name} cased", f"{name} lower"}) for name in names}


def test_a_thousand_reports_take_seconds() -> None:
    chance = random.Random(2)  # noqa: S311
    words = [f"word{n}" for n in range(3_000)]
    documents = [
        Document(str(n), " ".join(chance.choices(words, k=300)) + ".") for n in range(1_000)
    ]
    documents += [Document("copy", LEAD + documents[7].text)]
    assert [group.reports for group in near_copies(documents)] == [("7", "copy")]


def test_a_copy_is_known_among_many_reports_that_are_written_alike() -> None:
    """Reports of one trade share its phrases: most pairs need no comparison, yet it is found."""
    reports = [Document(f"report {n}", text) for n, text in enumerate(made_reports(80, words=150))]
    copy = Document("copy", tokenised(LEAD + reports[7].text))
    assert ("report 7", "copy") in [found.reports for found in near_copies([*reports, copy])]
