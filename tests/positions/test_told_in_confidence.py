"""A delegation tells those who preside in confidence that it will have trouble with a clause: who reads it, and who does not."""

import re

import pytest
from sqlalchemy import select

from wgcop.agenda.models import AgendaClause
from wgcop.database import db
from wgcop.positions.models import ChairNotice

LINE = "We will have trouble with this quokka."


@pytest.fixture
def listed(app):
    """The wid of a clause that an item lists, and the address of the room of its meeting."""
    with app.app_context():
        link = db.session.scalars(select(AgendaClause).order_by(AgendaClause.id)).first()
        return link.clause.wid, link.item.meeting.room_url


def tell(visitor, wid, line=LINE):
    return visitor.post(f"/clauses/{wid}/positions/notice", data={"line": line})


def confided(page):
    found = re.search(r"<details[^>]*data-confided>(.*?)</details>", page, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split()) if found else ""


def test_a_line_replaces_the_one_before_and_is_withdrawn(world, http, listed, session):
    wid, room = listed
    kenya, brazil, helena = http(world.amina), http(world.teresa), http(world.helena)
    assert confided(helena.get(room).text) == ""
    assert tell(brazil, wid, "Brazil too.").status_code == 303
    for line in ("First.", "Second.", "Third."):
        assert tell(kenya, wid, line).status_code == 303
        told = confided(helena.get(room).text)
        assert told.count("Kenya") == 1 and line in told and "Brazil too." in told
    assert tell(kenya, wid, "Third.").status_code == 303
    assert len(session.scalars(select(ChairNotice)).all()) == 4
    page = kenya.get(f"/clauses/{wid}/positions").text
    assert "Third." in page and "First." not in page and "Brazil too." not in page
    address = re.search(r'action="([^"]*/notices/\d+/withdrawal)"', page)[1]
    assert brazil.post(address).status_code == 404
    assert kenya.post(address).status_code == 303
    assert "Kenya" not in confided(helena.get(room).text)
    assert kenya.post(address).status_code == 404


def test_only_those_who_preside_and_the_delegation_read_it(world, http, listed, listen, index):
    wid, room = listed
    hears = [listen(world.helena, f"clause:{wid}"), listen(world.ines, f"clause:{wid}")]
    tell(http(world.amina), wid)
    index()
    page = f"/clauses/{wid}/positions"
    for name in ("helena", "salma"):
        assert LINE in http(world[name]).get(room).text
        assert LINE not in http(world[name]).get(page).text
        assert LINE not in http(world[name]).get(f"{room}?projector").text
    for name in ("ines", "jonas", "elke", "teresa", "ruth"):
        visitor = http(world[name])
        for address in (room, page, f"{page}/history", f"/clauses/{wid}", "/delegation"):
            assert LINE not in visitor.get(address).text, (name, address)
    for name in ("helena", "ines", "amina", "teresa"):
        assert LINE not in http(world[name]).get("/search?q=quokka").text
    assert "chair in confidence" not in http(world.ines).get("/audit").text.lower()
    assert [each() for each in hears] == [[], []]
    assert LINE in http(world.wanjiru).get(page).text
    assert LINE in http(world.wanjiru).get("/delegation").text


@pytest.mark.parametrize("name", ["wanjiru", "ruth", "elke", "helena", "ines", "odile"])
def test_only_heads_and_deputies_tell_the_chair(world, http, listed, session, name):
    wid, _room = listed
    assert tell(http(world[name]), wid).status_code == 403
    assert session.scalar(select(ChairNotice.id)) is None


def test_a_line_that_is_empty_or_too_long_comes_back(world, http, listed, session):
    wid, _room = listed
    for line in ("", "   ", "x" * 301):
        answer = tell(http(world.amina), wid, line)
        assert answer.status_code == 422 and line.strip() in answer.text
    assert session.scalar(select(ChairNotice.id)) is None


def test_the_secretariat_redacts_a_line_without_reading_it(world, http, listed, session):
    wid, _room = listed
    tell(http(world.amina), wid)
    notice = session.scalars(select(ChairNotice)).one()
    page = http(world.ines).get(f"/redactions/chair-notice/{notice.id}")
    assert page.status_code == 200
    assert LINE not in page.text and "Kenya" not in page.text.split("<main")[1]
