"""What remains of an item: conclusions, deferred items, action points, agreed words, and statements for the record."""

import html
import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests.audit.noted import noted
from tests.meetings.conftest import AFTER, DURING, THIRD_MEETING, call_meeting
from wgcop.accounts.models import Category, Delegation, Membership, Person
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import NoteReaders
from wgcop.agenda.models import Outcome
from wgcop.bodies.groups import Group, GroupKind
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.events.models import Entry, Topic
from wgcop.floor import actions as floor
from wgcop.floor.actions import taking_up
from wgcop.floor.speakers import FloorKind
from wgcop.mail import Message
from wgcop.meetings import actions as meetings_actions
from wgcop.outcomes import actions, queries
from wgcop.outcomes.action_points import ActionFacts, ActionOwner, OwnerKind
from wgcop.outcomes.jobs import remind_owners
from wgcop.outcomes.statements import StatementKind
from wgcop.records.gathering import reported
from wgcop.records.record import record_of
from wgcop.registration import actions as registration_actions
from wgcop.registration.models import Attendance
from wgcop.registration.queries import registration_of
from wgcop.resolutions.models import Edition, Section, SectionKind, Wording
from wgcop.threads.chairing.queries import chair_settings, standings_of
from wgcop.threads.chairing.standings import Standing, standing_name

WORDS = "  *Kenya* reserves its position.\n\n1) On this text, and\n   2) on its annex.  "


@pytest.fixture
def fourth(room):
    """The next meeting of the group, in autumn."""
    return call_meeting(room, "Fourth meeting of the group", 4, date(2026, 10, 6))


@pytest.fixture
def fifth(room):
    return call_meeting(room, "Fifth meeting of the group", 5, date(2026, 12, 1))


@pytest.fixture
def owners(room):
    return SimpleNamespace(
        luc=ActionOwner(OwnerKind.PERSON, person=room.luc),
        kenya=ActionOwner(OwnerKind.DELEGATION, delegation=room.kenya),
        secretariat=ActionOwner(OwnerKind.SECRETARIAT),
    )


def ask(item, owner, room, *, due_on=None, text="Send the figures."):
    facts = ActionFacts(text=text, owner=owner, due_on=due_on)
    return actions.add_action_point(item, facts, by=room.ines)


def told(person):
    """The kinds of entries on the person's own topic."""
    query = select(Entry.kind).join(Topic).where(Topic.name == person.topic)
    return list(db.session.scalars(query))


# Conclusions


def test_an_item_has_several_conclusions_and_a_corrected_one_keeps_its_place(room, agenda):
    noted = actions.record_outcome(agenda.opening, Outcome.NOTED, "Noted.", by=room.ines)
    actions.record_outcome(agenda.opening, Outcome.AGREED, "Agreed.", by=room.ines)
    actions.record_outcome(
        agenda.opening, Outcome.ENDORSED, "Endorsed.", replaces=noted, by=room.ines
    )
    assert [each.text for each in agenda.opening.conclusions] == ["Endorsed.", "Agreed."]


def test_a_corrected_conclusion_does_not_come_back_with_the_withdrawal(room, agenda):
    noted = actions.record_outcome(agenda.opening, Outcome.NOTED, "", by=room.ines)
    endorsed = actions.record_outcome(
        agenda.opening, Outcome.ENDORSED, "", replaces=noted, by=room.ines
    )
    actions.withdraw_outcome(agenda.opening, decision=endorsed, by=room.ines)
    assert agenda.opening.conclusions == []
    assert not agenda.opening.closed


def test_an_item_stays_closed_while_another_conclusion_stands(room, agenda):
    noted = actions.record_outcome(agenda.opening, Outcome.NOTED, "", by=room.ines)
    actions.record_outcome(agenda.opening, Outcome.AGREED, "", by=room.ines)
    actions.withdraw_outcome(agenda.opening, decision=noted, by=room.ines)
    assert agenda.opening.closed


def test_a_first_conclusion_may_leave_the_item_open(room, agenda, http, clock):
    clock.stop(DURING)
    address = f"{agenda.opening.url}/outcome"
    data = {"outcome": "noted", "text": "Noted so far.", "stays_open": "y"}
    assert http(room.helena).post(address, data=data).status_code == 303
    db.session.refresh(agenda.opening)
    assert not agenda.opening.closed


def test_two_who_correct_one_conclusion_do_not_overwrite_each_other(room, agenda, http, clock):
    clock.stop(DURING)
    noted = actions.record_outcome(agenda.opening, Outcome.NOTED, "Noted.", by=room.ines)
    actions.record_outcome(agenda.opening, Outcome.AGREED, "Agreed.", replaces=noted, by=room.ines)
    db.session.commit()
    data = {"outcome": "endorsed", "text": "Endorsed, I think.", "replaces": noted.id}
    answer = http(room.helena).post(f"{agenda.opening.url}/outcome", data=data)
    assert answer.status_code == 409
    assert "Endorsed, I think." in answer.text and "Agreed." in answer.text
    with pytest.raises(Outdated):
        actions.record_outcome(agenda.opening, Outcome.NOTED, "", replaces=noted, by=room.ines)


# Deferred items


def test_a_deferred_item_is_offered_to_the_next_meeting_until_it_is_taken_up(
    room,
    agenda,
    clause,
    fourth,
    http,
):
    agenda_actions.change_item(
        agenda.recalling,
        ItemFacts(title="Recalling", planned_minutes=30),
        clauses=[clause],
        documents=[],
        version=agenda.recalling.version,
        by=room.ines,
    )
    actions.record_outcome(agenda.recalling, Outcome.DEFERRED, "", by=room.ines)
    db.session.commit()
    assert "Deferred to this meeting" in http(room.helena).get(fourth.url).text
    assert "Deferred to this meeting" not in http(room.amina).get(fourth.url).text
    assert "Deferred to this meeting" not in http(room.helena).get(room.meeting.url).text

    data = {"deferred": agenda.recalling.id}
    answer = http(room.helena).post(f"{fourth.url}/continuations", data=data)
    assert answer.status_code == 303
    db.session.expire_all()
    there = agenda.recalling.continued_as
    assert (there.title, there.clauses, there.meeting) == ("Recalling", [clause], fourth)
    assert queries.deferred_before(fourth) == []
    assert "Third meeting of the group" in http(room.amina).get(there.url).text
    assert "Fourth meeting of the group" in http(room.amina).get(agenda.recalling.url).text


def test_what_was_deferred_and_approved_later_is_offered_to_no_other_meeting(room, agenda, fourth):
    item, by = agenda.recalling, room.helena
    deferred = actions.record_outcome(item, Outcome.DEFERRED, "To the afternoon.", by=by)
    assert queries.deferred_before(fourth) == [item]
    approved = actions.record_outcome(item, Outcome.APPROVED, "", by=by)
    assert queries.deferred_before(fourth) == []
    told = reported(room.meeting).all_items
    assert [each.is_deferred for each in told] == [False] * 5
    assert [(each.name, each.counts) for item in told for each in item.conclusions] == [
        ("Deferred", False),
        ("Approved", True),
    ]
    actions.withdraw_outcome(item, decision=approved, by=by)
    assert queries.deferred_before(fourth) == [item]
    assert deferred in item.conclusions


def test_a_delegation_that_spoke_and_is_on_no_list_is_told_and_the_chair_is_no_delegation(
    room, agenda, clock
):
    registration_actions.register(room.meeting, Attendance.REMOTE, None, by=room.helena)
    clock.stop(DURING)
    taking_up.take_up_item(agenda.opening, by=room.helena)
    for name in ("amina", "helena"):
        person = getattr(room, name)
        floor.ask_for_floor(
            agenda.opening, FloorKind.INTERVENTION, capacity=person.capacities[0], by=person
        )
        floor.next_speaker(agenda.opening, by=room.helena)
        clock.advance(minutes=2)
    told = reported(room.meeting)
    assert told.unlisted == ["Kenya"]
    kenya = registration_actions.register(
        room.meeting, Attendance.REMOTE, room.kenya, by=room.amina
    )
    assert reported(room.meeting).unlisted == []
    chair = registration_of(room.meeting, room.helena)
    marks = {kenya.id: Attendance.ABSENT, chair.id: Attendance.REMOTE}
    registration_actions.mark_attendance(room.meeting, marks, by=room.ines)
    assert reported(room.meeting).unlisted == ["Kenya"], "the list has only who was there"
    assert told.speaking == [("Kenya", 1, "2:00")]
    assert [each.is_delegation for each in told.attendance.delegations] == [False]


def test_the_documents_of_a_deferred_item_go_along_in_their_latest_wording(
    room, agenda, paper, fourth
):
    agenda_actions.attach_document(agenda.recalling, paper, by=room.ines)
    actions.record_outcome(agenda.recalling, Outcome.DEFERRED, "", by=room.ines)
    agenda_actions.attach_document(agenda.invites, paper, by=room.ines)
    actions.record_outcome(agenda.invites, Outcome.DEFERRED, "", by=room.ines)
    agenda.recalling.note, agenda.recalling.note_for = "For the podium.", NoteReaders.OFFICERS
    other = agenda_actions.add_item(fourth, ItemFacts(title="Any other business"), by=room.ines)
    alone = actions.continue_item(agenda.recalling, fourth, by=room.ines)
    actions.continue_item(agenda.invites, fourth, under=other, by=room.ines)
    for item in (alone, other):
        assert [(link.contribution, link.revision_number) for link in item.document_links] == [
            (paper, None)
        ]
    assert agenda.recalling.document_links[0].revision_number == 0, "as it was on the table"
    assert (alone.note, alone.note_for) == ("For the podium.", NoteReaders.OFFICERS)


def test_a_deferred_item_goes_to_one_later_meeting_and_the_other_is_told(
    room, agenda, fourth, fifth, http
):
    actions.record_outcome(agenda.recalling, Outcome.DEFERRED, "", by=room.ines)
    db.session.commit()
    data = {"deferred": agenda.recalling.id}
    assert http(room.helena).post(f"{fourth.url}/continuations", data=data).status_code == 303
    late = http(room.ines).post(f"{fifth.url}/continuations", data=data)
    assert late.status_code == 409
    assert "“Recalling” is already on a later agenda." in late.text
    assert (
        http(room.ines).post(f"{fifth.url}/continuations", data={"deferred": 0}).status_code == 404
    )


def test_a_deferred_item_can_be_taken_up_under_another_one(room, agenda, fourth):
    actions.record_outcome(agenda.recalling, Outcome.DEFERRED, "", by=room.ines)
    other = agenda_actions.add_item(fourth, ItemFacts(title="Any other business"), by=room.ines)
    actions.continue_item(agenda.recalling, fourth, under=other, by=room.ines)
    db.session.flush()
    assert queries.deferred_before(fourth) == []
    assert queries.deferred_to(other) == [agenda.recalling]
    with pytest.raises(Refused):
        actions.continue_item(agenda.recalling, fourth, by=room.ines)


# Action points


def test_the_owner_of_an_action_point_is_told_and_who_records_it_is_not(room, agenda, owners):
    ask(agenda.opening, owners.luc, room)
    ask(agenda.opening, owners.kenya, room)
    ask(agenda.opening, ActionOwner(OwnerKind.PERSON, person=room.ines), room)
    db.session.commit()
    assert told(room.luc) == told(room.amina) == ["action.owned"]
    assert told(room.ines) == []
    assert set(db.session.scalars(select(Message.recipient))) == {room.luc.email, room.amina.email}


def test_an_action_point_is_overdue_from_the_day_after_where_the_meeting_is(
    room, agenda, owners, clock
):
    point = ask(agenda.opening, owners.luc, room, due_on=date(2026, 6, 2))
    clock.stop(DURING.replace(hour=21, minute=59))
    assert not point.is_overdue
    clock.advance(minutes=1)  # midnight in Geneva
    assert point.is_overdue


def test_the_next_meeting_begins_with_what_is_still_due(room, agenda, owners, fourth, http):
    done = ask(agenda.opening, owners.luc, room, text="Ring the bell.")
    ask(agenda.opening, owners.kenya, room, text="Write the outline.")
    actions.complete_action_point(done, "Rung.", by=room.luc)
    db.session.commit()
    page = http(room.amina).get(fourth.url).text
    assert "Write the outline." in page and "Ring the bell." not in page
    assert "Write the outline." not in http().get(fourth.url).text


def test_owners_find_their_open_action_points_on_the_first_page(room, agenda, owners, http):
    ask(agenda.opening, owners.luc, room, text="For Luc alone.")
    ask(agenda.opening, owners.kenya, room, text="For Kenya.")
    ask(agenda.opening, owners.secretariat, room, text="For the secretariat.")
    db.session.commit()
    pages = {name: http(getattr(room, name)).get("/").text for name in ("luc", "amina", "ines")}
    for words, owner in (
        ("For Luc alone.", "luc"),
        ("For Kenya.", "amina"),
        ("For the secretariat.", "ines"),
    ):
        assert [name for name, page in pages.items() if words in page] == [owner]


def test_an_action_point_is_dropped_with_a_reason_and_its_course_is_kept(
    room, agenda, owners, http
):
    point = ask(agenda.opening, owners.luc, room)
    with pytest.raises(Invalid):
        actions.drop_action_point(point, " ", by=room.helena)
    actions.drop_action_point(point, "Overtaken by events.", by=room.helena)
    db.session.commit()
    page = http(room.amina).get(point.url).text
    assert "Overtaken by events." in page and page.index("Dropped") < page.index("Recorded")
    with pytest.raises(Refused):
        actions.complete_action_point(point, "", by=room.luc)
    actions.reopen_action_point(point, "", by=room.helena)
    assert point.is_open
    db.session.commit()
    where = (room.helena.id, room.meeting.title, "")
    assert noted(db.session, "action.dropped", "action.reopened") == [
        ("action.dropped", *where),
        ("action.reopened", *where),
    ]
    assert "Overtaken by events." not in http(room.ines).get("/audit").text


def test_only_its_owner_and_who_leads_the_meeting_say_that_it_is_done(room, agenda, owners, http):
    point = ask(agenda.opening, owners.luc, room)
    db.session.commit()
    assert http(room.amina).post(f"{point.url}/completion").status_code == 403
    assert http(room.luc).post(f"{point.url}/dropping").status_code == 403
    assert http(room.luc).post(f"{point.url}/completion").status_code == 303


def test_two_who_edit_an_action_point_do_not_overwrite_each_other(room, agenda, owners, http):
    point = ask(agenda.opening, owners.luc, room)
    db.session.commit()
    data = {"text": "Send all figures.", "owner": owners.kenya.key, "version": point.version}
    assert http(room.ines).post(f"{point.url}/edit", data=data).status_code == 303
    answer = http(room.helena).post(f"{point.url}/edit", data=data | {"text": "Never mind."})
    assert answer.status_code == 409
    assert "Never mind." in answer.text and "Send all figures." in answer.text


def test_members_hear_of_an_action_point_and_guests_do_not(room, agenda, owners, session, listen):
    agenda_actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    member = listen(room.amina, room.meeting.members_topic)
    guest = listen(None, room.meeting.topic)
    ask(agenda.opening, owners.luc, room)
    session.commit()
    (heard,) = member()
    assert heard["target"] == f"item-actions-{agenda.opening.id}"
    assert "Send the figures." in heard["html"]
    assert guest() == []


# Agreed wording


@pytest.fixture
def item(room, agenda, clause):
    agenda_actions.change_item(
        agenda.invites,
        ItemFacts(title="Invites Member States"),
        clauses=[clause],
        documents=[],
        version=agenda.invites.version,
        by=room.ines,
    )
    db.session.commit()
    return agenda.invites


def agree(item, words, room, standing=Standing.AD_REFERENDUM):
    return actions.agree_wording(
        item,
        item.clauses[0],
        standing,
        words,
        by=room.helena,
        capacity=room.helena.offices[0].capacity,
    )


def test_pages_about_an_item_call_it_by_its_number(room, item, http, owners, clock):
    clock.stop(DURING)
    point = ask(item, owners.luc, room)
    helena, amina = http(room.helena), http(room.amina)
    statement = f"{item.url}/statements/new"
    data = {"kind": "reservation", "clause": str(item.clauses[0].id), "text": WORDS}
    there = amina.post(statement, data=data).location
    delivered = f"/meetings/wg-cop-3/statements/{there.rpartition('-')[2]}"
    helena.post(f"{item.url}/notes")
    clause = item.clauses[0].id
    own = ("outcome", f"wordings/{clause}", "actions/new", "notes", "notes/versions")
    pages = [(helena, f"{item.url}/{each}") for each in own]
    pages += [
        (helena, f"{point.url}/edit"),
        (amina, point.url),
        (amina, statement),
        (amina, delivered),
    ]
    for client, page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert ">2.2 Invites Member States<" in answer.text, page


def test_agreed_words_go_to_the_clause_and_lead_back_to_the_item(room, item, http):
    address = f"{item.url}/wordings/{item.clauses[0].id}"
    form = http(room.helena).get(address).text
    assert "to work with the group" in form
    data = {"words": "to work closely with the group", "standing": "agreed"}
    assert http(room.helena).post(address, data=data).status_code == 303
    page = http(room.amina).get(item.clauses[0].url).text
    assert "to work closely with the group" in page
    assert f'href="{item.url}"' in page
    assert "to work closely" in http(room.amina).get(item.url).text
    assert "to work closely" not in http().get(item.clauses[0].url).text


def test_of_two_who_record_words_at_once_the_second_sees_those_of_the_first(room, item, http):
    address = f"{item.url}/wordings/{item.clauses[0].id}"
    shown = item.clauses[0].wording.text
    first = {"words": "to work closely with the group", "standing": "agreed", "seen": shown}
    second = first | {"words": "to work often with the group"}
    assert http(room.helena).post(address, data=first).status_code == 303
    answer = http(room.ines).post(address, data=second)
    assert answer.status_code == 409
    assert "to work closely with the group" in answer.text
    assert "to work often with the group" in answer.text
    assert chair_settings(item.clauses[0].topic).words == "to work closely with the group"
    again = second | {"seen": "to work closely with the group"}
    assert http(room.ines).post(address, data=again).status_code == 303


def test_words_that_changed_in_the_chair_s_text_meanwhile_are_not_agreed_unseen(room, item, http):
    clause, helena, ines = item.clauses[0], http(room.helena), http(room.ines)
    address, text = f"{item.url}/wordings/{clause.id}", f"{clause.url}/chairs-text"
    assert helena.post(text).status_code == 303
    for turn in range(3):
        form = helena.get(address).text
        now = ines.get(f"{text}?part=words", headers={"X-Fragment": "1"}).json
        typed = {"seen": now["version"], "start": 0, "stop": 0, "words": f"Turn {turn}: "}
        asks = {"Accept": "application/json"}
        assert ines.post(f"{text}/words", data=typed, headers=asks).status_code == 200
        data = {"words": now["words"], "standing": "agreed"}
        answer = helena.post(address, data=data | shown_in(form))
        assert answer.status_code == 409
        assert f"Turn {turn}: {now['words']}" in plain(answer.text)
        assert chair_settings(clause.topic).words == ""
    assert helena.post(address, data=data | shown_in(answer.text)).status_code == 303
    # Nothing is on the table any more: the same form records once more.
    data["words"] = "to work often with the group"
    form = shown_in(helena.get(address).text) | {"on_table": shown_in(form)["on_table"]}
    assert helena.post(address, data=data | form).status_code == 303
    assert chair_settings(clause.topic).words == "to work often with the group"


def shown_in(page):
    """What the form that agrees words holds without showing it."""
    found = {
        name: re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)
        for name in ("seen", "on_table")
    }
    return {name: html.unescape(match[1]) for name, match in found.items()}


def plain(page):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", page).split()))


def test_words_stay_agreed_when_the_capitals_have_agreed_too(room, item):
    agree(item, "to work closely with the group", room)
    assert agree(item, "to work closely with the group", room) is None
    of, chair = item.clauses[0], room.helena.offices[0].capacity
    set_standing(of, Standing.AGREED, by=room.helena, capacity=chair)
    settings = chair_settings(of.topic)
    assert settings.words == "to work closely with the group"
    assert settings.agreed_at.item == "Invites Member States"
    set_standing(of, Standing.OPEN, by=room.helena, capacity=chair)
    assert chair_settings(of.topic).words == ""


def withdraw(agreed, room, why="Recorded by mistake."):
    actions.withdraw_wording(agreed, why, by=room.helena, capacity=room.helena.offices[0].capacity)


def test_agreed_words_are_withdrawn_with_their_trace_and_the_clause_stands_as_before(
    room, item, http, session, listen
):
    of, chair = item.clauses[0], room.helena.offices[0].capacity
    first = agree(item, "to work closely with the group", room)
    second = agree(item, "to work often with the group", room, Standing.AGREED)
    session.commit()
    hears = listen(room.amina, "meeting:wg-cop-3@members")
    address = f"{item.url}/wordings/{second.standing_id}/withdrawal"
    helena = http(room.helena)
    assert "Withdraw the agreed wording of" in helena.get(item.url).text
    assert helena.post(address, data={"why": " "}).status_code == 422
    assert helena.post(address, data={"why": "Kenya had not agreed."}).status_code == 303
    late = http(room.ines).post(address, data={"why": "Said twice."})
    assert (
        late.status_code,
        "already been withdrawn" in late.text,
        "Said twice." in late.text,
    ) == (
        409,
        True,
        True,
    )
    assert f"item-wordings-{item.id}" in {entry["target"] for entry in hears()}
    page = http(room.amina).get(item.url).text
    for words in ("Withdrawn by Helena.", "Kenya had not agreed.", "to work often with the group"):
        assert words in page
    assert chair_settings(of.topic).words == "to work closely with the group"
    withdraw(first, room)
    assert chair_settings(of.topic).standing_value == Standing.OPEN

    third = agree(item, "to work well with the group", room, Standing.AGREED)
    set_standing(of, Standing.PARKED, by=room.helena, capacity=chair)
    withdraw(third, room)
    assert chair_settings(of.topic).standing_value == Standing.PARKED, "it has gone on since"


def test_words_that_were_withdrawn_never_stand_again(room, item, clock):
    of = item.clauses[0]
    closely, often, well = (f"to work {how} with the group" for how in ("closely", "often", "well"))
    first = agree(item, closely, room)
    clock.advance(minutes=1)
    withdraw(agree(item, often, room, Standing.AGREED), room)
    assert chair_settings(of.topic).words == closely
    clock.advance(minutes=1)
    third = agree(item, well, room, Standing.AGREED)
    clock.advance(minutes=1)
    withdraw(first, room)
    assert chair_settings(of.topic).words == well
    withdraw(third, room)
    assert chair_settings(of.topic).standing_value == Standing.OPEN


def test_words_that_stood_again_after_a_withdrawal_stand_again_once_more(room, item, clock):
    """Ad referendum first, then agreed in error."""
    of = item.clauses[0]
    agree(item, "to work closely with the group", room)
    clock.advance(minutes=1)
    withdraw(agree(item, "to work closely with the group", room, Standing.AGREED), room)
    assert chair_settings(of.topic).standing_value == Standing.AD_REFERENDUM
    clock.advance(minutes=1)
    withdraw(agree(item, "to work well with the group", room, Standing.AGREED), room)
    settings = chair_settings(of.topic)
    assert settings.standing_value == Standing.AD_REFERENDUM
    assert settings.words == "to work closely with the group"


def test_an_item_does_not_go_on_saying_agreed_when_the_clause_is_open_again(
    room, item, http, session, listen
):
    of, chair = item.clauses[0], room.helena.offices[0].capacity
    agree(item, "to work closely with the group", room, Standing.AGREED)
    session.commit()
    hears = listen(room.amina, "meeting:wg-cop-3@members")
    http(room.helena).post(f"{of.url}/standing", data={"standing": "open"})
    [shown] = [e["html"] for e in hears() if e["target"] == f"item-wordings-{item.id}"]
    for page in (shown, http(room.amina).get(item.url).text):
        assert "No longer agreed: Open" in page
    set_standing(of, Standing.AGREED, by=room.helena, capacity=chair)


def test_what_a_group_below_agrees_is_not_agreed_by_the_group(room, item, clause, session, clock):
    below = Group(code="AHG", name="Ad hoc group", kind=GroupKind.AD_HOC_GROUP, parent=room.group)
    session.add(below)
    session.flush()
    called = meetings_actions.create_meeting(below, THIRD_MEETING, number=1, by=room.ines)
    there = agenda_actions.add_item(
        called, ItemFacts(title="Words"), clauses=[clause], by=room.ines
    )
    agreed = agree(there, "to work closely with the group", room, Standing.AGREED)
    standing = chair_settings(clause.topic).standing_value
    assert standing == agreed.standing.standing == Standing.AGREED_IN_GROUP
    assert standing.is_still_open and standing_name(standing) != standing_name(Standing.AGREED)

    agree(item, "to work often with the group", room, Standing.AGREED)
    with pytest.raises(Refused, match="The group above has agreed"):
        agree(there, "to work well with the group", room)
    assert chair_settings(clause.topic).words == "to work often with the group"


@pytest.mark.parametrize(
    "printed, standing",
    [
        ("to work closely with the group", Standing.AGREED),
        ("to work with the group", Standing.OPEN),
    ],
)
def test_an_edition_that_prints_the_agreed_words_leaves_them_agreed(
    room, item, session, printed, standing
):
    of = item.clauses[0]
    agree(item, "to work closely with the group", room, Standing.AGREED)
    edition = Edition(
        resolution=of.resolution,
        slug="67-dubai-2014",
        title="Child online protection",
        place="Dubai",
        year=2014,
        formula="The Conference,",
    )
    section = Section(
        edition=edition, position=0, kind=SectionKind.OPERATIVE, heading="instructs the Director"
    )
    session.add(
        Wording(clause=of, section=section, position=0, citation="instructs 2", text=printed)
    )
    session.commit()
    assert chair_settings(of.topic).standing_value == standing
    assert standings_of([of.id]) == {of.id: standing}


# Statements for the record


def test_a_statement_is_kept_and_shown_word_for_word(room, item, http, clock):
    clock.stop(DURING)
    data = {"kind": "reservation", "clause": str(item.clauses[0].id), "text": WORDS}
    answer = http(room.amina).post(f"{item.url}/statements/new", data=data)
    assert answer.status_code == 303
    (statement,) = queries.statements_of(room.meeting)
    assert (statement.text, statement.delegation, statement.on_behalf) == (WORDS, room.kenya, False)
    for page in (item.url, item.clauses[0].url, f"{room.meeting.url}/statements"):
        assert WORDS in http(room.luc).get(page).text
        assert "reserves its position" not in http().get(page).text


def deliver(item, room, text=WORDS, **more):
    return actions.deliver_statement(
        item, StatementKind.STATEMENT, text, delegation=room.kenya, by=room.amina, **more
    )


def test_nobody_changes_a_statement_and_a_correction_stands_beside_it(room, agenda, http, clock):
    clock.stop(DURING)
    statement = deliver(agenda.opening, room)
    db.session.commit()
    data = {"text": "Kenya reserves nothing."}
    assert http(room.luc).post(f"{statement.url}/correction", data=data).status_code == 403
    assert http(room.amina).post(f"{statement.url}/correction", data=data).status_code == 303
    page = http(room.luc).get(agenda.opening.url).text
    assert WORDS in page and "Kenya reserves nothing." in page
    db.session.expire_all()
    assert (statement.text, statement.stands) == (WORDS, False)
    with pytest.raises(Refused):
        deliver(agenda.opening, room, "A third.", corrects=statement)


def test_a_statement_that_was_corrected_counts_once_in_the_record(room, agenda, clock):
    def count():
        db.session.flush()
        return record_of(room.meeting, frozenset({"members"})).statements

    clock.stop(DURING)
    first = deliver(agenda.opening, room)
    second = deliver(agenda.opening, room, "In other words.", corrects=first)
    third = deliver(agenda.opening, room, "In short.", corrects=second)
    deliver(agenda.closing, room, "Another.")
    clock.stop(AFTER)
    assert count() == 2
    actions.withdraw_statement(third, by=room.amina)
    assert count() == 2
    assert [each.stands for each in queries.statements_of(room.meeting)] == [
        False,
        True,
        False,
        True,
    ]
    actions.withdraw_statement(second, by=room.amina)
    assert count() == 2


def test_an_item_with_a_statement_stays_on_the_agenda(room, agenda, clock):
    clock.stop(DURING)
    deliver(agenda.recalling, room)
    with pytest.raises(Refused):
        agenda_actions.remove_item(agenda.clauses, by=room.ines)


def test_a_withdrawn_statement_leaves_a_trace_without_its_words(room, agenda, http, clock):
    clock.stop(DURING)
    statement = deliver(agenda.opening, room)
    db.session.commit()
    assert http(room.luc).post(f"{statement.url}/withdrawal").status_code == 403
    assert http(room.amina).post(f"{statement.url}/withdrawal").status_code == 303
    page = http(room.luc).get(agenda.opening.url).text
    assert "reserves its position" not in page and "Withdrawn by Amina." in page


def test_a_statement_is_delivered_once_and_not_before_the_meeting(room, agenda, clock):
    with pytest.raises(Refused):
        deliver(agenda.opening, room)
    clock.stop(DURING)
    assert deliver(agenda.opening, room) is deliver(agenda.opening, room)


def test_the_secretariat_puts_on_record_for_a_delegation_and_the_chair_does_not(
    room, agenda, http, clock
):
    clock.stop(DURING)
    address = f"{agenda.opening.url}/statements/new"
    data = {"kind": "statement", "delegation": str(room.kenya.id), "text": "Kenya agrees."}
    assert http(room.helena).post(address, data=data).status_code == 403
    assert http(room.ines).post(address, data=data).status_code == 303
    assert "on behalf of the delegation" in http(room.luc).get(agenda.opening.url).text


def test_an_observer_makes_statements_and_no_reservations(room, agenda, session, http, clock):
    clock.stop(DURING)
    observers = Delegation(name="Listening Line", code="LISTEN", category=Category.OBSERVER)
    ruth = Person(name="Ruth", email="ruth@example.org")
    ruth.memberships.append(Membership(delegation=observers))
    session.add(ruth)
    session.commit()
    address, data = f"{agenda.opening.url}/statements/new", {"text": "We listened."}
    assert http(ruth).post(address, data=data | {"kind": "reservation"}).status_code == 422
    assert http(ruth).post(address, data=data | {"kind": "statement"}).status_code == 303


# All together


def test_what_remains_of_a_meeting_costs_the_same_however_much_it_is(
    room, item, owners, clock, statements
):
    clock.stop(DURING)

    def cost():
        db.session.expire_all()
        with statements() as sent:
            for outcome in queries.outcomes_of(room.meeting).values():
                assert [each.owner.name for each in outcome.action_points]
                assert [each.standing.agreed_words for each in outcome.wordings]
                assert [(each.delegation.name, each.stands) for each in outcome.statements]
        return len(sent)

    def add(number):
        ask(item, owners.luc, room, text=f"Figure {number}")
        agree(item, f"words {number}", room)
        statement = deliver(item, room, f"Statement {number}", clause=item.clauses[0])
        deliver(item, room, f"Correction {number}", corrects=statement)
        db.session.commit()
        clock.advance(minutes=1)

    add(0)
    few = cost()
    for number in range(1, 5):
        add(number)
    assert cost() == few


def test_a_reminder_goes_out_once_before_the_day(room, agenda, owners, session, clock):
    ask(agenda.opening, owners.luc, room, due_on=date(2026, 6, 20))
    session.query(Message).delete()
    session.commit()
    clock.stop(DURING)
    assert remind_owners() == 0
    clock.stop(DURING + timedelta(days=16))
    assert remind_owners() == 1
    assert remind_owners() == 0
    (letter,) = session.scalars(select(Message))
    assert letter.subject == "WG-COP: 1 action point is due"
    assert letter.recipient == room.luc.email and "Send the figures." in letter.text


def test_nobody_is_asked_to_be_done_before_the_meeting_that_asks_them(world, http):
    form = {"text": "Send the list.", "owner": "secretariat", "due_on": "2020-01-01"}
    answer = http(world.helena).post("/meetings/wg-cop-3/items/11/actions/new", data=form)
    assert answer.status_code == 422
    assert "This is before the meeting." in answer.text
    assert "Send the list." in answer.text
