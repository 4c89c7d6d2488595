"""Who was there in which session, marked by two people and corrected later, and the list of participants as a document."""

import re
from datetime import date, time

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from tests.meetings.conftest import DURING
from wgcop.accounts.models import Category, Delegation, Membership, Person
from wgcop.agenda.sessions import SessionTimes
from wgcop.database import migrations
from wgcop.errors import Invalid, Refused
from wgcop.meetings import actions as meetings_actions
from wgcop.paper import plain
from wgcop.records.composing import compose
from wgcop.records.gathering import reported
from wgcop.registration import actions
from wgcop.registration.issued import issued_list
from wgcop.registration.marks import marks_of
from wgcop.registration.models import Attendance
from wgcop.registration.queries import participants_of

PAGE = "/meetings/wg-cop-3"
FIRST, SECOND = date(2026, 6, 2), date(2026, 6, 3)
MORNING = SessionTimes(FIRST, time(9), time(12), "Morning")
AFTERNOON = SessionTimes(FIRST, time(14), time(17), "Afternoon")
NEXT = SessionTimes(SECOND, time(9), time(12), "Morning")


@pytest.fixture
def sessions(room, session, clock):
    """Three sessions; Amina comes in person, Luc remotely, and the chair."""
    set_sessions(room, MORNING, AFTERNOON, NEXT)
    for who, how in (("amina", "in-person"), ("luc", "remote"), ("helena", "in-person")):
        person = getattr(room, who)
        delegation = person.memberships[0].delegation if person.memberships else None
        actions.register(room.meeting, Attendance(how), delegation, by=person)
    session.commit()
    clock.stop(DURING)
    return room.meeting.sessions


def set_sessions(room, *times):
    meetings_actions.set_sessions(room.meeting, times, version=room.meeting.version, by=room.ines)


@pytest.fixture
def mark(room, http, session):
    """As a form of the page that shows it: `mark(room.ines, morning, Luc="absent")`, or all as registered."""

    def send(who, sitting, *, shown=None, all_others=False, **marks):
        meeting = room.meeting
        page = shown or http(who).get(f"{PAGE}/attendance?session={sitting.id}").text
        ids = {each.who: each.id for each in participants_of(meeting).registrations}
        was = dict(re.findall(r'name="shown-(\d+)" value="([^"]*)"', page))
        data = {f"shown-{key}": value for key, value in was.items()}
        data |= {f"attended-{key}": value for key, value in was.items()}
        data |= {f"attended-{ids[name]}": how for name, how in marks.items()}
        data |= {"session": sitting.id} | ({"as_registered": "1"} if all_others else {})
        answer = http(who).post(f"{PAGE}/attendance", data=data)
        session.expire_all()
        return answer

    return send


def there(sitting):
    marks, people = marks_of(sitting.meeting), participants_of(sitting.meeting).registrations
    how = marks.in_session(sitting)
    return {each.who: how[each.id].value for each in people if how.get(each.id)}


def test_everybody_is_marked_as_registered_in_a_session_by_one_click_and_who_did_not_come_is_absent(
    sessions, room, mark, http
):
    morning, afternoon, _next = sessions
    for sitting in (morning, afternoon):
        assert mark(room.ines, sitting, all_others=True, Luc="absent").status_code == 303
        assert there(sitting) == {"Amina": "in-person", "Luc": "absent", "Helena": "in-person"}
    assert mark(room.ines, afternoon, Luc="remote").status_code == 303
    over_all = {each.who: each.attended for each in participants_of(room.meeting).registrations}
    assert over_all == {
        "Amina": Attendance.IN_PERSON,
        "Luc": Attendance.REMOTE,
        "Helena": Attendance.IN_PERSON,
    }
    page = http(room.amina).get(f"{PAGE}/participants").text
    assert "2 of 3 sessions" in page and "1 of 3 sessions" in page
    assert (
        http(room.ines)
        .get(f"{PAGE}/participants.csv")
        .text.splitlines()[0]
        .endswith("2026-06-02 09:00,2026-06-02 14:00,2026-06-03 09:00")
    )
    for who in (room.amina, room.helena, room.elke):
        assert http(who).post(f"{PAGE}/attendance", data={}).status_code == 403


def test_two_who_mark_at_once_undo_nothing_and_a_correction_leaves_its_trace(
    sessions, room, mark, http, session
):
    morning = sessions[0]
    tomas = room.tomas
    tomas.offices[0].group, tomas.offices[0].role = room.group, room.ines.offices[0].role
    session.commit()
    before = http(tomas).get(f"{PAGE}/attendance?session={morning.id}").text
    mark(room.ines, morning, Luc="absent")
    mark(tomas, morning, shown=before, Amina="in-person")
    assert there(morning) == {"Amina": "in-person", "Luc": "absent"}
    mark(tomas, morning, Luc="remote")
    mark(room.ines, morning, Luc="in-person")
    page = http(room.ines).get(f"{PAGE}/attendance?session={morning.id}").text
    course = page[page.index("What was corrected") :]
    assert re.findall(r"<del>(.*?)</del> <ins>(.*?)</ins>", course) == [
        ("Remotely", "In person"),
        ("Absent", "Remotely"),
    ]
    assert "Tomas" in course and "Ines" in course
    assert http(room.ines).get(f"{PAGE}/attendance?session=0").status_code == 404


def test_a_session_that_was_attended_stays_when_its_times_change_and_cannot_be_removed(
    sessions, room, mark, session
):
    morning = sessions[0]
    mark(room.ines, morning, Luc="remote")
    set_sessions(room, SessionTimes(FIRST, time(9, 30), time(12, 30)), NEXT)
    session.commit()
    assert there(room.meeting.sessions[0]) == {"Luc": "remote"}
    with pytest.raises(Invalid, match="Attendance is marked"):
        set_sessions(room, NEXT)
    session.rollback()
    mark(room.ines, room.meeting.sessions[0], Luc="")
    set_sessions(room, NEXT)
    session.commit()
    assert [each.day for each in room.meeting.sessions] == [SECOND]


def test_who_is_absent_from_a_session_was_still_at_the_meeting_where_that_was_marked(
    sessions, room, mark, session
):
    luc = next(e for e in participants_of(room.meeting).registrations if e.who == "Luc")
    actions.mark_attendance(room.meeting, {luc.id: Attendance.IN_PERSON}, by=room.ines)
    session.commit()
    for sitting in sessions:
        mark(room.ines, sitting, Luc="absent")
        assert luc.attended == Attendance.IN_PERSON
    mark(room.ines, sessions[0], Luc="remote")
    assert luc.attended == Attendance.REMOTE


def test_a_mark_of_the_meeting_from_before_marks_were_stored_outlives_a_wrong_one_of_a_session(
    sessions, room, mark, session
):
    luc = next(e for e in participants_of(room.meeting).registrations if e.who == "Luc")
    luc.attended = Attendance.REMOTE
    session.commit()
    for wrong in ("in-person", "in-person", "absent"):
        mark(room.ines, sessions[0], Luc=wrong)
        mark(room.ines, sessions[0], Luc="absent")
        assert luc.attended == Attendance.REMOTE
    mark(room.ines, sessions[0], Luc="")
    assert luc.attended == Attendance.REMOTE
    assert "Luc" in [each.registration.who for each in marks_of(room.meeting).corrections]


def test_who_was_absent_from_a_session_stays_so_when_a_mark_of_the_whole_is_taken_back(
    sessions, room, mark, session
):
    luc = next(e for e in participants_of(room.meeting).registrations if e.who == "Luc")
    mark(room.ines, sessions[0], Luc="absent")
    for whole in (Attendance.REMOTE, None, Attendance.IN_PERSON, None):
        actions.mark_attendance(room.meeting, {luc.id: whole}, by=room.ines)
        session.commit()
        assert luc.attended == (whole or Attendance.ABSENT)


def test_who_was_in_a_session_was_at_the_meeting_whatever_is_marked_of_the_whole(
    sessions, room, mark, http, session
):
    ines, page = http(room.ines), f"{PAGE}/attendance"
    ids = {each.who: each.id for each in participants_of(room.meeting).registrations}
    fields = ines.get(page).text

    def mark_whole(name, how):
        before = re.search(rf'name="shown-{ids[name]}" value="([^"]*)"', fields)
        data = {f"shown-{ids[name]}": before[1], f"attended-{ids[name]}": how}
        answer = ines.post(page, data=data, follow_redirects=True).text
        session.expire_all()
        return answer

    def at_the_meeting():
        people = participants_of(room.meeting)
        return {each.who for each in people.there} if people.were_marked else set()

    mark(room.ines, sessions[0], Amina="in-person")
    mark(room.ines, sessions[1], Amina="absent")
    for how in ("absent", "remote", "absent"):
        answer = mark_whole("Amina", how)
        assert "Counted as present because of a session: Amina." in answer
        assert at_the_meeting() == {"Amina"}
    fields = ines.get(page).text
    assert f"attended-{ids['Amina']}" not in fields, "she is marked by sessions alone"
    assert "Whoever was in a session was at the meeting." in fields
    # Whoever was in no session is marked of the whole meeting, and that stands again when a session is corrected.
    assert "Counted as present because" not in mark_whole("Luc", "absent")
    mark(room.ines, sessions[2], Luc="remote")
    assert at_the_meeting() == {"Amina", "Luc"}
    mark(room.ines, sessions[2], Luc="")
    assert at_the_meeting() == {"Amina"}
    [luc] = [e for e in participants_of(room.meeting).registrations if e.who == "Luc"]
    assert luc.attended == Attendance.ABSENT
    mark(room.ines, sessions[0], Amina="absent")
    assert at_the_meeting() == set()


def test_what_the_version_before_let_contradict_the_marks_of_sessions_follows_them_again(
    sessions, room, mark, session
):
    mark(room.ines, sessions[0], Amina="in-person", Luc="remote", Helena="absent")
    mark(room.ines, sessions[1], Amina="remote", Luc="in-person")
    mark(room.ines, sessions[1], Luc="absent")
    people = {each.who: each for each in participants_of(room.meeting).registrations}
    people["Amina"].attended = people["Luc"].attended = Attendance.ABSENT
    people["Helena"].attended = None
    session.commit()
    mended = ScriptDirectory(str(migrations.FOLDER)).get_revision("0090").module
    with Operations.context(MigrationContext.configure(session.connection())):
        mended.upgrade()
    session.commit()
    session.expire_all()
    assert {name: each.attended.value for name, each in people.items()} == {
        "Amina": "in-person",
        "Luc": "remote",
        "Helena": "absent",
    }


def test_nobody_takes_back_a_registration_together_with_what_was_marked_of_them(
    sessions, room, mark, session
):
    mark(room.ines, sessions[0], Amina="in-person")
    mark(room.ines, sessions[0], Amina="absent")
    amina = next(e for e in participants_of(room.meeting).registrations if e.who == "Amina")
    with pytest.raises(Refused, match="has marked whether you were there"):
        actions.take_back(amina, by=room.amina)
    assert len(marks_of(room.meeting).corrections) == 1


def test_of_a_session_that_is_split_the_longest_part_keeps_who_was_there(
    sessions, room, mark, session
):
    mark(room.ines, sessions[0], Luc="remote")
    opening = SessionTimes(FIRST, time(9), time(9, 15), "Opening")
    plenary = SessionTimes(FIRST, time(9, 15), time(12), "Plenary")
    set_sessions(room, opening, plenary, AFTERNOON, NEXT)
    session.commit()
    assert [there(each) for each in room.meeting.sessions] == [{}, {"Luc": "remote"}, {}, {}]


def test_the_report_says_who_was_there_by_session(sessions, room, mark):
    mark(room.ines, sessions[0], all_others=True)
    mark(room.ines, sessions[2], all_others=True, Luc="absent")
    words = plain(compose(reported(room.meeting)).text)
    assert "2 June 2026, 09:00 Morning: 2 in person, 1 remotely" in words
    assert "3 June 2026, 09:00 Morning: 2 in person, 0 remotely" in words
    assert "Amina (in person, 2 of 3 sessions)" in words
    assert "Luc (remotely, 1 of 3 sessions)" in words


# The list of participants


@pytest.fixture
def issue(room, http):
    def send(who):
        page = http(who).get(f"{PAGE}/participants/list").text
        [seen] = re.findall(r'name="seen" value="([^"]*)"', page) or [""]
        return http(who).post(f"{PAGE}/participants/list", data={"seen": seen})

    return send


def test_the_list_of_participants_is_a_numbered_document_and_revised_when_it_changes(
    sessions, room, issue, http, session
):
    lake = Delegation(name="Lake Telecom", code="", category=Category.SECTOR_MEMBER)
    guest = Person(name="Pia", email="pia@example.org")
    guest.memberships.append(Membership(delegation=lake))
    session.add_all([lake, guest])
    session.commit()
    actions.register(room.meeting, Attendance.REMOTE, lake, by=guest)
    session.commit()
    assert issue(room.ines).status_code == 303
    document = issued_list(room.meeting)
    assert document.is_numbered and document.current.number == 0
    assert plain(document.current.text).splitlines() == [
        "Officers of the group", "Helena, Chair",
        "Member States", "Kenya", "Amina, Head of delegation",
        "Switzerland", "Luc, Delegate (remotely)",
        "Sector Members", "Lake Telecom", "Pia, Delegate (remotely)",
    ]  # fmt: skip
    again = issue(room.ines)
    assert again.status_code == 409
    assert "Nothing has changed since WG-COP/3/ADM/1 was issued." in again.text
    assert f'href="{document.url}"' in again.text, "nothing leads to the list"
    for change, note in (
        (lambda: actions.register_other(room.meeting, "Noor", Attendance.IN_PERSON, by=room.ines), "Added: Noor."),
        (lambda: actions.register(room.meeting, Attendance.IN_PERSON, lake, by=guest), "Changed: Pia, Delegate."),
        (lambda: actions.mark_attendance(
            room.meeting,
            {each.id: Attendance.IN_PERSON for each in participants_of(room.meeting).registrations if each.who != "Noor"},
            by=room.ines,
        ), "No longer on the list: Noor."),
    ):  # fmt: skip
        change()
        session.commit()
        assert issue(room.ines).status_code == 303
        session.expire_all()
        assert note in issued_list(room.meeting).current.note
    assert issued_list(room.meeting).current.number == 3
    page = http(room.amina).get(f"{PAGE}/participants").text
    assert document.url in page
    assert (
        "Amina, Head of delegation" in http(room.luc).get(document.url, follow_redirects=True).text
    )
    assert http().get(document.url).status_code in (303, 404)
    word = http(room.luc).get(f"{document.url}.docx")
    assert word.status_code in (200, 303)


def test_whoever_is_marked_as_absent_is_on_no_list_even_if_nobody_is_marked_as_present(
    sessions, room, mark, issue, http
):
    page = f"{PAGE}/participants/list"
    mark(room.ines, sessions[0], Luc="absent")
    assert "have registered and are not marked as absent" in http(room.ines).get(page).text
    issue(room.ines)
    assert plain(issued_list(room.meeting).current.text).splitlines() == [
        "Officers of the group", "Helena, Chair",
        "Member States", "Kenya", "Amina, Head of delegation",
    ]  # fmt: skip
    words = plain(compose(reported(room.meeting)).text)
    assert "registered and are not marked as absent: 2 in person and 0 remotely." in words
    assert "Luc (" not in words
    mark(room.ines, sessions[0], Amina="absent", Helena="absent")
    assert "Everybody who has registered is marked as absent." in http(room.ines).get(page).text
    mark(room.ines, sessions[0], Luc="remote")
    assert "It names those who were there." in http(room.ines).get(page).text
    assert [each.who for each in participants_of(room.meeting).there] == ["Luc"]


def test_only_the_secretariat_of_the_group_issues_the_list_and_nobody_what_they_did_not_see(
    sessions, room, http, session
):
    for who in (room.amina, room.helena, room.elke, room.salma, room.tomas):
        assert http(who).get(f"{PAGE}/participants/list").status_code == 403
        assert http(who).post(f"{PAGE}/participants/list").status_code == 403
    ines = http(room.ines)
    page = ines.get(f"{PAGE}/participants/list").text
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page)
    actions.register_other(room.meeting, "Noor", Attendance.IN_PERSON, by=room.ines)
    session.commit()
    answer = ines.post(f"{PAGE}/participants/list", data={"seen": seen})
    assert answer.status_code == 409 and "Noor" in answer.text
    assert issued_list(room.meeting) is None
