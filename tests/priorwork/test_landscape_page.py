"""The page and its Word form, over the demo world's corpus."""

import io
import re
from html import unescape

import docx
import pytest
from docx.oxml.ns import qn
from sqlalchemy import select

from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.priorwork.models import Document

CLAUSE = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_1"
OF_CLAUSE = f"/landscape?clause={CLAUSE}"
COURSES = "Regional courses for those who train teachers"
PEOPLE = [None, "ruth", "farid", "amina", "elke", "helena", "ines"]


@pytest.fixture
def main(http, world):
    """`main("amina", address)` is what she reads there; None is a guest."""

    def main(name, address):
        response = http(world[name] if name else None).get(address)
        assert response.status_code == 200, response.status_code
        return unescape(response.text).partition("<main")[2].partition("</main>")[0]

    return main


@pytest.fixture
def word(http, world):
    def word(name, address):
        response = http(world[name] if name else None).get(address)
        assert response.status_code == 200
        assert "attachment" in response.headers["Content-Disposition"]
        return docx.Document(io.BytesIO(response.data))

    return word


@pytest.fixture
def draft(app, world):
    """The number of a paper that Egypt is still writing."""
    with app.app_context():
        return db.session.scalar(
            select(Contribution.id)
            .join(Revision)
            .where(
                Contribution.state == PaperState.DRAFT,
                Revision.title.startswith("Regional courses"),
            )
        )


def test_a_clause_has_a_page_by_level_and_body(main, clock):
    page = main("amina", OF_CLAUSE)

    assert "encouraging collaboration with Question 22-2/1" in page
    headings = re.findall(r"<h2[^>]*>\s*(\w+)", page)
    assert headings == ["On", "International", "Regional", "Papers", "On"]
    assert "Question 22-1/1: Best practices for developing a culture of cybersecurity" in page
    assert "Securing networks: best practices" in page and "On the same clause" in page
    folded = page.partition("<details")[2].partition("</details>")[0]
    assert "On the same clause, in other words" in folded and "landscape__title" in folded
    assert "Study of penal law" not in page, "it shares children and networks, and little more"
    assert "comments on the same clauses" in page
    assert "/landscape.docx?clause=wtdc" in page


def test_it_says_when_and_from_how_many_records_it_was_made(main, clock):
    moment = clock.stop()
    page = " ".join(main(None, OF_CLAUSE).split())

    assert f"Made on {moment.day} {moment:%B %Y, %H:%M} UTC from the " in page
    assert "records that you may read" in page and "Searched for:" in page


def test_a_passage_opens_at_its_place(main):
    page = main("amina", "/landscape?q=helplines+free+of+charge")

    assert re.search(r'<a href="/priorwork/\d+#[\w-]+">', page)


def test_a_document_and_a_paper_have_a_landscape_too(main, app, world):
    with app.app_context():
        document = db.session.scalar(select(Document).where(Document.symbol == "1/REP/31"))
        number, url = document.id, document.url
    page = main("amina", f"/landscape?document={number}")

    assert "Go to its page" in page and f'href="{url}"' in page
    assert f'<a href="{url}"' not in page.partition("landscape__level")[2]
    assert f'href="{url}"' in main("amina", f"/landscape?document={number:014d}")


def test_a_draft_has_a_landscape_for_its_own_delegation_only(http, world, draft):
    address = f"/landscape?contribution={draft}"
    answers = {n: http(world[n] if n else None).get(address).status_code for n in PEOPLE}

    assert answers == {**dict.fromkeys(PEOPLE, 404), "farid": 200, None: 303}


def test_a_draft_does_not_appear_in_the_landscape_of_others(main, word, draft):
    for address in ("/landscape?q=courses+train+teachers", f"{OF_CLAUSE[:-1]}4"):
        on_page = {n for n in PEOPLE if COURSES in main(n, address)}
        in_word = {n for n in PEOPLE if COURSES in words(word(n, as_docx(address)))}
        assert on_page == in_word == {"farid"}


def test_guests_do_not_see_documents_for_members(main):
    address = "/landscape?q=rapporteur+coordination"
    seen_by = {n for n in PEOPLE if "Note by the rapporteur on coordination" in main(n, address)}

    assert seen_by == set(PEOPLE) - {None}


def test_the_empty_page_says_what_it_is_for(main):
    page = main(None, "/landscape")

    assert 'name="q"' in page and "Choose a clause" in page


def test_an_empty_landscape_says_what_to_do(main):
    page = main(None, "/landscape?q=spaceships")

    assert "There is nothing yet that you may read" in page and "when they sign in" in page
    assert "Word document" not in page


def test_a_subject_that_does_not_exist_is_not_found(http):
    for query in ("clause=nothing", "document=999999", "document=x", f"document={'9' * 30}"):
        assert http().get(f"/landscape?{query}").status_code == 404, query
    assert http().get("/landscape.docx").status_code == 404


def test_hostile_topics_get_a_page(http, world):
    for typed in ('"', "* OR (", "x" * 5000, "\x00\x01", "kind:", "دليل 指南"):
        assert http().get("/landscape", query_string={"q": typed}).status_code == 200, typed


def test_clause_paper_document_and_search_lead_to_it(http, world, app, draft):
    amina, farid = http(world.amina), http(world.farid)

    assert OF_CLAUSE in amina.get(f"/clauses/{CLAUSE}").text
    assert OF_CLAUSE in http().get(f"/clauses/{CLAUSE}").text
    assert f"/landscape?contribution={draft}" in farid.get(f"/contributions/{draft}").text
    assert "/landscape?contribution=" in amina.get("/documents/WG-COP/3/1").text
    assert "/landscape?q=helplines" in http().get("/search?q=helplines").text
    with app.app_context():
        number = db.session.scalar(select(Document.id).where(Document.symbol == "1/REP/31"))
    assert f"/landscape?document={number}" in http().get(f"/priorwork/{number}").text


def test_the_number_of_statements_does_not_grow_with_the_results(http, world, statements):
    amina = http(world.amina)
    amina.get(OF_CLAUSE)
    with statements() as sent:
        amina.get(OF_CLAUSE)

    assert len(sent) <= 12, "\n".join(sent)


# In Word


def as_docx(address):
    return address.replace("?", ".docx?")


def words(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_word_has_the_same_works_under_real_headings(word, main):
    document = word("amina", as_docx(OF_CLAUSE))
    levels = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    bodies = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]

    assert [level.partition(" ")[0] for level in levels] == [
        *("On", "International", "Regional", "Papers", "On")
    ]
    assert any(body.startswith("Question 22-1/1: ") for body in bodies)
    page = main("amina", OF_CLAUSE)
    titles = re.findall(r'landscape__title[^>]*><a href="[^"]*">([^<]*)</a>', page)
    assert titles and all(title in words(document) for title in titles)
    assert "records that you may read" in words(document)
    assert document.core_properties.title.startswith("Landscape: instructs the Director")
    assert document.core_properties.language == "en"


def test_word_links_to_the_places_and_numbers_its_pages(word):
    document = word("amina", "/landscape.docx?q=helplines")
    links = {r.target_ref for r in document.part.rels.values() if r.is_external}
    foot = document.sections[0].footer._element.xml

    assert any(re.search(r"^http://localhost/priorwork/\d+", link) for link in links)
    assert "PAGE" in foot and "NUMPAGES" in foot


def test_arabic_is_right_to_left_in_word(word):
    document = word("amina", "/landscape.docx?q=الأطفال")
    arabic = [p for p in document.paragraphs if re.match(r"\W*[\u0600-\u06ff]", p.text)]

    assert arabic
    for paragraph in arabic:
        properties = [child.tag for child in paragraph._p.find(qn("w:pPr"))]
        assert qn("w:bidi") in properties
        # In any other order Word calls the file damaged.
        assert qn("w:spacing") not in properties[: properties.index(qn("w:bidi"))]
    run = next(r for p in arabic for r in p._p.iter(qn("w:r")) if r.find(qn("w:rPr")) is not None)
    assert run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
    assert run.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:bidi")) == "ar"
