"""The feed of a person's inbox at a secret address: what is new in what they follow and may see."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from wgcop import clock
from wgcop.accounts import tokens
from wgcop.accounts.models import Membership, Office, Person
from wgcop.database import Base, db
from wgcop.following.inbox import inbox_of
from wgcop.following.news import News
from wgcop.history.circles import audiences_with_news
from wgcop.search_page.feeds import MOST_ENTRIES, FeedEntry

REACH = timedelta(days=60)


class InboxAddress(Base):
    """The secret address of the feed of one person. Only the hash of its token is stored."""

    __tablename__ = "inbox_address"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()


def address_of(person: Person) -> InboxAddress | None:
    return db.session.get(InboxAddress, person.id)


def reader_of(token: str) -> Person | None:
    """Return the person to whom the secret address belongs, or None if it belongs to nobody or they
    may no longer sign in.
    """
    reader = db.session.scalar(
        select(Person)
        .join(InboxAddress, InboxAddress.person_id == Person.id)
        .where(InboxAddress.token_hash == tokens.hash_of(token))
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
    )
    return reader if reader is not None and reader.is_active else None


def entries_for(person: Person) -> list[FeedEntry]:
    """Return what is unread in the person's inbox, the latest first. Comments are not quoted: the
    program that reads the feed may keep them for ever.
    """
    since = clock.now() - REACH
    inbox = inbox_of(person, audiences_with_news(person), since)
    entries = [
        FeedEntry(
            name=f"{row.thing}:{row.at:%Y%m%d%H%M%S}",
            title=_title(row, group.title),
            url=row.url,
            at=row.at,
            kind=row.kind,
            summary=" ".join([row.words, *row.changes]).strip(),
        )
        for group in inbox.groups
        for row in group.rows
        if row.at is not None
    ]
    unique = {entry.name: entry for entry in entries}
    return sorted(unique.values(), key=lambda entry: entry.at, reverse=True)[:MOST_ENTRIES]


def _title(row: News, of_group: str) -> str:
    title = " ".join(filter(None, (row.symbol, row.title or of_group)))
    is_comment = row.kind == "comment.posted"
    return _("%(title)s: new comment", title=title) if is_comment else title
