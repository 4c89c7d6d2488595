"""Permissions about comments that come by e-mail."""

from collections.abc import Iterable

from wgcop.accounts.models import Capacity, Person
from wgcop.correspondence.models import MailedDraft
from wgcop.events.circles import audiences_at
from wgcop.threads.chairing.queries import latest_state
from wgcop.threads.models import Comment
from wgcop.threads.subjects import subject_named


def can_read_answered(person: Person, comment: Comment) -> bool:
    """Return whether the person may read the comment that they answer, now."""
    return comment.audience in audiences_at(comment.thread.name, person)


def readable_among(person: Person, drafts: Iterable[MailedDraft]) -> frozenset[int]:
    """Return the ids of the drafts that answer what the person may read now. Only the readers of
    closed threads are looked up, once for each thread.
    """
    heard: dict[str, frozenset[str]] = {}
    found = set()
    for draft in drafts:
        comment, name = draft.comment, draft.comment.thread.name
        if comment.audience not in person.audiences and name not in heard:
            heard[name] = frozenset(audiences_at(name, person))
        if comment.audience in heard.get(name, person.audiences):
            found.add(draft.id)
    return frozenset(found)


def capacities_to_answer(person: Person, comment: Comment) -> list[Capacity]:
    """Return the capacities in which the person may write for the readers of this comment."""
    return [
        capacity
        for capacity in person.capacities
        if (subject := subject_named(comment.thread.name, person, capacity)) is not None
        and subject.offers(comment.audience)
    ]


def takes_comments_now(comment: Comment) -> bool:
    """Return whether comments for the readers of this one are accepted now. The members of a
    delegation may always talk among themselves.
    """
    if not comment.is_public or comment.thread.clause_id is None:
        return True
    state = latest_state(comment.thread.name)
    return state is None or not state.is_shut


def is_own(person: Person, draft: MailedDraft) -> bool:
    """Return whether the draft belongs to the person. Nobody else ever sees it."""
    return draft.person_id == person.id
