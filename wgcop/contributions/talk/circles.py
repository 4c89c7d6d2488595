"""Decides who may hear the closed talk about a paper: its drafters, those asked for consent, or the
secretariat with the source.

Every answer comes from the database rows at that moment. A person who is removed as a drafter, or
is no longer asked, hears nothing from then on.
"""

from collections.abc import Mapping
from functools import cache
from itertools import chain

from flask import has_request_context
from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    cast,
    exists,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from wgcop.accounts.any_reader import ANY_READER, parameters
from wgcop.accounts.models import Office, Person
from wgcop.bodies.models import Group, Meeting
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import PEOPLE
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Answer, Source
from wgcop.database import db
from wgcop.events.circles import keep_circles
from wgcop.events.models import Entry, Topic
from wgcop.following.models import Follow
from wgcop.following.queries import read_up_to
from wgcop.threads.models import Thread
from wgcop.web.kept import kept, present_stamp

DRAFTING = "draft-talk"
# Sorts after the topics of meetings: topics are locked in the order of their names.
CONVERSATION = "paper-conversation"


def draft_talk(paper_id: int) -> str:
    return f"{DRAFTING}:{paper_id}"


def conversation(paper_id: int) -> str:
    return f"{CONVERSATION}:{paper_id}"


def drafters_audience(paper_id: int) -> str:
    return f"drafters:{paper_id}"


def asked_audience(paper_id: int) -> str:
    return f"asked:{paper_id}"


def source_audience(paper_id: int) -> str:
    return f"source:{paper_id}"


def papers_parent(paper_id: int) -> str:
    """Return the name of the topic above all closed topics of a paper: the drafters' discussion and
    the conversation with the secretariat.
    """
    return f"paper:{paper_id}"


def closed_topics(paper: Contribution, reader: Person, *, has_conversation: bool) -> dict[str, str]:
    """Return the topics that this person may hear, each with its audience. There is a conversation
    as soon as the paper waits.
    """
    key, heard = paper.id, {}
    is_drafter = paper.is_drafted_by(reader)
    if is_drafter:
        heard[draft_talk(key)] = drafters_audience(key)
    if is_drafter or not paper.consenting_audience.isdisjoint(reader.audiences):
        heard[f"{draft_talk(key)}@{key}"] = asked_audience(key)
    if (paper.is_waiting or has_conversation) and may_converse(paper, reader):
        heard[conversation(key)] = source_audience(key)
    return heard


def may_converse(paper: Contribution, reader: Person) -> bool:
    return paper.is_drafted_by(reader) or not conversing(paper).isdisjoint(reader.audiences)


def may_answer(paper: Contribution, reader: Person) -> bool:
    """Return whether this person may write in the conversation: the secretariat, the heads, and
    those who write the paper. Its other drafters only read.
    """
    writes = not paper.writing_audience.isdisjoint(reader.audiences)
    return writes or not conversing(paper).isdisjoint(reader.audiences)


def remark_for(reader: Person, paper: Contribution) -> str:
    """Return what the secretariat said with its last decision, if this person reads the
    conversation, which shows it too; otherwise an empty string.
    """
    return paper.remark if paper.remark and may_converse(paper, reader) else ""


def conversing(paper: Contribution) -> frozenset[str]:
    """Return the participants of the conversation other than the drafters: the group's secretariat,
    and the heads of the delegations that brought the submitted wording.

    A delegation that joined a later draft is not among them; one that has not consented to that
    draft yet still is. A delegation that never consented is not a source. Older papers were given
    back without keeping the submitted wording, so their sources are unknown: until they are
    submitted again, the drafters speak for all.
    """
    if paper.submitted.submitted_at is None:
        return frozenset({paper.meeting.group.secretariat})
    heads = {
        f"heads:{source.delegation_id}"
        for place, source in enumerate(paper.submitted.sources)
        if source.delegation_id and (place == 0 or source.answer == Answer.CONSENTS)
    }
    return frozenset(heads | {paper.meeting.group.secretariat})


def paper_with_people(paper_id: int) -> Contribution | None:
    return db.session.scalar(
        select(Contribution)
        .where(Contribution.id == paper_id)
        .options(joinedload(Contribution.meeting).joinedload(Meeting.group), *PEOPLE)
    )


def conversation_is_begun(paper_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(Thread.name == conversation(paper_id)))))


class PaperCircles:
    def heard_by(self, reader: Person, key: str) -> Mapping[str, str]:
        paper = paper_with_people(int(key)) if key.isascii() and key.isdigit() else None
        if paper is None:
            return {}
        begun = not paper.is_waiting and conversation_is_begun(paper.id)
        return closed_topics(paper, reader, has_conversation=begun)

    def with_news(self, reader: Person) -> frozenset[str]:
        """Return the topics about papers with unread news, in one SQL statement, and a few more if
        there are any.
        """
        return _heard_of(_with_something_unread(), reader)

    def followed_by(self, reader: Person) -> frozenset[str]:
        """Return the topics about papers in which the person took part or chose how much they are
        told, in as many statements.
        """
        return _heard_of(_followed(), reader)


def _heard_of(papers: Select[int], reader: Person) -> frozenset[str]:
    """Return the topics that the reader may hear about the papers that this statement selects."""
    ids = tuple(db.session.scalars(papers, {**parameters(reader), **parts_of(reader)}))
    if not ids:
        return frozenset()

    def hear() -> frozenset[str]:
        rows = db.session.scalars(_papers(), {"papers": ids})
        heard = (closed_topics(paper, reader, has_conversation=True) for paper in rows)
        return frozenset(chain.from_iterable(topics.values() for topics in heard))

    at = present_stamp() if has_request_context() else None
    return hear() if at is None else kept(at, ("closed talk", reader.id, ids), hear)


def parts_of(reader: Person) -> dict[str, list[int]]:
    """Return the parameters of `some_talk_is_unread` in addition to the reader's own."""
    return {
        "heads": [int(a[6:]) for a in reader.audiences if a.startswith("heads:")],
        "groups": [office.group_id for office in reader.offices],
    }


def some_talk_is_unread() -> ColumnElement[bool]:
    """Return a SQL condition: whether there may be news in the closed talk about any paper."""
    return (
        select(Contribution.id)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(_may_have_a_part(), _something_unread())
        .exists()
    )


@cache
def _with_something_unread() -> Select[int]:
    return (
        select(Contribution.id)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(_may_have_a_part(), _something_unread())
        .order_by(Contribution.id)
    )


@cache
def _followed() -> Select[int]:
    chose = exists().where(Follow.topic_id == Topic.id, Follow.person_id == ANY_READER.id)
    took_part = exists().where(Entry.topic_id == Topic.id, Entry.actor_id == ANY_READER.id)
    of_paper = (
        select(Topic.id)
        .where(
            Topic.parent == literal("paper:") + cast(Contribution.id, String),
            or_(chose, took_part),
        )
        .correlate(Contribution)
        .exists()
    )
    return (
        select(Contribution.id)
        .join(Contribution.meeting)
        .join(Meeting.group)
        .where(_may_have_a_part(), of_paper)
        .order_by(Contribution.id)
    )


@cache
def _papers() -> Select[Contribution]:
    return (
        select(Contribution)
        .where(Contribution.id.in_(bindparam("papers", expanding=True)))
        .options(joinedload(Contribution.meeting).joinedload(Meeting.group), *PEOPLE)
    )


def _something_unread() -> ColumnElement[bool]:
    return (
        select(Topic.id)
        .join(Entry, Entry.topic_id == Topic.id)
        .where(
            Topic.parent == literal("paper:") + cast(Contribution.id, String),
            Entry.seq > read_up_to(ANY_READER.id),
            Entry.target_kind == "comment",
        )
        .correlate(Contribution)
        .exists()
    )


def _may_have_a_part() -> ColumnElement[bool]:
    """Match papers in which the reader may be involved: as a drafter, as a source, as head of these
    delegations, or in an office of these groups.
    """
    return or_(
        Contribution.drafters.any(Drafter.person_id == ANY_READER.id),
        Contribution.revisions.any(
            Revision.sources.any(
                or_(
                    Source.delegation_id.in_(bindparam("heads", expanding=True)),
                    Source.office.has(Office.person_id == ANY_READER.id),
                )
            )
        ),
        Group.id.in_(bindparam("groups", expanding=True)),
    )


circles = PaperCircles()
keep_circles(DRAFTING, circles)
keep_circles(CONVERSATION, circles)
