"""Who hears of a paper, live and by searching."""

from itertools import pairwise

import pytest
from sqlalchemy import or_, select

from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.search import indexer
from wgcop.search.outbox import StaleRecord


@pytest.fixture
def results_page(app, http):
    """Titles that somebody finds, after the index caught up."""

    def search(person, words):
        with app.app_context():
            indexer.drain_all()
        return http(person).get(f"/search?q={words}&kind=contribution").text

    return search


def test_a_draft_is_found_by_its_drafters_only(world, http, draft, results_page):
    address = draft(world.wanjiru, drafters=[world.daichi], title="Marimba broadcasts")
    for person in (world.wanjiru, world.daichi):
        assert address in results_page(person, "marimba")
    for person in (None, world.amina, world.caio, world.helena, world.ines, world.ruth):
        page = results_page(person, "marimba")
        assert address not in page
        assert "Marimba" not in page
    http(world.wanjiru).post(f"{address}/drafters/{world.daichi.id}/removal")
    assert "Marimba" not in results_page(world.daichi, "marimba")


def test_a_document_is_found_by_members_with_its_symbol(world, http, document, results_page):
    _, url = document(world.amina, title="Marimba broadcasts")
    page = results_page(world.caio, "marimba")
    assert url in page
    assert url.removeprefix("/documents/") in page
    assert "Marimba broadcasts" not in results_page(None, "marimba")


def test_the_words_of_a_revision_are_found_once_it_is_issued(
    world, http, document, typed, results_page
):
    address, url = document(world.amina)
    http(world.amina).post(f"{address}/revisions")
    http(world.amina).post(address, data=typed(text="About xylophones.", version=1))
    assert url not in results_page(world.caio, "xylophones")
    http(world.amina).post(f"{address}/submission")
    assert url in results_page(world.caio, "xylophones")
    assert url not in results_page(world.caio, '"four districts"')


def test_members_hear_of_a_document_and_nobody_hears_of_a_draft(app, world, http, listen, draft):
    member = listen(world.caio, "meeting:wg-cop-3@members")
    address = draft(world.amina)
    assert member() == []
    http(world.amina).post(f"{address}/submission")
    heard = [entry for entry in member() if entry["kind"] == "contribution.accepted"]
    assert [entry["target"] for entry in heard] == ["documents-wg-cop-3"]
    assert "Radio plays about the net" in heard[0]["html"]


def test_a_drafter_who_has_the_draft_open_sees_who_saved_it(world, http, listen, draft, typed):
    address = draft(world.wanjiru, drafters=[world.daichi])
    colleague, head = (
        listen(world.daichi, world.daichi.topic),
        listen(world.amina, world.amina.topic),
    )
    http(world.wanjiru).post(address, data=typed(title="Renamed", version=1))
    heard = colleague()
    assert [entry["kind"] for entry in heard] == ["draft.saved"]
    assert "Wanjiru Tende" in heard[0]["html"]
    assert head() == []
    for person in (world.amina, world.wanjiru, world.helena, world.ines, None):
        assert listen(person, world.daichi.topic).answer["ok"] is False


def test_who_left_a_draft_hears_nothing_more_of_it_not_even_what_was_said_before(
    world, http, draft, typed
):
    address = draft(world.wanjiru, drafters=[world.daichi])
    missed = f"/live/{world.daichi.topic}?after=0"
    daichi = http(world.daichi)
    assert "Wanjiru Tende" in daichi.get(missed).text
    http(world.wanjiru).post(f"{address}/drafters/{world.daichi.id}/removal")
    http(world.wanjiru).post(address, data=typed(title="Renamed", version=1))
    assert daichi.get(missed).json["entries"] == []


def test_the_queue_is_told_to_officers_only(world, http, listen, draft, meeting):
    address = draft(world.amina)
    meeting.after()
    first = draft(world.amina)
    http(world.amina).post(f"{first}/submission")
    chair = listen(world.helena, "meeting:wg-cop-3@officers")
    http(world.amina).post(f"{address}/submission")
    assert [entry["target"] for entry in chair()] == ["waiting"]
    http(world.ines).post(f"{address}/acceptance")
    assert ("remove", f"waiting-{address.rpartition('/')[2]}") in [
        (entry["action"], entry["target"]) for entry in chair()
    ]
    assert listen(world.caio, "meeting:wg-cop-3@officers").answer["ok"] is False


def test_who_reads_a_wording_is_told_of_the_next_one(world, http, listen, document):
    address, _ = document(world.amina)
    reader = listen(world.caio, f"document:{address.rpartition('/')[2]}")
    http(world.amina).post(f"{address}/revisions")
    assert reader() == []
    http(world.amina).post(f"{address}/submission")
    heard = reader()
    assert [entry["kind"] for entry in heard] == ["contribution.revised"]
    assert "Rev.1" in heard[0]["html"]


def test_a_draft_leaves_nothing_that_others_could_count(app, world, http, draft, document, typed):
    """No topic of a draft is open to more than one person, and no paper's address is the next of a series."""
    address = draft(world.amina)
    http(world.amina).post(address, data=typed(title="Again", version=1))
    number = int(address.rpartition("/")[2])
    with app.app_context():
        topics = db.session.scalars(
            select(Topic)
            .join(Entry)
            .where(
                or_(
                    Entry.target_id.startswith(str(number)),
                    Topic.name.contains(f"document:{number}"),
                )
            )
        ).all()
        assert {topic.audience for topic in topics} == {world.amina.topic}
        ids = db.session.scalars(select(Contribution.id)).all()
    gaps = [after - before for before, after in pairwise(sorted(ids))]
    assert min(gaps) > 1


def test_a_number_marks_the_paper_and_nothing_else_stale(app, world, http, draft, meeting):
    """Whatever else its meeting holds: numbers are counted apart from it."""
    address = draft(world.amina)
    with app.app_context():
        indexer.drain_all()
    http(world.amina).post(f"{address}/submission")
    with app.app_context():
        stale = set(db.session.scalars(select(StaleRecord.record_id)))
    assert f"contribution:{address.rpartition('/')[2]}" in stale
    assert not [each for each in stale if each.partition(":")[0] in ("meeting", "agenda-item")]
    assert len(stale) == 1
