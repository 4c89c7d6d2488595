"""Who hears of a paper, live and by searching."""

import pytest
from sqlalchemy import select

from wgcop.db import db
from wgcop.history.models import Topic
from wgcop.search import indexer


@pytest.fixture
def found(app, http):
    """Titles that somebody finds, after the index caught up."""

    def search(person, words):
        with app.app_context():
            indexer.drain_all()
        return http(person).get(f"/search?q={words}&kind=contribution").text

    return search


def test_a_draft_is_found_by_its_delegation_only(world, draft, found):
    address = draft(world.amina, title="Marimba broadcasts")
    assert address in found(world.wanjiru, "marimba")
    for person in (None, world.caio, world.helena, world.ines, world.ruth):
        page = found(person, "marimba")
        assert address not in page
        assert "Marimba" not in page


def test_a_document_is_found_by_members_with_its_symbol(world, http, document, found):
    _, url = document(world.amina, title="Marimba broadcasts")
    page = found(world.caio, "marimba")
    assert url in page
    assert url.removeprefix("/documents/") in page
    assert "Marimba broadcasts" not in found(None, "marimba")


def test_the_words_of_a_revision_are_found_once_it_is_issued(world, http, document, typed, found):
    address, url = document(world.amina)
    http(world.amina).post(f"{address}/revisions")
    http(world.amina).post(address, data=typed(text="About xylophones.", version=1))
    assert url not in found(world.caio, "xylophones")
    http(world.amina).post(f"{address}/submission")
    assert url in found(world.caio, "xylophones")
    assert url not in found(world.caio, '"four districts"')


def test_members_hear_of_a_document_and_nobody_hears_of_a_draft(app, world, http, listen, draft):
    member = listen(world.caio, "meeting:wg-cop-3@members")
    address = draft(world.amina)
    assert member() == []
    http(world.amina).post(f"{address}/submission")
    heard = [entry for entry in member() if entry["kind"] == "contribution.accepted"]
    assert [entry["target"] for entry in heard] == ["documents-wg-cop-3"]
    assert "Radio plays about the net" in heard[0]["html"]


def test_a_colleague_who_has_the_draft_open_sees_who_saved_it(world, http, listen, draft, typed):
    address = draft(world.amina)
    number = address.rpartition("/")[2]
    topic = f"document:{number}@{world.amina.memberships[0].delegation_id}"
    colleague = listen(world.wanjiru, topic)
    http(world.amina).post(address, data=typed(title="Renamed", version=1))
    heard = colleague()
    assert [entry["kind"] for entry in heard] == ["draft.saved"]
    assert "Amina Barasa" in heard[0]["html"]
    for person in (world.caio, world.helena, world.ines, None):
        assert listen(person, topic).answer["ok"] is False


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


def test_a_draft_leaves_no_number_where_others_could_count(app, world, http, draft, typed):
    address = draft(world.amina)
    http(world.amina).post(address, data=typed(title="Again", version=1))
    with app.app_context():
        open_to_others = db.session.scalars(
            select(Topic.name).where(
                Topic.name.startswith(f"document:{address.rpartition('/')[2]}"),
                ~Topic.audience.startswith("delegation:"),
            )
        ).all()
    assert open_to_others == []
