"""The agenda of an earlier meeting as the draft of the next one."""

from datetime import date, time

import pytest

from tests.meetings.conftest import THIRD_MEETING, draft_of
from wgcop.agenda import actions
from wgcop.agenda.actions.copying import WhatToCopy
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import ItemKind, NoteReaders
from wgcop.agenda.undoing.queries import last_change
from wgcop.bodies.models import GroupKind
from wgcop.drafting import submission
from wgcop.errors import Refused
from wgcop.meetings import actions as meetings_actions

MEMBERS = frozenset({"public", "members"})


@pytest.fixture
def fourth(room, agenda, clause, session):
    """The next meeting, of one day. The third one has an item on each of its days with all that can stand there."""
    draft = draft_of(room)
    submission.submit(draft, by=room.amina)
    for day in (2, 3):
        facts = ItemFacts(
            title=f"Report of day {day}",
            kind=ItemKind.REPORT,
            presenter="Rapporteur",
            fixed_on=date(2026, 6, day),
            fixed_at=time(14, 30),
            note="Bring figures.",
        )
        actions.add_item(room.meeting, facts, clauses=[clause], documents=[draft], by=room.ines)
    arrangements = THIRD_MEETING.but(
        title="Fourth meeting", starts_on=date(2026, 9, 8), ends_on=date(2026, 9, 8)
    )
    meeting = meetings_actions.create_meeting(room.group, arrangements, number=4, by=room.ines)
    session.commit()
    return meeting


def rows(meeting):
    return {row.item.title: row for row in agenda_of(meeting, MEMBERS)}


def test_items_come_with_their_order_kinds_and_clauses_and_without_documents(room, fourth):
    actions.copy_agenda(room.meeting, fourth, WhatToCopy(), by=room.helena)
    before, now = rows(room.meeting), rows(fourth)
    for title, row in before.items():
        assert now[title].number == row.number
        assert now[title].slot.minutes == row.slot.minutes
        assert (now[title].item.kind, now[title].clauses) == (row.item.kind, row.clauses)
        assert (now[title].documents, now[title].note, now[title].item.decision) == ((), "", None)
    assert now["Report of day 2"].item.fixed_on == date(2026, 9, 8)
    assert now["Report of day 3"].item.fixed_at is None, "there is no second day"


def test_what_comes_along_is_chosen(room, fourth):
    what = WhatToCopy(clauses=False, fixed_starts=False, notes=True, documents=True)
    actions.copy_agenda(room.meeting, fourth, what, by=room.helena)
    row = rows(fourth)["Report of day 2"]
    assert (row.clauses, row.item.fixed_on, row.note) == ((), None, "Bring figures.")
    assert [str(each.symbol) for each in row.documents] == ["WG-COP/3/1"]


def test_a_note_for_officers_goes_to_no_other_group_whoever_copies(room, fourth, session):
    item = rows(room.meeting)["Report of day 2"].item
    for_officers = ItemFacts.of(item).but(note_for=NoteReaders.OFFICERS)
    actions.change_item(
        item,
        for_officers,
        clauses=item.clauses,
        documents=[],
        version=item.version,
        by=room.ines,
    )
    small = meetings_actions.set_up_on_item(
        item, GroupKind.AD_HOC_GROUP, [room.amina], by=room.helena
    )
    elsewhere = meetings_actions.create_meeting(
        small, THIRD_MEETING.but(title="Ad hoc"), by=room.amina
    )
    for by, target in ((room.amina, elsewhere), (room.ines, elsewhere), (room.ines, fourth)):
        copied = actions.copy_agenda(room.meeting, target, WhatToCopy(notes=True), by=by)
        notes = {each.title: each.note for each in copied}
        assert notes["Report of day 3"] == "Bring figures."
        assert notes["Report of day 2"] == ("Bring figures." if target is fourth else "")


def test_it_comes_behind_what_is_on_the_draft_and_is_undone_as_a_whole(room, fourth, session):
    actions.add_item(fourth, ItemFacts(title="Welcome"), by=room.ines)
    actions.copy_agenda(room.meeting, fourth, WhatToCopy(), by=room.helena)
    session.commit()
    assert rows(fourth)["Opening"].number == "2"
    change = last_change(fourth, room.helena)
    actions.undo(change, by=room.helena)
    assert list(rows(fourth)) == ["Welcome"]


def test_nothing_is_copied_into_a_published_agenda(room, fourth, session, http):
    actions.add_item(fourth, ItemFacts(title="Welcome"), by=room.ines)
    actions.publish_agenda(fourth, by=room.ines)
    session.commit()
    with pytest.raises(Refused):
        actions.copy_agenda(room.meeting, fourth, WhatToCopy(), by=room.helena)
    assert "Copy an earlier agenda" not in http(room.ines).get("/meetings/wg-cop-4").text


def test_the_form_copies_what_it_says(room, fourth, session, http):
    page = "/meetings/wg-cop-4/copying"
    assert "Third meeting of the group" in http(room.ines).get(page).text
    data = {"source": room.meeting.id, "notes": "y"}
    assert http(room.ines).post(page, data=data).status_code == 303
    row = rows(fourth)["Report of day 2"]
    assert (row.clauses, row.note) == ((), "Bring figures.")
    assert (
        "You copied 7 items from “Third meeting of the group”."
        in http(room.ines).get("/meetings/wg-cop-4").text
    )
    assert http(room.ines).post(page, data={"source": "999"}).status_code == 422
