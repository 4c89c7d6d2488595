"""The list of a meeting's documents: by kind, in the order of numbers, and narrowed without scripts."""

import re

import pytest
from sqlalchemy import select

from tests.contributions.conftest import paper_at
from wgcop.accounts.models import Person
from wgcop.agenda import actions as agenda
from wgcop.agenda.models import AgendaItem
from wgcop.contributions.queries.narrowing import ContributionFilters
from wgcop.contributions.sources import Source
from wgcop.database import db

LIST = "/contributions/?meeting=wg-cop-3"


@pytest.fixture
def listed(http, world):
    """Symbols of the table, as somebody reads them from top to bottom."""

    def read(query: str = "") -> list[str]:
        page = http(world.haruko).get(LIST + query).text
        table = page.partition('aria-labelledby="documents-title"')[2].partition("</table>")[0]
        return re.findall(r'<th scope="row"><a class="symbol"[^>]*>([^<]+)<', table)

    return read


def choices(page: str, name: str) -> list[str]:
    part = page.partition(f'id="filter-{name}"')[2].partition("</select>")[0]
    return re.findall(r'<option value="([^"]+)"', part)


def test_a_list_can_be_narrowed_to_the_longest_name_that_a_source_may_have():
    longest = "x" * Source.__table__.c.name.type.length
    assert ContributionFilters.read({"source": longest}).source == longest
    assert ContributionFilters.read({"source": f"{longest}x"}).source == longest


def test_documents_are_grouped_by_kind_and_sorted_as_numbers(world, http, document, listed):
    for _ in range(9):
        document(world.amina)
    document(world.amina, kind="information")
    page = http(world.haruko).get(LIST).text
    headings = re.findall(r'<th scope="colgroup" colspan="5">([^<]+)<', page)
    assert headings[0] == "Contributions" and "Information documents" in headings
    numbers = [int(s.rpartition("/")[2]) for s in listed() if re.fullmatch(r"WG-COP/3/\d+", s)]
    assert numbers == sorted(numbers) and max(numbers) >= 10


def test_the_list_is_narrowed_by_each_of_them(
    world, http, document, draft, clause, meeting, listed
):
    others = listed()
    _, information = document(world.amina, kind="information")
    _, russian = document(world.caio, language="ru", clauses=[])
    address, revised = document(world.daichi)
    http(world.daichi).post(f"{address}/revisions")
    http(world.daichi).post(f"{address}/submission")
    withdrawn, gone = document(world.amina)
    http(world.amina).post(f"{withdrawn}/withdrawal")

    def symbols(*urls):
        return {url.removeprefix("/documents/") for url in urls}

    def new(query):
        plain = {symbol.partition(" ")[0] for symbol in listed(query)}
        return plain - {symbol.partition(" ")[0] for symbol in others}

    assert new("&kind=information") == symbols(information)
    assert new("&language=ru") == symbols(russian)
    assert new("&source=Brazil") == symbols(russian)
    assert new("&state=revised") == symbols(revised)
    assert new("&state=withdrawn") == symbols(gone)
    assert new("&purpose=information") == symbols(information)
    assert new(f"&clause={clause.wid}") == symbols(information, revised, gone)
    assert new(f"&clause={clause.wid}&kind=contribution&state=withdrawn") == symbols(gone)
    assert listed("&kind=sonnet") == []


def test_the_form_offers_only_what_some_document_has_and_keeps_what_was_chosen(
    world, http, document
):
    document(world.caio, language="ru")
    page = http(world.haruko).get(f"{LIST}&language=ru").text
    assert "ru" in choices(page, "language") and "ar" not in choices(page, "language")
    assert '<option value="ru" selected>' in page and "1 document" in page
    nothing = http(world.haruko).get(f"{LIST}&language=ru&kind=report").text
    assert "No document of this meeting matches these choices." in nothing


def test_a_delayed_document_is_found_as_delayed(world, http, draft, meeting, listed):
    meeting.after()
    address = draft(world.amina)
    http(world.amina).post(f"{address}/submission")
    http(world.ines).post(f"{address}/acceptance")
    url = http(world.amina).get(address, follow_redirects=False).headers["Location"]
    found = [symbol.partition(" ")[0] for symbol in listed("&state=delayed")]
    assert url.removeprefix("/documents/") in found


def test_choices_name_no_draft(world, http, draft):
    draft(world.caio, language="zh")
    page = http(world.caio).get(LIST).text
    assert "zh" not in choices(page, "language")


def test_an_item_lists_its_documents_by_number_however_they_came_there(app, world, http, document):
    papers = [document(world.amina), document(world.caio), document(world.daichi)]
    with app.app_context():
        item = db.session.scalars(
            select(AgendaItem).where(AgendaItem.meeting.has(slug="wg-cop-3")).limit(1)
        ).one()
        by = db.session.get_one(Person, world.ines.id)
        for address, _ in reversed(papers):
            paper = paper_at(address)
            agenda.attach_document(item, paper, by=by)
        db.session.commit()
    page = http(world.haruko).get("/meetings/wg-cop-3").text
    places = [page.index(f'href="{url}"') for _, url in papers]
    assert places == sorted(places)
