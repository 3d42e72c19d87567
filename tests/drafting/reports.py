"""Invented reports of four negotiations, and a draft of any report as a checked scenario."""

from collections.abc import Sequence

from middleground.drafting.composing import compose_file
from middleground.drafting.draft import Draft, draft_scenario
from middleground.evidence.entries import Entry
from middleground.evidence.reader import read_claims
from middleground.reports.document import Document
from middleground.scenario.check import CheckResult, check
from middleground.scenario.reader import Reading, read_scenario_text

RIVER = """\
Norway and the River Commission have been mediating between Upland and Lowland \
since March. Lowland demands a complete withdrawal of pumps from the Merin and a lasting halt to \
the fighting. Upland's water minister, Ana Brandt, said her country would not accept any limit on \
the filling of the reservoir.

Under the commission's draft, Upland would release 250 cubic metres a second in the dry months. \
Upland denies that it can release 250 cubic metres.

The European Union is putting pressure on Upland to accept inspections. Lowland's parliament \
called for inspections without conditions. Lowland officials said the reservoir holds about 2 \
billion cubic metres; Upland says the reservoir holds no more than 1.4 billion.
"""

MERGER = """\
The board of Halden Foods has rejected a takeover offer from Brightwater, saying that the price of \
41 euros a share undervalues the company. Brightwater is seeking 75 percent of the shares, \
according to people familiar with the matter. Brightwater chief executive Lena Ortiz said the \
company was ready to raise its offer to 44 euros a share.

Halden chairwoman Petra Falk demanded a guarantee of all jobs at the Marsk plant for five years. \
Workers' representatives threatened to strike if the Marsk plant were closed. The regulator \
ordered Brightwater to sell its dairy business before a merger. The bank Nordhus is mediating \
between Brightwater and Halden.
"""

SCHOOLS = """\
The Teachers' Union is asking for a rise of 8 percent, and the Schools Board has offered 2 \
percent. Union chair Rosa Feld said members would not accept longer hours. "The ban on substitutes \
must go," she said.

Board director Ole Krans said the board could not pay more without the city's consent. Mediator \
Ilse Thorn has met the two sides; the Schools Board takes up to four days to answer, \
she said. Parents have held protests, accusing Ole Krans of closing classes.
"""

FISHING = """\
A final decision on the fishing deal will be made by Prime Minister Jon Arn of Norway, an aide \
said. Denmark and Norway have failed to agree on quotas. Denmark demands unrestricted access to \
the northern grounds. Norway rejects access without conditions. Coastal allies of the prime \
minister threatened to bring down Jon Arn if he gave up the northern grounds.

Iceland is mediating between Denmark and Norway. Under the latest Icelandic proposal, Norway would \
release 12 seized boats, including about 3 that carry no licence.
"""

DOMAINS = {"river": RIVER, "merger": MERGER, "schools": SCHOOLS, "fishing": FISHING}


def read(name: str, text: str) -> tuple[list[Entry], dict[str, Document]]:
    """The claims of one report, and the report."""
    document = Document(name, text)
    return read_claims(document), {name: document}


def as_scenario(draft: Draft, reports: Sequence[str]) -> Reading:
    """A draft as the scenario that its file holds."""
    listed = {name: {"file": f"reports/{name}.txt"} for name in reports}
    return read_scenario_text(compose_file(draft, "A case", listed))


def checked(draft: Draft, documents: dict[str, Document]) -> CheckResult:
    """A draft, checked against its reports."""
    texts = {name: document.text for name, document in documents.items()}
    return check(as_scenario(draft, list(documents)), texts, most_deals=1_000_000)


def drafted(name: str, text: str) -> tuple[Draft, CheckResult]:
    """The draft of one report, checked."""
    entries, documents = read(name, text)
    draft = draft_scenario(entries, documents=documents)
    return draft, checked(draft, documents)
