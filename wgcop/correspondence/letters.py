"""Letters to people about what they sent by e-mail. None goes to anybody else, none repeats what was
written, and none can be answered by e-mail, so that two programs never write to each other.
"""

from datetime import datetime, timedelta

import structlog

from wgcop import letters, mail
from wgcop.accounts.models import Person
from wgcop.correspondence import queries
from wgcop.correspondence.models import MailedDraft
from wgcop.correspondence.policy import can_read_answered
from wgcop.following.daily_letter import reader
from wgcop.mail import LetterWords, Message

log = structlog.get_logger(__name__)

WAITS = "mailed-draft"
NOT_TAKEN = "mail-not-taken"
MOST_A_DAY = 5
"""The largest number of letters in a day that tell one person why a message was not accepted."""


def write_waits(person: Person, draft: MailedDraft, *, is_closed: bool) -> None:
    """Tell the person that their draft waits to be confirmed, and whether it cannot be posted now."""
    letters.write(
        person,
        "correspondence/waits",
        page=draft.url,
        source=WAITS,
        about={"draft": draft.id},
        title=draft.comment.thread.shown_title,
        files=draft.files,
        until=queries.kept_until(draft),
        is_closed=is_closed,
        stands=draft.comment.stands,
        is_redacted=queries.was_redacted(draft.comment),
    )


@mail.renews(WAITS)
def as_long_as_it_waits(message: Message) -> LetterWords | None:
    draft = queries.draft_called(message.about["draft"])
    person = reader(draft.person_id) if draft is not None and draft.is_waiting else None
    if draft is None or person is None or not person.capacities:
        return None
    if not can_read_answered(person, draft.comment):
        return None
    return LetterWords(message.subject, message.text)


def write_not_taken(
    person: Person, why: str, *, email: str, kept_until: datetime | None = None
) -> None:
    """Tell the person why a message to one of their addresses was not accepted. The letter neither
    repeats the message nor names the discussion, which they may no longer read. The words of
    somebody who may no longer write there are kept for them.
    """
    if queries.letters_lately(person, NOT_TAKEN, timedelta(days=1)) >= MOST_A_DAY:
        log.warning("mail_not_told", person=person.id, why=why)
        return
    letters.write(
        person,
        "correspondence/not_taken",
        source=NOT_TAKEN,
        about={"person": person.id},
        page="/mail/drafts" if why == "may-not" else "",
        why=why,
        email=email,
        until=kept_until,
    )


@mail.renews(NOT_TAKEN)
def as_long_as_they_sign_in(message: Message) -> LetterWords | None:
    """Unlike other letters, send this one also to people who have left all delegations but can
    still sign in: it only tells what became of their own message.
    """
    if reader(message.about["person"]) is None:
        return None
    return LetterWords(message.subject, message.text)
