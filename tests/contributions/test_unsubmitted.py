"""Drafts that nobody submits: their drafters are told, they end, and nobody's draft is lost with a person."""

import io

import pytest
from lxml import html
from sqlalchemy import func, select

from tests.contributions.conftest import paper_at
from tests.contributions.test_enclosures import png
from wgcop.audit.models import AuditRow
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db, retention
from wgcop.events.models import Topic
from wgcop.mail import Message
from wgcop.threads.models import Comment, Thread

JSON = {"Accept": "application/json"}


@pytest.fixture
def an_hour_of_the_worker(app, clock):
    """`an_hour_of_the_worker(days=700)`: the days pass, and what is over ends."""

    def passes(**later):
        clock.advance(**later)
        with app.app_context():
            retention.end_what_is_over()
            db.session.commit()

    return passes


@pytest.fixture
def letters(app):
    def subjects(person):
        with app.app_context():
            to_them = select(Message.subject).where(Message.recipient == person.email)
            return db.session.scalars(to_them.order_by(Message.id)).all()

    return subjects


def is_there(app, address):
    with app.app_context():
        return db.session.get(Contribution, int(address.rpartition("/")[2])) is not None


def test_a_draft_ends_a_month_after_its_drafters_were_told_and_nothing_else_does(
    app, world, http, draft, document, letters, an_hour_of_the_worker, index
):
    amina = http(world.amina)
    mine, withdrawn = draft(world.amina, [world.wanjiru]), draft(world.amina)
    amina.post(f"{withdrawn}/withdrawal")
    numbered, _address = document(world.luc)
    waiting = draft(world.farid)
    http(world.farid).post(f"{waiting}/submission")
    next_wording, _address = document(world.teresa)
    http(world.teresa).post(f"{next_wording}/revisions")
    amina.post(f"{mine}/files", data={"files": (io.BytesIO(png()), "poster.png")})
    talk = f"/threads/draft-talk:{mine.rpartition('/')[2]}"
    said = {"body": "Not before the trial ends.", "audience": f"drafters:{mine.rpartition('/')[2]}"}
    first = amina.post(f"{talk}/comments", data={**said, "key": "one"}, headers=JSON)
    assert first.status_code == 201, first.text
    index()
    assert "This draft will be deleted soon" not in amina.get(mine).text

    an_hour_of_the_worker(days=701)
    for drafter in (world.amina, world.wanjiru):
        assert (
            letters(drafter).count("Your draft will be deleted soon: Radio plays about the net")
            >= 1
        )
    assert "Your draft will be deleted soon: Radio plays about the net" not in letters(world.luc)
    page = amina.get(mine).text
    assert "This draft will be deleted soon" in page and f"{mine}/keeping" in page
    an_hour_of_the_worker(days=29)
    assert is_there(app, mine) and is_there(app, withdrawn)
    told = len(letters(world.wanjiru))
    an_hour_of_the_worker(days=2)
    assert len(letters(world.wanjiru)) == told, "one letter is enough"

    assert not is_there(app, mine) and not is_there(app, withdrawn)
    assert all(is_there(app, each) for each in (numbered, waiting, next_wording))
    assert amina.get(mine).status_code == 404 and amina.get(talk).status_code == 404
    assert amina.get("/contributions/").status_code == 200
    assert amina.get("/").status_code == 200
    index()
    with app.app_context():
        number = mine.rpartition("/")[2]
        for row in (
            select(Thread).where(Thread.name == f"draft-talk:{number}"),
            select(Topic).where(Topic.parent == f"paper:{number}"),
            select(Comment).where(Comment.body.contains("Not before")),
            select(Revision).where(Revision.contribution_id == int(number)),
            select(Enclosure),
        ):
            assert db.session.scalars(row).all() == []
        rows = select(AuditRow.detail).where(AuditRow.deed == "drafts.ended")
        assert db.session.scalars(rows).all() == ["3"], "with one of the demo world"


def test_more_drafts_than_end_at_once_end_one_hour_after_another(
    app, world, draft, an_hour_of_the_worker, monkeypatch
):
    monkeypatch.setattr("wgcop.drafting.unsubmitted.AT_ONCE", 1)
    mine = [draft(world.amina), draft(world.teresa)]  # and one of the demo world
    ended = []
    for days in (701, 31):
        an_hour_of_the_worker(days=days)
        ended.append(sum(not is_there(app, each) for each in mine))
        for _ in range(2):
            an_hour_of_the_worker(hours=1)
    assert ended[0] == 0 and ended[1] < 2, "not both in the same hour"
    assert not any(is_there(app, each) for each in mine)


def test_a_draft_goes_on_if_somebody_keeps_or_changes_it_and_is_told_of_again(
    app, world, http, draft, typed, letters, an_hour_of_the_worker
):
    kept, changed = draft(world.amina), draft(world.teresa)
    an_hour_of_the_worker(days=701)
    assert http(world.farid).post(f"{kept}/keeping").status_code == 404
    answer = http(world.amina).post(f"{kept}/keeping")
    assert (answer.status_code, answer.location) == (303, kept)
    assert "will be deleted soon" not in http(world.amina).get(kept).text
    http(world.teresa).post(f"{changed}/drafters", data={"person": world.caio.email})
    assert "will be deleted soon" not in http(world.teresa).get(changed).text
    an_hour_of_the_worker(days=40)
    assert is_there(app, kept) and is_there(app, changed)
    an_hour_of_the_worker(days=300)
    assert letters(world.amina) == []
    an_hour_of_the_worker(days=362)
    assert letters(world.amina) == ["Your draft will be deleted soon: Radio plays about the net"]
    an_hour_of_the_worker(days=31)
    assert not is_there(app, kept) and not is_there(app, changed)


def test_an_editor_that_saves_what_it_found_changes_nothing(app, world, http, draft, clock):
    mine = draft(world.amina, [world.wanjiru])

    def state():
        with app.app_context():
            revision = db.session.get(Contribution, int(mine.rpartition("/")[2])).current
            return revision.changed_at, revision.changed_by_id

    before = state()
    clock.advance(days=400)
    wanjiru = http(world.wanjiru)
    form = html.fromstring(wanjiru.get(f"{mine}/edit").text).xpath("//form[.//*[@name='title']]")[0]
    found = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    assert wanjiru.post(mine, data=found).status_code == 303
    assert state() == before
    clauses = found.get("clauses", [])
    fresh = html.fromstring(wanjiru.get(f"{mine}/edit").text).xpath("//*[@name='version']/@value")
    changed = {**found, "version": fresh, "clauses": clauses[1:], "keywords": "awareness"}
    assert wanjiru.post(mine, data=changed).status_code == 303
    assert state()[0] > before[0] and state()[1] == world.wanjiru.id


@pytest.mark.settings(RETENTION="drafts=0")
def test_where_drafts_are_kept_for_good_nobody_is_told_and_none_ends(
    app, world, draft, letters, an_hour_of_the_worker
):
    mine = draft(world.amina)
    before = letters(world.amina)
    an_hour_of_the_worker(days=9999)
    assert is_there(app, mine) and letters(world.amina) == before


def test_what_was_given_back_was_submitted_and_stays(
    app, world, http, draft, an_hour_of_the_worker
):
    mine = draft(world.amina)
    http(world.amina).post(f"{mine}/submission")
    with app.app_context():
        paper = paper_at(mine)
        assert paper.submitted_at is not None
    for days in (800, 40, 40):
        an_hour_of_the_worker(days=days)
    assert is_there(app, mine)


def test_the_draft_of_somebody_who_is_erased_goes_over_to_the_head_of_their_delegation(
    app, world, http, draft, letters
):
    alone = draft(world.wanjiru)
    together = draft(world.wanjiru, [world.daichi])
    assert http(world.amina).get(alone).status_code == 404
    her, form = world.wanjiru, {"email": world.wanjiru.email}
    assert http(world.ines).post(f"/people/{her.id}/erasure", data=form).status_code == 303
    page = http(world.amina).get(alone)
    assert page.status_code == 200 and her.name not in page.text
    assert http(world.amina).get(f"{alone}/edit").status_code == 200
    assert "You now draft: Radio plays about the net" in letters(world.amina)
    assert http(world.amina).get(together).status_code == 404, "Daichi still drafts it"
    for stranger in (world.ines, world.helena, world.farid):
        assert http(stranger).get(alone).status_code == 404


def test_a_draft_whose_drafters_have_left_is_passed_on_before_it_ends(
    app, world, http, draft, letters, an_hour_of_the_worker
):
    alone = draft(world.wanjiru)
    http(world.ines).post(f"/people/{world.wanjiru.id}/deactivation")
    before = len(letters(world.wanjiru))
    an_hour_of_the_worker(days=701)
    assert len(letters(world.wanjiru)) == before
    assert http(world.amina).get(alone).status_code == 200
    an_hour_of_the_worker(days=31)
    assert is_there(app, alone), "she has its whole time before her"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Contribution)) > 0
