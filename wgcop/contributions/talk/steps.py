"""The steps of a waiting paper, which the conversation with its source shows between the comments.

A step is an entry of the conversation's topic: who took it, and when. It does not count as unread,
because the people concerned are told in other ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from wgcop.accounts.models import Person
from wgcop.contributions.models import Contribution
from wgcop.contributions.talk.circles import conversation, papers_parent, source_audience
from wgcop.database import db
from wgcop.events.actions import open_topic, record_at_once
from wgcop.events.models import Entry, Topic

STEP = "paper-step"

STEP_NAMES = {
    "contribution.submitted": _l("Submitted to the secretariat"),
    "contribution.change-asked": _l("Change requested"),
    "contribution.held": _l("Held for the next meeting"),
    "contribution.returned": _l("Returned to the source"),
    "contribution.accepted": lazy_pgettext("a paper", "Accepted"),
    "contribution.withdrawn": lazy_pgettext("a paper", "Withdrawn"),
}


@dataclass(frozen=True)
class Step:
    """A step of a waiting paper. `position` sorts it among the comments."""

    id: str
    paper: str
    words: str
    who: str
    at: datetime

    @property
    def position(self) -> int:
        return int(self.at.timestamp() * 1_000_000)


def record_step(paper: Contribution, kind: str, *, by: Person) -> None:
    """Record a step in the conversation. Each step is a target of its own, so that pages show each
    of them.
    """
    topic = open_topic(
        conversation(paper.id),
        title=paper.title,
        address=f"{paper.work_url}/conversation",
        audience=source_audience(paper.id),
        parent=papers_parent(paper.id),
    )
    entry = record_at_once(topic, kind, by=by, target_kind=STEP, target_id="")
    entry.target_id = f"{topic.id}:{entry.seq}"


def steps_of(paper: Contribution) -> Sequence[Step]:
    rows = db.session.execute(
        select(Entry, Person.name)
        .join(Topic, Topic.id == Entry.topic_id)
        .outerjoin(Person, Person.id == Entry.actor_id)
        .where(Topic.name == conversation(paper.id), Entry.target_kind == STEP)
        .order_by(Entry.seq)
    )
    return [step_of(entry, name, conversation(paper.id)) for entry, name in rows]


def step_called(target_id: str) -> Step | None:
    topic_id, _colon, seq = target_id.partition(":")
    row = db.session.execute(
        select(Entry, Person.name, Topic.name)
        .join(Topic, Topic.id == Entry.topic_id)
        .outerjoin(Person, Person.id == Entry.actor_id)
        .where(Entry.topic_id == int(topic_id), Entry.seq == int(seq or 0))
    ).first()
    return step_of(*row) if row else None


def step_of(entry: Entry, name: str | None, topic_name: str) -> Step:
    return Step(
        id=f"step-{entry.topic_id}-{entry.seq}",
        paper=topic_name.partition(":")[2],
        words=str(STEP_NAMES.get(entry.kind, entry.kind)),
        who=name or "",
        at=entry.at,
    )
