"""Letters about clauses, in the language of each reader: requests, reminders, and actions that were
sent back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from wgcop import mail
from wgcop.accounts.models import Person
from wgcop.accounts.receiving import reader_now
from wgcop.database import db
from wgcop.i18n import written_to
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.queries import members_by_delegation
from wgcop.implementation.replies import MemberReply, ReplyRequest
from wgcop.letters import (
    READER,
    apart,
    fill_in,
    whole_text,
    write,
    write_to_each,
    written_in,
)
from wgcop.mail import LetterWords, Message
from wgcop.resolutions.models import Edition

REMINDER = "implementation/reminder"
SOURCE = "reply-reminder"


def write_asked(request: ReplyRequest, people: Iterable[Person]) -> None:
    write_to_each(people, "implementation/asked", page=request.url, asked=request)


def write_reminders(replies: Sequence[MemberReply]) -> int:
    """Write one letter to each member of these delegations, about all requests to which their
    delegations have not replied. Return the number of letters.
    """
    members = members_by_delegation({reply.delegation_id for reply in replies})
    theirs: defaultdict[Person, list[MemberReply]] = defaultdict(list)
    for reply in replies:
        for person in members.get(reply.delegation_id, ()):
            theirs[person].append(reply)
    with apart(REMINDER):
        for person, awaited in theirs.items():
            about = {"requests": [reply.request_id for reply in awaited]}
            write(person, REMINDER, requests=_requests(awaited), source=SOURCE, about=about)
    return len(theirs)


@mail.renews(SOURCE)
def remind_again(message: Message) -> LetterWords | None:
    """Remind the reader of what is still awaited from the delegations for which they speak now."""
    person = reader_now(message)
    if person is None:
        return None
    replies = db.session.scalars(
        select(MemberReply)
        .join(MemberReply.request)
        .where(
            MemberReply.request_id.in_(message.about["requests"]),
            MemberReply.delegation_id.in_(person.delegation_ids),
            ReplyRequest.closed_at.is_(None),
        )
        .options(contains_eager(MemberReply.request).joinedload(ReplyRequest.clause))
        .order_by(ReplyRequest.due_on, ReplyRequest.id)
    )
    awaited = [reply for reply in replies if not reply.has_replied]
    if not awaited:
        return None
    with written_to(person.language):
        letter = fill_in(REMINDER, requests=_requests(awaited))
        return LetterWords(letter.subject, whole_text(person, letter), written_in())


def _requests(replies: Iterable[MemberReply]) -> list[ReplyRequest]:
    """Return each request once, also where several delegations of one person are asked."""
    return list(dict.fromkeys(reply.request for reply in replies))


def write_release_asked(reply: MemberReply, heads: Iterable[Person]) -> None:
    citation = reply.request.clause.wording.citation
    write_to_each(
        heads,
        "implementation/release_asked",
        page=reply.url,
        readers=[{reply.delegation.heads}],
        citation=citation,
    )


def write_sent_back(action: ImplementationAction, reason: str, people: Iterable[Person]) -> None:
    write_to_each(people, "implementation/sent_back", page=action.url, action=action, reason=reason)


def write_still_valid(edition: Edition, asking: Mapping[Person, Sequence[object]]) -> None:
    """Ask each person in one letter whether their actions and evidence are still valid, however
    many these are.
    """
    letter, page = "implementation/still_valid", f"/implementation/{edition.slug}/validity"
    with apart(letter, page=page):
        for person, things in asking.items():
            write(person, letter, page=page, source=READER, edition=edition, number=len(things))
