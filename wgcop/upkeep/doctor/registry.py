"""Lists all checks, in the order in which they are made."""

from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from wgcop.database import NO_ROOM, db
from wgcop.health.checklist import SHARED
from wgcop.health.diagnosis import Diagnosis, Severity, fault
from wgcop.observing import log
from wgcop.upkeep.doctor import database as databases
from wgcop.upkeep.doctor import index, places, proxy, set_up, stored_files, surroundings, words
from wgcop.upkeep.doctor.examination import Check, Examination


def _shared(name: str) -> Check:
    """Return a check that `/readyz` makes too."""
    return lambda _examined: SHARED[name]()


BEFORE_THE_DATABASE: dict[str, Check] = {
    "settings": set_up.settings,
    "words": words.words_of_office,
    "folder": places.permissions,
    "leftovers": places.leftovers,
    "disk": _shared("disk"),
    "backup": _shared("backup"),
    "certificate": surroundings.certificate,
    "address": _shared("address"),
    "redis": surroundings.redis,
    "mail": surroundings.mail,
    "answers": surroundings.answers,
    "translator": surroundings.translation,
    "originals": surroundings.originals,
    "database": databases.database,
}
WITH_THE_DATABASE: dict[str, Check] = {
    "migrations": databases.version_of_tables,
}
WITH_TABLES_THAT_FIT: dict[str, Check] = {
    "replica": databases.replica,
    "clock": surroundings.clock,
    "worker": _shared("worker"),
    "index": index.index,
    "radar": index.radar,
    "counts": index.counts,
    "files": stored_files.stored_files,
    "audit": surroundings.audit,
    "proxy": proxy.proxy,
}


def diagnoses(examined: Examination) -> Iterator[Diagnosis]:
    """Make the checks and yield their diagnoses. After a fault of one group the later groups are
    left out, because they need a database with fitting tables.
    """
    for checks in (BEFORE_THE_DATABASE, WITH_THE_DATABASE, WITH_TABLES_THAT_FIT):
        found: list[Diagnosis] = []
        for name, check in checks.items():
            examined.progress(name)
            found = _made(name, check, examined)
            yield from found
        if any(each.severity is Severity.FAULT for each in found):
            return


def _made(name: str, check: Check, examined: Examination) -> list[Diagnosis]:
    try:
        return list(check(examined))
    except SQLAlchemyError as error:
        return [
            fault(
                name,
                f"The database did not answer ({log.told(error)}).",
                "See that it runs, and that DATABASE_URL leads to it.",
            )
        ]
    except OSError as error:
        advice = (
            "Make room on the disk, and run this again."
            if error.errno in NO_ROOM
            else "Run this as the user of the server. If you do, the line “folder” says whose it is."
        )
        return [fault(name, f"It could not be looked at: {error}.", advice)]
    finally:
        db.session.rollback()  # a check only reads, or has stored what it mended
