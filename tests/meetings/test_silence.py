"""A text under silence: who circulates it, who objects, and that adoption records itself, once."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html
from sqlalchemy import select

from tests.audit.noted import noted
from tests.meetings.conftest import BEFORE
from wgcop.accounts.models import Category, Delegation, DelegationRole, Membership, Person
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.group_members import GroupMember
from wgcop.agenda.models import AgendaClause, AgendaItem, Outcome
from wgcop.bodies.models import Group
from wgcop.chairing.actions import set_standing
from wgcop.errors import Invalid, Refused
from wgcop.mail import Message
from wgcop.outcomes import actions
from wgcop.outcomes.jobs import record_adopted
from wgcop.outcomes.silence.letters import as_written
from wgcop.outcomes.silence.models import AnswerKind, SilenceAnswer, SilenceProcedure
from wgcop.outcomes.silence.rule import Extension, SilenceState
from wgcop.resolutions.models import Wording
from wgcop.threads.chairing.standings import ClauseStanding, Standing

END = datetime(2026, 5, 6, 16, 0, tzinfo=UTC)
"""18:00 in Geneva, two days after the clock of the room."""
FORM = {
    "title": "A date for the guidance",
    "text": "to issue the guidance by March 2027;",
    "outcome": "agreed",
    "day": "2026-05-06",
    "clock": "18:00",
    "zone": "Europe/Zurich",
}


@pytest.fixture
def circulated(room, agenda, session):
    procedure = actions.circulate(
        room.meeting,
        FORM["title"],
        FORM["text"],
        Outcome.AGREED,
        ends_at=END,
        zone="Europe/Zurich",
        place="Geneva",
        item=agenda.recalling,
        by=room.helena,
        capacity=room.helena.capacities[0],
    )
    session.commit()
    return procedure


@pytest.fixture
def observer(room, session):
    network = Delegation(name="Listening Line", code="LISTEN", category=Category.OBSERVER)
    ruth = Person(name="Ruth", email="ruth@example.org")
    ruth.memberships.append(Membership(delegation=network, role=DelegationRole.HEAD))
    session.add(ruth)
    session.commit()
    return ruth


def decisions(item, session):
    session.expire_all()
    return [(each.outcome, each.text) for each in item.decisions]


def test_the_chair_circulates_a_text_and_delegations_are_told_with_the_moment(
    room, agenda, session, http
):
    data = FORM | {"item": agenda.recalling.id}
    answer = http(room.helena).post("/meetings/wg-cop-3/silence/new", data=data)
    assert answer.status_code == 303, answer.text
    procedure = session.scalars(select(SilenceProcedure)).one()
    assert procedure.ends_at == END
    letters = {each.recipient: each.text for each in session.scalars(select(Message))}
    assert set(letters) == {"amina@example.org", "luc@example.org"}
    assert "6 May 2026, 18:00 Geneva time (CEST, UTC+2)" in letters["luc@example.org"]
    assert FORM["text"] in letters["luc@example.org"]
    page = http(room.luc).get(procedure.url).text
    assert "6 May 2026, 18:00 Geneva time" in page
    assert FORM["text"] in page
    assert procedure.title in http(room.luc).get(agenda.recalling.url).text


def test_a_document_stands_for_the_text_unless_a_clause_is_agreed_in_these_words(
    room, agenda, clause, paper, session, http
):
    agenda_actions.change_item(
        agenda.recalling,
        ItemFacts(title="Recalling"),
        clauses=[clause],
        documents=[],
        version=agenda.recalling.version,
        by=room.ines,
    )
    session.commit()
    ines, address = http(room.ines), "/meetings/wg-cop-3/silence/new"
    data = FORM | {"text": "", "item": agenda.recalling.id, "document": paper.id}
    for nothing in ("", "\u200b"):
        answer = ines.post(address, data=data | {"clause": clause.id, "text": nothing})
        assert answer.status_code == 422
        assert "Text: Enter the words in which the clause would be agreed." in answer.text
    assert ines.post(address, data=data).status_code == 303
    procedure = session.scalars(select(SilenceProcedure)).one()
    assert (procedure.contribution, procedure.clause, procedure.text) == (paper, None, "")


def test_who_can_answer_finds_it_on_their_first_page_until_it_is_over(
    room, circulated, observer, session, clock, http
):
    def shown_to(person):
        return FORM["title"] in http(person).get("/").text

    assert [shown_to(each) for each in (room.luc, observer, room.helena)] == [True, False, False]
    room.group.open_to_all = False
    session.add(GroupMember(group_id=room.group.id, delegation=room.kenya))
    session.commit()
    assert [shown_to(each) for each in (room.amina, room.luc)] == [True, False]
    clock.stop(END + timedelta(seconds=1))
    assert not shown_to(room.amina), "whether it is on record or not"


def test_members_find_it_on_the_clause_and_the_document_that_it_is_about(
    room, agenda, circulated, clause, paper, session, http
):
    circulated.clause, circulated.contribution = clause, paper
    session.commit()
    for address in (f"/clauses/{clause.wid}", paper.url):
        page = html.fromstring(http(room.helena).get(address, follow_redirects=True).text)
        assert page.xpath(f"//a[@href='{circulated.url}']"), address
    actions.withdraw_text(circulated, by=room.helena)
    session.commit()
    assert circulated.url not in http(room.helena).get(paper.url).text
    assert FORM["title"] not in http().get(f"/clauses/{clause.wid}", follow_redirects=True).text


def test_adoption_is_recorded_by_itself_when_nobody_objects(
    room, agenda, circulated, session, clock
):
    clock.stop(END)
    assert record_adopted() == 0
    clock.advance(seconds=1)
    assert record_adopted() == 1
    [(outcome, words)] = decisions(agenda.recalling, session)
    assert outcome == Outcome.AGREED
    assert FORM["text"] in words
    assert "no objection was received by 6 May 2026, 18:00 Geneva time" in words
    assert circulated.decision is agenda.recalling.decision
    assert circulated.settled_at == END


def test_it_is_recorded_once_however_often_it_is_tried(room, agenda, circulated, session, clock):
    clock.stop(END + timedelta(hours=1))
    assert record_adopted() == 1
    assert record_adopted() == 0
    assert not actions.record_silence(circulated)
    assert len(decisions(agenda.recalling, session)) == 1


def test_a_page_says_what_is_so_before_anything_records_it(room, circulated, clock, http):
    clock.stop(END + timedelta(seconds=1))
    page = http(room.luc).get(circulated.url).text
    assert "Adopted by silence" in page
    assert "Ask for more time" not in page


def test_one_objection_stops_it(room, agenda, circulated, session, clock, http):
    page = http(room.luc)
    assert page.post(f"{circulated.url}/objections", data={"reason": "No."}).status_code == 303
    clock.stop(END + timedelta(hours=1))
    assert record_adopted() == 0
    assert decisions(agenda.recalling, session) == []
    assert circulated.state == SilenceState.BROKEN
    shown = http(room.amina).get(circulated.url).text
    assert "Silence broken" in shown
    assert "Switzerland" in shown
    told = [each.subject for each in session.scalars(select(Message))]
    assert told.count("Silence broken: A date for the guidance") == 2


def test_an_objection_after_the_time_is_refused_although_nothing_is_recorded_yet(
    room, circulated, clock, http, session
):
    clock.stop(END + timedelta(seconds=1))
    answer = http(room.luc).post(f"{circulated.url}/objections", data={"reason": "No."})
    assert answer.status_code == 409
    assert "The time has run out, and the text is adopted." in answer.text
    assert record_adopted() == 1


def test_more_time_counts_only_once_it_is_granted(room, agenda, circulated, session, clock, http):
    asked = {"reason": "Our capital reads it.", "day": "2026-05-08", "clock": "18:00"}
    assert http(room.luc).post(f"{circulated.url}/extensions", data=asked).status_code == 303
    session.expire_all()
    assert circulated.ends_at == END
    [request] = circulated.requests
    address = f"{circulated.url}/extensions/{request.id}/grant"
    assert http(room.luc).post(address).status_code == 403
    assert http(room.helena).post(address).status_code == 303
    session.expire_all()
    assert circulated.ends_at == END + timedelta(days=2)
    clock.stop(END + timedelta(hours=1))
    assert record_adopted() == 0
    clock.stop(END + timedelta(days=2, seconds=1))
    assert record_adopted() == 1
    assert "8 May 2026, 18:00" in decisions(agenda.recalling, session)[0][1]
    with pytest.raises(Refused):
        actions.grant_time(request, by=room.helena)


def test_who_declined_more_time_is_in_the_trail_and_nothing_that_was_said_of_it(
    room, circulated, session, http
):
    asked = {"reason": "Our capital reads it.", "day": "2026-05-08", "clock": "18:00"}
    http(room.luc).post(f"{circulated.url}/extensions", data=asked)
    session.expire_all()
    [request] = circulated.requests
    address = f"{circulated.url}/extensions/{request.id}/refusal"
    assert http(room.luc).post(address).status_code == 403
    assert noted(session, "silence.time-declined") == []
    assert http(room.helena).post(address).status_code == 303
    declined = ("silence.time-declined", room.helena.id, room.meeting.title, "")
    assert noted(session, "silence.time-declined") == [declined]
    trail = http(room.ines).get("/audit").text
    assert "Declined more time" in trail and "Our capital" not in trail


def test_time_counts_once_it_is_granted_and_neither_while_it_is_asked_for_nor_when_it_was_declined():
    """Of a row for each: what was asked for, what was declined, what was granted, and an objection."""
    earlier, later = END - timedelta(hours=3), END + timedelta(days=1)
    granted = SilenceAnswer(kind=AnswerKind.EXTENSION, granted_until=later, decided_at=earlier)
    rows = [
        SilenceAnswer(kind=AnswerKind.EXTENSION, asked_until=later),
        SilenceAnswer(kind=AnswerKind.EXTENSION, asked_until=later, decided_at=earlier),
        granted,
        SilenceAnswer(kind=AnswerKind.OBJECTION, at=END - timedelta(hours=1)),
    ]

    def silence_of(*answers):
        return SilenceProcedure(
            began_at=END - timedelta(days=2), first_end=END, answers=list(answers)
        )

    before = silence_of(*rows[:2])
    assert (before.silence.extensions, before.silence.end) == ([], END)
    assert len(before.requests) == 2 and before.objections == []
    after = silence_of(granted)
    assert (after.silence.extensions, after.silence.end) == ([Extension(earlier, later)], later)
    broken = silence_of(rows[3])
    assert (broken.silence.stopped_at, broken.requests) == (END - timedelta(hours=1), [])


def test_a_text_that_is_withdrawn_is_not_adopted(room, agenda, circulated, session, clock, http):
    assert http(room.helena).post(f"{circulated.url}/withdrawal").status_code == 303
    clock.stop(END + timedelta(hours=1))
    assert record_adopted() == 0
    assert decisions(agenda.recalling, session) == []
    assert "Withdrawn" in http(room.luc).get(circulated.url).text


def test_only_those_object_who_take_part_in_decisions(room, circulated, observer, session, http):
    may = {}
    for name, person in {
        "observer": observer,
        "secretariat": room.ines,
        "chair": room.helena,
        "head": room.amina,
        "delegate": room.luc,
    }.items():
        page = http(person)
        assert page.get(circulated.url).status_code == 200
        may[name] = page.post(f"{circulated.url}/objections").status_code
    assert may == {
        "observer": 403,
        "secretariat": 403,
        "chair": 403,
        "head": 422,
        "delegate": 422,
    }
    assert http().get(circulated.url).location.startswith("/sign-in")


def test_in_a_group_whose_members_are_named_only_they_object_and_are_told(
    room, agenda, session, http
):
    room.group.open_to_all = False
    session.add(GroupMember(group_id=room.group.id, delegation=room.kenya))
    session.commit()
    data = FORM | {"item": agenda.recalling.id}
    address = http(room.ines).post("/meetings/wg-cop-3/silence/new", data=data).location
    assert http(room.luc).post(f"{address}/objections").status_code == 403
    assert http(room.amina).post(f"{address}/objections").status_code == 422
    told = {each.recipient for each in session.scalars(select(Message))}
    assert told == {"amina@example.org"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Enter a title for the text."),
        ({"text": ""}, "Text: Enter the text, or choose a document."),
        ({"text": "\u200b"}, "Text: Enter the text, or choose a document."),
        ({"zone": "Geneva"}, "There is no such time zone."),
        ({"day": "2026-05-04", "clock": "10:59"}, "Allow at least one hour"),
        ({"day": "2027-05-04"}, "Choose a time within 90 days."),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_typed(room, http, wrong, words):
    answer = http(room.ines).post("/meetings/wg-cop-3/silence/new", data=FORM | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Europe/Zurich" in answer.text or "Geneva" in answer.text


def test_open_pages_of_members_hear_of_an_objection_and_those_of_guests_do_not(
    room, circulated, session, listen
):
    room.meeting.agenda_published = True
    session.commit()
    inside, outside = (
        listen(room.amina, "meeting:wg-cop-3@members"),
        listen(None, "meeting:wg-cop-3"),
    )
    actions.object_to(circulated, "No.", delegation=room.kenya, by=room.amina)
    session.commit()
    [entry] = inside()
    assert (entry["kind"], entry["target"]) == ("silence.broken", circulated.dom_id)
    assert "Kenya" in entry["html"]
    assert outside() == []


def test_an_end_in_the_past_is_refused(room):
    with pytest.raises(Invalid):
        actions.circulate(
            room.meeting,
            "Late",
            "Text",
            Outcome.AGREED,
            ends_at=BEFORE,
            zone="UTC",
            place="",
            by=room.ines,
            capacity=None,
        )


def test_pages_cost_the_same_however_many_texts_and_answers_there_are(
    room, agenda, circulated, session, http, statements
):
    def costs():
        session.commit()
        luc, counted = http(room.luc), []
        for address in (circulated.url, f"{room.meeting.url}/silence/", agenda.recalling.url):
            with statements() as sent:
                assert luc.get(address).status_code == 200
            counted.append(len(sent))
        return counted

    def ask(procedure, by, delegation):
        until = procedure.ends_at + timedelta(days=1)
        actions.ask_for_time(procedure, until, "We read it.", delegation=delegation, by=by)

    ask(circulated, room.amina, room.kenya)
    before = costs()
    switzerland = room.luc.memberships[0].delegation
    for _ in range(3):
        procedure = actions.circulate(
            room.meeting,
            "Another text",
            "Words",
            Outcome.AGREED,
            ends_at=END,
            zone="UTC",
            place="",
            item=agenda.recalling,
            by=room.helena,
            capacity=None,
        )
        ask(procedure, room.luc, switzerland)
        ask(circulated, room.luc, switzerland)
    assert costs() == before


@pytest.fixture
def of_clause(world, session, clock):
    """A wording of a clause that is under silence for a day."""
    clause = (
        session.scalars(select(Wording).where(Wording.citation == "invites Member States 2"))
        .one()
        .clause
    )
    item = session.scalars(
        select(AgendaItem).join(AgendaItem.clause_links).where(AgendaClause.clause_id == clause.id)
    ).first()
    helena = session.scalars(select(Person).where(Person.name == "Helena Tavira")).one()
    procedure = actions.circulate(
        item.meeting,
        "Campaigns with schools",
        "to hold awareness campaigns together with schools;",
        Outcome.AGREED,
        ends_at=clock.stop() + timedelta(days=1),
        zone="UTC",
        place="",
        item=item,
        clause=clause,
        by=helena,
        capacity=helena.capacities[0],
    )
    session.commit()
    return procedure


def standing_of(clause, session):
    return session.scalars(
        select(ClauseStanding)
        .where(ClauseStanding.clause_id == clause.id)
        .order_by(ClauseStanding.id.desc())
    ).first()


def test_a_wording_that_silence_adopts_goes_to_its_clause(of_clause, session, clock):
    clock.advance(hours=25)
    assert record_adopted() == 1
    standing = standing_of(of_clause.clause, session)
    assert (standing.standing, standing.words) == (Standing.AGREED, of_clause.text)
    assert standing.capacity == "Chair"
    session.refresh(of_clause)
    assert of_clause.decision.outcome == Outcome.AGREED


def test_an_adoption_below_a_group_that_agreed_other_words_is_recorded_and_leaves_these(
    of_clause, session, clock
):
    helena, group = of_clause.circulated_by, of_clause.meeting.group
    above = Group(code="ABOVE", name="The group above")
    session.add(above)
    group.parent = above
    set_standing(
        of_clause.clause,
        Standing.AGREED,
        words="as the group above has it;",
        by=helena,
        capacity=helena.capacities[0],
    )
    session.commit()
    clock.advance(hours=25)
    assert record_adopted() == 1
    assert standing_of(of_clause.clause, session).words == "as the group above has it;"
    session.refresh(of_clause)
    assert of_clause.text in of_clause.decision.text
    assert record_adopted() == 0


def test_whoever_circulated_a_text_and_who_follows_its_clause_hear_that_it_is_adopted(
    of_clause, world, session, clock, http
):
    ruth, topic = http(world.ruth), {"topic": of_clause.clause.topic}
    assert ruth.post("/follows", data=topic).status_code == 204
    chair = of_clause.circulated_by.email
    clock.advance(hours=25)
    assert record_adopted() == 1
    told = [
        each
        for each in session.scalars(select(Message))
        if each.subject == "Adopted by silence: Campaigns with schools"
    ]
    by_address = {each.recipient: each for each in told}
    assert {world.ruth.email, chair} < by_address.keys() and len(by_address) == len(told)
    assert all(as_written(each) for each in told)
    ruth.post("/follows/removal", data=topic)
    assert as_written(by_address[world.ruth.email]) is None
