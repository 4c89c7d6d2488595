"""The number of comments on each topic, which is kept in the topic's row when somebody posts,
retracts or releases.

Writers hold a lock on that row anyway, for the number of their entry, so counting makes nobody wait
longer. A topic has one audience, so its number reveals nothing about comments that a reader may not
read.
"""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from wgcop.events.models import Topic
from wgcop.threads.models import Comment, Thread, topic_name


def counted(session: Session) -> dict[str, int]:
    """Count the comments that are not taken back, by the name of their topic, from the comments
    themselves.
    """
    rows = session.execute(
        select(Thread.name, Thread.audience, Comment.audience, func.count())
        .join(Comment, Comment.thread_id == Thread.id)
        .where(Comment.stands)
        .group_by(Thread.name, Thread.audience, Comment.audience)
    )
    return {topic_name(name, audience, widest): number for name, widest, audience, number in rows}


def wrong(session: Session) -> dict[str, int]:
    """Return the topics whose stored number is wrong, each with the correct one."""
    kept = session.execute(select(Topic.name, Topic.comments)).all()
    right = counted(session)
    return {name: right.get(name, 0) for name, number in kept if number != right.get(name, 0)}


def recount(session: Session) -> int:
    """Correct the stored numbers and return how many were wrong, such as after an upgrade during
    which an older version still served requests.

    It locks the rows of all topics, so that nobody posts while it counts.
    """
    in_order = select(Topic.id).order_by(Topic.locking_order(session))
    session.execute(in_order.with_for_update())
    found = wrong(session)
    for name, number in sorted(found.items()):
        session.execute(
            update(Topic)
            .where(Topic.name == name)
            .values(comments=number)
            .execution_options(synchronize_session=False)
        )
    return len(found)
