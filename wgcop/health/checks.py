"""The checks of everything that a process needs to serve requests. Each is a name, a grade and, for
operators, a sentence.

A process is not ready if it cannot show pages or store text. Everything else is a warning, since
people can keep working: a proxy that left out every process because Redis is away would make a
small fault a large one.
"""

import enum
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from wgcop import clock, files, live
from wgcop.database import db, migrations, replica
from wgcop.health import queries
from wgcop.observing import watched
from wgcop.observing.version import version
from wgcop.processes import supervisor
from wgcop.stores.protocol import StoreAway

LONGEST_INDEX_LAG = timedelta(minutes=1)
LONGEST_MAIL_LAG = timedelta(minutes=5)
FAILING_LETTERS = 3
LITTLE_ROOM = 1 << 30
NO_ROOM = 64 << 20


class Grade(enum.StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Checked:
    name: str
    grade: Grade = Grade.OK
    detail: str = ""


def findings() -> list[Checked]:
    """Return the results of all checks or, if the database does not answer, of those that do not
    need it.
    """
    found = [_database(), *(check() for check in OF_THE_PROCESS)]
    if found[0].grade is Grade.OK:
        found += [check() for check in OF_THE_DATABASE]
    return found


def _database() -> Checked:
    try:
        db.session.execute(select(1))
    except SQLAlchemyError as error:
        return Checked("database", Grade.FAULT, f"It does not answer ({type(error).__name__}).")
    return Checked("database")


def _version() -> Checked:
    fit = migrations.fit_of(db.engine)
    if not fit.may_serve:
        return Checked("version", Grade.FAULT, migrations.sentence(db.engine, fit))
    return Checked("version", detail=f"{version()}; the database is {fit.value}.")


def room_left(free: int) -> str:
    return (
        f"{free / (1 << 30):.1f} GB are free."
        if free >= LITTLE_ROOM
        else f"{free >> 20} MB are free."
    )


def _disk() -> Checked:
    free = shutil.disk_usage(Path(current_app.config["DATA_DIR"])).free
    detail = room_left(free)
    if free < NO_ROOM:
        return Checked("disk", Grade.FAULT, detail)
    return Checked("disk", Grade.WARNING if free < LITTLE_ROOM else Grade.OK, detail)


def _redis() -> Checked:
    if not current_app.config["REDIS_URL"]:
        return Checked("redis", detail="It is not used.")
    if live.reaches_others():
        return Checked("redis")
    return Checked(
        "redis", Grade.WARNING, "It does not answer: what is said is heard in this process alone."
    )


def _files() -> Checked:
    store = files.current_store()
    try:
        store.reach()
    except StoreAway as away:
        return Checked(
            "files", Grade.WARNING, f"The store {store.where} cannot be used. {away.cause}"
        )
    return Checked("files")


def _replica() -> Checked:
    copy = replica.of(current_app)
    if copy is None:
        return Checked("replica", detail="There is none.")
    if copy.is_close:
        return Checked("replica", detail=f"It is {copy.lag:.1f} seconds behind.")
    away = "It does not answer" if copy.lag is None else f"It is {copy.lag:.0f} seconds behind"
    return Checked("replica", Grade.WARNING, f"{away}: the database answers all pages itself.")


def _backup() -> Checked:
    folder = Path(current_app.config["DATA_DIR"])
    last, worries = watched.noted(folder, watched.BACKUP), watched.worries(folder)
    if last is None:
        grade = Grade.WARNING if worries.old else Grade.OK
        return Checked("backup", grade, "None was made so far.")
    good = (
        f"The last one that succeeded was made {last.good:%Y-%m-%d %H:%M} UTC." if last.good else ""
    )
    if worries.failed:
        return Checked("backup", Grade.WARNING, f"It failed: {last.failure} {good}".strip())
    if worries.trial:
        return Checked("backup", Grade.WARNING, f"Its trial failed: {worries.trial.failure} {good}")
    return Checked("backup", Grade.WARNING if worries.old else Grade.OK, good)


def _certificate() -> Checked:
    folder = Path(current_app.config["DATA_DIR"])
    known, worries = watched.noted(folder, watched.CERTIFICATE), watched.worries(folder)
    if worries.refused:
        return Checked("certificate", Grade.WARNING, f"It is refused: {worries.refused.failure}.")
    if known is None or known.good is None:
        return Checked("certificate", detail="Nothing is known of it.")
    days = (known.good - clock.now()).days
    return Checked(
        "certificate", Grade.WARNING if worries.ends else Grade.OK, f"It ends in {days} days."
    )


def _address() -> Checked:
    other = watched.other_name(Path(current_app.config["DATA_DIR"]))
    if other is None:
        return Checked("address")
    return Checked(
        "address",
        Grade.WARNING,
        f"People open pages at {other.failure}, which is not PUBLIC_URL: they are not live there.",
    )


def _threads() -> Checked:
    ended = [state for state in supervisor.states() if state.running < state.threads]
    if not ended:
        return Checked("threads")
    return Checked("threads", Grade.WARNING, "; ".join(map(str, ended)) + ".")


def _worker() -> Checked:
    known = queries.workers()
    alive = [worker for worker in known if worker.is_alive]
    if not alive:
        heard = f" The last was heard {_long(known[0].silence)} ago." if known else ""
        return Checked("worker", Grade.WARNING, f"Nobody does the background work.{heard}")
    detail = "; ".join(map(str, alive)) + "."
    failing = {
        duty["name"]
        for worker in alive
        for duty in worker.duties
        if duty["running"] < duty["threads"]
    }
    if failing:
        return Checked(
            "worker", Grade.WARNING, f"{detail} Not running: {', '.join(sorted(failing))}."
        )
    if any(worker.version != version() for worker in alive):
        return Checked("worker", Grade.WARNING, f"{detail} This process is version {version()}.")
    return Checked("worker", detail=detail)


def _index() -> Checked:
    waiting = queries.index_waiting()
    is_late = waiting.longest > LONGEST_INDEX_LAG
    detail = f"{waiting.count} changes wait, the first for {_long(waiting.longest)}."
    return Checked("index", Grade.WARNING if is_late else Grade.OK, detail)


def _mail() -> Checked:
    waiting = queries.mail_waiting()
    if current_app.extensions["mail_carrier"] is None:
        return Checked("mail", detail=f"It is not set up; {waiting.count} e-mails wait.")
    is_late = waiting.longest > LONGEST_MAIL_LAG or waiting.failing >= FAILING_LETTERS
    detail = (
        f"{waiting.count} e-mails wait, the first for {_long(waiting.longest)}; "
        f"{waiting.failing} were tried in vain."
    )
    return Checked("mail", Grade.WARNING if is_late else Grade.OK, detail)


def _long(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"


OF_THE_PROCESS: tuple[Callable[[], Checked], ...] = (
    _disk,
    _redis,
    _files,
    _replica,
    _threads,
    _backup,
    _certificate,
    _address,
)
OF_THE_DATABASE: tuple[Callable[[], Checked], ...] = (_version, _worker, _index, _mail)
