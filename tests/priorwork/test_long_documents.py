"""A long document is shown in parts, and a search result opens the one in which the phrase stands."""

import html
import re

import pytest
from sqlalchemy import select

from wgcop.bodies.body import Body
from wgcop.priorwork.kinds import Audience
from wgcop.priorwork.models import Document
from wgcop.search.indexer import drain_all

PHRASE = "lanterns of the quiet harbour"


@pytest.fixture(params=["headings", "plain"])
def long_document(request, session, world):
    lines = [f"Paragraph {number}. " + "Children learn to swim. " * 20 for number in range(600)]
    lines[3] = "Lanterns are lit."
    lines[477] = f"Here stand the {PHRASE}, and nowhere else."
    text = "\n".join(lines)
    places = [
        (text.index(f"Paragraph {n}."), f"p. {n // 10}", f"p-{n // 10}") for n in range(0, 600, 10)
    ]
    document = Document(
        body=session.scalars(select(Body)).first(),
        key="long",
        title="A long report",
        level="international",
        audience=Audience.PUBLIC,
        language="en",
        text=text,
        places=places if request.param == "headings" else [],
        file_sha="0" * 64,
        file_name="long.txt",
        file_size=1,
        imported="",
    )
    session.add(document)
    session.commit()
    drain_all()
    session.rollback()
    return document


def test_it_opens_at_its_first_part_and_leads_to_all_others(http, long_document):
    page = http().get(long_document.url).text
    assert "Paragraph 0." in page
    assert "Paragraph 599." not in page
    assert len(page) < 120_000
    parts = int(re.search(r"Part 1 of (\d+)", page)[1])
    seen = "".join(http().get(f"{long_document.url}?part={n}").text for n in range(1, parts + 1))
    assert all(f"Paragraph {n}." in seen for n in range(600) if n not in (3, 477))
    assert "Paragraph 599." in http().get(f"{long_document.url}?part=all").text
    assert "Paragraph 599." in http().get(f"{long_document.url}?part=9999").text


def test_a_result_opens_the_part_where_the_phrase_stands_with_its_words_marked(http, long_document):
    found = http().get(f'/search?q="{PHRASE}"').text
    link = html.unescape(re.search(rf'href="({long_document.url}[^"]*)"', found)[1])
    assert link.endswith("#found")
    page = http().get(link.partition("#")[0]).text
    paragraph = re.search(r'<p[^>]* id="found"[^>]*>(.*?)</p>', page)[1]
    assert "nowhere else" in paragraph
    assert "<mark>" in paragraph
    assert "Paragraph 0." not in page
    assert "Lanterns are lit" not in page


def test_what_is_typed_into_the_address_is_escaped_and_nonsense_opens_the_beginning(
    http, long_document
):
    for query in ("at=-5", "at=99999999999999999999", "part=x", "at=x&q=%22%28", "q=<script>x"):
        page = http().get(f"{long_document.url}?{query}")
        assert page.status_code == 200
        assert "<script>x" not in page.text
