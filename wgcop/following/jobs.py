"""Writes the daily letter: one to each person in the morning of where they are, with the parts of all
features.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.zones import is_zone
from wgcop.database import db, writing
from wgcop.following.daily_letter import Round, all_news, reader, write, write_each
from wgcop.i18n import written_to

HOUR = 6
"""The hour at which letters are written, by the clock of their reader: before offices open."""


def write_letters() -> int:
    """Write the letters that are due, and return their number."""
    due = dict(_due(clock.now()))
    # Ends the reading transaction: each letter is written in one of its own.
    db.session.rollback()
    return write_each(
        lambda person_id: write_letter(person_id, due[person_id]),
        sorted(due),
        give_up=db.session.rollback,
    )


def _due(now: datetime) -> Iterator[tuple[int, Round]]:
    """Yield the people for whom something may be waiting since before their last round."""
    elsewhere = {
        person_id: zone
        for person_id, zone in db.session.execute(
            select(Person.id, Person.time_zone).where(Person.active, Person.time_zone != "UTC")
        )
        if is_zone(zone)  # a machine may know fewer of them than the one before
    }
    for zone in {"UTC", *elsewhere.values()}:
        due = last_round(now, zone)
        for each in all_news().values():
            for person_id in each.readers(due):
                if elsewhere.get(person_id, "UTC") == zone:
                    yield person_id, due


def last_round(now: datetime, zone: str = "UTC") -> Round:
    local = now.astimezone(ZoneInfo(zone))
    todays = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    day = todays if local >= todays else todays - timedelta(days=1)
    return Round(day, day - timedelta(days=day.weekday()))


def write_letter(person_id: int, due: Round) -> bool:
    """Write one person's letter, and return whether there was one. The letter and the notes that it
    was written are committed together.
    """
    with writing():
        person, parts = reader(person_id), {}
        if person:
            with written_to(person.language):
                parts = {
                    name: part
                    for name, each in all_news().items()
                    if (part := each.part(person, due))
                }
                write(person, parts)
        db.session.commit()
    return bool(parts)
