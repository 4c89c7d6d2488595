"""The gavel: the chair opens the meeting, suspends, adjourns and closes it; a deputy takes the chair."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from sqlalchemy import select

from tests.meetings.conftest import DURING
from tests.meetings.room.conftest import ROOM, minutes
from wgcop import clock as clock_of_the_workspace
from wgcop.accounts.models import GroupRole, Office
from wgcop.agenda.policy import can_edit_agenda, can_preside
from wgcop.agenda.sessions import SessionTimes
from wgcop.agenda.sitting import MeetingRoom, Sitting, sitting_of
from wgcop.errors import Refused
from wgcop.floor import actions
from wgcop.floor.actions import taking_up
from wgcop.floor.course import course_of
from wgcop.floor.queries import room_of
from wgcop.meetings import actions as meetings_actions
from wgcop.meetings.groups.facts import GroupFacts
from wgcop.records.models import MeetingReport


@pytest.fixture
def unopened(room, agenda, session, clock):
    """The first day, and nobody has opened the meeting."""
    clock.stop(DURING)
    session.scalars(select(MeetingRoom)).one().opened_at = None
    session.commit()
    return room.meeting


@pytest.fixture
def strike(room, http):
    """`strike("helena", "opening")` posts to the room and gives the answer."""

    def post(who, path, **data):
        return http(getattr(room, who)).post(f"{ROOM}/{path}", data=data)

    return post


def names(meeting):
    return [entry.name for entry in course_of(meeting)]


def test_nothing_is_on_the_floor_before_the_chair_opens_the_meeting(
    unopened, room, agenda, http, stand, clock
):
    clock.advance(minutes=90)
    assert stand().item_id is None
    for page in ("", "?projector"):
        assert "has not been opened yet" in http(room.amina).get(f"{ROOM}{page}").text
    assert "Not opened yet" in http(room.amina).get("/meetings/wg-cop-3").text
    with pytest.raises(Refused, match="not been opened"):
        taking_up.take_up_item(agenda.recalling, by=room.ines)
    with pytest.raises(Refused, match="not been opened"):
        actions.go_on(unopened, by=room.ines)
    actions.open_meeting(unopened, by=room.helena)
    actions.open_meeting(unopened, by=room.helena)
    assert stand().item_id == agenda.opening.id
    assert agenda.opening.taken_up_at == clock.advance()
    [opened] = course_of(unopened)
    assert (opened.name, opened.at, opened.who) == ("Opened", clock.advance(), "Helena")


def test_a_meeting_adjourns_to_its_next_session_and_its_timers_stand_still(
    item, room, stand, clock
):
    day = date(2026, 6, 3)
    sessions = [
        SessionTimes(date(2026, 6, 2), time(9), time(12)),
        SessionTimes(day, time(9), time(12)),
    ]
    meetings_actions.set_sessions(
        room.meeting, sessions, version=room.meeting.version, by=room.ines
    )
    clock.advance(minutes=5)
    actions.begin_break(room.meeting, None, by=room.helena)
    actions.adjourn(room.meeting, by=room.helena)
    assert stand().pause.until == datetime(2026, 6, 3, 7, 0, tzinfo=UTC)
    clock.stop(datetime(2026, 6, 3, 7, 2, tzinfo=UTC))
    actions.resume(room.meeting, by=room.helena)
    clock.advance(minutes=1)
    assert stand().item_id == item.id
    assert stand().timer.spent_at(clock.advance()) == minutes(6)
    assert names(room.meeting) == ["Opened", "Suspended", "Adjourned", "Resumed"]


def test_whoever_presides_adjourns_and_opens_the_next_session_on_the_page(
    item, room, http, session, stand, clock
):
    days = date(2026, 6, 2), date(2026, 6, 3)
    sessions = [SessionTimes(day, time(hour), time(hour + 2)) for day in days for hour in (9, 14)]
    meetings_actions.set_sessions(
        room.meeting, sessions, version=room.meeting.version, by=room.ines
    )
    session.commit()

    def form_of(who, button):
        page = html.fromstring(http(who).get(ROOM).text)
        [state] = page.xpath("//@data-sitting")
        return state, page.xpath(f"//form[.//button/text()[normalize-space()='{button}']]")

    def press(who, button, shown_when):
        state, [form] = form_of(who, button)
        assert shown_when[state] in form.get("class").split()
        for _twice in range(2):
            assert http(who).post(form.get("action"), data=dict(form.fields)).status_code == 303

    starts = (
        (room.helena, datetime(2026, 6, 2, 12, 0, tzinfo=UTC)),
        (room.salma, datetime(2026, 6, 3, 7, 0, tzinfo=UTC)),
        (room.helena, datetime(2026, 6, 3, 12, 0, tzinfo=UTC)),
    )
    for who, start in starts:
        if who is room.salma:
            assert not form_of(who, "Adjourn to the next session")[1]
            http(who).post(f"{ROOM}/chair")
        press(who, "Adjourn to the next session", {"sits": "when-adjournable"})
        assert (stand().sitting, stand().pause.until) == (Sitting.ADJOURNED, start)
        clock.stop(start)
        for other in (room.luc, room.ines):
            assert not form_of(other, "Open the next session")[1]
        press(who, "Open the next session", {"adjourned": "when-adjourned"})
        assert (stand().sitting, stand().item_id) == (Sitting.SITS, item.id)
        clock.advance(minutes=5)
    gavel = [name for name in names(room.meeting) if "chair" not in name]
    assert gavel == ["Opened", *["Adjourned", "Resumed"] * 3]


def test_a_closed_meeting_has_no_floor_until_it_is_opened_again(
    item, room, agenda, stand, ask, clock
):
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    actions.close_meeting(room.meeting, by=room.helena)
    assert (stand().item_id, stand().sitting) == (None, Sitting.CLOSED)
    with pytest.raises(Refused, match="closed"):
        taking_up.take_up_item(agenda.closing, by=room.helena)
    clock.advance(minutes=3)
    actions.resume(room.meeting, by=room.helena)
    assert stand().item_id == item.id
    clock.advance(minutes=2)
    assert stand().timer.spent_at(clock.advance()) == minutes(2)


def test_an_adjournment_out_of_a_break_resumes_nothing(item, room, clock, monkeypatch):
    """Also where time goes on between one statement and the next."""
    ticks = count()
    ticking = SimpleNamespace(now=lambda zone: DURING + timedelta(milliseconds=next(ticks)))
    clock_of_the_workspace.start()
    monkeypatch.setattr(clock_of_the_workspace, "datetime", ticking)
    actions.begin_break(room.meeting, None, by=room.helena)
    actions.adjourn(room.meeting, by=room.helena)
    actions.close_meeting(room.meeting, by=room.helena)
    assert names(room.meeting) == ["Opened", "Suspended", "Adjourned", "Closed"]


def test_of_two_who_suspend_at_once_the_one_without_a_time_takes_none_away(item, room, stand):
    until = DURING + minutes(15)
    actions.begin_break(room.meeting, until, shown=Sitting.SITS, by=room.helena)
    actions.begin_break(room.meeting, None, shown=Sitting.SITS, by=room.salma)
    assert stand().pause.until == until
    actions.begin_break(room.meeting, until + minutes(5), shown=Sitting.SITS, by=room.salma)
    assert stand().pause.until == until + minutes(5)


def test_a_page_that_shows_another_stand_does_nothing(item, room, strike, stand):
    assert strike("helena", "breaks", sitting="sits").status_code == 303
    assert strike("helena", "adjournment", sitting="suspended").status_code == 303
    late = strike("helena", "breaks/end", sitting="suspended")
    assert (late.status_code, "Somebody has just opened" in late.text) == (409, True)
    assert stand().sitting == Sitting.ADJOURNED
    for _ in range(2):
        assert strike("helena", "closure", sitting="adjourned").status_code == 303
    assert names(room.meeting) == ["Opened", "Suspended", "Adjourned", "Closed"]


def test_every_act_of_the_gavel_is_heard_on_every_page(unopened, room, strike, listen):
    floor, page = (
        listen(room.luc, "meeting:wg-cop-3@floor"),
        listen(room.luc, "meeting:wg-cop-3@members"),
    )
    wall = listen(room.luc, "meeting:wg-cop-3@room")
    shown = ["opening", "breaks", "breaks/end", "adjournment", "breaks/end", "closure"]
    states = ["sits", "suspended", "sits", "adjourned", "sits", "closed"]
    for act, state in zip(shown, states, strict=True):
        assert strike("helena", act).status_code == 303
        [notices] = [e["html"] for e in floor() if e["target"] == "notices-wg-cop-3"][-1:]
        assert f'data-sitting="{state}"' in notices
        assert {"meeting-head", "agenda"} <= {entry["target"] for entry in page()}
        assert "room-item" in {entry["target"] for entry in wall()}


# Who presides


def test_a_deputy_takes_the_chair_leads_and_gives_it_back(item, room, strike, http, stand, clock):
    assert strike("salma", "breaks").status_code == 409
    assert "Take the chair" in http(room.salma).get(ROOM).text
    assert "Next speaker" not in http(room.salma).get(ROOM).text
    assert strike("salma", "chair").status_code == 303
    page = http(room.salma).get(ROOM).text
    for control in (
        "Next speaker",
        "Suspend the meeting",
        "Put on the list",
        "Give the chair back",
    ):
        assert control in page
    assert "In the chair:" in http(room.amina).get(ROOM).text
    assert "Take the chair back" in http(room.helena).get(ROOM).text
    clock.advance(minutes=1)
    assert strike("salma", "breaks").status_code == 303
    clock.advance(minutes=1)
    assert strike("salma", "breaks/end").status_code == 303
    clock.advance(minutes=1)
    assert strike("salma", "chair/return").status_code == 303
    assert strike("salma", "breaks").status_code == 409
    entries = [(entry.name, entry.who, entry.capacity) for entry in course_of(room.meeting)[1:]]
    assert entries == [
        ("Took the chair", "Salma", "Vice-Chair"),
        ("Suspended", "Salma", ""),
        ("Resumed", "Salma", ""),
        ("Left the chair", "Salma", "Vice-Chair"),
    ]


def test_a_deputy_in_the_chair_who_becomes_the_leader_stays_in_it(
    item, room, strike, stand, session
):
    strike("salma", "chair")
    session.commit()
    facts = GroupFacts(
        name=room.group.name,
        kind=room.group.kind,
        leaders=(room.salma,),
        deputies=(room.helena,),
    )
    meetings_actions.change_group(room.group, facts, version=room.group.version, by=room.ines)
    session.commit()
    assert stand().presiding.person_id == room.salma.id


def test_a_deputy_in_the_chair_composes_the_report_as_a_deputy(item, room, strike, http, session):
    room.salma.offices.insert(0, Office(group=room.other_group, role=GroupRole.CHAIR))
    session.commit()
    report = f"{room.meeting.url}/report"
    assert http(room.salma).post(report).status_code == 403
    strike("salma", "chair")
    answer = http(room.salma).post(report)
    assert answer.status_code == 303, answer.text
    made = session.scalars(select(MeetingReport)).one().contribution
    assert [source.name for source in made.current.sources] == ["Vice-Chair"]
    assert {each.person.name for each in made.drafters} == {"Salma", "Ines", "Helena"}
    assert http(room.salma).get(answer.location).status_code == 200


def test_what_a_deputy_wrote_is_kept_when_somebody_else_has_the_chair_by_then(
    item, room, strike, stand
):
    strike("salma", "chair")
    strike("helena", "chair")
    answer = strike("salma", "outcome", outcome="noted", text="The list was noted.")
    assert answer.status_code == 409
    assert "You are not in the chair" in answer.text
    assert "The list was noted." in answer.text
    assert item.decisions == []
    strike("salma", "chair/return")
    assert stand().presiding.person_id == room.helena.id


def test_a_second_deputy_displaces_the_first_only_where_their_page_shows_who_has_the_chair(
    item, room, strike, http, stand, session
):
    room.tomas.offices.append(Office(group=room.group, role=GroupRole.VICE_CHAIR))
    session.commit()
    strike("salma", "chair", chair="")
    for who, stale, now in (
        ("tomas", "", room.salma),
        ("salma", room.salma.id, room.tomas),
        ("tomas", room.tomas.id, room.salma),
    ):
        answer = strike(who, "chair", chair=stale)
        assert answer.status_code == 409 and f"{now.name} has just taken the chair" in answer.text
        assert stand().presiding.person_id == now.id
        assert f'name="chair" value="{now.id}"' in answer.text
        assert strike(who, "chair", chair=now.id).status_code == 303
        assert stand().presiding.person_id == getattr(room, who).id
    strike("tomas", "chair/return")
    assert strike("salma", "chair", chair=room.tomas.id).status_code == 303
    assert stand().presiding.person_id == room.salma.id


@pytest.mark.parametrize("how", ["deactivation", "dismissal", "erasure"])
def test_every_page_hears_at_once_that_whoever_presided_left(
    item, room, strike, http, listen, stand, how
):
    salma, ines, amina = room.salma, http(room.ines), http(room.amina)
    strike("salma", "chair")
    assert "In the chair:" in amina.get("/").text
    floor = listen(room.amina, room.meeting.floor_topic)
    if how == "deactivation":
        ines.post(f"/people/{salma.id}/deactivation")
    elif how == "dismissal":
        office = salma.office_to_preside(room.meeting.group)
        ines.post(f"/people/{salma.id}/offices/{office.id}/end")
    else:
        ines.post(f"/people/{salma.id}/erasure", data={"email": salma.email})
    assert [entry["kind"] for entry in floor()] == ["meeting.chair-changed"]
    assert "In the chair:" not in amina.get("/").text


@pytest.mark.parametrize("how", ["office", "account", "meeting"])
def test_nobody_has_the_chair_without_the_office_the_account_or_the_meeting(
    item, room, strike, http, stand, clock, session, how
):
    salma = room.salma
    salma.offices.insert(0, Office(group=room.group, role=GroupRole.RAPPORTEUR))
    session.flush()
    strike("salma", "chair")
    assert stand().presiding.capacity == "Vice-Chair"
    assert can_preside(salma, room.meeting)
    if how == "office":
        salma.offices.clear()
    elif how == "account":
        salma.active = False
    else:
        clock.advance(days=30)
    session.commit()
    assert stand().presiding is None
    assert "In the chair:" not in http(room.amina).get(ROOM).text
    if how != "account":
        assert not can_preside(salma, room.meeting)
    if how == "office":
        assert not can_edit_agenda(salma, room.meeting)
        salma.offices.append(Office(group=room.group, role=GroupRole.VICE_CHAIR))
        strike("helena", "chair")
        strike("helena", "chair/return")
        assert stand().presiding is None, "what ended does not come back"


def test_where_nobody_presides_over_the_group_the_secretariat_opens_the_meeting(
    unopened, room, strike, http, session
):
    assert strike("ines", "opening").status_code == 403
    for each in (room.helena, room.salma):
        each.offices.clear()
    session.commit()
    assert "Open the meeting" in http(room.ines).get(ROOM).text
    assert strike("luc", "opening").status_code == 403
    assert strike("ines", "opening").status_code == 303
    assert sitting_of(unopened) == Sitting.SITS


@pytest.mark.parametrize("act", ["opening", "breaks", "breaks/end", "adjournment", "closure"])
@pytest.mark.parametrize(
    "who, status",
    [("amina", 403), ("luc", 403), ("elke", 403), ("tomas", 403), ("ines", 403), ("salma", 409)],
)
def test_the_gavel_is_of_whoever_presides(unopened, room, strike, act, who, status):
    """A head, a member, the rapporteur, the chair of another group, the secretariat, and the deputy out of the chair."""
    assert strike(who, act).status_code == status
    assert sitting_of(room.meeting) == Sitting.NOT_OPENED


@pytest.mark.parametrize("who", ["amina", "luc", "elke", "tomas", "ines"])
def test_only_chair_and_deputies_take_the_chair(item, strike, who, stand):
    assert strike(who, "chair").status_code == 403
    assert stand().presiding is None


# Two officers, in any order

ACTS = {
    "open": actions.open_meeting,
    "suspend": lambda meeting, **by: actions.begin_break(meeting, None, **by),
    "resume": actions.resume,
    "adjourn": actions.adjourn,
    "close": actions.close_meeting,
}
SHOWN = st.sampled_from([None, *Sitting])


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(
        st.tuples(st.sampled_from([*ACTS]), SHOWN, st.sampled_from(["helena", "salma"])),
        max_size=14,
    )
)
def test_two_who_preside_never_leave_a_meeting_between_two_stands(
    unopened, room, session, clock, acts
):
    """From pages as old as may be: an act does what it says, finds it done, or says why not and changes nothing."""
    wanted = {"open": Sitting.SITS, "resume": Sitting.SITS, "suspend": Sitting.SUSPENDED}
    wanted |= {"adjourn": Sitting.ADJOURNED, "close": Sitting.CLOSED}
    for act, shown, who in acts:
        clock.advance(seconds=30)
        before, kept = sitting_of(unopened), course_of(unopened)
        stale = {} if act == "open" else {"shown": shown}
        try:
            ACTS[act](unopened, by=getattr(room, who), **stale)
        except Refused:
            assert (sitting_of(unopened), course_of(unopened)) == (before, kept)
            continue
        session.flush()
        session.expire_all()
        now = sitting_of(unopened)
        if now == before:
            assert course_of(unopened) == kept
            assert before in (wanted[act], Sitting.NOT_OPENED) or act == "open"
        else:
            assert now == wanted[act]
            assert shown in (None, before) or act == "open"
        floor = room_of(unopened)
        assert (floor.item_id is not None) == now.has_floor
        assert floor.timer.is_running == (now == Sitting.SITS)
    session.rollback()
