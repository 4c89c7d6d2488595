"""The demo world: everybody is there, what is said and decided is real, and loading it twice changes nothing."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from wgcop import demo
from wgcop.accounts import passwords
from wgcop.accounts.models import Category, Delegation, GroupRole, Person
from wgcop.accounts.roles import MAIN_ROLES
from wgcop.agenda.models import AgendaItem, Decision
from wgcop.bodies.body import Body
from wgcop.bodies.levels import Level, Region
from wgcop.bodies.models import Meeting, Moment
from wgcop.bodies.subjects import Subject
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.database import Base, db
from wgcop.demo.cli import demo_command
from wgcop.initiatives.kinds import Confidence, InitiativeKind
from wgcop.initiatives.models import Initiative
from wgcop.priorwork.models import Document
from wgcop.registration.queries import participants_of
from wgcop.resolutions.models import Edition, Wording
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.addresses import Address
from wgcop.search_page.asking import SearchReader, query_of
from wgcop.threads.models import Comment


def sizes() -> dict[str, int]:
    return {
        name: db.session.scalar(select(func.count()).select_from(table))
        for name, table in Base.metadata.tables.items()
    }


def kinds_found(words: str, audiences: frozenset[str]) -> list[str]:
    """The kinds of what this reader finds."""
    query = query_of(Address(words), SearchReader(audiences))
    return [hit.kind for hit in current_engine().search(query).hits]


def test_loading_it_again_changes_nothing(session, world):
    before = sizes()
    again = demo.load()
    session.commit()
    assert sizes() == before
    assert again == demo.people()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("hour", [22, 23])
def test_it_is_loaded_in_the_hours_in_which_geneva_has_another_day_now_or_in_summer(
    session, clock, hour
):
    clock.stop(datetime(2026, 11, 27, hour, 30, tzinfo=UTC))
    assert len(demo.load()) == 20


def test_loaded_again_weeks_later_its_meeting_is_on(session, world, clock):
    before = sizes()
    clock.advance(days=20)
    meeting = session.scalars(select(Meeting).where(Meeting.number == 3)).one()
    assert meeting.moment == Moment.PAST
    demo.load()
    session.commit()
    assert meeting.moment == Moment.NOW
    assert meeting.is_open_for_contributions
    for table in (
        "person", "meeting", "meeting_registration", "agenda_item", "comment", "contribution",
        "initiative", "mail_message",
    ):  # fmt: skip
        assert sizes()[table] == before[table]


def test_it_says_who_can_sign_in(session, world):
    for person in demo.people():
        stored = world.person(person["email"])
        assert stored.name == person["name"]
        assert set(person) == {"email", "password", "name", "delegation", "roles"}
        assert person["roles"]
    password_hash = world.amina.password_hash
    session.rollback()
    assert passwords.matches(demo.people()[0]["password"], password_hash)


def test_the_command_prints_them_for_people_and_for_machines(app, world):
    run = app.test_cli_runner().invoke
    output = run(demo_command, [])
    assert output.exit_code == 0
    assert "amina@example.org" in output.output
    assert demo.people()[0]["password"] in output.output
    assert json.loads(run(demo_command, ["--json"]).output) == demo.people()


def test_there_are_delegations_of_all_kinds_and_regions(session, world):
    delegations = session.scalars(select(Delegation)).all()
    assert {d.category for d in delegations} == set(Category)
    assert {d.region for d in delegations} >= set(Region)
    member_states = {d.region for d in delegations if d.category == Category.MEMBER_STATE}
    assert member_states == set(Region)


def test_twenty_people_hold_all_roles(session, world):
    people = session.scalars(select(Person)).all()
    assert len(people) == 20
    first_names = Counter(person.name.split()[0] for person in people)
    assert set(first_names.values()) == {1}
    assert {office.role for person in people for office in person.offices} == set(MAIN_ROLES)
    assert world.helena.holds(GroupRole.CHAIR)
    assert world.salma.holds(GroupRole.VICE_CHAIR)
    assert world.elke.offices[0].capacity.title == "Rapporteur, Question 22-2/1"
    assert world.ines.is_secretariat
    assert world.ruth.capacities[0].is_observer
    assert world.amina.heads(world.delegation("Kenya"))


def test_one_person_speaks_for_two_delegations(session, world):
    speaks_for = [membership.delegation.name for membership in world.odile.memberships]
    assert speaks_for == ["Switzerland", "Jura Institute of Communication Studies"]


def test_the_resolution_is_there_whole(session, world):
    edition = session.scalars(select(Edition)).one()
    assert edition.slug == "67-hyderabad-2010"
    assert session.scalar(select(func.count()).select_from(Wording)) == 20


def test_the_past_meeting_has_decided_on_everything(session, world):
    past, now = session.scalars(select(Meeting).order_by(Meeting.number)).all()
    assert (past.moment, now.moment) == (Moment.PAST, Moment.NOW)
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting == past)).all()
    assert items
    assert all(item.decision and item.decision.text for item in items)


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_the_other_meeting_is_on_whatever_the_hour(session, world, clock, days):
    now = session.scalars(select(Meeting).where(Meeting.number == 3)).one()
    clock.advance(days=days)
    assert now.moment == Moment.NOW
    assert now.join_url


def test_people_attend_it_in_both_ways_some_without_an_account(session, world):
    now = session.scalars(select(Meeting).where(Meeting.number == 3)).one()
    participants = participants_of(now)
    assert participants.registered.in_person and participants.registered.remote
    assert participants.attended.in_person and participants.attended.remote
    who = {each.who: each for each in participants.registrations}
    assert who["Nadia Tolmas"].person is None and who["Amina Barasa"].comes_for == "Kenya"
    assert who["Mateo Quirarte"].attended is None and "Ines Carvalhal" not in who


def test_papers_that_arise_at_the_meeting_can_still_be_brought(session, world):
    now = session.scalars(select(Meeting).where(Meeting.number == 3)).one()
    assert now.is_open_for_contributions


def test_contributions_are_in_all_states(session, world):
    papers = {str(p.symbol or p.state): p for p in session.scalars(select(Contribution))}
    assert set(papers) == {
        "WG-COP/3/1",
        "WG-COP/3/2 Rev.1",
        "WG-COP/3/1(Add.1)",
        "WG-COP/3/3",
        "WG-COP/3/INF/1",
        "WG-COP/3/INF/1(Corr.1)",
        "WG-COP/2/ADM/1",
        "WG-COP/3/ADM/1",
        "draft",
        "submitted",
        "held",
    }
    assert papers["WG-COP/3/1"].source == "Kenya"
    assert papers["WG-COP/3/2 Rev.1"].source == "Brazil"
    assert papers["WG-COP/3/INF/1"].purpose == Purpose.INFORMATION
    assert papers["WG-COP/3/INF/1"].source == "Secretariat"
    assert papers["draft"].source == "Egypt, Kazakhstan"
    assert [each.consent for each in papers["draft"].current.sources] == ["not-asked", "asked"]
    assert papers["submitted"].source == "Ondara Telecom"
    assert papers["WG-COP/3/3"].timing == papers["submitted"].timing == "delayed"
    assert papers["WG-COP/3/INF/1(Corr.1)"].current.corrects
    assert papers["held"].remark
    assert papers["held"].source == "Switzerland; Rapporteur, Question 22-2/1"
    assert papers["held"].current.sources[1].consent == "given"
    assert all(paper.current.clauses for paper in papers.values() if not paper.is_composed)


def test_papers_and_a_comment_cite_documents(http, world):
    def page(symbol):
        return http(world.amina).get(f"/documents/{symbol}").text

    assert "Cited in 2 places" in page("WG-COP/3/INF/1")
    assert 'class="cited" href="/documents/WG-COP/3/INF/1"' in page("WG-COP/3/2")
    assert "Cited in 1 place" in page("WG-COP/3/2")


def test_the_agenda_takes_up_clauses_and_papers(session, world):
    item = session.scalars(select(AgendaItem).where(AgendaItem.title.like("One list%"))).one()
    symbols = [str(link.contribution.symbol) for link in item.document_links]
    assert symbols == ["WG-COP/3/2 Rev.1", "WG-COP/3/INF/1"]
    assert [clause.wording.item for clause in item.clauses] == ["2"]


def test_the_threads_show_every_kind_of_comment(session, world):
    comments = session.scalars(select(Comment)).all()
    assert len({comment.thread_id for comment in comments}) >= 8
    assert any(comment.parent for comment in comments)
    assert any(comment.edited_at and comment.earlier for comment in comments)
    assert any(comment.is_retracted for comment in comments)
    assert any(comment.is_private for comment in comments)
    assert {comment.language for comment in comments} >= {"en", "fr", "es", "ar", "ru"}
    assert len({comment.type for comment in comments}) == 5


def test_nobody_else_finds_a_delegations_private_comments(session, world):
    phrase = '"the capital cares about the date"'
    assert kinds_found(phrase, world.wanjiru.audiences) == ["comment"]
    for other in (world.haruko, world.helena, world.ines):
        assert kinds_found(phrase, other.audiences) == []
    assert kinds_found(phrase, frozenset({"public"})) == []


def test_only_its_drafters_and_the_asked_heads_find_a_draft(session, world):
    words = '"regional courses for those who train"'
    for reader in (world.salma, world.farid, world.aizhan):
        assert kinds_found(words, reader.audiences) == ["contribution"]
    for other in (world.amina, world.timur, world.helena, world.ines):
        assert kinds_found(words, other.audiences) == []


def test_a_dozen_initiatives_of_every_level_and_kind(session, world):
    entries = session.scalars(select(Initiative)).all()
    assert len(entries) >= 12
    assert {entry.level for entry in entries} == set(Level)
    assert {entry.kind for entry in entries} == set(InitiativeKind)
    assert {region for entry in entries for region in entry.regions} >= set(Region)
    assert {entry.confidence for entry in entries} == set(Confidence)
    assert all(entry.source for entry in entries)


def test_the_registry_is_found_by_guests(session, world):
    assert "initiative" in kinds_found("helplines", frozenset({"public"}))


def test_outcomes_were_recorded_by_the_secretariat(session, world):
    recorders = {decision.recorded_by.name for decision in session.scalars(select(Decision))}
    assert recorders == {"Ines Carvalhal"}


def test_the_corpus_is_of_all_levels_and_six_languages(session, world):
    documents = session.scalars(select(Document)).all()
    assert {document.level for document in documents} == set(Level)
    assert {document.language for document in documents} == {"en", "fr", "es", "ar", "zh", "ru"}
    assert {subject for document in documents for subject in document.subjects} == set(Subject)
    assert any(document.audience == "members" for document in documents)
    assert any(document.pages for document in documents)
    assert any(document.clauses for document in documents)
    assert all(document.title and document.dated for document in documents)


def test_the_same_work_was_done_by_two_bodies(session, world):
    bodies = session.scalars(
        select(Body.code).join(Document).where(Document.title.like("%helplines that children call"))
    ).all()
    assert set(bodies) == {"3/2", "Savanna Helplines"}
