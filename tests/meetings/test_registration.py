"""Who attends: members say so themselves, the secretariat registers others and marks who was there."""

import csv
import html
import io
import re
from datetime import time, timedelta

import pytest
from sqlalchemy import delete, select

from tests.audit.noted import noted
from tests.meetings.calendars import meetings_in, read
from tests.meetings.conftest import AFTER, DURING, THIRD_MEETING
from wgcop import mail
from wgcop.accounts.models import Delegation, DelegationRole, Membership
from wgcop.agenda import actions as agenda_actions
from wgcop.errors import Refused
from wgcop.meetings import actions as meetings_actions
from wgcop.records.gathering import reported
from wgcop.registration import actions
from wgcop.registration.actions import registrations
from wgcop.registration.models import Attendance, Registration
from wgcop.registration.queries import participants_of

PAGE = "/meetings/wg-cop-3"
IN_PERSON, REMOTE = {"planned": "in-person"}, {"planned": "remote"}


@pytest.fixture
def letters(session):
    """Each letter since the last call: its recipient, method, event and words."""
    seen = set()

    def read_new():
        session.expire_all()
        new = [
            letter
            for letter in session.scalars(select(mail.Message).order_by(mail.Message.id))
            if letter.id not in seen
        ]
        seen.update(letter.id for letter in new)
        return [(each.recipient, each.calendar_method, event_in(each), each.text) for each in new]

    return read_new


def event_in(letter):
    """As the mail program of the recipient gets it."""
    email = mail.as_email(letter)
    words, page, part = email.iter_parts()
    assert email.get_content_type() == "multipart/alternative"
    assert words.get_content_type() == "text/plain"
    assert page.get_content_type() == "text/html"
    assert part.get_content_type() == "text/calendar"
    assert part.get_content_charset() == "utf-8"
    assert part["Content-Type"].params["method"] == letter.calendar_method
    calendar = read("".join(f"{line}\r\n" for line in part.get_content().splitlines()))
    assert calendar.method.value == letter.calendar_method
    return meetings_in(calendar)[0]


def registered(room, session):
    session.expire_all()
    return {
        each.who: (each.comes_for, each.planned)
        for each in participants_of(room.meeting).registrations
    }


def change(room, session, **changed):
    arranged = THIRD_MEETING.but(**changed)
    meetings_actions.change_meeting(
        room.meeting, arranged, version=room.meeting.version, by=room.ines
    )
    session.commit()


def test_a_delegate_registers_changes_it_and_takes_it_back(room, session, http, letters):
    amina = http(room.amina)
    assert f'href="{PAGE}/registration"' in amina.get(PAGE).text
    assert amina.post(f"{PAGE}/registration", data=IN_PERSON).location == PAGE
    assert "You are registered: in person." in amina.get(PAGE).text
    assert registered(room, session) == {"Amina": ("Kenya", Attendance.IN_PERSON)}
    amina.post(f"{PAGE}/registration", data=REMOTE)
    assert "You are registered: remotely." in amina.get(PAGE).text
    amina.post(f"{PAGE}/registration", data=REMOTE)
    amina.post(f"{PAGE}/registration/withdrawal")
    assert "You are not registered for this meeting." in amina.get(PAGE).text
    assert registered(room, session) == {}
    sent = letters()
    assert [method for _, method, _, _ in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({event.uid.value for _, _, event, _ in sent}) == 1
    assert sent[2][2].status.value == "CANCELLED"
    assert amina.post(f"{PAGE}/registration/withdrawal").status_code == 409
    amina.post(f"{PAGE}/registration", data=IN_PERSON)
    numbers = [int(event.sequence.value) for _, _, event, _ in [*sent, *letters()]]
    assert numbers == sorted(set(numbers)), "Programs take the highest number for the latest."


@pytest.mark.parametrize("act", [actions.take_back, actions.remove_registration])
def test_whoever_comes_too_late_to_remove_a_registration_changes_nothing(
    room, session, letters, listen, monkeypatch, act
):
    """The same person may be registered anew by then, and their calendar must keep the meeting."""
    row = actions.register(room.meeting, Attendance.REMOTE, room.kenya, by=room.amina)
    session.commit()
    luc = listen(room.luc, "meeting:wg-cop-3@members")
    letters()

    def wait_while_another_removes_it(meeting):
        gone = delete(Registration).execution_options(synchronize_session=False)
        session.execute(gone)

    monkeypatch.setattr(registrations, "lock", wait_while_another_removes_it)
    act(row, by=room.amina)
    session.commit()
    assert (letters(), luc()) == ([], [])


def test_the_page_promises_letters_only_where_mail_is_sent(app, room, http):
    amina = http(room.amina)
    by_mail, by_hand = "calendar event is sent by e-mail", "“Add to calendar”"

    def promised():
        form = amina.get(f"{PAGE}/registration").text
        page = amina.post(f"{PAGE}/registration", data=IN_PERSON, follow_redirects=True).text
        return [(by_mail in text, by_hand in text) for text in (form, page)]

    assert promised() == [(False, True)] * 2
    app.config["MAIL_URL"] = "smtp://127.0.0.1:1"
    try:
        assert promised() == [(True, False)] * 2
    finally:
        app.config["MAIL_URL"] = ""


def test_whoever_does_not_say_how_is_asked(room, session, http):
    for data in ({"planned": "by boat"}, {}):
        answer = http(room.amina).post(f"{PAGE}/registration", data=data)
        assert answer.status_code == 422
        assert "How: Choose how: in person or remotely.<" in answer.text
    assert registered(room, session) == {}


def test_the_event_in_the_letter_is_that_of_the_meeting_with_the_link_to_join(
    room, session, http, letters
):
    http(room.amina).post(f"{PAGE}/registration", data=IN_PERSON)
    [(recipient, _, event, words)] = letters()
    assert recipient == "amina@example.org"
    assert event.attendee.value == "mailto:amina@example.org"
    assert event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert event.organizer.value == "mailto:workspace@localhost"
    assert event.conference.value == THIRD_MEETING.join_url
    assert "2–3 June 2026, opening at 09:30, Geneva time (CEST, UTC+2)" in words
    [in_feed] = meetings_in(read(http(room.amina).get("/calendar.ics").data))
    assert in_feed.uid.value == event.uid.value


def test_those_who_registered_get_an_updated_event_when_time_or_place_change(
    room, session, clock, http, letters
):
    for person in (room.amina, room.luc):
        http(person).post(f"{PAGE}/registration", data=IN_PERSON)
    before = letters()[0][2]
    clock.advance(minutes=5)
    change(room, session, place="Geneva, Room C", opens_at=time(10, 0))
    sent = letters()
    assert [(who, method) for who, method, _, _ in sent] == [
        ("amina@example.org", "REQUEST"),
        ("luc@example.org", "REQUEST"),
    ]
    _, _, event, words = sent[0]
    assert event.uid.value == before.uid.value
    assert int(event.sequence.value) > int(before.sequence.value)
    assert event.dtstamp.value > before.dtstamp.value
    assert event.dtstart.value - before.dtstart.value == timedelta(minutes=30)
    assert event.location.value == "Geneva, Room C"
    assert "In Geneva, Room C; previously: Geneva, Room L." in words
    assert "Opens at 10:00; previously: 09:30." in words


def test_another_link_to_join_is_told_too_but_a_new_title_is_not(room, session, http, letters):
    http(room.amina).post(f"{PAGE}/registration", data=REMOTE)
    [(_, _, before, _)] = letters()
    change(room, session, title="Third meeting, on Resolution 67")
    assert letters() == []
    change(room, session, join_url="https://meet.example.org/other")
    [(_, _, event, words)] = letters()
    assert event.conference.value == "https://meet.example.org/other"
    assert int(event.sequence.value) > int(before.sequence.value)
    assert "https://meet.example.org/other" in words


def test_nobody_writes_to_closed_accounts_or_about_a_meeting_that_is_over(
    room, session, clock, http, letters
):
    for person in (room.amina, room.luc):
        http(person).post(f"{PAGE}/registration", data=IN_PERSON)
    room.luc.active = False
    session.commit()
    letters()
    change(room, session, place="Room C")
    assert [who for who, *_ in letters()] == ["amina@example.org"]
    clock.stop(AFTER)
    change(room, session, place="Room D")
    assert letters() == []


def test_after_the_meeting_only_the_secretariat_changes_who_is_on_the_list(
    room, session, clock, http, letters
):
    http(room.amina).post(f"{PAGE}/registration", data=IN_PERSON)
    clock.stop(AFTER)
    letters()
    amina, luc, ines = http(room.amina), http(room.luc), http(room.ines)
    assert luc.post(f"{PAGE}/registration", data=IN_PERSON).status_code == 409
    assert amina.post(f"{PAGE}/registration/withdrawal").status_code == 409
    assert f'href="{PAGE}/registration"' not in luc.get(PAGE).text
    assert "You were registered: in person." in amina.get(PAGE).text
    added = {"person": f"{room.luc.id}-{room.luc.memberships[0].delegation_id}", **REMOTE}
    assert ines.post(f"{PAGE}/participants/new", data=added).status_code == 303
    assert set(registered(room, session)) == {"Amina", "Luc"}
    assert letters() == []


def test_whoever_belongs_to_two_delegations_is_asked_for_which_they_come(room, session, http):
    jura = Delegation(name="Jura Institute", code="JURA", category="academia")
    room.luc.memberships.append(Membership(delegation=jura, role=DelegationRole.MEMBER))
    session.commit()
    assert 'name="delegation"' not in http(room.amina).get(f"{PAGE}/registration").text
    luc = http(room.luc)
    assert 'name="delegation"' in luc.get(f"{PAGE}/registration").text
    data = {**IN_PERSON, "delegation": str(room.kenya.id)}
    assert luc.post(f"{PAGE}/registration", data=data).status_code == 422
    luc.post(f"{PAGE}/registration", data={**IN_PERSON, "delegation": str(jura.id)})
    assert registered(room, session) == {"Luc": ("Jura Institute", Attendance.IN_PERSON)}


def visitor(**fields):
    return {"person": "", "name": "Nadia", "organization": "", "email": "", **REMOTE, **fields}


def test_the_secretariat_registers_people_and_those_without_an_account(
    room, session, http, letters
):
    ines, to = http(room.ines), f"{PAGE}/participants/new"
    page = ines.get(to).text
    key = re.search(r'value="(\d+-\d+)">Amina · Kenya', page)[1]
    assert ines.post(to, data={"person": key, **IN_PERSON}).status_code == 303
    assert "Amina · Kenya" not in ines.get(to).text
    ines.post(to, data=visitor(organization="switzerland", email="nadia@example.org"))
    ines.post(to, data=visitor(name="Tomo", organization="Lake Schools Association"))
    assert registered(room, session) == {
        "Amina": ("Kenya", Attendance.IN_PERSON),
        "Nadia": ("Switzerland", Attendance.REMOTE),
        "Tomo": ("Lake Schools Association", Attendance.REMOTE),
    }
    assert [who for who, *_ in letters()] == ["amina@example.org", "nadia@example.org"]
    luc = visitor(name="L. of Kenya", organization="Kenya", email="Luc@example.org ")
    assert "who has an account" in ines.post(to, data=luc, follow_redirects=True).text
    assert registered(room, session)["Luc"] == ("Switzerland", Attendance.REMOTE)
    both = f"{room.elke.id}-"
    for wrong in (
        luc,
        visitor(person=both),
        visitor(person=both, name="", organization="Lake Schools Association"),
        visitor(name=""),
        visitor(name="\u200b\u2060 \u3164"),
        visitor(email="nowhere"),
        visitor(planned=""),
        visitor(person="99-9"),
        visitor(organization="Switzerland"),
    ):
        answer = ines.post(to, data=wrong)
        assert (answer.status_code, "Please correct this" in answer.text) == (422, True), wrong
        assert f'value="{wrong["name"]}"' in answer.text or not wrong["name"]
    assert len(registered(room, session)) == 4
    made = ("registration.made", room.ines.id, room.meeting.title, "")
    assert noted(session, "registration.made") == [made] * 4


def test_the_secretariat_changes_and_removes_registrations(room, session, http, letters):
    row = actions.register(room.meeting, Attendance.REMOTE, room.kenya, by=room.amina)
    session.commit()
    ines, one = http(room.ines), f"{PAGE}/participants/{row.id}"
    letters()
    ines.post(one, data=IN_PERSON)
    assert registered(room, session) == {"Amina": ("Kenya", Attendance.IN_PERSON)}
    assert f'href="{one}/removal"' in ines.get(f"{PAGE}/participants").text
    assert "is on record" not in ines.get(f"{one}/removal").text
    row.attended = Attendance.REMOTE
    session.commit()
    assert "The record says that they were there (remotely)." in ines.get(f"{one}/removal").text
    assert http(room.amina).get(f"{one}/removal").status_code == 403
    assert registered(room, session) == {"Amina": ("Kenya", Attendance.IN_PERSON)}
    assert ines.post(f"{one}/removal").status_code == 303
    assert ines.post(f"{one}/removal").status_code == 404
    assert registered(room, session) == {}
    assert [method for _, method, _, _ in letters()] == ["REQUEST", "CANCEL"]
    where = (room.ines.id, room.meeting.title, "")
    deeds = ("registration.made", "registration.removed")
    assert noted(session, *deeds) == [("registration.removed", *where)]
    http(room.luc).post(f"{PAGE}/registration", data=REMOTE)
    http(room.luc).post(f"{PAGE}/registration/withdrawal")
    assert len(noted(session, *deeds)) == 1, "one's own coming is no deed"


def test_members_see_the_list_by_delegation_with_numbers_and_guests_see_nothing_of_it(
    room, session, http
):
    for person, how, delegation in (
        (room.amina, Attendance.IN_PERSON, room.kenya),
        (room.luc, Attendance.REMOTE, room.luc.memberships[0].delegation),
        (room.helena, Attendance.IN_PERSON, None),
        (room.tomas, Attendance.IN_PERSON, None),
    ):
        actions.register(room.meeting, how, delegation, by=person)
    for name, organization in (
        ("Nadia", "kenya"),
        ("Tomo", "Lake  Schools"),
        ("Ulla", "lake schools"),
        ("Vera", ""),
    ):
        actions.register_other(
            room.meeting, name, Attendance.REMOTE, organization=organization, by=room.ines
        )
    session.commit()
    page = http(room.luc).get(f"{PAGE}/participants").text.partition("<main")[2]
    shown = [html.unescape(name) for name in re.findall(r"<bdi>(.*?)</bdi>", page)]
    assert shown[1:] == [
        *("Officers of the group", "Helena"),
        *("Kenya", "Amina", "Nadia"),
        *("Switzerland", "Luc"),
        *("Lake  Schools", "Tomo", "Ulla"),
        *("Without an organization", "Tomas", "Vera"),
    ]
    assert "8 participants: 3 in person, 5 remotely" in page
    assert "<span>1 in person, 1 remotely</span>" in page, "Kenya's"
    assert "8 participants: 3 in person, 5 remotely" in http(room.luc).get(PAGE).text
    assert "Register somebody" not in page
    guest = http().get(PAGE).text
    assert "participant" not in guest and "Amina" not in guest
    assert "To take part you need an account" in guest


def test_the_table_of_participants_is_safe_to_open(room, session, http):
    row = actions.register(room.meeting, Attendance.IN_PERSON, room.kenya, by=room.amina)
    row.attended = Attendance.REMOTE
    formula = '=HYPERLINK("https://example.org")'
    actions.register_other(
        room.meeting, formula, Attendance.REMOTE, organization="+Lake", by=room.ines
    )
    session.commit()
    answer = http(room.ines).get(f"{PAGE}/participants.csv")
    assert answer.mimetype == "text/csv" and answer.headers["Cache-Control"] == "no-store"
    [kenya, lake] = csv.DictReader(io.StringIO(answer.text))
    assert kenya["delegation"] == "Kenya" and kenya["category"] == "member-state"
    assert kenya["email"] == "amina@example.org" and kenya["registered"] == "in-person"
    assert (kenya["attended"], lake["attended"]) == ("remote", "")
    assert (lake["name"], lake["delegation"]) == (f"'{formula}", "'+Lake")


def test_two_who_mark_who_was_there_do_not_undo_what_the_other_marked(room, session, clock, http):
    rows = {
        person.name: actions.register(room.meeting, Attendance.IN_PERSON, None, by=person)
        for person in (room.amina, room.luc)
    }
    session.commit()
    with pytest.raises(Refused):
        there = {rows["Amina"].id: Attendance.REMOTE}
        actions.mark_attendance(room.meeting, there, by=room.amina)
    clock.stop(DURING)

    def form(**marks):
        shown = {f"shown-{row.id}": "" for row in rows.values()}
        return shown | {f"attended-{row.id}": marks.get(name, "") for name, row in rows.items()}

    ines = http(room.ines)
    assert "Was there" not in ines.get(f"{PAGE}/participants").text
    ines.post(f"{PAGE}/attendance", data=form(Amina="remote"))
    ines.post(f"{PAGE}/attendance", data=form(Luc="in-person"))
    session.expire_all()
    attended = {row.who: row.attended for row in session.scalars(select(Registration))}
    assert attended == {"Amina": Attendance.REMOTE, "Luc": Attendance.IN_PERSON}
    assert "Was there: remotely" in http(room.luc).get(f"{PAGE}/participants").text
    amina = http(room.amina)
    assert "The record says that you were there (remotely)." in amina.get(PAGE).text
    assert "Take back" not in amina.get(f"{PAGE}/registration").text
    assert amina.post(f"{PAGE}/registration/withdrawal").status_code == 409
    assert len(registered(room, session)) == 2
    assert "Were there: 1 in person, 1 remotely" in ines.get(f"{PAGE}/participants").text
    ines.post(
        f"{PAGE}/attendance",
        data={f"shown-{rows['Luc'].id}": "in-person", f"attended-{rows['Luc'].id}": ""},
    )
    session.expire_all()
    assert rows["Luc"].attended is None
    ines.post(f"{PAGE}/attendance", data=form())
    marked = ("attendance.marked", room.ines.id, room.meeting.title, "1")
    assert noted(session, "attendance.marked") == [marked] * 3, "what was so already is no deed"


def test_one_click_marks_all_others_as_they_were_registered_and_who_did_not_come_is_absent(
    room, session, clock, http
):
    rows = {
        person.name: actions.register(room.meeting, planned, None, by=person)
        for person, planned in (
            (room.amina, Attendance.IN_PERSON),
            (room.luc, Attendance.REMOTE),
            (room.salma, Attendance.IN_PERSON),
        )
    }
    session.commit()
    clock.stop(DURING)
    marked = {rows["Luc"].id: "absent"}
    data = {f"shown-{key}": "" for key in marked}
    data |= {f"attended-{key}": how for key, how in marked.items()}
    ines = http(room.ines)
    for _ in range(2):
        ines.post(f"{PAGE}/attendance", data=data | {"as_registered": "1"})
    session.expire_all()
    attended = {name: row.attended for name, row in rows.items()}
    assert attended == {
        "Amina": Attendance.IN_PERSON,
        "Luc": Attendance.ABSENT,
        "Salma": Attendance.IN_PERSON,
    }
    page = ines.get(f"{PAGE}/participants").text
    assert "Were there: 2 in person" in page
    assert "Absent" in page
    told = reported(room.meeting).attendance
    people = [name for each in told.delegations for name, _how in each.people]
    assert sorted(people) == ["Amina", "Salma"]
    answer = http(room.luc).post(f"{PAGE}/registration", data={"planned": "absent"})
    assert answer.status_code == 422


def test_the_letter_of_a_registration_waits_under_kept_mail_and_the_link_to_join_is_on_the_page(
    room, session, http
):
    actions.register(room.meeting, Attendance.REMOTE, None, by=room.luc)
    actions.register(room.meeting, Attendance.IN_PERSON, None, by=room.amina)
    session.commit()
    assert "You are registered: Third meeting" in http(room.ines).get("/mail").text
    assert "To join remotely" in http(room.luc).get(PAGE).text
    assert "To join remotely" not in http(room.amina).get(PAGE).text


def test_how_many_come_is_seen_at_once_by_members_alone(room, agenda, session, http, listen):
    agenda_actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    luc, guest = listen(room.luc, "meeting:wg-cop-3@members"), listen(None, "meeting:wg-cop-3")
    http(room.amina).post(f"{PAGE}/registration", data=REMOTE)
    [entry] = luc()
    assert (entry["action"], entry["target"]) == ("replace", "meeting-head")
    assert "1 participant: 1 remotely" in entry["html"]
    assert "Amina" not in entry["html"]
    assert guest() == []


def test_whom_to_ask_stands_on_the_page_for_everybody(room, session, http):
    change(room, session, contact="Secretariat of the group", contact_address="cop@example.org")
    page = http().get(PAGE).text
    assert "Secretariat of the group" in page and "mailto:cop@example.org" in page
    form = http(room.ines).get(f"{PAGE}/edit").text
    assert 'value="Secretariat of the group"' in form and 'value="cop@example.org"' in form


def test_pages_and_letters_cost_the_same_however_many_come(room, session, http, statements):
    """Letters are written one by one; what they say is read once."""

    def cost(act):
        session.commit()
        with statements() as sent:
            act()
        return len([each for each in sent if not each.startswith("INSERT INTO mail_message")])

    def add(*numbers):
        for number in numbers:
            actions.register_other(
                room.meeting,
                f"Visitor {number}",
                Attendance.REMOTE,
                organization=f"Lake {number}",
                email=f"visitor{number}@example.org",
                by=room.ines,
            )

    rooms = iter("AB")
    luc, ines = http(room.luc), http(room.ines)
    costs = [
        lambda: luc.get(PAGE),
        lambda: luc.get(f"{PAGE}/participants"),
        lambda: ines.get(f"{PAGE}/participants.csv"),
        lambda: change(room, session, place=f"Room {next(rooms)}"),
    ]
    add(1)
    few = [cost(each) for each in costs]
    add(*range(2, 30))
    assert [cost(each) for each in costs] == few
    assert few[:2] == [15, 6]
