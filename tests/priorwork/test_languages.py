"""What is in none of the six languages is called other, and never English."""

import io
from urllib.parse import urlencode

import docx
import pytest
from babel import localedata
from sqlalchemy import select

from wgcop import i18n
from wgcop.bodies.body import Body
from wgcop.priorwork.imports.jobs import bring_in_waiting
from wgcop.priorwork.models import Document
from wgcop.reading import read
from wgcop.search.indexer import drain_all
from wgcop.search_page.addresses import MOST_CHOSEN

DUTCH = (
    "Kinderen op het internet\n\nDe hulplijnen voor kinderen zijn gratis. Wie belt, krijgt een mens aan de lijn, "
    "en niet een bandje. In het rapport staat wat er in negen landen is gedaan, door wie en met welk geld. "
    "De antwoorden van de scholen worden in het tweede deel besproken, en daar staat ook wat er nog niet is."
)
ITALIAN = (
    "I bambini in rete\n\nI bambini hanno diritto alla protezione quando usano la rete. Il governo, le scuole e i "
    "genitori lavorano insieme per ridurre i rischi e per aiutare le famiglie."
)
BULGARIAN = (
    "Децата в интернет\n\nДецата имат право на защита, когато използват интернет. Правителството, училищата и "
    "родителите работят заедно, за да намалят рисковете. Докладът показва какво е направено в девет страни, "
    "от кого и с какви средства, и какво остава да бъде направено през следващите години. "
    "Отговорите на училищата са разгледани във втората част."
)
UNKNOWN = "Watoto mtandaoni\n\n" + "Watoto wanalindwa shuleni na nyumbani kila siku. " * 12
ENGLISH = (
    "Children online\n\n" + "The lines are free, and those who call are heard by a person. " * 6
)


@pytest.mark.parametrize(
    "text, declared, language",
    [
        (DUTCH, "en-US", "nl"),
        (ITALIAN, "en-US", "it"),
        (BULGARIAN, "en-US", "und"),
        (UNKNOWN, "en-US", "und"),
        (ENGLISH, "de-DE", "en"),
        (UNKNOWN, "sw", "sw"),
    ],
)
def test_the_words_decide_and_not_what_a_template_declares(text, declared, language):
    document = docx.Document()
    document.core_properties.language = declared
    for line in text.split("\n\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue(), "a.docx").language == language


def test_a_text_in_another_language_is_listed_as_other(session, http, world):
    body = session.scalar(select(Body).where(Body.code == "22-1/1"))
    files = [
        (io.BytesIO(text.encode()), name) for text, name in ((DUTCH, "nl.txt"), (UNKNOWN, "sw.txt"))
    ]
    http(world.ines).post("/priorwork/import", data={"body": str(body.id), "files": files})
    session.rollback()
    bring_in_waiting()
    drain_all()
    session.rollback()
    dutch, unknown = session.scalars(
        select(Document)
        .where(Document.file_name.in_(["nl.txt", "sw.txt"]))
        .order_by(Document.file_name)
    ).all()
    assert (dutch.language, unknown.language) == ("nl", "und")

    page = http().get(unknown.url).text
    assert 'lang="und"' in page
    assert "<bdi>Other</bdi>" in page
    assert "<bdi>Other (Nederlands)</bdi>" in http().get(dutch.url).text
    listed = http().get("/priorwork/?language=other").text
    assert "2 of " in listed
    assert "Other (2)" in listed

    page = http().get("/search?q=kinderen&language=other").text
    assert f'href="{dutch.url}' in page
    assert "Watoto" in http().get("/search?q=watoto+language:other").text
    assert f'href="{unknown.url}' not in http().get("/search?q=watoto&language=en").text
    facets = http().get("/search?q=watoto+OR+children").text
    assert "language=other" in facets  # the choice beside the six
    assert ">Other<" in facets.replace("\n", "")


def test_nothing_is_kept_of_languages_that_addresses_name_and_all_go_by_their_own_names(http):
    i18n._own_name.cache_clear()
    tags = [tag for tag in localedata.locale_identifiers() if len(tag) == 3]
    read = set(localedata._cache)
    for first in range(0, len(tags), MOST_CHOSEN):
        few = tags[first : first + MOST_CHOSEN]
        asked = urlencode([("q", "radio"), *(("language", tag) for tag in few)])
        assert http().get(f"/search?{asked}").status_code == 200
    assert not set(localedata._cache) & (set(tags) - read)
    assert "Other (Cymraeg)" in http().get("/search?q=radio&language=cy").text
