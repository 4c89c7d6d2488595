"""The agenda is rendered once for all who may read as much of it, and for those who edit it by itself."""

import pytest

from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.meetings import presenters

PAGE = "/meetings/wg-cop-3"


@pytest.fixture
def rendered(monkeypatch):
    """For whom the agenda was made, in turn."""
    audiences, make = [], presenters.agenda_of
    monkeypatch.setattr(
        presenters, "agenda_of", lambda *asked: audiences.append(asked[1]) or make(*asked)
    )
    return audiences


@pytest.fixture
def published(room, agenda, paper, session):
    """With a document that members read."""
    actions.attach_document(agenda.opening, paper, by=room.ines)
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    return agenda


@pytest.mark.parametrize("first", ["member", "guest"])
def test_guests_and_members_get_what_they_may_read_whoever_came_first(
    room, published, http, rendered, clock, first
):
    clock.stop()
    visitors = {
        "member": [http(room.luc), http(room.amina), http(room.elke)],
        "guest": [http(), http()],
    }
    for who in (first, *visitors):
        for visitor in visitors[who]:
            page = visitor.get(PAGE).text
            assert "Opening" in page
            assert ("WG-COP/3/1" in page) == (who == "member")
            assert "/moves" not in page
    assert len(rendered) == 2, "once for members and once for guests"


def test_who_edits_has_an_agenda_with_tools_that_nobody_else_gets(room, published, http, rendered):
    assert "/moves" in http(room.ines).get(PAGE).text
    assert rendered == []
    assert "/moves" not in http(room.luc).get(PAGE).text


def test_a_change_is_seen_at_once(room, published, session, http, clock):
    clock.stop()
    luc, guest = http(room.luc), http()
    for visitor in (luc, guest):
        assert "Any other business" not in visitor.get(PAGE).text
    actions.add_item(room.meeting, ItemFacts(title="Any other business"), by=room.ines)
    session.commit()
    for visitor in (luc, guest):
        assert "Any other business" in visitor.get(PAGE).text


def test_a_guest_is_refused_a_draft_that_members_have_read(room, agenda, http, clock):
    clock.stop()
    assert "Opening" in http(room.luc).get(PAGE).text
    assert "Opening" not in http().get(PAGE).text


def test_once_it_is_kept_nothing_of_the_items_is_asked_for(
    room, published, http, statements, clock
):
    clock.stop()
    http(room.amina).get(PAGE)
    with statements() as sent:
        http(room.luc).get(PAGE)
    assert not [each for each in sent if "FROM agenda_item" in each]
