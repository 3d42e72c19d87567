"""Short invented reports in many styles: what a reader of news must get right in any of them."""

import pytest

from middleground.evidence.datelines import behind_dateline
from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims
from middleground.evidence.saying import gist
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


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        (
            "Two envoys told the Agency, citing a draft, that the sides had agreed on a pause.",
            "that the sides had agreed on a pause",
            "Two envoys",
        ),
        (
            "The rebels have agreed to free all hostages, Deputy Minister Hamid Sarr told the "
            "Morning Post, citing two officials briefed on the talks.",
            "The rebels have agreed to free all hostages",
            "Deputy Minister Hamid Sarr",
        ),
        (
            "According to a senior official, who asked not to be named because the talks are "
            "private, the union has changed its mind.",
            "the union has changed its mind",
            "a senior official",
        ),
        (
            "The ministry said that it was prepared to release water, but would not be bound.",
            "that it was prepared to release water, but would not be bound",
            "The ministry",
        ),
        (
            "Harlund Ports, owned by the city, said it could not pay more than that.",
            "it could not pay more than that",
            "Harlund Ports",
        ),
    ],
)
def test_what_is_said_between_asides(text: str, content: str, source: str) -> None:
    found = {(e.words, e.speaker) for e in _read(text, "attribution")}
    assert (content, source) in found
    assert not any("briefed on" in words for words, _ in found)


def test_straight_single_marks_hold_a_quotation() -> None:
    text = (
        "Sandra Pike, the teachers' leader, was angry. 'It's not a rise if schools pay,' she said."
        " 'We won't take it, and parents' groups won't either.'"
    )
    found = [e.words for e in _read(text, "attribution") if e.type == "direct"]
    assert found == [
        "'It's not a rise if schools pay,'",
        "'We won't take it, and parents' groups won't either.'",
    ]


def test_he_is_a_person_named_with_an_office() -> None:
    text = (
        "Karsian President Ruslan Vey met the envoy Marta Lindqvist. Vey denied that arms were "
        'sent. "That is a lie told by others," he said.'
    )
    direct = next(e for e in _read(text, "attribution") if e.type == "direct")
    assert direct.chain[-1].stands_for == "Vey"


@pytest.mark.parametrize(
    ("text", "kind", "topics"),
    [
        ('"We will not sign away the strike," union chair Mira Osten said.', "red_line", "strike+"),
        ("The council will not lift the ban until June.", "red_line", "ban+"),
        ("The Greens said their party could not support a war.", "red_line", "fighting-"),
        ('"We are not going to reward a promise," Mayor Ann Lee said.', "red_line", "promise-"),
        ("The company will accept no ban that runs beyond October.", "red_line", "ban-"),
        ("The mayor said the amnesty was not on the table.", "red_line", "amnesty-"),
        ("The mayor said that a levy was out of the question.", "red_line", "levy-"),
        ("The party said it would quit the cabinet if the tax went up.", "threat", "tax-"),
        ("The union will strike unless the board withdraws the plan.", "threat", ""),
        ("The union has dropped its demand for a quota.", "concession", "quota-"),
        ("The fund said it would vote against the merger.", "rejection", "merger-"),
        (
            "The company has offered to drop the lay-offs in return for a pause.",
            "offer",
            "fighting",
        ),
    ],
)
def test_refusals_threats_and_claims_given_up(text: str, kind: str, topics: str) -> None:
    found = [e.position for e in _read(text, "position") if e.position]
    assert [p.kind for p in found] == [kind]
    about = " ".join(found[0].topics)
    assert (topics not in about) if topics == "fighting" else (topics in about)


def test_what_could_not_be_reached_is_no_refusal() -> None:
    text = "The union said it could not reach the board. The mayor will answer if she is asked."
    kinds = {e.position.kind for e in _read(text, "position") if e.position}
    assert "red_line" not in kinds


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("Ethiopia and the African Union are mediating.", "mediates", {"Ethiopia"}),
        ("Norway opened a new round of talks between the union and the company.", "mediates",
         {"Norway"}),
        ("Turkey, which has hosted two rounds of talks, is ready to help.", "mediates", {"Turkey"}),
        ("The truce, mediated by the bishop of Amari, holds.", "mediates", {"bishop of Amari"}),
        ("Turkey said it had passed a message from the union to the company.", "channel",
         {"Turkey"}),
        ("The union's board will decide on Saturday whether to strike.", "decides",
         {"board"}),
        ("It is unclear whether the mayor will reply.", "uncertain", set()),
    ],
)  # fmt: skip
def test_those_between_and_above_the_parties(text: str, kind: str, who: set[str]) -> None:
    ties = [e.structure for e in _read(text, "relation") if e.structure]
    tie = next(t for t in ties if t.kind == kind)
    assert who <= {*tie.who, *tie.through}


def test_things_are_no_actors() -> None:
    text = "The truce came into force. Karsia supplied arms and frozen funds, police in Oslo said."
    names = {e.actor.name for e in _read(text, "actor") if e.actor}
    assert not names & {"force", "arms", "frozen funds"}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("The firm spent nearly $300 million.", ["nearly 300,000,000 $"]),
        ("Between 30 and 40 families left.", ["at least 30 people", "at most 40 people"]),
        ("Prices rose from 40 to 60 dollars.", ["40", "60 dollars"]),
        ("The firm owes £4.2bn.", ["4,200,000,000 £"]),
        ("Half a million people fled.", ["500,000 people"]),
        ("About a third of the country is flooded.", ["about 0.3333 share"]),
        ("Fewer than 200 of its 5,400 members voted.", ["less than 200 people", "5,400 people"]),
        ("The dam holds 40 billion cubic metres.", ["40,000,000,000 cubic metres"]),
        ("The union could not go beyond 4.5 percent.", ["not more than 4.5 percent"]),
        ("The plants may not run beyond 2035.", []),
    ],
)
def test_bounds_parts_ranges_and_money(text: str, figures: list[str]) -> None:
    assert [gist(e) for e in _read(text, "figure")] == figures


def test_what_a_denial_is_about() -> None:
    denied = _read("The ministry denied holding 40 prisoners.", "attribution")
    assert [(e.words, e.modality) for e in denied] == [("holding 40 prisoners", "denied")]


def test_each_provision_is_a_term_of_its_own() -> None:
    text = (
        "Under the deal, the movement would hand over heavy weapons in three stages, and the "
        "government would free 220 detainees."
    )
    terms = [e.term for e in _read(text, "term") if e.term]
    assert [(t.givers, t.action) for t in terms] == [
        (("movement",), "hand"),
        (("government",), "free"),
    ]


def test_what_is_written_in_a_letter_that_others_saw() -> None:
    text = (
        "Edith Low wrote in a letter seen by the Gazette that the trust would not close the ward."
    )
    found = [(e.speaker, e.words) for e in _read(text, "attribution")]
    assert found == [("Edith Low", "that the trust would not close the ward")]


def test_a_body_named_beside_what_it_is_has_the_position() -> None:
    text = (
        "The operator, CityLine, has threatened to cut routes. The mayor pressed CityLine to talk."
    )
    threat = next(e.position for e in _read(text, "position") if e.position)
    assert (threat.kind, threat.parties) == ("threat", ("CityLine",))
    tie = next(e.structure for e in _read(text, "relation") if e.structure)
    assert (tie.kind, tie.whom) == ("presses", ("CityLine",))


def test_to_support_neither_side_is_no_support() -> None:
    found = [e.position for e in _read("The company supported neither plan.", "position")]
    assert [p.kind for p in found if p] == ["rejection"]
