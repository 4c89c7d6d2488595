"""The daily digest: one message for all searches of a person, with numbers and links but no text of the results."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import clock, mail
from wgcop.accounts import letters
from wgcop.accounts.models import Person
from wgcop.db import db, writing
from wgcop.following.searches.queries import (
    SearchNews,
    news_of,
    owner,
    owners_to_tell,
    searches_to_tell,
)
from wgcop.i18n import written_to
from wgcop.search.engines.choice import current_engine

HOUR = 6
"""Of the day, UTC: before offices open in most of the regions."""


def tell_owners() -> int:
    """Write to everybody whose time has come; gives the number of messages."""
    before = last_round(clock.now())
    owners = owners_to_tell(before)
    db.session.rollback()
    return sum(tell(person_id, before) for person_id in owners)


def last_round(now: datetime) -> datetime:
    todays = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return todays if now >= todays else todays - timedelta(days=1)


def tell(person_id: int, before: datetime) -> bool:
    """The message and the note that it was written are stored in one transaction."""
    with writing():
        searches = searches_to_tell(person_id, before)
        person = owner(person_id)
        news: list[SearchNews] = []
        if person:
            moments = [(search, max(search.told_at, search.looked_at)) for search in searches]
            news = [one for one in news_of(current_engine(), person, moments) if one.count]
            if news:
                write(person, news)
        for search in searches:
            search.told_at = clock.now()
        db.session.commit()
    return bool(news)


def write(person: Person, news: list[SearchNews]) -> None:
    with written_to(person.language):
        subject = ngettext(
            "%(num)d search has new results for you",
            "%(num)d searches have new results for you",
            len(news),
        )
        lines = [
            f"{each.search.name}: "
            + ngettext("%(num)d new result", "%(num)d new results", each.count)
            + f"\n{letters.address(each.search.url)}"
            for each in news
        ]
        end = _("You can stop these messages on the page of each search.")
        mail.write(person.email, f"WG-COP: {subject}", "\n\n".join([*lines, end]) + "\n")
