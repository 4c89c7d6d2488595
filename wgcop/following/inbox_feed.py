"""The feed of a person's inbox at a secret address: what is new in what they follow and may see."""

from datetime import timedelta

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.accounts.secret_addresses import SecretAddress
from wgcop.events.circles import audiences_with_news
from wgcop.following.inbox import inbox_of
from wgcop.following.news import News
from wgcop.search_page.feeds import MOST_ENTRIES, FeedEntry

REACH = timedelta(days=60)
COMMENT = "comment.posted"


class InboxAddress(SecretAddress):
    """The secret address of the feed of one person."""

    __tablename__ = "inbox_address"


def entries_for(person: Person) -> list[FeedEntry]:
    """Return what is unread in the person's inbox, latest first. Comments are not quoted: the
    program that reads the feed may keep them forever.
    """
    since = clock.now() - REACH
    inbox = inbox_of(person, audiences_with_news(person), since)
    # A comment that calls its reader is new among what is addressed to them too.
    told = {row.url for each in inbox.groups for row in each.rows if row.kind != COMMENT}
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
        if row.at is not None and not (row.kind == COMMENT and row.url in told)
    ]
    unique = {entry.name: entry for entry in entries}
    return sorted(unique.values(), key=lambda entry: entry.at, reverse=True)[:MOST_ENTRIES]


def _title(row: News, of_group: str) -> str:
    title = " ".join(filter(None, (row.symbol, row.title or of_group)))
    return _("%(title)s: new comment", title=title) if row.kind == COMMENT else title
