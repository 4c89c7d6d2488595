"""A process says whether it can serve, to everybody by names and grades, and to who watches with the details."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from wgcop import clock as wgcop_clock
from wgcop import mail
from wgcop.app import create_app
from wgcop.database import db
from wgcop.health import checklist, jobs
from wgcop.health.models import Worker
from wgcop.health.queries import workers
from wgcop.search.outbox import StaleRecord

TOKEN = "a-long-token-of-the-monitoring"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def ready(http, **asked):
    """Status and lines, as who watches from this machine reads them."""
    answer = http().get("/readyz", **asked)
    status, *lines = answer.text.splitlines()
    return answer.status_code, status, dict(line.split(": ", 1) for line in lines)


def test_a_sign_of_life(http, app):
    answer = http().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_a_process_without_its_database_is_alive_and_not_ready(tmp_path):
    nowhere = f"sqlite:///{tmp_path / 'no such folder' / 'wgcop.db'}"
    app = create_app({"DATA_DIR": tmp_path, "DATABASE_URL": nowhere})
    visitor = app.test_client()
    assert visitor.get("/healthz").status_code == 200
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert answer.text.startswith("not ready\ndatabase: fault")


def test_a_workspace_whose_worker_beats_is_ready(http, app, statements):
    with app.app_context():
        jobs.beat()
    with statements() as sent:
        code, status, found = ready(http)
    assert (code, status) == (200, "ready")
    assert list(found) == [
        *("database", "disk", "redis", "files", "replica", "threads"),
        *("backup", "certificate", "address"),
        *("version", "worker", "index", "mail"),
    ]
    assert {each.partition(" ")[0] for each in found.values()} <= {"ok", "warning"}
    assert len([one for one in sent if one.startswith("SELECT")]) <= 8


@pytest.mark.settings(METRICS_TOKEN=TOKEN)
def test_guests_read_grades_and_who_watches_reads_details(http, app):
    with app.app_context():
        jobs.beat()
        [name] = [worker.host for worker in workers()]
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    through_a_proxy = {"X-Forwarded-For": "203.0.113.9"}
    for headers, environ, is_told in [
        ({}, {}, True),
        ({}, {"REMOTE_ADDR": "::1"}, True),
        (bearer, ELSEWHERE, True),
        (bearer | through_a_proxy, {}, True),
        ({}, ELSEWHERE, False),
        (through_a_proxy, {}, False),
        ({"Authorization": "Bearer another"}, ELSEWHERE, False),
        ({"Authorization": "Bearer "}, ELSEWHERE, False),
    ]:
        for accept in ("text/plain", "application/json"):
            asked = {"headers": headers | {"Accept": accept}, "environ_overrides": environ}
            answer = http().get("/readyz", **asked)
            assert answer.status_code == 200
            assert (name in answer.text) is is_told, (headers, environ, accept)
            assert "worker" in answer.text


def test_without_a_token_nobody_elsewhere_reads_details(http, app):
    asked = {"headers": {"Authorization": "Bearer "}, "environ_overrides": ELSEWHERE}
    assert " · " not in http().get("/readyz", **asked).text


@pytest.mark.settings(TRUSTED_PROXIES=1)
def test_a_proxy_cannot_be_made_to_say_that_somebody_is_on_this_machine(http, app):
    told = {"X-Forwarded-For": "127.0.0.1"}
    for environ in ({}, ELSEWHERE):
        asked = {"headers": told, "environ_overrides": environ}
        assert " · " not in http().get("/readyz", **asked).text


def test_a_worker_that_falls_silent_is_missed_and_pages_still_come(http, app, clock):
    assert ready(http)[2]["worker"].startswith("warning · Nobody does the background work.")
    with app.app_context():
        clock.stop()
        jobs.beat()
    assert ready(http)[2]["worker"].startswith("ok")
    clock.advance(minutes=3)
    code, _, found = ready(http)
    assert code == 200
    assert found["worker"] == (
        "warning · Nobody does the background work. The last was heard 3 minutes ago."
    )


def test_a_thread_of_the_worker_that_fails_is_named(http, app):
    with app.app_context():
        jobs.beat()
        worker = db.session.scalars(select(Worker)).one()
        worker.duties = [{"name": "index", "threads": 1, "running": 0}]
        db.session.commit()
    assert "Not running: index." in ready(http)[2]["worker"]


def test_a_process_that_leaves_the_work_to_others_says_once_that_nobody_does_it(app, monkeypatch):
    monkeypatch.setattr(jobs, "_missing", False)
    with app.app_context(), capture_logs() as logged:
        jobs.look_for_worker()
        jobs.look_for_worker()
        jobs.beat()
        jobs.look_for_worker()
    assert [line["event"] for line in logged] == ["no_worker", "worker_again"]


def test_changes_and_letters_that_wait_too_long_are_told(http, app):
    app.extensions["mail_carrier"] = lambda message: None
    with app.app_context():
        before = wgcop_clock.now() - timedelta(minutes=10)
        db.session.add(StaleRecord(record_id="comment:x", touch=1, at=before))
        letter = mail.write("amina@example.org", "Secret words", "Secret words")
        letter.due_at = before
        db.session.commit()
    code, status, found = ready(http)
    assert (code, status) == (200, "ready")
    assert found["index"].startswith("warning · 1 changes wait, the first for 10 minutes")
    assert found["mail"].startswith("warning · 1 e-mails wait, the first for 10 minutes")
    assert "Secret" not in http().get("/readyz").text


def test_a_database_of_another_version_is_not_ready(http, app):
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()
    code, status, found = ready(http)
    assert (code, status) == (503, "not ready")
    assert "wgcop migrate" in found["version"]


def test_a_full_disk_is_not_ready_and_little_room_is_told(http, app, monkeypatch):
    for free, code, grade in ((10 << 20, 503, "fault"), (500 << 20, 200, "warning")):
        values = {"f_bavail": free, "f_frsize": 1, "f_files": 0}
        monkeypatch.setattr(
            checklist.os, "statvfs", lambda _, values=values: type("disk", (), values)
        )
        assert (ready(http)[0], ready(http)[2]["disk"].partition(" ")[0]) == (code, grade)
