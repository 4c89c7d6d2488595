"""The recipients of letters about new comments on a waiting paper. Each gets one letter until they
have read the conversation.
"""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from wgcop.accounts.models import DelegationRole, GroupRole, Membership, Office, Person
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import Contribution
from wgcop.contributions.talk.circles import conversation, conversing
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.following.queries import read_up_to
from wgcop.threads.models import Comment
from wgcop.threads.unread import comment_id


def readers(paper: Contribution) -> list[Person]:
    """Return everybody in the conversation: the drafters, the heads of its delegations, the group's
    secretariat.
    """
    heads = [int(a.partition(":")[2]) for a in conversing(paper) if a.startswith("heads:")]
    drafting = select(Drafter.person_id).where(Drafter.contribution_id == paper.id)
    leads = and_(Membership.role == DelegationRole.HEAD, Membership.delegation_id.in_(heads))
    serves = and_(Office.role == GroupRole.SECRETARIAT, Office.group_id == paper.meeting.group_id)
    return list(
        db.session.scalars(
            select(Person)
            .where(
                Person.active,
                or_(
                    Person.id.in_(drafting),
                    Person.memberships.any(leads),
                    Person.offices.any(serves),
                ),
            )
            .order_by(Person.id)
        )
    )


def who_has_read(paper: Contribution, people: Sequence[Person], *, before: int) -> list[Person]:
    """Return the people who have read everything that others said before entry `before`. The others
    already have a letter with a link to it. The letter of a comment that was retracted may not have
    left: such a comment does not count.
    """
    unread = (
        select(Entry.seq)
        .join(Topic, Topic.id == Entry.topic_id)
        .join(Comment, Comment.id == comment_id())
        .where(
            Topic.name == conversation(paper.id),
            Entry.kind == "comment.posted",
            Comment.stands,
            Entry.actor_id != Person.id,
            Entry.seq < before,
            Entry.seq > read_up_to(Person.id),
        )
        .correlate(Person)
        .exists()
    )
    wanted = [person.id for person in people]
    behind = set(db.session.scalars(select(Person.id).where(Person.id.in_(wanted), unread)))
    return [person for person in people if person.id not in behind]
