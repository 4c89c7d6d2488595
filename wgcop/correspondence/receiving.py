"""Decides what becomes of a message that came by e-mail: each has one outcome, and its author is
told, if it is certain who that is.

The address is the proof: it was signed for one person and one comment. The header From only has to agree
with it. Strangers get no answer, since their address may be forged.
"""

import enum
from collections.abc import Collection
from datetime import timedelta
from email.utils import parseaddr

import structlog
from flask import current_app
from sqlalchemy import select

from wgcop.accounts.identity import lacks_factor
from wgcop.accounts.models import Person
from wgcop.correspondence import letters, policy, queries
from wgcop.correspondence.actions import keep_draft, post_draft
from wgcop.correspondence.addresses import addresses_among
from wgcop.correspondence.message import MailedMessage, read
from wgcop.correspondence.models import MailedDraft, ReplyAddress
from wgcop.database import db
from wgcop.errors import Busy, Refused
from wgcop.following.daily_letter import reader
from wgcop.threads.models import LONGEST

log = structlog.get_logger(__name__)

MOST_AN_HOUR = 20
"""The largest number of messages that are taken in from one person in an hour."""


class MailOutcome(enum.StrEnum):
    DRAFT = "draft"
    POSTED = "posted"
    AGAIN = "again"
    AUTOMATIC = "automatic"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    OTHER_SENDER = "other-sender"
    NO_ACCOUNT = "no-account"
    MAY_NOT = "may-not"
    TOO_LARGE = "too-large"
    NO_WORDS = "no-words"

    @property
    def is_taken(self) -> bool:
        """Whether the words of the message are kept here, so that no other copy is needed."""
        return self in (
            MailOutcome.DRAFT,
            MailOutcome.POSTED,
            MailOutcome.AGAIN,
            MailOutcome.MAY_NOT,
        )


def receive(
    data: bytes, *, envelope: str | None = None, recipients: Collection[str] = ()
) -> list[MailOutcome]:
    """Take in one message, and return what became of it for each address to which it was sent. The
    caller commits.

    `envelope` and `recipients` are as in `message.read`. Raise NoMessage if the input is not a
    message, and Busy if the mail server should try again later.
    """
    name, address = parseaddr(current_app.config["MAIL_SENDER"])
    message = read(data, quoted=(name, address), envelope=envelope, recipients=recipients)
    outcomes = _outcomes(message)
    for outcome in outcomes:
        log.info("mail_received", outcome=outcome.value)
    return outcomes


def _outcomes(message: MailedMessage) -> list[MailOutcome]:
    if message.is_automatic:
        return [MailOutcome.AUTOMATIC]
    addresses = addresses_among(message.recipients)
    if not addresses:
        _tell_who_has_an_account(message)
        return [MailOutcome.UNKNOWN]
    return [_outcome(message, each) for each in addresses]


def _tell_who_has_an_account(message: MailedMessage) -> None:
    """Write to the person whose address stands in the header From, if there is one. The header may be
    forged, so the letter tells nothing of what was in the message.
    """
    person_id = db.session.scalar(select(Person.id).where(Person.email == message.sender))
    person = reader(person_id) if person_id is not None else None
    if person is not None:
        letters.write_not_taken(person, MailOutcome.UNKNOWN, email=person.email)


def _outcome(message: MailedMessage, address: ReplyAddress) -> MailOutcome:
    person = reader(address.person_id)
    if person is None:
        return MailOutcome.NO_ACCOUNT
    refusal = _why_not(message, address, person)
    if refusal is MailOutcome.MAY_NOT:
        return _keep_for_sender(message, address, person)
    if refusal is not None:
        letters.write_not_taken(person, refusal, email=person.email)
        return refusal
    return _take_in(message, address, person)


def _why_not(message: MailedMessage, address: ReplyAddress, person: Person) -> MailOutcome | None:
    if message.sender != person.email.casefold():
        return MailOutcome.OTHER_SENDER
    if address.is_over:
        return MailOutcome.EXPIRED
    if message.is_too_large:
        return MailOutcome.TOO_LARGE
    if not message.words:
        return MailOutcome.NO_WORDS
    if not person.capacities or not policy.can_read_answered(person, address.comment):
        return MailOutcome.MAY_NOT
    return None


def _keep_for_sender(message: MailedMessage, address: ReplyAddress, person: Person) -> MailOutcome:
    """Keep the words for their sender alone, who may no longer write in that discussion."""
    draft = _kept(message, address, person)
    if draft is None:
        return MailOutcome.AGAIN
    letters.write_not_taken(
        person, MailOutcome.MAY_NOT, email=person.email, kept_until=queries.kept_until(draft)
    )
    return MailOutcome.MAY_NOT


def _take_in(message: MailedMessage, address: ReplyAddress, person: Person) -> MailOutcome:
    draft = _kept(message, address, person)
    if draft is None:
        return MailOutcome.AGAIN
    if _post_at_once(draft, person):
        return MailOutcome.POSTED
    may = bool(policy.capacities_to_answer(person, draft.comment))
    is_closed = not (may and policy.takes_comments_now(draft.comment))
    letters.write_waits(person, draft, is_closed=is_closed)
    return MailOutcome.DRAFT


def _kept(message: MailedMessage, address: ReplyAddress, person: Person) -> MailedDraft | None:
    """Store the message as a draft. Return None if it has arrived before."""
    if queries.came_lately(person, timedelta(hours=1)) >= MOST_AN_HOUR:
        raise Busy("This person has sent many messages in a short time. It is tried again later.")
    return keep_draft(message, address.comment, by=person)


def _post_at_once(draft: MailedDraft, person: Person) -> bool:
    """Post the draft, if the administrator allows that and its sender need not be asked anything:
    in which capacity they write, or what to do with attachments, a text that is too long or a
    comment that was retracted or redacted. Whoever needs a second factor and has none writes
    nothing before they have set it up.
    """
    if not current_app.config["REPLY_DIRECTLY"] or lacks_factor(person):
        return False
    if draft.files or len(draft.words) > LONGEST:
        return False
    capacities = policy.capacities_to_answer(person, draft.comment)
    is_clear = len(capacities) == 1 and draft.comment.stands
    if not is_clear or queries.was_redacted(draft.comment):
        return False
    if not policy.takes_comments_now(draft.comment):
        return False
    try:
        post_draft(draft, draft.words, by=person, capacity=capacities[0])
    except Refused as refusal:  # the discussion was closed in this moment
        raise Busy(str(refusal)) from refusal
    return True
