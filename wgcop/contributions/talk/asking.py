"""The secretariat's message to the source of a paper with its decision: the reason, or what should
change.
"""

from uuid import uuid4

from wgcop.accounts.models import Capacity, Person
from wgcop.accounts.roles import GroupRole
from wgcop.contributions.models import Contribution
from wgcop.contributions.talk.circles import conversation, papers_parent, source_audience
from wgcop.languages import guessing
from wgcop.threads.actions.comments import post_comment, thread_about
from wgcop.threads.models import Comment
from wgcop.threads.subjects import ThreadSubject


def give_reason(
    contribution: Contribution, words: str, *, capacity: Capacity | None, by: Person
) -> Comment | None:
    """Post the reason as a comment of the secretariat in the conversation, and return it; None if
    there are no words. The letter about the decision repeats it. `capacity` is the one that the
    person chose to speak in.
    """
    if not words:
        return None
    posted = post_comment(
        thread_about(_conversation(contribution)),
        by=by,
        capacity=_office(contribution, capacity, by),
        body=words,
        key=uuid4().hex,
        audience=source_audience(contribution.id),
        language=guessing.guess(words),
        tells=False,
    )
    return posted.comment


def _conversation(contribution: Contribution) -> ThreadSubject:
    """Return the conversation as a thread to write in. Who may read it is checked when it is read."""
    return ThreadSubject(
        name=conversation(contribution.id),
        title=contribution.title,
        address=f"{contribution.work_url}/conversation",
        root="",
        parent=papers_parent(contribution.id),
        reads=(),
        audience=source_audience(contribution.id),
    )


def _office(contribution: Contribution, chosen: Capacity | None, person: Person) -> Capacity:
    """Return the chosen capacity if it is an office of the group; otherwise its secretariat, which
    decides.
    """
    group_id = contribution.meeting.group_id
    if chosen is not None and chosen.office is not None and chosen.office.group_id == group_id:
        return chosen
    return next(
        office.capacity
        for office in person.offices
        if office.group_id == group_id and office.role == GroupRole.SECRETARIAT
    )
