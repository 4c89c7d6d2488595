"""How many comments stand on each topic. Those who post, retract and release keep the number in the topic's row.

They hold that row anyway, for the number of their entry, so that nobody waits for it who did not wait before. A topic has one
audience, so that a number tells nobody of comments that they may not read.
"""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from wgcop.history.models import Topic
from wgcop.threads.models import Comment, Thread, topic_name


def counted(session: Session) -> dict[str, int]:
    """By the name of the topic, counted in the comments themselves."""
    rows = session.execute(
        select(Thread.name, Thread.audience, Comment.audience, func.count())
        .join(Comment, Comment.thread_id == Thread.id)
        .where(Comment.stands)
        .group_by(Thread.name, Thread.audience, Comment.audience)
    )
    return {topic_name(name, audience, widest): number for name, widest, audience, number in rows}


def wrong(session: Session) -> dict[str, int]:
    """The topics whose number is not the one that was counted, with that one."""
    kept = session.execute(select(Topic.name, Topic.comments)).all()
    right = counted(session)
    return {name: right.get(name, 0) for name, number in kept if number != right.get(name, 0)}


def recount(session: Session) -> int:
    """Make all numbers anew. Returns how many were wrong, as after an upgrade while an older version still served.

    Nobody posts meanwhile: whoever does waits for the row of the topic.
    """
    session.execute(select(Topic.id).order_by(Topic.name).with_for_update())
    found = wrong(session)
    for name, number in sorted(found.items()):
        session.execute(
            update(Topic)
            .where(Topic.name == name)
            .values(comments=number)
            .execution_options(synchronize_session=False)
        )
    return len(found)
