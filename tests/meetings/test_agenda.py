"""Drawing up an agenda, moving its items, recording what was decided, and publishing it."""

from datetime import date, time

import pytest

from tests.meetings.conftest import DURING, draft_of
from wgcop.agenda import actions, queries
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import Outcome
from wgcop.agenda.outline import ItemMove
from wgcop.drafting import submission
from wgcop.errors import Invalid, Refused
from wgcop.floor.actions import taking_up
from wgcop.meetings import actions as meetings_actions
from wgcop.meetings.arrangements import Arrangements
from wgcop.outcomes import actions as outcomes_actions
from wgcop.outcomes.action_points import ActionFacts, ActionOwner, OwnerKind

MEMBERS = frozenset({"public", "members"})
PUBLIC = frozenset({"public"})


def seen(room, audiences=MEMBERS):
    return {row.item.title: row for row in agenda_of(room.meeting, audiences)}


def local(row):
    return row.slot.start.astimezone(row.item.meeting.time_zone).strftime("%d %H:%M")


# Drawing up


def test_items_are_numbered_and_timed_in_order(room, agenda):
    rows = seen(room)
    assert [(row.number, local(row)) for row in rows.values()] == [
        ("1", "02 09:30"),
        ("2", "02 09:45"),
        ("2.1", "02 09:45"),
        ("2.2", "02 10:15"),
        ("3", "02 11:00"),
    ]
    assert rows["Clauses of Resolution 67"].slot.minutes == 75


def test_a_fixed_start_is_what_the_wall_shows_where_the_meeting_is(room, agenda):
    actions.add_item(
        room.meeting,
        ItemFacts(title="Report", fixed_on=date(2026, 6, 3), fixed_at=time(9, 0)),
        by=room.ines,
    )
    report = seen(room)["Report"]
    assert local(report) == "03 09:00"
    assert report.day == date(2026, 6, 3)


def test_an_item_needs_a_title(room):
    with pytest.raises(Invalid):
        actions.add_item(room.meeting, ItemFacts(title="  "), by=room.ines)


def test_an_agenda_of_five_levels_is_refused(room):
    item = None
    for level in range(4):
        item = actions.add_item(
            room.meeting, ItemFacts(title=f"Level {level}"), parent=item, by=room.ines
        )
    with pytest.raises(Refused):
        actions.add_item(room.meeting, ItemFacts(title="Too deep"), parent=item, by=room.ines)


def test_an_item_points_to_clauses_as_the_field_cites_them(room, agenda, clause, http):
    actions.add_item(room.meeting, ItemFacts(title="The Director"), clauses=[clause], by=room.ines)
    [wording] = seen(room)["The Director"].clauses
    assert wording.citation == "instructs the Director 2"
    page = http(room.amina).get("/meetings/wg-cop-3").text
    assert (
        f'<a href="/clauses/wtdc-67.instructs__para_2#{wording.anchor}">'
        "<em>instructs the Director</em> 2</a>" in page
    )


def test_an_item_is_changed_as_a_whole(room, agenda, clause):
    actions.change_item(
        agenda.opening,
        ItemFacts(
            title="Opening of the meeting", planned_minutes=20, note="Adoption of the agenda"
        ),
        clauses=[clause],
        documents=[],
        version=1,
        by=room.helena,
    )
    row = seen(room)["Opening of the meeting"]
    assert (row.slot.minutes, row.item.note, len(row.clauses)) == (20, "Adoption of the agenda", 1)


# Moving


def test_an_item_takes_one_step_after_another(room, agenda, numbers):
    for step, number in (
        (ItemMove.DOWN, "2.2"),
        (ItemMove.UP, "2.1"),
        (ItemMove.DOWN, "2.2"),
        (ItemMove.OUT, "3"),
        (ItemMove.IN, "2.2"),
        (ItemMove.IN, "2.1.1"),
    ):
        actions.move_item(agenda.invites, step, by=room.ines)
        assert numbers()["Invites Member States"] == number


def test_an_item_is_put_below_another_and_behind_its_items(room, agenda, numbers):
    actions.place_item(agenda.closing, parent=agenda.clauses, after=agenda.recalling, by=room.ines)
    assert numbers()["Closing"] == "2.2"
    actions.place_item(agenda.closing, parent=None, after=None, by=room.ines)
    assert numbers()["Closing"] == "1"


def test_an_item_takes_what_is_below_it_along(room, agenda, numbers):
    actions.place_item(agenda.clauses, parent=None, after=None, by=room.ines)
    assert numbers()["Recalling"] == "1.1"


def test_an_item_does_not_go_below_itself_or_behind_one_that_has_left(room, agenda):
    with pytest.raises(Refused):
        actions.place_item(agenda.clauses, parent=agenda.recalling, after=None, by=room.ines)
    with pytest.raises(Refused):
        actions.place_item(agenda.opening, parent=None, after=agenda.recalling, by=room.ines)


def test_moving_does_not_stand_in_the_way_of_who_edits(room, agenda):
    actions.move_item(agenda.opening, ItemMove.DOWN, by=room.helena)
    assert agenda.opening.version == 1


# Outcomes


def test_an_outcome_closes_the_item(room, agenda):
    outcomes_actions.record_outcome(
        agenda.opening, Outcome.ADOPTED, "The agenda is adopted.", by=room.ines
    )
    assert agenda.opening.closed


def test_the_same_outcome_twice_is_one(room, agenda):
    first = outcomes_actions.record_outcome(agenda.opening, Outcome.NOTED, "Noted.", by=room.ines)
    assert (
        outcomes_actions.record_outcome(agenda.opening, Outcome.NOTED, "Noted. ", by=room.ines)
        is first
    )


def test_an_outcome_recorded_in_error_no_longer_stands(room, agenda):
    outcomes_actions.record_outcome(agenda.opening, Outcome.NOTED, "", by=room.ines)
    outcomes_actions.withdraw_outcome(agenda.opening, by=room.ines)
    assert agenda.opening.decision is None
    assert not agenda.opening.closed
    with pytest.raises(Refused):
        outcomes_actions.withdraw_outcome(agenda.opening, by=room.ines)


def test_what_the_meeting_decided_on_stays_on_the_agenda(room, agenda, numbers):
    outcomes_actions.record_outcome(agenda.recalling, Outcome.AGREED, "", by=room.ines)
    with pytest.raises(Refused):
        actions.remove_item(agenda.clauses, by=room.ines)
    actions.remove_item(agenda.invites, by=room.ines)
    assert "Invites Member States" not in numbers()


def test_an_item_leaves_with_what_is_below_it_and_the_rest_closes_up(room, agenda, numbers):
    actions.remove_item(agenda.clauses, by=room.ines)
    assert numbers() == {"Opening": "1", "Closing": "2"}


# On the floor


def test_the_first_item_that_is_open_is_on_whatever_the_clock_says(room, agenda, clock):
    def on_the_floor():
        agenda = agenda_of(room.meeting, MEMBERS)
        return next((row.item.title for row in agenda if row.item.id == agenda.current), None)

    assert on_the_floor() is None
    clock.stop(DURING)  # ten o'clock in Geneva
    assert on_the_floor() == "Opening"
    taking_up.close_item(agenda.opening, by=room.helena)
    assert on_the_floor() == "Recalling"
    taking_up.close_item(agenda.recalling, by=room.helena)
    assert on_the_floor() == "Invites Member States"
    taking_up.close_item(agenda.invites, by=room.helena)
    taking_up.close_item(agenda.closing, by=room.helena)
    assert on_the_floor() is None


def test_another_item_that_moves_in_front_takes_nothing_off_the_floor(room, agenda, clock):
    def on_the_floor():
        return agenda_of(room.meeting, MEMBERS).on_the_floor.item.title

    clock.stop(DURING)
    taking_up.close_item(agenda.opening, by=room.helena)
    assert on_the_floor() == "Recalling", "nobody has taken it up"
    actions.place_item(agenda.closing, parent=None, after=None, by=room.helena)
    assert on_the_floor() == "Recalling"
    taking_up.close_item(agenda.recalling, by=room.helena)
    assert on_the_floor() == "Closing", "what moved in front comes next"
    actions.move_item(agenda.closing, ItemMove.DOWN, by=room.helena)
    assert on_the_floor() == "Closing"


# Documents


def test_a_document_on_the_agenda_is_seen_by_those_who_may_read_it(room, agenda, paper, http):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    actions.publish_agenda(room.meeting, by=room.ines)
    assert seen(room)["Opening"].documents == (paper,)
    assert seen(room, PUBLIC)["Opening"].documents == ()
    assert "WG-COP/3/1" in http(room.luc).get("/meetings/wg-cop-3").text
    for_guests = http().get("/meetings/wg-cop-3").text
    assert "Opening" in for_guests
    assert "WG-COP/3/1" not in for_guests
    assert "Helplines" not in for_guests


def test_a_draft_is_not_on_the_agenda_before_it_has_its_number(room, agenda, session, http):
    draft = draft_of(room)
    actions.attach_document(agenda.opening, draft, by=room.amina)
    session.commit()
    for somebody in (room.amina, room.luc, room.ines):
        assert "Helplines" not in http(somebody).get("/meetings/wg-cop-3").text
    submission.submit(draft, by=room.amina)
    session.commit()
    assert "Helplines" in http(room.luc).get("/meetings/wg-cop-3").text


def test_a_document_is_taken_up_once_and_taken_off(room, agenda, paper):
    actions.attach_document(agenda.opening, paper, by=room.ines)
    actions.attach_document(agenda.opening, paper, by=room.ines)
    assert seen(room)["Opening"].documents == (paper,)
    actions.detach_document(agenda.opening, paper, by=room.ines)
    assert seen(room)["Opening"].documents == ()


def test_who_edits_an_item_leaves_a_draft_that_they_cannot_see(room, agenda, session, paper, http):
    draft = draft_of(room)
    actions.attach_document(agenda.opening, draft, by=room.amina)
    session.commit()
    http(room.ines).post(
        f"/meetings/wg-cop-3/items/{agenda.opening.id}/edit",
        data={"title": "Opening", "minutes": "15", "documents": [paper.id], "version": "1"},
    )
    session.expire_all()
    assert {link.contribution for link in agenda.opening.document_links} == {draft, paper}


# Publishing


def test_members_read_a_draft_agenda_and_guests_do_not(room, agenda, http):
    assert "Clauses of Resolution 67" in http(room.luc).get("/meetings/wg-cop-3").text
    for_guests = http().get("/meetings/wg-cop-3").text
    assert "Clauses of Resolution 67" not in for_guests
    assert "The agenda is not published yet" in for_guests


def test_an_agenda_is_published_once_and_not_empty(room, session):
    with pytest.raises(Refused):
        actions.publish_agenda(room.meeting, by=room.ines)
    actions.add_item(room.meeting, ItemFacts(title="Opening"), by=room.ines)
    actions.publish_agenda(room.meeting, by=room.ines)
    with pytest.raises(Refused):
        actions.publish_agenda(room.meeting, by=room.ines)


# What it costs


def test_an_agenda_costs_the_same_however_long_it_is(
    room, agenda, clause, paper, session, statements
):
    def cost():
        session.commit()
        with statements() as sent:
            agenda_of(queries.meeting_by_slug("wg-cop-3"), MEMBERS)
        return len(sent)

    actions.attach_document(agenda.opening, paper, by=room.ines)
    actions.change_item(
        agenda.closing,
        ItemFacts(title="Closing", planned_minutes=10),
        clauses=[clause],
        documents=[],
        version=1,
        by=room.ines,
    )
    few = cost()
    for number in range(20):
        item = actions.add_item(
            room.meeting,
            ItemFacts(title=f"Item {number}"),
            clauses=[clause],
            documents=[paper],
            by=room.ines,
        )
        outcomes_actions.record_outcome(item, Outcome.NOTED, "", by=room.ines)
    assert cost() == few <= 5


def test_items_are_offered_with_their_numbers(room, agenda):
    assert list(queries.items_to_choose(room.meeting).items())[2] == (
        agenda.recalling.id,
        "2.1 Recalling",
    )


# Pages


def at(room, item, verb):
    return f"{room.meeting.url}/items/{item.id}/{verb}"


def test_the_chair_adds_an_item_and_finds_it_where_it_is(room, agenda, http):
    answer = http(room.helena).post(
        "/meetings/wg-cop-3/items/new",
        data={"title": "Any other business", "minutes": "", "parent": ""},
    )
    assert answer.status_code == 303
    assert answer.location.startswith("/meetings/wg-cop-3#item-")
    assert seen(room)["Any other business"].number == "4"


def test_a_form_of_an_item_holds_what_the_item_holds(room, agenda, clause, http):
    item = actions.add_item(
        room.meeting,
        ItemFacts(
            title="Lunch",
            planned_minutes=90,
            fixed_on=date(2026, 6, 2),
            fixed_at=time(12, 30),
            note="In the cafeteria",
        ),
        clauses=[clause],
        by=room.ines,
    )
    page = http(room.ines).get(at(room, item, "edit")).text
    assert 'value="Lunch"' in page
    assert 'value="90"' in page
    assert 'value="12:30"' in page
    assert '<option selected value="2026-06-02">' in page
    assert f'name="clauses" value="{clause.id}" checked' in page


def test_a_wrong_item_comes_back_as_it_was_typed(room, agenda, http):
    ines = http(room.ines)
    for wrong in (
        {"title": " "},
        {"minutes": "-5"},
        {"minutes": "soon"},
        {"fixed_at": "10:00"},
        {"fixed_on": "2026-06-02"},
        {"fixed_on": "2026-07-01", "fixed_at": "10:00"},
        {"fixed_at": "noon"},
    ):
        data = {"title": "Coffee", "note": "With our hosts", "version": "1", **wrong}
        for address in ("/meetings/wg-cop-3/items/new", at(room, agenda.opening, "edit")):
            answer = ines.post(address, data=data)
            assert answer.status_code == 422, (address, wrong)
            assert "With our hosts" in answer.text
    assert "Coffee" not in seen(room)


def test_two_who_edit_one_item_do_not_overwrite_each_other(room, agenda, http):
    first = {"title": "Opening by the chair", "version": "1"}
    second = {"title": "Opening ceremony", "version": "1"}
    assert http(room.ines).post(at(room, agenda.opening, "edit"), data=first).status_code == 303
    answer = http(room.helena).post(at(room, agenda.opening, "edit"), data=second)
    assert answer.status_code == 409
    assert 'value="Opening ceremony"' in answer.text
    assert "Opening by the chair" in answer.text


def test_items_move_without_scripts(room, agenda, numbers, http):
    answer = http(room.ines).post(at(room, agenda.closing, "moves"), data={"step": "in"})
    assert (answer.status_code, answer.location) == (303, agenda.closing.agenda_url)
    assert numbers()["Closing"] == "2.3"


def test_items_move_to_a_place_for_scripts(room, agenda, numbers, http):
    answer = http(room.ines).post(
        at(room, agenda.closing, "moves"),
        data={"parent": agenda.clauses.id, "after": ""},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 204
    assert numbers()["Closing"] == "2.1"
    answer = http(room.ines).post(at(room, agenda.closing, "moves"), data={"step": "sideways"})
    assert answer.status_code == 404


def test_a_removal_is_confirmed_first(room, agenda, numbers, http):
    page = http(room.ines).get(at(room, agenda.clauses, "removal")).text
    assert "These 3 items will be removed from the agenda" in page
    assert http(room.ines).post(at(room, agenda.clauses, "removal")).status_code == 303
    assert "Recalling" not in numbers()


def test_a_refused_removal_says_why(room, agenda, session, http):
    outcomes_actions.record_outcome(agenda.recalling, Outcome.AGREED, "", by=room.ines)
    facts = ActionFacts(text="Write to helplines.", owner=ActionOwner(OwnerKind.SECRETARIAT))
    outcomes_actions.add_action_point(agenda.closing, facts, by=room.ines)
    session.commit()
    for item in (agenda.clauses, agenda.closing):
        answer = http(room.ines).post(at(room, item, "removal"))
        assert answer.status_code == 409
        assert "it cannot be removed" in answer.text
        page = http(room.ines).get(at(room, item, "removal")).text
        assert "it cannot be removed" in page, "before anybody tries"
        assert "will be removed from" not in page


def test_an_outcome_is_recorded_and_seen_once_the_meeting_has_begun(room, agenda, http, clock):
    data = {"outcome": "adopted", "text": "The agenda **is adopted**."}
    for _ in range(3):
        early = http(room.ines).post(at(room, agenda.opening, "outcome"), data=data)
        assert early.status_code == 409 and "has not begun" in early.text
    assert "Record the outcome" not in http(room.ines).get(agenda.opening.url).text
    clock.stop(DURING)
    assert http(room.ines).post(at(room, agenda.opening, "outcome"), data=data).status_code == 303
    page = http(room.luc).get("/meetings/wg-cop-3").text
    assert "Adopted" in page
    assert "<strong>is adopted</strong>" in page
    answer = http(room.ines).post(at(room, agenda.opening, "outcome"), data={"text": "Agreed?"})
    assert answer.status_code == 422
    assert "Agreed?" in answer.text


def test_an_item_of_another_meeting_is_not_found(room, agenda, session, http):
    other = meetings_actions.create_meeting(room.group, Arrangements(**vars_of(room)), by=room.ines)
    session.commit()
    address = f"{other.url}/items/{agenda.opening.id}/edit"
    assert http(room.ines).get(address).status_code == 404


def vars_of(room):
    names = ("title", "place", "zone", "starts_on", "ends_on")
    return {name: getattr(room.meeting, name) for name in names}


VERBS = [
    ("get", "items/new", {}),
    ("post", "items/new", {"title": "New"}),
    ("get", "items/{id}/edit", {}),
    ("post", "items/{id}/edit", {"title": "Changed", "version": "1"}),
    ("post", "items/{id}/moves", {"step": "down"}),
    ("get", "items/{id}/outcome", {}),
    ("post", "items/{id}/outcome", {"outcome": "noted", "text": ""}),
    ("post", "items/{id}/outcome/withdrawal", {}),
    ("post", "items/{id}/closure", {}),
    ("post", "items/{id}/reopening", {}),
    ("get", "publication", {}),
    ("post", "publication", {}),
    ("get", "items/{other}/removal", {}),
    ("post", "items/{other}/removal", {}),
]


def verbs(agenda):
    for method, path, data in VERBS:
        items = {"id": agenda.opening.id, "other": agenda.closing.id}
        yield method, f"/meetings/wg-cop-3/{path.format(**items)}", data


def test_who_may_not_change_an_agenda(room, agenda, http):
    for who in ("amina", "elke", "salma", "tomas"):
        visitor = http(getattr(room, who))
        for method, address, data in verbs(agenda):
            answer = visitor.open(address, method=method, data=data)
            assert answer.status_code == 403, (who, address)
    guest = http()
    for method, address, data in verbs(agenda):
        assert guest.open(address, method=method, data=data).location.startswith("/sign-in")
    assert list(seen(room)) == [
        *("Opening", "Clauses of Resolution 67", "Recalling", "Invites Member States", "Closing"),
    ]


@pytest.mark.parametrize("who", ["helena", "ines"])
def test_the_chair_and_the_secretariat_change_an_agenda(room, agenda, http, clock, who):
    clock.stop(DURING)
    visitor = http(getattr(room, who))
    for method, address, data in verbs(agenda):
        answer = visitor.open(address, method=method, data=data)
        assert answer.status_code in (200, 303), address
    assert "Closing" not in seen(room)


def test_the_page_offers_what_the_reader_may(room, agenda, http):
    for who, offered in (("amina", False), ("elke", False), ("helena", True), ("ines", True)):
        page = http(getattr(room, who)).get("/meetings/wg-cop-3").text
        assert ('data-may="edit-agenda"' in page) is offered, who
        assert ("/moves" in page) is offered, who


def test_the_fragment_is_for_those_who_may_read_the_agenda(room, agenda, http):
    headers = {"X-Fragment": "1"}
    assert http().get("/meetings/wg-cop-3/agenda", headers=headers).status_code == 403
    for_luc = http(room.luc).get("/meetings/wg-cop-3/agenda", headers=headers).text
    assert for_luc.strip().startswith('<div id="agenda"')
    assert "/moves" not in for_luc
    assert "/moves" in http(room.ines).get("/meetings/wg-cop-3/agenda", headers=headers).text
    assert http(room.luc).get("/meetings/wg-cop-3/agenda").location == "/meetings/wg-cop-3#agenda"
