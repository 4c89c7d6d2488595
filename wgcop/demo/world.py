"""Builds the demo world with the actions that people use, so that its history and numbers are real."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from importlib import resources
from itertools import islice
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wgcop import clock
from wgcop.accounts import passwords
from wgcop.accounts.actions.people import appoint, join_delegation, working_group
from wgcop.accounts.actions.regional import join_groups, name_coordinator
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.accounts.regional import groups_named
from wgcop.accounts.roles import Appointment
from wgcop.agenda.actions.items import add_item
from wgcop.agenda.actions.proposed import ProposedFacts, propose
from wgcop.agenda.actions.publishing import publish_agenda
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.bodies.actions import add_body
from wgcop.bodies.models import Group, GroupKind, GroupName, Meeting, Moment
from wgcop.chairing.actions import pin_note, resolve_thread, set_standing
from wgcop.contributions.cover import Cover
from wgcop.contributions.fields import TRANSLATED
from wgcop.contributions.models import Contribution
from wgcop.contributions.sources import Answer, Source
from wgcop.database import act_now, db
from wgcop.demo import prior_work
from wgcop.demo.agendas import (
    CONTACT,
    CONTACT_ADDRESS,
    PLACE,
    PROPOSED,
    SECOND,
    STATEMENT,
    THIRD,
    WHY_PROPOSED,
    ZONE,
    DemoAction,
    DemoItem,
)
from wgcop.demo.bracketing import put_brackets
from wgcop.demo.implementing import implement
from wgcop.demo.papers import PAPERS, Paper
from wgcop.demo.participants import REGISTERED, VISITORS
from wgcop.demo.people import (
    COORDINATORS,
    DELEGATIONS,
    PASSWORD,
    PEOPLE,
    REGIONAL_GROUPS,
    Participant,
)
from wgcop.demo.registry import (
    CONFIRM_IN,
    ENTRIES,
    FILTER_AT_HOME,
    HELPLINE_WEEK,
    JOIN_US,
    JOIN_US_CONTACT,
    STAMPS,
    WHY_DECLINED,
    DemoEntry,
)
from wgcop.demo.reports import ABSTRACT, CITED, COVER, LAST, THIS, Rewritten
from wgcop.demo.talk import (
    CONFIDED,
    MERGED,
    NOTE,
    POSITIONS,
    PROPOSALS,
    RESOLVED,
    STANDINGS,
    THREADS,
    DemoComment,
    DemoPosition,
)
from wgcop.demo.translations import AFTER_ITS_REVISION, BEFORE_ITS_REVISION, DemoTranslation
from wgcop.documents import attaching
from wgcop.drafting import actions as contributions
from wgcop.drafting import submission
from wgcop.events.actions import write_recorded
from wgcop.events.models import Topic
from wgcop.floor.actions import (
    announce,
    ask_for_floor,
    close_meeting,
    end_intervention,
    next_speaker,
    open_meeting,
    pause_item_timer,
    start_item_timer,
    take_down_announcement,
)
from wgcop.floor.letters import tell_latecomers
from wgcop.floor.queries import item_on_floor
from wgcop.floor.speakers import FloorKind
from wgcop.following.actions import mark_read
from wgcop.implementation.states import ReviewState
from wgcop.implementation_reports.actions import (
    adopt,
    approve_section,
    begin_report,
    review_section,
    submit_section,
    write_section,
)
from wgcop.implementation_reports.entries import EntriesNamed
from wgcop.implementation_reports.facts import ReportFacts
from wgcop.implementation_reports.models import ImplementationReport, WrittenSection
from wgcop.initiatives.actions import add_initiative
from wgcop.initiatives.confirming.actions import note_asked
from wgcop.initiatives.models import Initiative, OverlapAnswer
from wgcop.initiatives.overlapping.actions import answer as answer_overlap
from wgcop.initiatives.overlapping.queries import overlaps_of
from wgcop.initiatives.proposing.actions import decline
from wgcop.initiatives.proposing.actions import propose as propose_entry
from wgcop.mail import Message
from wgcop.meetings.actions.groups import close_group, set_up_on_item
from wgcop.meetings.actions.meetings import change_meeting, create_meeting
from wgcop.meetings.arrangements import Arrangements
from wgcop.merging.actions import open_chairs_text, put_away, take_choices
from wgcop.merging.queries import shown_text
from wgcop.numbering.kinds import Attachment
from wgcop.outcomes.action_points import ActionFacts, ActionOwner, OwnerKind
from wgcop.outcomes.actions.action_points import add_action_point, complete_action_point
from wgcop.outcomes.actions.conclusions import continue_item, record_outcome
from wgcop.outcomes.actions.silences import circulate, record_silence
from wgcop.outcomes.actions.statements import deliver_statement
from wgcop.outcomes.actions.wordings import agree_wording
from wgcop.outcomes.statements import StatementKind
from wgcop.paper import anchor, from_text
from wgcop.positions.actions import take_position, tell_chair
from wgcop.priorwork.imports.actions import prepare_import, read_file, settle, start_import
from wgcop.proposals.actions import propose_words, release
from wgcop.proposals.from_suggestions import propose_suggested
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.symbols import symbol_for
from wgcop.reading.sandbox import SandboxedReader
from wgcop.records.notes.actions import begin_notes, publish_notes
from wgcop.registration.actions.registrations import mark_attendance, register, register_other
from wgcop.registration.queries import registrations_of
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.models import Clause, Edition, Wording
from wgcop.resolutions.parse import parse
from wgcop.suggestions.actions import support as support_words
from wgcop.threads.actions.comments import edit_comment, post_comment, retract_comment, thread_of
from wgcop.threads.actions.releases import release_comment
from wgcop.threads.actions.supports import support
from wgcop.threads.clauses import words_of
from wgcop.threads.models import MEMBERS, Comment
from wgcop.translations import actions as translations

NAME_BEFORE = "WG-CP"
SECRETARY = "ines@example.org"
LAST_READ = 58  # hours before the world is loaded
TEXT = "texts/resolution-67-hyderabad-2010.txt"


class SignIn(TypedDict):
    email: str
    password: str
    name: str
    delegation: str
    roles: list[str]


class Speaking(TypedDict):
    by: Person
    capacity: Capacity


def people() -> list[SignIn]:
    """Return who can sign in, with their roles."""
    return [
        SignIn(
            email=person.email,
            password=PASSWORD,
            name=person.name,
            delegation=person.delegation,
            roles=person.roles,
        )
        for person in PEOPLE
    ]


def load(session: Session | None = None) -> list[SignIn]:
    """Build the world, or keep the meeting of an existing one current, and return who can sign in.
    The caller commits.
    """
    session = session or db.session
    password_hash = ""
    if not is_loaded(session):
        session.rollback()
        # One hash for everybody, made without a lock: twenty would take longer than the rest.
        password_hash = passwords.hash_of(PASSWORD)
    world = World(session, clock.now(), password_hash)
    if is_loaded(session):
        world.go_on()
    else:
        try:
            world.build()
        finally:
            clock.start()
    return people()


def is_loaded(session: Session) -> bool:
    first = select(Person.id).where(Person.email == PEOPLE[0].email)
    return session.scalar(first) is not None


class World:
    """The demo world while it is built. `now` is the moment of loading; all dates are counted from
    it.
    """

    def __init__(self, session: Session, now: datetime, password_hash: str) -> None:
        self.session = session
        self.now = now
        self.password_hash = password_hash
        self.people: dict[str, Person] = {}
        self.papers: dict[str, Contribution] = {}

    def build(self) -> None:
        with self.ago(days=200):
            self.seat_people()
            self.import_text()
        with self.ago(days=120):
            self.enter_initiatives()
        with self.ago(days=110):
            self.import_prior_work()
        self.hold_second_meeting()
        meeting = self.prepare_third_meeting()
        self.register(meeting)
        self.write_papers(meeting)
        items = self.publish_third_agenda(meeting)
        self.propose_initiatives()
        self.date_confirmations()
        self.talk()
        self.take_positions()
        self.propose_words()
        put_brackets(self)
        with self.ago(hours=4):
            self.merge_words()
        with self.ago(hours=3):
            self.lead(items)
        implement(self)
        self.open_third_meeting(meeting, items)
        self.report_on_implementation()
        self.session.flush()
        act_now(tell_latecomers, self.session)  # would be written with the commit
        self.send_no_letters(since=self.now - timedelta(days=300))

    def send_no_letters(self, since: datetime) -> None:
        """Delete the messages to the invented people, because their addresses do not exist."""
        invented = [*(person.email for person in PEOPLE), *(visitor.email for visitor in VISITORS)]
        self.session.execute(
            delete(Message).where(Message.recipient.in_(invented), Message.written_at >= since)
        )

    @contextmanager
    def ago(self, *, days: float = 0, **units: float) -> Iterator[None]:
        """Date everything inside the block to that moment before `now`, and flush it before the
        clock returns to `now`.

        Whole days keep the hour of the clock in Geneva, as meetings do, even when it was summer.
        """
        same_hour = self.now.astimezone(ZoneInfo(ZONE)) - timedelta(days=int(days))
        clock.stop(same_hour.astimezone(UTC) - timedelta(days=days % 1, **units))
        yield
        self.session.flush()
        clock.stop(self.now)

    def seat_people(self) -> None:
        delegations = {
            party.code: Delegation(
                code=party.code, name=party.name, category=party.category, region=party.region
            )
            for party in DELEGATIONS
        }
        self.session.add_all([*delegations.values(), working_group()])
        working_group().earlier_names = [GroupName(name=NAME_BEFORE, since=2009, until=2010)]
        self.session.flush()
        for code, members in REGIONAL_GROUPS.items():
            [group] = groups_named(code.lower())
            join_groups([delegations[each] for each in members], group, by=None)
        for participant in PEOPLE:
            self.seat(participant, delegations)
        self.session.flush()
        for code, name in COORDINATORS.items():
            [group] = groups_named(code.lower())
            name_coordinator(self.people[name].memberships[0], group, by=None)

    @cached_property
    def delegations(self) -> dict[str, Delegation]:
        """The delegations by their codes."""
        return {each.code: each for each in self.session.scalars(select(Delegation))}

    def seat(self, participant: Participant, delegations: dict[str, Delegation]) -> None:
        person = Person(
            email=participant.email,
            name=participant.name,
            language=participant.language,
            password_hash=self.password_hash,
        )
        self.session.add(person)
        self.people[participant.first_name.lower()] = person
        for code, role in participant.speaks_for:
            join_delegation(person, delegations[code], role, by=None)
        for group_role, scope in participant.holds:
            appoint(person, Appointment(group_role, scope), by=None)

    @property
    def secretary(self) -> Person:
        return self.people["ines"]

    @cached_property
    def group(self) -> Group:
        return working_group()

    def import_text(self) -> None:
        text = resources.files("wgcop.resolutions").joinpath(TEXT).read_text("utf-8")
        import_resolution(parse(text), by=self.secretary)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """The clauses by their citations."""
        return {
            wording.citation: wording.clause for wording in self.session.scalars(select(Wording))
        }

    def enter_initiatives(self) -> None:
        for entry in ENTRIES:
            add_initiative(
                entry.with_clauses(self.clauses),
                owner=self.delegations.get(entry.owner),
                by=self.people["jonas"],
            )

    def date_confirmations(self) -> None:
        """Set the dates by which some entries are to be confirmed, and note that those who answer
        for them were asked.
        """
        entries = self.session.scalars(
            select(Initiative).where(Initiative.name.in_(CONFIRM_IN))
        ).all()
        for entry in entries:
            entry.confirm_by = (self.now + timedelta(days=CONFIRM_IN[entry.name])).date()
        note_asked(entries)

    def propose_initiatives(self) -> None:
        """Propose initiatives: one was declined, two wait, and Kenya invites one of those to join
        its own campaign.
        """
        with self.ago(days=9):
            stamps = self.propose_initiative(STAMPS, "caio")
        with self.ago(days=8):
            decline(stamps, WHY_DECLINED, version=stamps.version, by=self.people["jonas"])
        with self.ago(days=5):
            self.propose_initiative(FILTER_AT_HOME, "priya")
        with self.ago(days=4):
            week = self.propose_initiative(HELPLINE_WEEK, "ruth")
        with self.ago(days=3):
            overlap = next(each for each in overlaps_of(week) if each.other.name == "Be the COP")
            answer_overlap(
                overlap,
                OverlapAnswer.JOIN_US,
                JOIN_US,
                JOIN_US_CONTACT,
                by=self.people["amina"],
            )

    def propose_initiative(self, entry: DemoEntry, name: str) -> Initiative:
        return propose_entry(
            entry.with_clauses(self.clauses),
            owner=self.delegations[entry.owner],
            by=self.people[name],
        )

    def import_prior_work(self) -> None:
        """Import the documents as the web page does, but at once."""
        bodies = {
            facts.code: add_body(facts, by=self.people["jonas"]) for facts in prior_work.BODIES
        }
        prepared = prepare_import(prior_work.documents(), prior_work.table_of_facts())
        batch = start_import(bodies[prior_work.HOME], prepared, by=self.people["jonas"])
        with SandboxedReader() as reader:
            for file in batch.files:
                settle(file, read_file(file, reader))

    def hold_second_meeting(self) -> None:
        with self.ago(days=190):
            arrangements = Arrangements(
                title="Second meeting of WG-COP",
                place=PLACE,
                zone=ZONE,
                starts_on=self.day(-150),
                ends_on=self.day(-149),
                contact=CONTACT,
                contact_address=CONTACT_ADDRESS,
            )
            meeting = create_meeting(self.group, arrangements, by=self.secretary, number=2)
            items = self.fill_agenda(meeting, SECOND)
            publish_agenda(meeting, by=self.secretary)
        helena = self.people["helena"]
        with self.ago(days=150):
            open_meeting(meeting, by=helena)
        with self.ago(days=149):
            self.decide(items)
            close_meeting(meeting, by=helena)
            group = set_up_on_item(
                items[-1][1], GroupKind.DRAFTING_GROUP, [], by=self.people["helena"]
            )
        self.adopt_by_silence(meeting)
        with self.ago(days=120):
            close_group(group, by=self.secretary)

    def adopt_by_silence(self, meeting: Meeting) -> None:
        """Adopt a text by silence after the meeting, which had agreed on all but one word of it."""
        helena = self.people["helena"]
        with self.ago(days=140):
            procedure = circulate(
                meeting,
                "Letter to the regional offices",
                "The group asks each regional office for one page on what it does.",
                Outcome.AGREED,
                ends_at=self.now - timedelta(days=133),
                zone=meeting.zone,
                place=meeting.clock_place,
                by=helena,
                capacity=helena.capacities[0],
            )
        with self.ago(days=132):
            record_silence(procedure)

    def prepare_third_meeting(self) -> Meeting:
        with self.ago(days=70):
            return create_meeting(self.group, self.third_meeting(), by=self.secretary, number=3)

    def register(self, meeting: Meeting) -> None:
        for name, how in REGISTERED.items():
            with self.ago(days=how.days):
                person = self.people[name]
                delegation = self.capacity(person, in_office=False).delegation
                register(meeting, how.planned, delegation, by=person)
        for visitor in VISITORS:
            with self.ago(days=visitor.days):
                register_other(
                    meeting,
                    visitor.name,
                    visitor.planned,
                    organization=visitor.organization,
                    email=visitor.email,
                    by=self.secretary,
                )

    def mark_attendance(self, meeting: Meeting) -> None:
        """Mark those who came on the first morning."""
        registered = {row.person: row for row in registrations_of(meeting) if row.person}
        there = {self.people[name]: how.attended for name, how in REGISTERED.items()}
        marks = {registered[person].id: how for person, how in there.items()}
        mark_attendance(meeting, marks, by=self.secretary)

    def write_papers(self, meeting: Meeting) -> None:
        for key, paper in PAPERS.items():
            with self.ago(days=paper.begun):
                contribution = self.draft(paper, meeting)
            if paper.submitted is not None:
                with self.ago(days=paper.submitted):
                    submission.submit(contribution, by=contribution.drafted_by)
            if paper.accepted:
                with self.ago(days=paper.submitted or 0, hours=-22):
                    submission.accept(contribution, by=self.secretary)
            if paper.hold_reason:
                with self.ago(days=paper.submitted or 0, hours=-20):
                    submission.hold(contribution, paper.hold_reason, by=self.secretary)
            if paper.revision:
                with self.ago(days=BEFORE_ITS_REVISION.issued):
                    self.translate(contribution, BEFORE_ITS_REVISION)
                with self.ago(days=7):
                    self.revise(contribution, paper)
                with self.ago(days=AFTER_ITS_REVISION.issued):
                    self.translate(contribution, AFTER_ITS_REVISION)
            if paper.addendum:
                with self.ago(days=20):
                    self.attach(contribution, Attachment.ADDENDUM, paper.addendum)
            if paper.corrigendum:
                with self.ago(days=5):
                    self.attach(
                        contribution, Attachment.CORRIGENDUM, paper.corrigendum, paper.corrects
                    )
            self.papers[key] = contribution

    def attach(
        self, document: Contribution, kind: Attachment, text: str, corrects: str = ""
    ) -> None:
        person = document.drafted_by
        attached = attaching.attach(document, kind, corrects, by=person)
        revision = attached.revisions[0]
        contributions.save_draft(
            attached,
            revision.cover,
            from_text(text),
            revision.clauses,
            version=revision.version,
            by=person,
        )
        submission.submit(attached, by=person)

    def draft(self, paper: Paper, meeting: Meeting) -> Contribution:
        person = self.people[paper.by]
        capacity = self.capacity(person, in_office=paper.in_office)
        cover = Cover(
            title=paper.title,
            purpose=paper.purpose,
            action_required=paper.action_required,
            abstract=paper.abstract,
            keywords=paper.keywords,
            contact=f"{person.name}, {capacity.printed}, {person.email}",
        )
        contribution = contributions.start_draft(
            meeting,
            capacity,
            cover,
            from_text(paper.text),
            [self.clauses[citation] for citation in paper.clauses],
            together_with=[self.delegation(c) for c in (*paper.together_with, *paper.awaited)],
            by=person,
        )
        for colleague in paper.drafters:
            contributions.name_drafter(contribution, self.people[colleague], by=person)
        if paper.together_with or paper.awaited:
            contributions.ask_for_consent(contribution, by=person)
        for source in contribution.current.sources:
            if source.delegation and source.delegation.code in paper.together_with:
                self.consent(source)
        return contribution

    def consent(self, source: Source) -> None:
        head = next(each for each in self.people.values() if each.heads(source.delegation))
        wording = source.revision.fingerprint
        contributions.answer_for(source, Answer.CONSENTS, wording=wording, by=head)

    def delegation(self, code: str) -> Delegation:
        return self.session.scalars(select(Delegation).where(Delegation.code == code)).one()

    def revise(self, contribution: Contribution, paper: Paper) -> None:
        person = contribution.drafted_by
        revision = contributions.revise(contribution, by=person)
        contributions.save_draft(
            contribution,
            revision.cover,
            from_text(paper.revision, revision.text),
            revision.clauses,
            version=revision.version,
            by=person,
            note=paper.revision_note,
        )
        contributions.issue(contribution, by=person)

    def translate(self, contribution: Contribution, translation: DemoTranslation) -> None:
        draft = translations.begin(contribution, translation.language, by=self.secretary)
        fields = {each.name: str(getattr(translation, each.name, "")) for each in TRANSLATED}
        text = from_text(translation.text)
        translations.save(
            draft, fields, text, draft.made_from, version=draft.version, by=self.secretary
        )
        translations.issue(draft, translation.status, by=self.secretary)

    def publish_third_agenda(self, meeting: Meeting) -> list[tuple[DemoItem, AgendaItem]]:
        with self.ago(days=17):
            items = self.fill_agenda(meeting, THIRD)
            for planned, item in items:
                if planned.takes_up:
                    titled = AgendaItem.title == planned.takes_up
                    deferred = self.session.scalars(select(AgendaItem).where(titled)).one()
                    continue_item(deferred, meeting, under=item, by=self.secretary)
            publish_agenda(meeting, by=self.secretary)
        return items

    def open_third_meeting(
        self, meeting: Meeting, items: list[tuple[DemoItem, AgendaItem]]
    ) -> None:
        """Open the meeting and decide its first items. Papers are accepted until tomorrow, for
        those that arise from the discussion.
        """
        with self.ago(hours=20):
            open_meeting(meeting, by=self.people["helena"])
            self.decide(items)
            teresa = self.people["teresa"]
            deliver_statement(
                items[1][1],
                StatementKind.STATEMENT,
                STATEMENT,
                delegation=self.delegation("BRA"),
                by=teresa,
            )
            arrangements = self.third_meeting(due=self.tomorrow_evening)
            change_meeting(meeting, arrangements, version=meeting.version, by=self.secretary)
            caio = self.people["caio"]
            facts = ProposedFacts(title=PROPOSED, planned_minutes=20, reason=WHY_PROPOSED)
            propose(meeting, caio.memberships[0].delegation, facts, by=caio)
            self.mark_attendance(meeting)
        self.lead_the_room(meeting)

    def lead_the_room(self, meeting: Meeting) -> None:
        """Lead the discussion of the item on the floor: yesterday ended with it, and today Kenya
        has spoken on it.
        """
        item = item_on_floor(meeting)
        if item is None:
            return
        chair, amina = self.people["helena"], self.people["amina"]
        with self.ago(hours=19):
            pause_item_timer(item, by=chair)
            announce(meeting, "We go on tomorrow at 9:30.", by=chair)
        with self.ago(minutes=6):
            take_down_announcement(meeting, by=chair)
            start_item_timer(item, by=chair)
            ask_for_floor(item, FloorKind.INTERVENTION, capacity=amina.capacities[0], by=amina)
            next_speaker(item, by=chair)
        with self.ago(minutes=4):
            end_intervention(item, by=chair)

    def third_meeting(self, *, due: datetime | None = None) -> Arrangements:
        return Arrangements(
            title="Third meeting of WG-COP",
            place=PLACE,
            zone=ZONE,
            starts_on=self.day(-1),
            ends_on=self.day(2),
            join_url="https://meet.example.org/wg-cop-3",
            contact=CONTACT,
            contact_address=CONTACT_ADDRESS,
            due=due,
        )

    @property
    def tomorrow_evening(self) -> datetime:
        return datetime.combine(self.day(1), time(18), ZoneInfo(ZONE))

    def go_on(self) -> None:
        """Move the third meeting to today, if it would be over in a world that was loaded days ago."""
        meeting = self.session.scalar(
            select(Meeting).where(Meeting.group == self.group, Meeting.number == 3)
        )
        secretary = self.session.scalar(select(Person).where(Person.email == SECRETARY))
        if meeting and secretary and meeting.moment == Moment.PAST:
            arrangements = self.third_meeting(due=self.tomorrow_evening)
            change_meeting(meeting, arrangements, version=meeting.version, by=secretary)
            self.session.flush()
            self.send_no_letters(since=self.now)

    def fill_agenda(
        self, meeting: Meeting, agenda: Sequence[DemoItem], parent: AgendaItem | None = None
    ) -> list[tuple[DemoItem, AgendaItem]]:
        """Add the planned items to the agenda, and return each plan with its item, in order."""
        filled = []
        for planned in agenda:
            item = add_item(
                meeting,
                ItemFacts(
                    kind=planned.kind,
                    presenter=planned.presenter,
                    title=planned.title,
                    planned_minutes=planned.minutes,
                    fixed_on=None if planned.on is None else self.day(planned.on),
                    fixed_at=planned.at,
                    note=planned.note,
                ),
                parent=parent,
                clauses=[self.clauses[citation] for citation in planned.clauses],
                documents=[self.papers[key] for key in planned.papers],
                by=self.secretary,
            )
            filled += [(planned, item), *self.fill_agenda(meeting, planned.below, item)]
        return filled

    def decide(self, items: Iterable[tuple[DemoItem, AgendaItem]]) -> None:
        for planned, item in items:
            if planned.outcome:
                record_outcome(item, planned.outcome, planned.decided, by=self.secretary)
            for asked in planned.asked:
                self.ask(item, asked)
            if planned.notes:
                notes = begin_notes(item, from_text(planned.notes), by=self.secretary)
                publish_notes(notes, by=self.secretary)

    def ask(self, item: AgendaItem, asked: DemoAction) -> None:
        due_on = self.day(asked.due)
        facts = ActionFacts(text=asked.text, owner=self.owner(asked.owner), due_on=due_on)
        point = add_action_point(item, facts, by=self.secretary)
        if asked.done:
            complete_action_point(point, asked.done, by=self.secretary)

    def owner(self, name: str) -> ActionOwner:
        if not name:
            return ActionOwner(OwnerKind.SECRETARIAT)
        if name in self.people:
            return ActionOwner(OwnerKind.PERSON, person=self.people[name])
        return ActionOwner(OwnerKind.DELEGATION, delegation=self.delegation(name))

    def day(self, offset: int) -> date:
        return self.now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=offset)

    def talk(self) -> None:
        """Post all comments in the order of their time."""
        comments_by_clause = [(s, citation) for citation, thread in THREADS.items() for s in thread]
        comments: dict[tuple[str, str], Comment] = {}
        unread = False
        for number, (words, citation) in enumerate(
            sorted(comments_by_clause, key=lambda pair: -pair[0].ago)
        ):
            if words.ago < LAST_READ and not unread:
                self.everybody_has_read()
                unread = True
            with self.ago(hours=words.ago):
                comment = self.say(words, citation, comments.get((citation, words.to)), number)
            if words.key:
                comments[citation, words.key] = comment
            with self.ago(hours=words.ago - 0.4):
                if words.edited:
                    edit_comment(comment, by=comment.person, body=words.edited)
                if words.retracted:
                    retract_comment(comment, by=comment.person)
            self.respond(words, comment)

    def respond(self, words: DemoComment, comment: Comment) -> None:
        """Add support and release in the hours after a comment."""
        for hours, name in enumerate(words.supported_by, 1):
            delegation = self.people[name].memberships[0].delegation
            with self.ago(hours=words.ago - hours):
                support(comment, delegation, by=self.people[name])
        for hours, name in enumerate(words.words_supported_by, 1):
            person = self.people[name]
            with self.ago(hours=words.ago - hours):
                support_words(comment, person.memberships[0].delegation, by=person)
        if words.proposed_by:
            person = self.people[words.proposed_by]
            capacity = self.capacity(person, in_office=False)
            with self.ago(hours=words.ago - 4):
                propose_suggested(comment, seen=None, by=person, capacity=capacity)
        if words.released_by:
            with self.ago(hours=words.ago - 3):
                release_comment(comment, by=self.people[words.released_by])

    def take_positions(self) -> None:
        for each in POSITIONS:
            clause = self.clauses[each.clause]
            self.take_position(clause, clause.wording.text, each)
        with self.ago(hours=CONFIDED.ago):
            head = self.people[CONFIDED.by]
            tell_chair(
                self.clauses[CONFIDED.clause],
                working_group(),
                CONFIDED.line,
                by=head,
                capacity=self.capacity(head, in_office=False),
            )

    def take_position(self, thing: Clause | Proposal, words: str, each: DemoPosition) -> None:
        head = self.people[each.by]
        with self.ago(hours=each.ago):
            take_position(
                thing,
                each.layer,
                each.stance,
                each.reason,
                seen=0,
                words=words,
                by=head,
                capacity=self.capacity(head, in_office=False),
            )

    def propose_words(self) -> None:
        for each in PROPOSALS:
            clause, person = self.clauses[each.clause], self.people[each.by]
            capacity = self.capacity(person, in_office=False)
            base = clause.wording.text
            words = each.words if each.after else base.replace(each.replaces, each.words)
            symbol = symbol_for(None, base, words, each.reasons, is_new_clause=each.after)
            with self.ago(hours=each.ago):
                proposed = ProposedWords(symbol, base, words, each.reasons)
                proposal = propose_words(clause, proposed, key="", by=person, capacity=capacity)
            if each.released:
                with self.ago(hours=each.ago - 1):
                    release(proposal, seen=proposal.version, by=person, capacity=capacity)
            for position in each.positions:
                self.take_position(proposal, proposal.words, position)

    def merge_words(self) -> None:
        """Begin a chair's text with words of a proposal, and put it away for the meeting."""
        helena, clause = self.people["helena"], self.clauses[MERGED]
        chair = self.capacity(helena, in_office=True)
        text = open_chairs_text(clause, by=helena, capacity=chair)
        choice = shown_text(clause).places[0].choices[0]
        take_choices(text, [choice], seen=text.version, by=helena, capacity=chair)
        put_away(text, seen=text.version, by=helena, capacity=chair)

    def lead(self, items: list[tuple[DemoItem, AgendaItem]]) -> None:
        """Set what the chair has decided so far: standings, a resolved thread and a note. A
        standing that agrees to words is recorded as an agreed wording of its agenda item.
        """
        helena = self.people["helena"]
        chair = self.capacity(helena, in_office=True)
        for citation, standing in STANDINGS.items():
            clause = self.clauses[citation]
            item = next((item for planned, item in items if citation in planned.clauses), None)
            if item and standing.agrees_to_words:
                agree_wording(
                    item, clause, standing, clause.wording.text, by=helena, capacity=chair
                )
            else:
                set_standing(clause, standing, by=helena, capacity=chair)
        resolve_thread(self.clauses[RESOLVED], by=helena, capacity=chair)
        citation, body = NOTE
        pin_note(self.clauses[citation], body, by=helena, capacity=chair)

    def report_on_implementation(self) -> None:
        """Write last year's report, which was adopted after the second meeting, and this year's,
        which continues it.
        """
        this_year = self.day(0).year
        with self.ago(days=115):
            last = self.begin_report(this_year - 1)
            for section in last.sections:
                self.write_in(
                    section, Rewritten("elke", LAST[self.key_of(section)], ReviewState.APPROVED)
                )
            self.session.flush()
        with self.ago(days=100):
            meeting = self.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-2")).one()
            helena = self.people["helena"]
            adopt(
                last,
                meeting,
                "The working group adopted the report by correspondence.",
                **self.speaks(helena),
            )
        with self.ago(days=20):
            report = self.begin_report(this_year, last)
        for number, section in enumerate(report.sections):
            if rewritten := THIS.get(self.key_of(section)):
                with self.ago(days=12 - number):
                    self.write_in(section, rewritten)

    def begin_report(
        self, year: int, previous: ImplementationReport | None = None
    ) -> ImplementationReport:
        edition = self.session.scalars(select(Edition)).first()
        assert edition is not None
        facts = ReportFacts(
            title=f"Report on the implementation of {edition.name}, {year}",
            conference=f"Council, {year + 1} session",
            document_number=f"C{(year + 1) % 100}/18-E",
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            abstract=ABSTRACT,
            cited=CITED,
            entries_named=EntriesNamed.ALL,
            **COVER,
        )
        return begin_report(edition, facts, previous, by=self.secretary)

    def key_of(self, section: WrittenSection) -> str:
        return section.clause.wording.citation if section.clause else section.key

    def write_in(self, section: WrittenSection, rewritten: Rewritten) -> None:
        """Write the section and take it as far as it came, each step by somebody who may take it."""
        writer = self.people[rewritten.by]
        words = rewritten.text or section.text
        write_section(section, words, version=section.version, **self.speaks(writer))
        steps = {
            ReviewState.SUBMITTED: (submit_section, writer),
            ReviewState.REVIEWED: (review_section, self.people["elke"]),
            ReviewState.APPROVED: (approve_section, self.people["helena"]),
        }
        for step, person in islice(steps.values(), [*ReviewState].index(rewritten.review)):
            step(section, version=section.version, **self.speaks(person))

    def speaks(self, person: Person) -> Speaking:
        return {"by": person, "capacity": self.capacity(person, in_office=True)}

    def everybody_has_read(self) -> None:
        """Mark everything as read, so that later comments are shown as new."""
        write_recorded()
        topics = self.session.scalars(select(Topic).where(Topic.parent.is_not(None))).all()
        for person in self.people.values():
            for topic in topics:
                if topic.may_be_heard_by(person.audiences):
                    mark_read(topic, topic.seq, by=person)

    def say(
        self, words: DemoComment, citation: str, parent: Comment | None, number: int
    ) -> Comment:
        person = self.people[words.by]
        capacity = self.capacity(person, in_office=words.in_office)
        audience = MEMBERS
        if words.privately:
            assert capacity.delegation is not None
            audience = capacity.delegation.audience
        return post_comment(
            thread_of(self.clauses[citation]),
            by=person,
            capacity=capacity,
            body=words.body,
            key=f"demo-{number}",
            audience=audience,
            type=words.type,
            parent=parent,
            language=words.language,
            quoted=anchor.make(words_of(self.clauses[citation]), words.quoting)
            if words.quoting
            else None,
            instead=words.instead or None,
        ).comment

    def capacity(self, person: Person, *, in_office: bool) -> Capacity:
        offices = [office.capacity for office in person.offices]
        return offices[0] if in_office else person.capacities[0]
