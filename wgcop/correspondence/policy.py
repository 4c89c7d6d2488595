"""Permissions about comments that come by e-mail."""

from wgcop.accounts.models import Capacity, Person
from wgcop.correspondence.models import MailedDraft
from wgcop.events.circles import audiences_at
from wgcop.threads.chairing.queries import latest_state
from wgcop.threads.models import Comment
from wgcop.threads.subjects import subject_named


def can_read_answered(person: Person, comment: Comment) -> bool:
    """Return whether the person may read the comment that they answer, now."""
    return comment.audience in audiences_at(comment.thread.name, person)


def capacities_to_answer(person: Person, comment: Comment) -> list[Capacity]:
    """Return the capacities in which the person may write for the readers of this comment."""
    return [
        capacity
        for capacity in person.capacities
        if (subject := subject_named(comment.thread.name, person, capacity)) is not None
        and subject.offers(comment.audience)
    ]


def takes_comments_now(comment: Comment) -> bool:
    """Return whether a comment for the readers of this one is in time. A delegation may always talk
    within itself.
    """
    if not comment.is_public or comment.thread.clause_id is None:
        return True
    state = latest_state(comment.thread.name)
    return state is None or not state.is_shut


def is_own(person: Person, draft: MailedDraft) -> bool:
    """Return whether the draft is the person's, which nobody else ever sees."""
    return draft.person_id == person.id
