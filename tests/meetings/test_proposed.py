"""Delegations propose items and documents; who draws up the agenda accepts or declines, and nobody else sees them."""

import pytest
from lxml import html
from sqlalchemy import select

from tests.meetings.conftest import DURING, draft_of
from wgcop.agenda import actions
from wgcop.agenda.actions.proposed import ProposedFacts
from wgcop.agenda.agendas import agenda_of, floor_now
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.proposed.models import ProposedItem, ProposedState
from wgcop.audit.models import AuditRow
from wgcop.drafting import submission
from wgcop.floor.actions import taking_up
from wgcop.mail import Message

PAGE = "/meetings/wg-cop-3/proposals"
TITLE = "Helplines that answer at night"


@pytest.fixture
def proposed(room, agenda, session):
    """Kenya's, by Amina."""
    facts = ProposedFacts(title=TITLE, planned_minutes=20, reason="Three members asked.")
    one = actions.propose(room.meeting, room.kenya, facts, by=room.amina)
    session.commit()
    return one


def answer(room, http, proposed, verb, by=None, **data):
    return http(by or room.helena).post(f"{PAGE}/{proposed.id}/{verb}", data=data)


def test_a_member_proposes_an_item_until_the_deadline(room, agenda, http, session, clock):
    data = {"delegation": room.kenya.id, "title": TITLE, "minutes": "20", "reason": "Asked for."}
    assert http(room.amina).post(f"{PAGE}/new", data=data).status_code == 303
    one = session.scalars(select(ProposedItem)).one()
    assert (one.title, one.planned_minutes, one.state) == (TITLE, 20, ProposedState.WAITING)
    assert http(room.amina).post(f"{PAGE}/new", data=data | {"title": " "}).status_code == 422
    wrong = data | {"delegation": room.luc.memberships[0].delegation_id}
    assert http(room.amina).post(f"{PAGE}/new", data=wrong).status_code == 422

    clock.stop(DURING)
    late = http(room.amina).post(f"{PAGE}/new", data=data)
    assert late.status_code == 409
    assert TITLE in late.text, "what was typed is kept"
    assert "deadline of this meeting has passed" in late.text
    late = http(room.amina).post(f"{PAGE}/new", data=data | {"minutes": "long"})
    assert (late.status_code, TITLE in late.text) == (422, True)
    assert "Nothing more can be proposed here" in http(room.amina).get(f"{PAGE}/new").text


def test_a_proposal_whose_form_is_sent_twice_is_there_once(room, agenda, http, session):
    amina = http(room.amina)
    [form] = [
        each
        for each in html.fromstring(amina.get(f"{PAGE}/new").text).forms
        if "once" in each.fields
    ]
    data = {**dict(form.form_values()), "title": TITLE, "minutes": "20", "reason": "Asked for."}
    assert [amina.post(f"{PAGE}/new", data=data).status_code for _ in range(2)] == [303, 303]
    assert session.scalars(select(ProposedItem.title)).all() == [TITLE]


def test_a_meeting_says_on_top_until_when_something_can_be_proposed(room, http, clock):
    """The line stands in what all members get; the page says whether it concerns its reader."""

    def shown(person=None):
        page = html.fromstring(http(person).get("/meetings/wg-cop-3").text)
        [concerned] = page.xpath("//@data-may")
        said = page.xpath("//*[@id='meeting-head']//*[@data-right='propose']")
        words = " ".join(" ".join(said[0].itertext()).split()) if said else ""
        links = page.xpath("//main//a[contains(@href, '/proposals')]/@href")
        return "propose" in concerned.split(), words, links

    is_concerned, words, links = shown(room.amina)
    assert is_concerned
    assert words.startswith("Proposals for the agenda due 21 May 2026, 23:59 Geneva time (CEST")
    assert links == [f"{PAGE}/new", PAGE]
    assert shown(room.salma) == (False, words, [f"{PAGE}/new"])
    assert shown() == (False, "", [])
    clock.stop(room.meeting.contributions_due)
    clock.advance(seconds=1)
    is_concerned, words, links = shown(room.amina)
    assert words.startswith("Proposals for the agenda were due 21 May 2026, 23:59 Geneva")
    assert links == [PAGE], "what became of those that were made"


def test_only_its_delegation_and_those_who_draw_up_the_agenda_see_it(room, proposed, http):
    def sees(person):
        answers = [http(person).get(address) for address in (PAGE, "/meetings/wg-cop-3")]
        return [TITLE in answers[0].text, "1 waiting" in answers[1].text]

    assert sees(room.amina) == [True, False]
    assert sees(room.helena) == sees(room.ines) == [True, True]
    for nobody in (room.luc, room.elke, room.salma, None):
        assert sees(nobody) == [False, False]


def test_the_number_that_waits_is_heard_by_those_who_draw_up_the_agenda_alone(
    room, agenda, session, listen
):
    topic = room.meeting.proposals_topic
    helena = listen(room.helena, topic)
    others = [listen(person, topic) for person in (room.amina, room.luc, room.elke, None)]
    assert [each.answer["ok"] for each in others] == [False] * 4
    members = listen(room.luc, "meeting:wg-cop-3@members")
    actions.propose(room.meeting, room.kenya, ProposedFacts(title=TITLE), by=room.amina)
    session.commit()
    [entry] = helena()
    assert entry["target"] == "agenda-waiting"
    assert "1 waiting" in entry["html"]
    assert TITLE not in entry["html"]
    assert members() == []


def test_accepted_it_becomes_an_item_and_its_proposer_hears_of_it(
    room, agenda, proposed, http, session
):
    assert answer(room, http, proposed, "acceptance", under=agenda.clauses.id).status_code == 303
    session.expire_all()
    numbers = {row.item.title: row.number for row in agenda_of(room.meeting, frozenset())}
    assert numbers[TITLE] == "2.3"
    assert (proposed.state, proposed.item.planned_minutes) == (ProposedState.ACCEPTED, 20)
    page = html.fromstring(http(room.amina).get(PAGE).text).text_content()
    assert "On the agenda" in page
    [letter] = session.scalars(select(Message).where(Message.recipient == room.amina.email))
    assert TITLE in letter.subject
    assert proposed.item.url in letter.text
    assert answer(room, http, proposed, "acceptance").status_code == 409, "only once"
    deeds = session.scalars(select(AuditRow.deed).where(AuditRow.deed.startswith("proposal.")))
    assert sorted(deeds) == ["proposal.accepted", "proposal.made"]
    assert TITLE not in http(room.ines).get("/audit?deed=meetings").text


def test_accepted_it_comes_before_any_other_business_and_the_page_says_where(
    room, agenda, proposed, http, session, numbers
):
    other = ItemFacts(title="Any other business", kind=ItemKind.OTHER)
    actions.add_item(room.meeting, other, by=room.ines)
    actions.add_item(room.meeting, ItemFacts(title="Next meeting"), by=room.ines)
    session.commit()
    chair = http(room.helena)
    there = chair.post(f"{PAGE}/{proposed.id}/acceptance").location.partition("#")[0]
    assert f"On the agenda now: “4 {TITLE}”." in chair.get(there).text
    names = [title for title, number in numbers().items() if "." not in number]
    assert names[2:] == ["Closing", TITLE, "Any other business", "Next meeting"]


def test_what_is_on_the_floor_stays_when_an_accepted_item_comes_before_it(
    room, agenda, proposed, session, clock
):
    other = ItemFacts(title="Any other business", kind=ItemKind.OTHER)
    last = actions.add_item(room.meeting, other, by=room.ines)
    session.commit()
    clock.stop(DURING)
    for each in (agenda.opening, agenda.recalling, agenda.invites, agenda.closing):
        taking_up.close_item(each, by=room.helena)
    assert floor_now(room.meeting).current == last.id
    actions.accept_proposed(proposed, under=None, by=room.helena)
    assert floor_now(room.meeting).current == last.id


def test_a_document_comes_to_stand_under_the_item_that_was_asked_for(room, agenda, http, session):
    draft = draft_of(room)
    submission.submit(draft, by=room.amina)
    session.commit()
    data = {
        "delegation": room.kenya.id,
        "contribution": draft.id,
        "under": agenda.recalling.id,
        "title": "",
    }
    assert http(room.amina).post(f"{PAGE}/new", data=data).status_code == 303
    one = session.scalars(select(ProposedItem)).one()
    assert one.title == "Helplines in schools"
    answer(room, http, one, "acceptance", under=agenda.recalling.id)
    session.expire_all()
    assert [link.contribution for link in agenda.recalling.document_links] == [draft]
    assert one.item == agenda.recalling


def test_it_is_declined_with_a_reason_which_its_delegation_reads(room, proposed, http, session):
    assert answer(room, http, proposed, "declining", reason=" ").status_code == 422
    reason = "The next meeting has a day for helplines."
    assert answer(room, http, proposed, "declining", reason=reason).status_code == 303
    assert reason in http(room.amina).get(PAGE).text
    assert reason not in http(room.luc).get(PAGE).text
    [letter] = session.scalars(select(Message).where(Message.recipient == room.amina.email))
    assert reason in letter.text
    assert "1 waiting" not in http(room.helena).get("/meetings/wg-cop-3").text
    noted = session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
    assert (noted.deed, noted.person_id) == ("proposal.declined", room.helena.id)
    assert TITLE not in noted.of_name and not noted.detail


def test_only_its_delegation_withdraws_it(room, proposed, http, session):
    assert answer(room, http, proposed, "withdrawal", by=room.luc).status_code == 403
    assert answer(room, http, proposed, "withdrawal", by=room.amina).status_code == 303
    session.expire_all()
    assert proposed.state == ProposedState.WITHDRAWN
    assert answer(room, http, proposed, "declining", reason="Late").status_code == 409
