"""A delegation tells those who preside over a group in confidence that it will have trouble with a clause: who reads it, and who does not."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from wgcop.accounts.models import GroupRole, Office
from wgcop.agenda.models import AgendaClause, AgendaItem
from wgcop.bodies.groups import Group
from wgcop.bodies.models import Meeting
from wgcop.clock import now
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.positions.models import ChairNotice

LINE = "We will have trouble with this quokka."
BY_DEMO = "We will have trouble with one sheet"


@pytest.fixture
def listed(app):
    """A clause that an item of the meeting lists, the room of the meeting, and its group."""
    with app.app_context():
        link = db.session.scalars(
            select(AgendaClause)
            .join(AgendaClause.item)
            .join(AgendaItem.meeting)
            .where(Meeting.slug == "wg-cop-3", AgendaItem.closed.is_(False))
            .order_by(AgendaClause.id.desc())
        ).first()
        meeting = link.item.meeting
        return SimpleNamespace(
            wid=link.clause.wid,
            page=f"/clauses/{link.clause.wid}/positions",
            item=link.item_id,
            room=meeting.room_url,
            topic=f"confided:{meeting.id}",
            group=meeting.group_id,
        )


def tell(visitor, listed, line=LINE, group=None):
    data = {"line": line, "group": listed.group if group is None else group}
    return visitor.post(f"{listed.page}/notice", data=data)


def confided(page):
    found = re.search(r'id="confided">(.*?)</details>', page, re.DOTALL)
    return words(found[1]) if found else ""


def words(markup):
    return " ".join(re.sub("<[^>]*>", " ", markup).split())


def test_a_line_replaces_the_one_before_and_is_withdrawn(world, http, listed, session):
    kenya, brazil, helena = http(world.amina), http(world.teresa), http(world.helena)
    assert "Kenya" not in confided(helena.get(listed.room).text)
    assert tell(brazil, listed, "Brazil too.").status_code == 303
    for line in ("First.", "Second.", "Third."):
        assert tell(kenya, listed, line).status_code == 303
        told = confided(helena.get(listed.room).text)
        assert told.count("Kenya") == 1 and line in told and "Brazil too." in told
    assert tell(kenya, listed, "Third.").status_code == 303
    kept = select(ChairNotice).where(ChairNotice.line.not_like(f"{BY_DEMO}%"))
    assert len(session.scalars(kept).all()) == 4
    page = kenya.get(listed.page).text
    assert "Third." in page and "First." not in page and "Brazil too." not in page
    address = re.search(r'action="([^"]*/notices/\d+/withdrawal)"', page)[1]
    assert brazil.post(address).status_code == 404
    assert kenya.post(address).status_code == 303
    assert "Kenya" not in confided(helena.get(listed.room).text)
    assert kenya.post(address).status_code == 404


def test_only_those_who_preside_and_the_delegation_read_it(world, http, listed, listen, index):
    hears = [
        listen(world.helena, f"clause:{listed.wid}"),
        listen(world.ines, f"clause:{listed.wid}"),
    ]
    tell(http(world.amina), listed)
    index()
    helena = http(world.helena)
    assert LINE in confided(helena.get(listed.room).text)
    assert LINE not in helena.get(listed.page).text
    assert LINE not in helena.get(f"{listed.room}?projector").text
    for name in ("salma", "ines", "jonas", "elke", "teresa", "ruth"):
        visitor = http(world[name])
        pages = (listed.room, listed.page, f"{listed.page}/history", f"/clauses/{listed.wid}")
        for address in (
            *pages,
            "/delegation",
            "/catch-up",
            "/inbox",
            f"/live/{listed.topic}?after=0",
        ):
            assert LINE not in visitor.get(address).text, (name, address)
    for name in ("helena", "ines", "amina", "teresa"):
        assert LINE not in http(world[name]).get("/search?q=quokka").text
    assert "chair in confidence" not in http(world.ines).get("/audit").text.lower()
    assert [each() for each in hears] == [[], []]
    assert LINE in http(world.wanjiru).get(listed.page).text
    assert LINE in http(world.wanjiru).get("/delegation").text


def test_a_deputy_reads_it_only_while_in_the_chair(world, http, listed, listen):
    tell(http(world.amina), listed)
    salma = http(world.salma)
    for line in ("First.", "Second.", "Third."):
        assert not listen(world.salma, listed.topic).answer["ok"]
        assert "Kenya" not in confided(salma.get(listed.room).text)
        salma.post(f"{listed.room}/chair", data={"chair": ""})
        hears = listen(world.salma, listed.topic)
        tell(http(world.amina), listed, line)
        assert line in confided(salma.get(listed.room).text)
        assert line in hears()[-1]["html"]
        assert line in confided(http(world.helena).get(listed.room).text)
        salma.post(f"{listed.room}/chair/return")


def test_a_deputy_hears_nothing_more_when_the_meeting_is_closed(world, http, listed, listen):
    salma, kenya = http(world.salma), http(world.amina)
    salma.post(f"{listed.room}/chair", data={"chair": ""})
    hears = listen(world.salma, listed.topic)
    tell(kenya, listed, "First.")
    assert "First." in hears()[-1]["html"]
    assert salma.post(f"{listed.room}/closure").status_code == 303
    assert not hears.is_connected, "The page connects again, and asks."
    assert not listen(world.salma, listed.topic).answer["ok"]


def test_a_deputy_hears_nothing_more_after_the_last_day(world, http, listed, listen, clock):
    """The page of the room may stay open overnight."""
    salma = http(world.salma)
    salma.post(f"{listed.room}/chair", data={"chair": ""})
    hears = listen(world.salma, listed.topic)
    tell(http(world.amina), listed, "First.")
    assert "First." in hears()[-1]["html"]
    clock.advance(days=30)
    tell(http(world.amina), listed, "Second.")
    assert not hears.is_connected, "The page connects again, and asks."
    assert not listen(world.salma, listed.topic).answer["ok"]
    assert "Second." in confided(http(world.helena).get(listed.room).text)


def test_a_delegation_is_told_whether_the_chair_finds_the_line_yet(app, world, http, listed):
    later = "This clause is on no open agenda item of the group"
    kenya, helena = http(world.amina), http(world.helena)
    nowhere = SimpleNamespace(
        page="/clauses/wtdc-67.recs_recalling__rec_g/positions", group=listed.group
    )
    assert later in kenya.get(nowhere.page).text
    assert tell(kenya, nowhere).status_code == 303
    assert kenya.get(nowhere.page).text.count(later) == 2, "beside the line and the button"
    assert later in http(world.wanjiru).get(nowhere.page).text
    for visitor in (http(world.teresa), helena, http(world.ines)):
        assert LINE not in visitor.get(nowhere.page).text

    assert tell(kenya, listed).status_code == 303
    for is_closed in (True, False, True):
        with app.app_context():
            for link in db.session.scalars(select(AgendaClause)):
                if link.clause.wid == listed.wid:
                    link.item.closed = is_closed
            db.session.commit()
        assert (later in kenya.get(listed.page).text) is is_closed
        assert (LINE in confided(helena.get(listed.room).text)) is not is_closed


def test_who_presses_enter_tells_nobody_and_is_asked_for_the_group(world, http, listed):
    kenya = http(world.amina)
    form = re.search(r'<form[^>]*/notice".*?</form>', kenya.get(listed.page).text, re.DOTALL)[0]
    assert "name=" not in re.search(r"<button[^>]*>", form)[0]
    answer = kenya.post(f"{listed.page}/notice", data={"line": LINE})
    assert answer.status_code == 422 and LINE in answer.text
    assert LINE not in confided(http(world.helena).get(listed.room).text)


def test_who_presides_hears_each_line_and_nobody_else_does(world, http, listed, listen):
    helena = http(world.helena)
    hears = listen(world.helena, listed.topic)
    for name in ("ines", "elke", "teresa", "amina"):
        assert not listen(world[name], listed.topic).answer["ok"], name
    kenya, brazil = http(world.amina), http(world.teresa)
    for visitor, line in ((kenya, "First."), (brazil, "Second."), (kenya, "Third.")):
        tell(visitor, listed, line)
        told = hears()[-1]
        assert told["target"] == "confided" and line in told["html"]
        assert words(told["html"]) == confided(helena.get(listed.room).text)
    missed = helena.get(f"/live/{listed.topic}?after=0").json["entries"]
    assert words(missed[-1]["html"]) == confided(helena.get(listed.room).text)
    assert "First." not in missed[-1]["html"]


def test_the_log_of_events_names_neither_the_delegation_nor_the_person(
    world, http, listed, session
):
    tell(http(world.amina), listed)
    told = select(Entry, Topic).join(Entry.topic).where(Entry.kind == "notice.changed")
    for entry, topic in session.execute(told):
        assert entry.actor_id is None
        assert topic.audience.startswith(("presiding:", "delegation:")), topic.name


def test_the_chair_of_another_group_with_the_clause_on_its_agenda_reads_nothing(
    app, world, http, listed
):
    with app.app_context():
        other = Group(code="AHG-9", name="Another group", parent_id=None)
        db.session.add(other)
        db.session.flush()
        db.session.get(AgendaItem, listed.item).meeting.group_id = other.id
        db.session.add(Office(person_id=world.elke.id, group_id=other.id, role=GroupRole.CHAIR))
        db.session.commit()
        number = other.id
    kenya, elke = http(world.amina), http(world.elke)
    tell(kenya, listed, "For the first group.")
    assert "For the first group." not in elke.get(listed.room).text
    for line in ("One.", "Two.", "Three."):
        tell(kenya, listed, line, group=number)
        assert "Kenya" in confided(elke.get(listed.room).text)
        assert line in confided(elke.get(listed.room).text)
    page = kenya.get(listed.page).text
    assert "For the first group." in page and "Three." in page, "each group has its own line"


def test_a_successor_reads_what_concerns_items_that_are_not_closed(app, world, http, listed):
    tell(http(world.amina), listed)
    with app.app_context():
        for office in db.session.scalars(select(Office).where(Office.role == GroupRole.CHAIR)):
            if office.group_id == listed.group:
                office.person_id = world.elke.id
        db.session.commit()
    assert "Kenya" not in confided(http(world.helena).get(listed.room).text)
    assert LINE in confided(http(world.elke).get(listed.room).text)
    with app.app_context():
        db.session.get(AgendaItem, listed.item).closed = True
        db.session.commit()
    assert "Kenya" not in confided(http(world.elke).get(listed.room).text)


def test_the_names_of_those_who_read_it_stand_beside_the_button(app, world, http, listed):
    def beside(page):
        return words(re.search(rf'<span id="told-{listed.group}".*?</span>', page, re.DOTALL)[0])

    kenya = http(world.amina)
    said = beside(kenya.get(listed.page).text)
    assert world.helena.name in said and world.salma.name in said.partition("While in the chair")[2]
    assert world.ines.name not in said
    with app.app_context():
        db.session.get(Group, listed.group).closed_at = now()
        db.session.commit()
    assert f'value="{listed.group}"' not in kenya.get(listed.page).text
    assert tell(kenya, listed).status_code == 422


def test_a_line_from_before_groups_were_named_is_read_by_its_delegation_alone(
    app, world, http, listed
):
    tell(http(world.amina), listed)
    with app.app_context():
        told = db.session.scalars(select(ChairNotice).where(ChairNotice.line == LINE)).one()
        told.group_id = None
        db.session.commit()
    assert LINE not in http(world.helena).get(listed.room).text
    page = http(world.amina).get(listed.page).text
    assert LINE in page and "Only your delegation can read it. Tell a group again." in page
    tell(http(world.amina), listed, "Again.")
    page = http(world.amina).get(listed.page).text
    assert LINE not in page and "Again." in page


@pytest.mark.parametrize("name", ["wanjiru", "ruth", "elke", "helena", "ines", "odile"])
def test_only_heads_and_deputies_tell_the_chair(world, http, listed, session, name):
    assert tell(http(world[name]), listed).status_code == 403
    assert session.scalar(select(ChairNotice.id).where(ChairNotice.line == LINE)) is None


def test_a_line_that_is_empty_or_too_long_comes_back(world, http, listed, session):
    for line in ("", "   ", "x" * 301):
        answer = tell(http(world.amina), listed, line)
        assert answer.status_code == 422 and line.strip() in answer.text
    for group in ("", "0", "none"):
        answer = tell(http(world.amina), listed, group=group)
        assert answer.status_code == 422 and LINE in answer.text
        assert "Choose the group whose chair you want to tell." in answer.text
    by_kenya = ChairNotice.delegation_id == world.delegation("Kenya").id
    assert session.scalar(select(ChairNotice.id).where(by_kenya)) is None


def test_the_secretariat_redacts_a_line_without_reading_it(world, http, listed, session):
    tell(http(world.amina), listed)
    notice = session.scalars(select(ChairNotice).where(ChairNotice.line == LINE)).one()
    page = http(world.ines).get(f"/redactions/chair-notice/{notice.id}")
    assert page.status_code == 200
    assert LINE not in page.text and "Kenya" not in page.text.split("<main")[1]
