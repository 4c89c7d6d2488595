"""The checks of everything that a process needs to serve requests. Each is a name, a grade and, for
operators, a sentence.

A process is not ready if it cannot show pages or store text. Everything else is a warning, since
people can keep working: a proxy that left out every process because Redis is away would make a
small fault a large one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from wgcop import files, live
from wgcop.database import db, migrations
from wgcop.health import queries
from wgcop.health.checklist import SHARED, in_words, without_files
from wgcop.health.diagnosis import Severity
from wgcop.observing.version import version
from wgcop.processes import supervisor
from wgcop.stores.protocol import StoreAway

LONGEST_INDEX_LAG = timedelta(minutes=1)
LONGEST_MAIL_LAG = timedelta(minutes=5)
FAILING_LETTERS = 3
STOPS = frozenset({"disk"})
"""The shared checks whose fault keeps a process from serving. That of any other is a warning here."""


@dataclass(frozen=True)
class Checked:
    name: str
    grade: Severity = Severity.OK
    detail: str = ""


def findings() -> list[Checked]:
    """Return the results of all checks or, if the database does not answer, of those that do not
    need it.
    """
    found = [_database(), *(check() for check in OF_THE_PROCESS)]
    if found[0].grade is Severity.OK:
        found += [check() for check in OF_THE_DATABASE]
    return found


def _database() -> Checked:
    try:
        db.session.execute(select(1))
    except SQLAlchemyError as error:
        return Checked("database", Severity.FAULT, f"It does not answer ({type(error).__name__}).")
    return Checked("database")


def _version() -> Checked:
    fit = migrations.fit_of(db.engine)
    if not fit.may_serve:
        return Checked("version", Severity.FAULT, migrations.sentence(db.engine, fit))
    return Checked("version", detail=f"{version()}; the database is {fit.value}.")


def _redis() -> Checked:
    if not current_app.config["REDIS_URL"]:
        return Checked("redis", detail="It is not used.")
    if live.reaches_others():
        return Checked("redis")
    return Checked(
        "redis",
        Severity.WARNING,
        "It does not answer: what is said is heard in this process alone.",
    )


def _files() -> Checked:
    store = files.current_store()
    try:
        store.reach()
    except StoreAway as away:
        return Checked("files", Severity.WARNING, without_files(away, store.where).says)
    return Checked("files")


def _threads() -> Checked:
    ended = [state for state in supervisor.states() if state.running < state.threads]
    if not ended:
        return Checked("threads")
    return Checked("threads", Severity.WARNING, "; ".join(map(str, ended)) + ".")


def _index() -> Checked:
    waiting = queries.index_waiting()
    is_late = waiting.longest > LONGEST_INDEX_LAG
    detail = f"{waiting.count} changes wait, the first for {in_words(waiting.longest)}."
    return Checked("index", Severity.WARNING if is_late else Severity.OK, detail)


def _mail() -> Checked:
    waiting = queries.mail_waiting()
    if current_app.extensions["mail_carrier"] is None:
        return Checked("mail", detail=f"It is not set up; {waiting.count} e-mails wait.")
    is_late = waiting.longest > LONGEST_MAIL_LAG or waiting.failing >= FAILING_LETTERS
    detail = (
        f"{waiting.count} e-mails wait, the first for {in_words(waiting.longest)}; "
        f"{waiting.failing} were tried in vain."
    )
    return Checked("mail", Severity.WARNING if is_late else Severity.OK, detail)


def _shared(name: str) -> Callable[[], Checked]:
    """Sum up what a shared check says."""

    def check() -> Checked:
        found = list(SHARED[name]())
        worst = max((each.severity for each in found), key=list(Severity).index)
        if worst is Severity.FAULT and name not in STOPS:
            worst = Severity.WARNING
        return Checked(name, worst, " ".join(each.says for each in found))

    return check


OF_THE_PROCESS: tuple[Callable[[], Checked], ...] = (
    _shared("disk"),
    _redis,
    _files,
    _shared("replica"),
    _threads,
    _shared("backup"),
    _shared("certificate"),
    _shared("address"),
)
OF_THE_DATABASE: tuple[Callable[[], Checked], ...] = (_version, _shared("worker"), _index, _mail)
