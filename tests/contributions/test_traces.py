"""What became of a document: its timeline, the agendas it was on, and the delegations that support it."""

import re

from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.floor.actions import taking_up
from wgcop.floor.moving_on import settings_of
from wgcop.outcomes import actions as outcomes


def history(page: str) -> str:
    """The words of the timeline."""
    part = page.partition('id="timeline-title"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def first_item(app) -> int:
    with app.app_context():
        return db.session.scalars(
            select(AgendaItem.id).where(AgendaItem.meeting.has(slug="wg-cop-3")).limit(1)
        ).one()


def decide(app, world, item: int) -> None:
    with app.app_context():
        row = db.session.get_one(AgendaItem, item)
        by = db.session.get_one(Person, world.helena.id)
        outcomes.record_outcome(row, Outcome.NOTED, "The group thanked Kenya.", by=by)
        db.session.commit()


def test_the_timeline_tells_what_happened_in_order(app, world, http, document, clock):
    item = first_item(app)
    address, url = document(world.amina, items=[item])
    clock.advance(minutes=1)
    http(world.amina).post(f"{address}/revisions")
    http(world.amina).post(f"{address}/submission")
    clock.advance(minutes=1)
    decide(app, world, item)
    clock.advance(minutes=1)
    http(world.amina).post(f"{address}/withdrawal")
    words = history(http(world.caio).get(url).text)
    told = ["Submitted", "Accepted as", "Revised: Rev.1", "Noted", "thanked Kenya", "Withdrawn"]
    places = [words.index(each) for each in told]
    assert places == sorted(places)


def test_the_timeline_tells_when_it_came_onto_an_agenda_and_was_taken_up(
    app, world, http, document, clock, monkeypatch
):
    item = first_item(app)
    _, url = document(world.amina, items=[item])
    words = history(http(world.caio).get(url).text)
    assert "On the agenda: 1" in words and "Taken up" not in words
    with app.app_context():
        row = db.session.get_one(AgendaItem, item)
        clock.advance(minutes=5)
        monkeypatch.setattr(Meeting, "moment", Moment.NOW)
        by = db.session.get_one(Person, world.helena.id)
        settings_of(row.meeting).opened_at = clock.advance()
        taking_up.take_up_item(row, by=by)
        db.session.commit()
    clock.advance(minutes=20)
    decide(app, world, item)
    words = history(http(world.caio).get(url).text)
    told = ["Accepted as", "On the agenda", "Taken up: 1", "Noted"]
    places = [words.index(each) for each in told]
    assert places == sorted(places)
    assert "The agenda was adopted" not in words, "that was before the paper was there"


def test_a_document_that_was_placed_as_a_draft_tells_others_nothing_of_when(
    app, world, http, draft, clock, meeting
):
    """It came onto the agenda that they read with its number."""
    address = draft(world.amina, items=[first_item(app)])
    clock.advance(seconds=30)
    url = http(world.amina).post(f"{address}/submission").headers["Content-Location"]
    page = http(world.caio).get(url).text
    part = page.partition('id="timeline-title"')[2].partition("</section>")[0]
    times = re.findall(r'datetime="([^"]+)"', part)
    assert "On the agenda" in part and len(set(times)) == 1, times


def test_when_drafting_began_is_for_its_drafters(world, http, document):
    _, url = document(world.amina)
    assert "Drafting began" in history(http(world.amina).get(url).text)
    for reader in (world.caio, world.wanjiru, world.ines, world.helena):
        assert "Drafting began" not in history(http(reader).get(url).text)


def test_a_document_says_on_which_agendas_it_stands_and_what_was_decided(
    app, world, http, document
):
    item = first_item(app)
    _, url = document(world.amina, items=[item])
    assert "On agendas" in http(world.caio).get(url).text
    decide(app, world, item)
    part = http(world.caio).get(url).text.partition('id="discussed-title"')[2]
    assert f'/items/{item}"' in part
    assert "Noted" in part.partition("</section>")[0]


def test_other_delegations_support_it_with_one_click_and_take_it_back(world, http, document):
    address, url = document(world.amina)
    assert "Support for" in http(world.caio).get(url).text
    for _ in range(2):
        assert http(world.caio).post(f"{address}/support").status_code == 303
    assert "Supported by 1 delegation" in http(world.amina).get(url).text
    assert http(world.caio).post(f"{address}/support/withdrawal").status_code == 303
    assert "Supported by" not in http(world.amina).get(url).text


def test_sources_observers_and_officers_do_not_support(world, http, document):
    address, url = document(world.amina)
    for reader in (world.amina, world.wanjiru, world.ruth, world.ines):
        assert http(reader).post(f"{address}/support").status_code == 403
        assert "Support for" not in http(reader).get(url).text


def test_support_stays_with_the_wording_that_was_read(world, http, document):
    address, url = document(world.amina)
    http(world.caio).post(f"{address}/support", data={"revision": 0})
    http(world.amina).post(f"{address}/revisions")
    http(world.amina).post(f"{address}/submission")
    assert "(an earlier wording)" in http(world.amina).get(url).text
    assert http(world.caio).post(f"{address}/support", data={"revision": 0}).status_code == 409
    assert http(world.caio).post(f"{address}/support", data={"revision": 1}).status_code == 303
    assert "(an earlier wording)" not in http(world.amina).get(url).text


def test_readers_who_have_it_open_hear_of_support(world, http, document, listen):
    address, _ = document(world.amina)
    heard = listen(world.daichi, f"document:{address.rpartition('/')[2]}")
    http(world.caio).post(f"{address}/support")
    assert [entry["kind"] for entry in heard()] == ["contribution.supported"]
