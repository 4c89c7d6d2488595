"""Whatever fails, the log never holds what somebody wrote, nor whom a letter is for."""

import ast
import json
import logging
import smtplib
import threading
from io import StringIO

import pytest
from gunicorn.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.architecture.reading import modules, name, report, tree
from tests.live.room import wait_until
from wgcop import mail
from wgcop.accounts.models import Person
from wgcop.database import after_commit, db
from wgcop.observing import log
from wgcop.processes import supervisor
from wgcop.processes.supervisor import Duty
from wgcop.search import indexer
from wgcop.server.serving import Logger
from wgcop.threads.views import comments
from wgcop.writing import channels

WORDS = "Kenya-will-not-accept-this"
ADDRESS = "amina@example.org"


@pytest.fixture
def spy(app):
    """Everything that was logged, as it would stand in the journal; it knows what must have been told."""
    file = StringIO()
    log.configure(to=file)

    def read(*events):
        told = [json.loads(line)["event"] for line in file.getvalue().splitlines()]
        assert set(events) <= set(told)
        assert WORDS not in file.getvalue() and ADDRESS not in file.getvalue()
        return file.getvalue()

    yield read
    log.configure()


def say_it_again(*_, **__):
    raise ValueError(f"They said: {WORDS}")


def same_person(*_, **__):
    """A row that the database refuses. PostgreSQL repeats it in its message."""
    for _ in range(2):
        db.session.add(Person(email=f"{WORDS}@example.org", name=WORDS, password_hash=WORDS))
    db.session.flush()


def unknown_kind(*_, **__):
    db.session.execute(text(f"SELECT '{WORDS}'::nothing"))


def post(http, world):
    address = "/clauses/wtdc-67.recs_recognizing__rec_b/comments"
    data = {"body": WORDS, "audience": "members", "key": "spied-1"}
    return http(world.amina).post(address, data=data)


@pytest.mark.parametrize(
    "fails, event",
    [
        (say_it_again, "unexpected_error"),
        (same_person, "same_moment"),
        (unknown_kind, "unexpected_error"),
    ],
)
def test_a_comment_whose_posting_fails(fails, event, http, world, spy, monkeypatch):
    monkeypatch.setattr(comments.actions, "post_comment", fails)
    assert post(http, world).status_code in (500, 503)
    logged = spy(event, "request")
    if fails is say_it_again:
        assert "in say_it_again" in logged and "ValueError" in logged


def test_an_error_keeps_what_leads_to_its_cause(app):
    with app.app_context(), pytest.raises(IntegrityError) as refused:
        same_person()
    told = log.told(refused.value)
    assert told.startswith(("IntegrityError SQLITE_", "IntegrityError UniqueViolation 23505 uq_"))
    assert "person" in told


def test_errors_that_come_together_are_told_one_by_one():
    together = ExceptionGroup(WORDS, [ValueError(WORDS), KeyError(WORDS)])
    assert log.trace(together).splitlines() == ["ExceptionGroup", "  ValueError", "  KeyError"]


def test_what_fails_after_a_commit_and_in_threads(app, spy):
    with app.app_context():
        after_commit(say_it_again, WORDS)
        db.session.execute(text("SELECT 1"))
        db.session.commit()
    duty, may_end = Duty("spied"), threading.Event()

    def work():
        if not may_end.is_set():
            say_it_again()

    thread = duty.start(work, pause=lambda _: may_end.wait())
    try:
        wait_until(lambda: duty.state.has_failed)
        spy("failed_after_commit", "thread_failed")
    finally:
        may_end.set()
        thread.join()
        del supervisor._duties["spied"]


def test_a_letter_that_is_refused(app, spy):
    def refuse(message):
        raise smtplib.SMTPRecipientsRefused({message.recipient: (550, WORDS.encode())})

    app.extensions["mail_carrier"] = refuse
    with app.app_context():
        mail.write(ADDRESS, WORDS, WORDS)
        db.session.commit()
        assert mail.send_waiting() == 0
    assert "SMTPRecipientsRefused" in spy("mail_failed")


def test_work_beside_requests(app, world, spy, monkeypatch):
    monkeypatch.setattr(Person, "search_record", say_it_again, raising=False)
    with app.app_context():
        assert indexer._record("person:1", world.amina) is None

        @channels.answered
        def fails(_):
            say_it_again()

        with app.test_request_context():
            assert not fails({"steps": WORDS})["ok"]
    spy("search_record_failed", "writing_failed")


def test_what_libraries_say(spy):
    root = logging.root.handlers, logging.root.level, threading.excepthook
    kept = {
        logger: (logger.handlers[:], logger.propagate)
        for logger in logging.root.manager.loggerDict.values()
        if isinstance(logger, logging.Logger)
    }
    log.take_over()
    try:
        try:
            say_it_again()
        except ValueError:
            logging.getLogger("engineio.server").exception("%s: cannot read %r", WORDS, WORDS)
            logging.getLogger("some.library").error(f"Cannot read: {WORDS}", exc_info=True)
        gunicorn = Logger(Config())
        gunicorn.error("Error handling request %s", f"/reset/{WORDS}")
        gunicorn.warning("Worker (pid:%s) was sent %s!", 17, "SIGKILL! Perhaps out of memory?")
        gunicorn.warning(f"Invalid request from ip=127.0.0.1: {WORDS}")
        thread = threading.Thread(target=say_it_again)
        thread.start()
        thread.join()
    finally:
        logging.root.handlers, logging.root.level, threading.excepthook = root
        for logger, (handlers, propagates) in kept.items():
            logger.handlers, logger.propagate = handlers, propagates
    logged = spy("from_library", "thread_ended")
    assert "Worker (pid:17) was sent SIGKILL!" in logged
    assert "in say_it_again" in logged


def test_no_line_of_the_log_is_given_a_message_of_an_error():
    """An error is passed as it is: `log` writes of it what is no message."""
    spoken = [
        f"{name(file)}:{call.lineno}"
        for file in modules()
        for call in ast.walk(tree(file))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "log"
        for given in call.keywords
        if makes_text_of_an_error(given.value)
    ]
    report("Give the error itself to the log: log.warning(…, error=error).", spoken)


def makes_text_of_an_error(value):
    if isinstance(value, ast.Attribute) and value.attr == "__name__":
        return False  # of its class
    return any(
        (isinstance(part, ast.Name) and part.id in ("error", "problem", "exception"))
        for inner in ast.walk(value)
        if inner is value and not isinstance(value, ast.Name)
        for part in ast.walk(inner)
    )


def test_what_would_be_found_is_found():
    assert makes_text_of_an_error(ast.parse("str(error)[:500]", mode="eval").body)
    assert makes_text_of_an_error(ast.parse("f'{error}'", mode="eval").body)
    assert not makes_text_of_an_error(ast.parse("error", mode="eval").body)
    assert not makes_text_of_an_error(ast.parse("type(error).__name__", mode="eval").body)
