"""Writes the daily letter: one to each person in the morning of where they are, with the parts of all
features.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.zones import is_zone
from wgcop.database import db, writing
from wgcop.following.daily_letter import Round, all_news, readers, write, write_each
from wgcop.i18n import written_to

HOUR = 6
"""The hour at which letters are written, by the clock of their reader: before offices open."""

TOGETHER = 10
"""The most people whose letters are written in one transaction. On SQLite nobody else writes
meanwhile.
"""


def write_letters() -> int:
    """Write the letters that are due, and return their number."""
    due = _due(clock.now())
    # Ends the reading transaction: letters are written in transactions of their own.
    db.session.rollback()
    return write_each(lambda batch: _write(*batch), _batches(due), give_up=db.session.rollback)


def _due(now: datetime) -> dict[Round, set[int]]:
    """Return the people for whom something may be waiting since before their last round, by that
    round.
    """
    elsewhere = {
        person_id: zone
        for person_id, zone in db.session.execute(
            select(Person.id, Person.time_zone).where(Person.active, Person.time_zone != "UTC")
        )
        if is_zone(zone)  # a machine may know fewer of them than the one before
    }
    rounds = {zone: last_round(now, zone) for zone in {"UTC", *elsewhere.values()}}
    return {
        due: {
            person_id
            for each in all_news().values()
            for person_id in each.readers(due)
            if rounds[elsewhere.get(person_id, "UTC")] == due
        }
        for due in set(rounds.values())
    }


def last_round(now: datetime, zone: str = "UTC") -> Round:
    local = now.astimezone(ZoneInfo(zone))
    todays = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    day = todays if local >= todays else todays - timedelta(days=1)
    return Round(day, day - timedelta(days=day.weekday()))


def _batches(due: dict[Round, set[int]]) -> Iterator[tuple[Round, Sequence[int]]]:
    for each, people in due.items():
        in_order = sorted(people)
        for first in range(0, len(in_order), TOGETHER):
            yield each, in_order[first : first + TOGETHER]


def _write(due: Round, people: Sequence[int]) -> int:
    """Write the letters of these people together or, if one of them cannot be written, each by
    itself.
    """
    try:
        return write_together(people, due)
    except Exception:
        if len(people) == 1:
            raise
        db.session.rollback()
        return write_each(
            lambda person_id: write_together([person_id], due),
            people,
            give_up=db.session.rollback,
        )


def write_together(people: Sequence[int], due: Round) -> int:
    """Write the letters of these people, and return their number. The letters and the notes that
    they were written are committed together.
    """
    written = 0
    with writing():
        waiting = {name: each.waiting(people, due) for name, each in all_news().items()}
        # What changes for each of them is written at the end, in a few SQL statements.
        with db.session.no_autoflush:
            for person in readers(people):
                with written_to(person.language):
                    parts = {
                        name: part
                        for name, each in all_news().items()
                        if person.id in waiting[name]
                        and (part := each.part(person, waiting[name][person.id], due))
                    }
                    write(person, parts)
                written += bool(parts)
        db.session.commit()
    return written
