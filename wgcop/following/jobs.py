"""Writes the daily letter: one to each person, with the parts of all features."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wgcop import clock
from wgcop.database import db, writing
from wgcop.following.daily_letter import DailyNews, reader, write, write_each
from wgcop.i18n import written_to

HOUR = 6
"""The hour of the day in UTC at which letters are written: before offices open in most of the
regions.
"""


def write_letters(news: Sequence[DailyNews]) -> int:
    """Write the letters that are due, and return their number."""
    before = last_round(clock.now())
    readers = {person_id for each in news for person_id in each.readers(before)}
    # Ends the reading transaction: each letter is written in one of its own.
    db.session.rollback()
    return write_each(
        lambda person_id: write_letter(person_id, news, before),
        sorted(readers),
        give_up=db.session.rollback,
    )


def last_round(now: datetime) -> datetime:
    todays = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return todays if now >= todays else todays - timedelta(days=1)


def write_letter(person_id: int, news: Sequence[DailyNews], before: datetime) -> bool:
    """Write one person's letter, and return whether there was one. The letter and the notes that it
    was written are committed together.
    """
    with writing():
        person = reader(person_id)
        parts = []
        if person:
            with written_to(person.language):
                parts = [part for each in news if (part := each.part(person, before))]
                write(person, parts)
        db.session.commit()
    return bool(parts)
