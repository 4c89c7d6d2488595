"""A long document is shown in parts, and a search result opens the one in which the phrase stands."""

import html
import re

import pytest

from tests.priorwork import longs
from tests.priorwork.longs import PHRASE


@pytest.fixture(params=["headings", "plain"])
def long_document(request, app, world):
    return longs.bring(app, with_pages=request.param == "headings")


def test_a_long_document_opens_at_its_first_part_and_links_to_the_others(http, long_document):
    page = http().get(long_document).text
    assert "Paragraph 0." in page
    assert "Paragraph 599." not in page
    assert len(page) < 120_000
    parts = int(re.search(r"Part 1 of (\d+)", page)[1])
    seen = "".join(http().get(f"{long_document}?part={n}").text for n in range(1, parts + 1))
    assert all(f"Paragraph {n}." in seen for n in range(600) if n not in (3, 477))
    assert "Paragraph 599." in http().get(f"{long_document}?part=all").text
    assert "Paragraph 599." in http().get(f"{long_document}?part=9999").text


def test_a_result_opens_the_part_where_the_phrase_stands_with_its_words_marked(http, long_document):
    page = http().get(f'/search?q="{PHRASE}"').text
    link = html.unescape(re.search(rf'href="({long_document}[^"]*)"', page)[1])
    assert link.endswith("#found")
    page = http().get(link.partition("#")[0]).text
    paragraph = re.search(r'<p[^>]* id="found"[^>]*>(.*?)</p>', page)[1]
    assert "nowhere else" in paragraph
    assert "<mark>" in paragraph
    assert "Paragraph 0." not in page
    assert "Lanterns are lit" not in page


def test_a_bookmarked_place_opens_the_part_in_which_it_stands(app, world, http):
    address = longs.bring(app)
    page = http().get(f"{address}?place=p-47").text
    assert 'id="p-47"' in page and "nowhere else" in page
    assert "Paragraph 0." not in page
    for unknown in ("p-999", "", "<script>x"):
        page = http().get(address, query_string={"place": unknown}).text
        assert "Paragraph 0." in page and "<script>x" not in page


def test_what_the_radar_finds_opens_where_the_shared_passage_stands(app, world, http):
    lines = [f"Paragraph {n}. " + " ".join(f"w{n}x{k}" for k in range(60)) for n in range(100)]
    address = longs.bring(app, lines=lines)
    page = http().post("/radar", data={"text": " ".join(lines[77:80])}).text
    link = html.unescape(re.search(rf'href="({address}[^"]*)"', page)[1])
    assert re.fullmatch(rf"{address}\?at=\d+#found", link)
    page = http().get(link.partition("#")[0]).text
    paragraph = re.search(r'<p[^>]* id="found"[^>]*>(.*?)</p>', page)[1]
    assert paragraph.startswith("Paragraph 77.")


def test_what_is_typed_into_the_address_is_escaped_and_nonsense_opens_the_beginning(
    http, long_document
):
    for query in ("at=-5", "at=99999999999999999999", "part=x", "at=x&q=%22%28", "q=<script>x"):
        page = http().get(f"{long_document}?{query}")
        assert page.status_code == 200
        assert "<script>x" not in page.text
