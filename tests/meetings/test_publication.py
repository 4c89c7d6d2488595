"""An agenda as a numbered document: the draft and its revisions, what changed, and who reads what of it."""

import re
from dataclasses import replace
from datetime import date, time

import pytest
from lxml import html
from sqlalchemy import select

from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.group_members import GroupMember
from wgcop.agenda.kinds import ItemKind, NoteReaders
from wgcop.agenda.models import Outcome
from wgcop.agenda.outline import ItemMove
from wgcop.agenda.publication.differences import changes_between
from wgcop.agenda.publication.lines import AgendaLine, ListedSession, from_store, to_store
from wgcop.agenda.publication.queries import all_of, latest
from wgcop.agenda.publication.text import text_of
from wgcop.agenda.sessions import SessionTimes
from wgcop.errors import Refused
from wgcop.mail import Message
from wgcop.meetings import actions as meetings_actions
from wgcop.outcomes import actions as outcomes_actions
from wgcop.paper import plain, validate
from wgcop.registration import actions as registration_actions
from wgcop.registration.models import Attendance, Registration

NOTES = ("For all.", "For us.", "For the podium.")
PAGE = "/meetings/wg-cop-3"
DAY = date(2026, 6, 2)
DOCUMENT = "/documents/WG-COP/3/ADM/1"


@pytest.fixture
def published(room, agenda, session):
    def publish():
        published = actions.publish_agenda(room.meeting, by=room.ines)
        session.commit()
        return published

    return publish


def change(item, room, session, **facts):
    actions.change_item(
        item,
        ItemFacts.of(item).but(**facts),
        clauses=item.clauses,
        documents=[link.contribution for link in item.document_links],
        version=item.version,
        by=room.ines,
    )
    session.commit()


def test_the_first_is_a_draft_and_the_next_its_first_revision(room, agenda, published, session):
    first = published()
    assert str(first.revision.symbol) == "WG-COP/3/ADM/1"
    assert first.revision.title == "Draft agenda"
    change(agenda.closing, room, session, title="Closing and thanks")
    second = published()
    assert str(second.revision.symbol) == "WG-COP/3/ADM/1 Rev.1"
    assert second.revision.note == "3 Closing and thanks: previously “Closing”."
    assert latest(room.meeting) is second


def test_members_read_on_top_of_it_what_changed_in_the_words_of_an_agenda(
    room, agenda, published, session, http
):
    published()
    change(agenda.opening, room, session, planned_minutes=90)
    published()
    page = html.fromstring(http(room.luc).get("/documents/WG-COP/3/ADM/1").text)
    [card] = page.xpath("//section[@aria-labelledby='changes-title']")
    assert "1 Opening: 1 h 30, previously" in card.text_content()


def test_what_was_published_never_changes(room, agenda, published, session, http):
    published()
    change(agenda.opening, room, session, title="Welcome", note="Bring the badge.")
    published()
    for client in (http(room.luc), http()):
        old = client.get(f"{PAGE}/agenda/original", follow_redirects=True).text
        new = client.get(f"{PAGE}/agenda/Rev.1", follow_redirects=True).text
        assert "1 Opening" in old and "Bring the badge" not in old
        assert "1 Welcome" in new and "Bring the badge" in new


def test_nothing_is_published_twice(room, agenda, published):
    published()
    with pytest.raises(Refused, match="Nothing has changed"):
        published()


def test_an_agenda_that_changed_while_somebody_looked_is_shown_again(
    room, agenda, published, session, http
):
    published()
    change(agenda.opening, room, session, title="Welcome")
    chair = http(room.helena)
    seen = re.search(r'name="seen" value="(\w+)"', chair.get(f"{PAGE}/publication").text)[1]
    change(agenda.closing, room, session, title="Closing and thanks")
    answer = chair.post(f"{PAGE}/publication", data={"seen": seen})
    assert answer.status_code == 409
    assert "Closing and thanks: previously “Closing”" in answer.text
    seen = re.search(r'name="seen" value="(\w+)"', answer.text)[1]
    assert chair.post(f"{PAGE}/publication", data={"seen": seen}).status_code == 303
    assert len(all_of(room.meeting)) == 2


def test_whoever_publishes_what_somebody_has_just_published_is_led_back_to_it(
    room, agenda, session, http
):
    chair, desk = http(room.helena), http(room.ines)

    def seen(page):
        return re.search(r'name="seen" value="(\w+)"', page.get(f"{PAGE}/publication").text)[1]

    for turn, symbol in enumerate(("ADM/1", "ADM/1 Rev.1", "ADM/1 Rev.2")):
        change(agenda.opening, room, session, title=f"Welcome {turn}")
        first, late = {"seen": seen(chair)}, {"seen": seen(desk)}
        assert chair.post(f"{PAGE}/publication", data=first).status_code == 303
        for page, sent in ((desk, late), (chair, first)):
            answer = page.post(f"{PAGE}/publication", data=sent)
            assert answer.status_code == 409
            [main] = html.fromstring(answer.text).xpath("//main")
            said = f"Nothing has changed since WG-COP/3/{symbol} was published."
            assert said in main.text_content()
            assert main.xpath(f".//p/a[@href='{PAGE}#agenda']")
    assert len(all_of(room.meeting)) == 3


def test_before_it_is_published_the_page_says_what_will_change(
    room, agenda, published, session, http
):
    published()
    actions.move_item(agenda.closing, ItemMove.UP, by=room.ines)
    session.commit()
    page = http(room.ines).get(f"{PAGE}/publication").text
    assert "Publish WG-COP/3/ADM/1 Rev.1</h1>" in page
    assert "Moved: 2 Closing, previously at 3." in page


def test_those_who_may_edit_are_told_of_changes_since(room, agenda, published, session, http):
    published()
    page = http(room.ines).get(PAGE).text
    assert f'href="{PAGE}/agenda/original"' in page and "Changed since" not in page
    change(agenda.opening, room, session, title="Welcome")
    page = http(room.ines).get(PAGE).text
    assert "Changed since WG-COP/3/ADM/1" in page and 'data-may="edit-agenda"' in page
    published()
    page = http().get(PAGE).text
    assert "Changed since" not in page
    assert f'href="{PAGE}/agenda/Rev.1/changes"' in page


def test_the_public_reads_no_document_of_members_in_any_form(
    room,
    agenda,
    paper,
    published,
    session,
    http,
    tmp_path,
):
    published()
    actions.attach_document(agenda.recalling, paper, by=room.ines)
    session.commit()
    published()
    symbol = str(paper.symbol)
    member, guest = http(room.luc), http()
    assert symbol in member.get(f"{DOCUMENT}/Rev.1").text
    assert member.get(f"{PAGE}/agenda/Rev.1").location == DOCUMENT
    for path in ("agenda/Rev.1", "agenda/Rev.1/changes", "agenda/Rev.1.docx", "agenda/Rev.1.pdf"):
        answer = guest.get(f"{PAGE}/{path}")
        assert answer.status_code == 200, path
        assert symbol.encode() not in answer.data and paper.title.encode() not in answer.data
    assert "Only the version for members has changed" in guest.get(f"{PAGE}/agenda/Rev.1").text
    assert guest.get(DOCUMENT).status_code in (302, 303), "the document itself is for members"


def test_notes_are_published_to_those_for_whom_they_are(room, agenda, published, session, http):
    change(agenda.opening, room, session, note="For all.", note_for=NoteReaders.EVERYBODY)
    change(agenda.recalling, room, session, note="For us.", note_for=NoteReaders.MEMBERS)
    change(agenda.invites, room, session, note="For the podium.", note_for=NoteReaders.OFFICERS)
    published()
    guest, member = http().get(f"{PAGE}/agenda/original").text, http(room.luc).get(DOCUMENT).text
    found = [[words in page for words in NOTES] for page in (guest, member)]
    assert found == [[True, False, False], [True, True, False]]


def test_it_is_a_draft_until_the_meeting_has_adopted_it(room, agenda, published, session):
    change(agenda.opening, room, session, kind=ItemKind.ADOPTION)
    assert published().revision.title == "Draft agenda"
    outcomes_actions.record_outcome(agenda.opening, Outcome.ADOPTED, "", by=room.helena)
    session.commit()
    adopted = published().revision
    assert (adopted.title, adopted.purpose) == ("Agenda", "information")
    assert adopted.note == "The meeting has adopted it: it is no longer a draft."


def test_nobody_revises_or_withdraws_it_by_hand(room, agenda, published, http):
    document = published().revision.contribution
    for person in (room.ines, room.helena, room.amina):
        client = http(person)
        assert client.post(f"{document.work_url}/revisions").status_code == 403
        assert client.post(f"{document.work_url}/withdrawal").status_code == 403


def test_followers_of_the_document_are_told_what_changed(room, agenda, published, session, http):
    document = published().revision.contribution
    http(room.luc).post("/follows", data={"topic": document.topic})
    change(agenda.closing, room, session, title="Closing and thanks")
    published()
    letters = session.scalars(select(Message).where(Message.recipient == room.luc.email)).all()
    assert any("previously “Closing”" in letter.text for letter in letters)


def letters_to(address, session):
    """Those about the agenda of the meeting."""
    sent = session.scalars(select(Message).where(Message.recipient == address))
    return [each for each in sent if each.subject == "Agenda: Third meeting of the group"]


def test_those_who_come_and_who_lead_hear_once_of_each_publication(
    room, agenda, paper, published, session, http
):
    registration_actions.register(room.meeting, Attendance.REMOTE, None, by=room.luc)
    guest = Registration(
        meeting=room.meeting, name="Maya", email="maya@example.org", planned=Attendance.REMOTE
    )
    session.add(guest)
    first = published()
    assert "published as WG-COP/3/ADM/1" in letters_to(room.luc.email, session)[0].text
    assert f"{PAGE}/agenda/original" in letters_to(guest.email, session)[0].text
    assert len(letters_to(room.helena.email, session)) == 1
    assert letters_to(room.ines.email, session) == [], "she published it"
    assert letters_to(room.amina.email, session) == [], "she has no part in it yet"

    http(room.helena).post("/follows", data={"topic": first.revision.contribution.topic})
    actions.attach_document(agenda.recalling, paper, by=room.ines)
    session.commit()
    published()
    assert f"now with {paper.symbol}" in letters_to(room.luc.email, session)[1].text
    assert str(paper.symbol) not in letters_to(guest.email, session)[1].text, "it is for members"
    assert len(letters_to(room.helena.email, session)) == 1, "she follows the document"


def test_named_members_of_a_closed_group_hear_of_its_agenda(room, agenda, published, session):
    room.group.open_to_all = False
    session.add(GroupMember(group_id=room.group.id, delegation=room.kenya))
    published()
    assert len(letters_to(room.amina.email, session)) == 1
    assert letters_to(room.luc.email, session) == []


def test_it_stands_under_the_item_that_adopts_it_and_is_no_change_of_itself(
    room, agenda, published, session, http
):
    change(agenda.opening, room, session, kind=ItemKind.ADOPTION)
    document = published().revision.contribution
    assert [link.contribution for link in agenda.opening.document_links] == [document]
    with pytest.raises(Refused, match="Nothing has changed"):
        published()
    assert "WG-COP/3/ADM/1" in http(room.luc).get(agenda.opening.url).text
    facts = ItemFacts(title="Agenda, again", kind=ItemKind.ADOPTION)
    later = actions.add_item(room.meeting, facts, by=room.ines)
    assert [link.contribution for link in later.document_links] == [document]


def test_sessions_and_breaks_are_lines_of_it(room, agenda, published, session):
    morning = SessionTimes(DAY, time(9, 30), time(10, 0), "Opening session")
    noon = SessionTimes(DAY, time(11, 30), time(12, 30))
    meetings_actions.set_sessions(
        room.meeting, [morning, noon], version=room.meeting.version, by=room.ines
    )
    session.commit()
    words = plain(published().revision.text)
    assert "2 June 2026 · 09:30–10:00 · Opening session" in words
    assert "Break, 1 h 30 · 2 June 2026 · 11:30–12:30 · Session" in words
    later = replace(noon, ends_at=time(13, 0), name="Drafting")
    meetings_actions.set_sessions(
        room.meeting, [morning, later], version=room.meeting.version, by=room.ines
    )
    session.commit()
    assert published().revision.note == (
        "Now with a session: 2 June 2026, 11:30–13:00 (Drafting). "
        "No longer with a session: 2 June 2026, 11:30–12:30."
    )


def test_a_meeting_that_is_over_still_gets_its_agenda(room, agenda, published, clock):
    clock.advance(days=400)
    assert str(published().revision.symbol) == "WG-COP/3/ADM/1"


# Lines and changes, without a meeting


def line(item, number, title="", **facts):
    return AgendaLine(
        item=item,
        number=number,
        title=title or f"Item {item}",
        **{"on": "2026-06-02", "at": "09:30", **facts},
    )


def numbered(*items):
    return [line(item, str(number)) for number, item in enumerate(items, start=1)]


@pytest.mark.parametrize(
    ("before", "now", "moved"),
    [
        ((1, 2, 3, 4), (2, 3, 4, 1), {1}),
        ((1, 2, 3, 4), (4, 1, 2, 3), {4}),
        ((1, 2, 3), (3, 2, 1), 2),
        ((1, 2, 3), (1, 5, 2, 3), set()),
        ((1, 2, 3), (2, 3), set()),
    ],
)
def test_as_few_items_as_possible_have_moved(before, now, moved):
    found = {each.item for _, each in changes_between(numbered(*before), numbered(*now)).moved}
    assert found == moved if isinstance(moved, set) else len(found) == moved


def test_items_below_one_that_moved_did_not_move_themselves():
    before = [line(1, "1"), line(2, "2"), line(3, "2.1"), line(4, "2.2")]
    now = [line(2, "1"), line(3, "1.1"), line(4, "1.2"), line(1, "2")]
    moved = changes_between(before, now).moved
    assert len(moved) == 1 and moved[0][1].item in (1, 2)
    out = [line(1, "1"), line(2, "2"), line(3, "2.1"), line(4, "3")]
    assert [each.item for _, each in changes_between(before, out).moved] == [4]


def test_changes_are_told_in_the_words_of_an_agenda(app):
    before = [line(1, "1", "Opening"), line(2, "2", "Reports"), line(3, "3", "Closing")]
    documents = (("WG-COP/3/7", "Radio"),)
    now = [
        line(1, "1", "Opening", minutes=15),
        line(4, "2", "Statements"),
        line(3, "3", "Closing", at="10:00", documents=documents, note="Thanks."),
    ]
    with app.test_request_context():
        assert changes_between(before, now).in_words == [
            "New: 2 Statements.",
            "Removed: 2 Reports.",
            "1 Opening: 15 min, previously open.",
            "3 Closing: now with WG-COP/3/7.",
            "3 Closing: note changed.",
            "1 item begins at another time.",
        ]


def test_lines_are_stored_and_read_again_also_if_fields_come_and_go():
    documents = (("WG-COP/3/7", "Radio"),)
    session = ListedSession("Morning", "2026-06-02", "09:30", "12:30", 15)
    whole = [
        line(1, "1", clauses=("recalling a",), documents=documents, note="*Now*", session=session)
    ]
    stored = to_store(whole)
    assert from_store(stored) == whole
    del stored[0]["note"]
    assert from_store([stored[0] | {"mood": "good"}]) == [whole[0].but(note="")]


def test_the_same_lines_give_the_same_text_which_is_a_paper(app):
    documents = (("WG-COP/3/7", "Radio"), ("WG-COP/3/8", "راديو"))
    lines = [
        line(1, "1", "Opening", minutes=15),
        line(
            2, "1.1.1.1", "Deep", documents=documents, note="- one\n- two\n\n| a | b |\n|---|---|"
        ),
        line(3, "2", "Closing", clauses=("recalling a", "recalling b"), note="Words."),
    ]
    with app.test_request_context():
        text = text_of(lines)
        assert text == text_of(lines)
    validate(text)
    words = plain(text)
    for each in ("1 Opening", "2 June 2026, 09:30 · 15 min", "WG-COP/3/7 Radio", "recalling a; "):
        assert each in words
