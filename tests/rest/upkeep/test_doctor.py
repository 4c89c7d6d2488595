"""`wgcop doctor`: each check finds what was broken on purpose, says what to do, and mends what is derived."""

import errno
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from redis import Redis
from sqlalchemy import delete, select, text, update

from tests import servers
from tests.conftest import SETTINGS
from tests.postbox import Postbox
from tests.translator import TranslatorService
from wgcop import clock as wgcop_clock
from wgcop import files
from wgcop.app import create_app
from wgcop.audit.actions import note
from wgcop.audit.cli import audit_group
from wgcop.database import db, writing
from wgcop.events.models import Topic
from wgcop.health import checklist, jobs
from wgcop.health.diagnosis import Severity
from wgcop.health.models import Worker
from wgcop.observing.version import version
from wgcop.priorwork.models import Document
from wgcop.search.index import current_index
from wgcop.search.outbox import StaleRecord
from wgcop.threads.models import Comment
from wgcop.upkeep.doctor import (
    database,
    index,
    places,
    proxy,
    registry,
    set_up,
    stored_files,
    surroundings,
    words,
)
from wgcop.upkeep.doctor import index as index_checks
from wgcop.upkeep.doctor.examination import Examination
from wgcop.upkeep.doctor.registry import diagnoses
from wgcop.upkeep.keeping import at_work
from wgcop.upkeep.setting_up.checks import require_redis

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def say(app):
    """`say(check)`: the worst severity and all sentences of one check."""

    def say(check, **how):
        with app.app_context():
            found = list(check(Examination(app, **how)))
            db.session.rollback()
        worst = max(found, key=lambda each: list(Severity).index(each.severity)).severity
        return str(worst), "\n".join(map(str, found))

    return say


@on_sqlite
def test_a_workspace_that_is_well(app, world, http, index, say):
    index()
    say(places.permissions, repair=True)  # tests make files as anybody does
    with app.app_context():
        jobs.beat()
        found = list(diagnoses(Examination(app)))
    broken = [str(each) for each in found if each.severity is not Severity.OK]
    assert broken == []
    assert {each.check for each in found} >= {
        *(
            "settings",
            "folder",
            "disk",
            "redis",
            "mail",
            "answers",
            "database",
            "migrations",
            "clock",
        ),
        *("worker", "index", "radar", "files", "audit", "proxy", "counts", "leftovers", "address"),
        "words",
    }


# Words


def test_words_of_an_office_that_the_workspace_does_not_say_are_found(database, tmp_path):
    folder = tmp_path / "var" / "catalogues"
    folder.mkdir()
    known = 'msgid "Sign in"\nmsgstr "Entrer"\n\nmsgctxt "button"\nmsgid "Link"\nmsgstr "Lier"\n'
    file = folder / "fr.po"
    for further, severity, said in (
        ("", "ok", "2 are put right"),
        ('\nmsgid "Sing in"\nmsgstr "Chanter"\n', "warning", "1 that the workspace does not say, such as “Sing in”"),
        ('\nmsgid "Password"\nmsgstr "100 % secret"\n', "warning", "catalogues/fr.po, line 8: has a % that is no placeholder"),
        ('\nmsgctxt "a tree"\nmsgid "Leave"\nmsgstr "Feuille"\n', "warning", "such as “Leave”"),
    ):  # fmt: skip
        file.write_text(known + further)
        app = create_app({**SETTINGS, **database, "LANGUAGES": ["en", "fr"]})
        with app.app_context():
            found = list(words.words_of_office(Examination(app)))
            db.engine.dispose()
        assert [str(each.severity) for each in found] == [severity]
        assert said in str(found[0])


# Settings


def test_a_name_that_is_nearly_a_setting_is_found():
    found = list(set_up.unknown({"TRUSTED_PROXY": "1", "EDITOR": "vi", "DATABASE_URL": ""}))
    assert [str(each) for each in found] == [
        "warning  settings    TRUSTED_PROXY is no setting. Did you mean TRUSTED_PROXIES?"
    ]


def test_a_file_of_settings_that_is_not_where_somebody_said_is_found(tmp_path):
    (tmp_path / "environment").touch()
    assert not list(set_up.missing({}))
    assert not list(set_up.missing({"SETTINGS_FILE": str(tmp_path / "environment")}))
    [found] = set_up.missing({"SETTINGS_FILE": str(tmp_path / "enviroment")})
    assert "enviroment, which is not there" in str(found)


@pytest.mark.parametrize(
    "broken, severity, word",
    [
        ({"PUBLIC_URL": "https://w.example.org"}, "warning", "TRUSTED_PROXIES"),
        ({"PUBLIC_URL": "http://w.example.org"}, "warning", "certificate"),
        ({"TRUSTED_PROXIES": 1}, "warning", "PUBLIC_URL"),
        (
            {"PUBLIC_URL": "https://w.example.org", "TRUSTED_PROXIES": 1, "DEVELOPMENT": True},
            "fault",
            "DEVELOPMENT",
        ),
        (
            {
                "PUBLIC_URL": "https://w.example.org",
                "TRUSTED_PROXIES": 1,
                "RATELIMIT_ENABLED": False,
            },
            "fault",
            "RATELIMIT_ENABLED",
        ),
        ({"THREADS": 10, "THREADS_FOR_PAGES": 10}, "warning", "THREADS_FOR_PAGES"),
        ({"MAIL_URL": "smtp://m.example.org"}, "warning", "MAIL_SENDER"),
        ({"METRICS_TOKEN": "short"}, "fault", "METRICS_TOKEN"),
        ({"SECRET_KEY": "short"}, "fault", "SECRET_KEY"),
    ],
)
def test_settings_that_do_not_go_together(broken, severity, word):
    good = {
        "PUBLIC_URL": "",
        "TRUSTED_PROXIES": 0,
        "DEVELOPMENT": False,
        "RATELIMIT_ENABLED": True,
        "THREADS": 100,
        "THREADS_FOR_PAGES": 40,
        "MAIL_URL": "",
        "MAIL_SENDER": "workspace@localhost",
        "SECRET_KEY": "x" * 64,
        "METRICS_TOKEN": "",
    }
    assert list(set_up.contradictions(good)) == []
    [found] = set_up.contradictions(good | broken)
    assert found.severity == severity
    assert word in found.says + found.advice


# The folder and the disk


@on_sqlite
def test_a_file_that_others_can_read_is_found_and_made_private(app, say):
    with app.app_context():
        sha = files.store(b"Words.")
    place = Path(app.config["DATA_DIR"]) / "files" / sha[:2] / sha
    say(places.permissions, repair=True)
    place.chmod(0o644)
    severity, said = say(places.permissions)
    assert severity == "fault" and sha in said and "--repair" in said
    assert say(places.permissions, repair=True)[1].startswith("mended")
    assert place.stat().st_mode & 0o077 == 0
    assert say(places.permissions)[0] == "ok"


@on_sqlite
def test_a_file_of_another_user_is_found(app, say, monkeypatch):
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    with app.app_context():
        sha = files.store(b"Words.")
    place = Path(app.config["DATA_DIR"]) / "files" / sha[:2] / sha
    os.chown(place, 65534, -1)
    severity, said = say(places.permissions)
    assert severity == "fault" and "chown" in said
    place.chmod(0o644)
    monkeypatch.setattr(places.os, "geteuid", lambda: 1)
    said = say(places.permissions, repair=True)[1]
    assert "chown" in said and "Change the owner first" in said
    assert place.stat().st_mode & 0o044, "Only its owner or root could change it."


@on_sqlite
def test_a_full_disk_and_one_without_room_for_more_files(app, say, monkeypatch):
    def disk(free, inodes):
        values = {"f_bavail": free, "f_frsize": 1, "f_files": 10**6, "f_favail": inodes}
        return lambda _: type("disk", (), values)

    monkeypatch.setattr(checklist.os, "statvfs", disk(10 << 20, 10**6))
    monkeypatch.setattr(checklist, "BACKUPS", Path(app.config["DATA_DIR"]) / "backups")
    checklist.BACKUPS.mkdir()
    with (checklist.BACKUPS / "old.backup").open("wb") as old:
        old.truncate(3 << 30)
    severity, said = say(registry.BEFORE_THE_DATABASE["disk"])
    assert severity == "fault" and f"Backups in {checklist.BACKUPS} take 3.0 GB" in said
    assert "10 MB are free." in said
    monkeypatch.setattr(checklist.os, "statvfs", disk(500 << 20, 10**6))
    assert say(registry.BEFORE_THE_DATABASE["disk"])[0] == "warning"
    monkeypatch.setattr(checklist.os, "statvfs", disk(50 << 30, 12))
    assert "12 more files" in say(registry.BEFORE_THE_DATABASE["disk"])[1]
    monkeypatch.setattr(checklist.os, "statvfs", disk(50 << 30, 10**6))
    assert say(registry.BEFORE_THE_DATABASE["disk"])[0] == "ok"


@on_sqlite
def test_who_cannot_look_for_lack_of_room_is_asked_for_room_and_who_may_not_for_another_user(
    app, monkeypatch
):
    def said(number):
        def fail(_):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(registry, "BEFORE_THE_DATABASE", {"disk": fail})
        with app.app_context():
            return str(next(diagnoses(Examination(app))))

    assert "No space left on device. Make room on the disk" in said(errno.ENOSPC)
    assert "Permission denied. Run this as the user of the server." in said(errno.EACCES)


# The database and the index


@on_sqlite
def test_a_damaged_database_file_is_found(app, world, say):
    named = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_comment_parent_id'"
    with app.app_context():
        page = db.session.scalar(text(named))
        size = db.session.scalar(text("PRAGMA page_size"))
        db.session.close()
        db.engine.dispose()
    with (Path(app.config["DATA_DIR"]) / "wgcop.db").open("r+b") as handle:
        handle.seek((page - 1) * size)
        handle.write(b"\xff" * size)
    severity, said = say(sqlite_or_postgresql)
    assert severity == "fault" and "backup" in said and "\n" not in said


sqlite_or_postgresql = database.database


@on_sqlite
def test_a_journal_that_cannot_be_emptied_is_found(app, world, say, monkeypatch):
    assert say(database.database)[0] == "ok"
    monkeypatch.setattr(database, "LARGE_JOURNAL", 10_000)
    with app.app_context(), db.engine.connect() as reading:
        reading.scalar(select(Comment.id))
        with writing():
            db.session.execute(update(Comment).values(body=Comment.body + "x" * 10_000))
            db.session.commit()
        severity, words = say(database.database)
    assert severity == "warning" and "wal has grown to" in words and "wgcop restart" in words


def test_a_database_of_another_version_is_found(app, say):
    assert say(database.version_of_tables)[0] == "ok"
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()
    severity, said = say(database.version_of_tables)
    assert severity == "fault" and "wgcop migrate" in said


def test_postgresql_with_room_for_too_few_connections_is_found(app, say, monkeypatch):
    """A process takes as many as the settings say, those of a search engine among them, and one to wait for its turn."""
    severity, said = say(sqlite_or_postgresql)
    assert "answers" in said
    if "PostgreSQL" in said:
        for engine in ("whoosh", "postgres"):
            monkeypatch.setitem(app.config, "SEARCH_ENGINE", engine)
            monkeypatch.setitem(app.config, "DATABASE_CONNECTIONS", 20)
            severity, said = say(sqlite_or_postgresql)
            assert severity == "ok" and "for 4 processes" in said and "21 each" in said
        monkeypatch.setitem(app.config, "DATABASE_CONNECTIONS", 60)
        severity, said = say(sqlite_or_postgresql)
        assert severity == "warning" and "max_connections to 61" in said


def test_an_index_that_lacks_records_and_has_others_is_found_and_mended(app, world, say, index):
    index()
    assert say(indexed)[0] == "ok"
    with app.app_context():
        held = current_index().ids()
        comments = db.session.scalars(select(Comment).order_by(Comment.id))
        gone, changed, *_ = (each for each in comments if each.search_key in held)
        with current_index().writing() as changes:
            changes.drop([gone.search_key])
        changed.body = "Another wording of what was said here."
        db.session.commit()
        db.session.execute(delete(StaleRecord))  # as if a note had been lost
        db.session.commit()
    severity, said = say(indexed)
    assert severity == "fault" and "1 are missing, 0 too many, 1 stale" in said
    assert say(indexed, repair=True)[1].startswith("mended")
    assert say(indexed)[0] == "ok"


indexed = index.index


@on_sqlite
def test_an_index_of_another_database_is_found_and_filled(app, world, say, index):
    index()
    with app.app_context():
        current_index().clear()
    assert say(indexed)[0] == "warning"
    assert say(indexed, repair=True)[1].startswith("mended")
    assert say(indexed)[0] == "ok"


@on_sqlite
def test_a_damaged_index_is_told_from_one_of_another_database(app, world, say, index):
    index()
    assert "damaged" not in say(indexed)[1]
    for file in (Path(app.config["DATA_DIR"]) / "index").glob("*.toc"):
        file.write_bytes(b"nothing")
    severity, said = say(indexed)
    assert severity == "warning" and "is damaged" in said
    assert say(indexed, repair=True)[1].startswith("mended")
    assert say(indexed)[0] == "ok"


@on_sqlite
def test_damaged_counts_of_the_radar_are_made_again(app, world, say, index):
    index()
    assert say(radar)[0] == "ok"
    [counts] = [
        file
        for file in (Path(app.config["DATA_DIR"]) / "radar").rglob("*")
        if file.stat().st_size > 1000
    ][:1]
    counts.write_bytes(b"nothing")
    assert say(radar)[0] == "warning"
    assert say(radar, repair=True)[1].startswith("mended")
    assert say(radar)[0] == "ok"


radar = index.radar


# Files


@on_sqlite
def test_files_that_are_missing_changed_or_left_over(app, world, say):
    folder = Path(app.config["DATA_DIR"]) / "files"
    with app.app_context():
        shas = [files.store(f"Document {number}".encode()) for number in range(2)]
        for document, sha in zip(db.session.scalars(select(Document).limit(2)), shas, strict=True):
            document.file_sha = sha
        db.session.commit()
    before = say(stored_files.stored_files)[1]
    place = folder / shas[0][:2] / shas[0]
    place.write_bytes(b"Something else")
    severity, said = say(stored_files.stored_files)
    assert severity == "fault" and "not what was stored" in said and shas[0][:12] in said
    shutil.move(place, folder / "elsewhere")
    severity, said = say(stored_files.stored_files)
    assert severity == "fault" and "missing" in said and shas[0] in said
    with app.app_context():
        [lost] = db.session.scalars(select(Document).where(Document.file_sha == shas[0]))
        assert f"{lost.title} ({lost.url})" in said
    place.write_bytes(b"Document 0")
    assert say(stored_files.stored_files)[1] == before
    part = place.with_name("tmpabc")
    part.touch()
    os.utime(part, (0, 0))
    assert "crash" in say(stored_files.stored_files)[1]
    assert say(stored_files.stored_files, repair=True)[1].count("mended") == 1
    assert not part.exists() and place.exists()


@on_sqlite
def test_copies_of_killed_commands_and_a_restore_that_was_broken_off_are_found(app, say):
    folder = Path(app.config["DATA_DIR"])
    assert say(places.leftovers)[0] == "ok"
    with at_work.folder_of_work(folder, "backup-"):
        assert say(places.leftovers)[0] == "ok", "it is at work"
    left = folder / "backup-abc"
    left.mkdir()
    (left / "wgcop.db").write_text("rows")
    severity, said = say(places.leftovers)
    assert severity == "warning" and "backup-abc" in said
    assert "mended" in say(places.leftovers, repair=True)[1] and not left.exists()
    (folder / "restore-begun").touch()
    severity, said = say(places.leftovers)
    assert severity == "fault" and "wgcop restore" in said


@on_sqlite
def test_wrong_numbers_of_comments_are_counted_anew(app, world, say):
    assert say(index_checks.counts)[0] == "ok"
    with app.app_context():
        topic = db.session.scalars(select(Topic).where(Topic.comments > 0).limit(1)).one()
        name, right = topic.name, topic.comments
        topic.comments = right + 3
        db.session.commit()
    assert say(index_checks.counts)[0] == "warning"
    assert "mended" in say(index_checks.counts, repair=True)[1]
    with app.app_context():
        assert db.session.scalar(select(Topic.comments).where(Topic.name == name)) == right


# What it leans on


@on_sqlite
def test_redis_that_is_away_or_forgets(app, say, redis_url):
    app.config["REDIS_URL"] = "redis://127.0.0.1:1/0"
    assert say(surroundings.redis)[0] == "fault"
    app.config["REDIS_URL"] = redis_url
    assert say(surroundings.redis)[0] == "ok"
    with Redis.from_url(redis_url) as server:
        server.config_set("maxmemory", "100mb")
        server.config_set("maxmemory-policy", "allkeys-lru")
        try:
            severity, said = say(surroundings.redis)
        finally:
            server.config_set("maxmemory", "0")
            server.config_set("maxmemory-policy", "noeviction")
    assert severity == "warning" and "noeviction" in said


@on_sqlite
def test_redis_that_lets_its_user_do_all_but_ask_how_it_is(app, say, redis_url):
    app.config["REDIS_URL"] = redis_url.replace("://", "://guest:any@")
    with Redis.from_url(redis_url) as server:
        server.acl_setuser(
            "guest",
            enabled=True,
            nopass=True,
            categories=["+@all", "-@dangerous"],
            keys=["*"],
            channels=["*"],
        )
        try:
            severity, said = say(surroundings.redis)
            assert require_redis(app.config["REDIS_URL"]) == {}, "setup takes it"
        finally:
            server.acl_deluser("guest")
    assert severity == "warning" and "It answers" in said


@on_sqlite
def test_libreoffice_that_cannot_be_confined(app, say, monkeypatch, tmp_path):
    with app.app_context():
        assert not list(surroundings.originals(Examination(app)))
    app.config["LIBREOFFICE"] = str(tmp_path / "soffice")
    severity, said = say(surroundings.originals)
    assert severity == "fault" and "which is not there" in said
    app.config["LIBREOFFICE"] = "true"
    for is_confined, expected in ((True, "ok"), (False, "warning")):
        monkeypatch.setattr(surroundings, "can_be_confined", lambda answer=is_confined: answer)
        assert say(surroundings.originals)[0] == expected
    assert "apt-get install bubblewrap" in say(surroundings.originals)[1]


@on_sqlite
def test_a_mail_server_that_does_not_answer(app, say, monkeypatch):
    assert say(surroundings.mail)[0] == "ok"
    severity, said = say(surroundings.mail, test_recipient="amina@example.org")
    assert severity == "fault" and "No e-mail went to amina@example.org" in said
    app.config["MAIL_URL"] = "smtp://user:secret@127.0.0.1:1"
    severity, said = say(surroundings.mail)
    assert severity == "fault" and "secret" not in said
    sent = []
    monkeypatch.setattr(surroundings, "require_mail", lambda *_, letter, **__: sent.append(letter))
    assert say(surroundings.mail)[0] == "ok" and sent == [None]
    assert "amina@example.org" in say(surroundings.mail, test_recipient="amina@example.org")[1]
    assert sent[1]["To"] == "amina@example.org"
    severity, said = say(surroundings.mail, test_recipient="amina\n@example.org")
    assert severity == "fault" and "is no e-mail address" in said and len(sent) == 2


def test_a_mailbox_for_answers_that_does_not_let_us_in(app, say):
    assert "No answers are taken" in say(surroundings.answers)[1]
    app.config["REPLY_ADDRESS"] = "reply@cop.example"
    assert "wgcop mail receive" in say(surroundings.answers)[1]
    app.config["REPLY_MAILBOX_UNENCRYPTED"] = True
    with Postbox(password="right") as box:
        box.put(b"Subject: new\r\n\r\n")
        app.config["REPLY_MAILBOX"] = f"imap://reply:right@127.0.0.1:{box.port}"
        severity, said = say(surroundings.answers)
        assert severity == "ok" and "new messages: 1" in said
        box.password = "secret"
        severity, said = say(surroundings.answers)
        assert severity == "fault" and "right" not in said
        assert [each for each in box.heard if "FETCH" in each] == []


def test_a_translation_service_that_is_away_or_lacks_a_language(app, say):
    assert "No comments are translated" in say(surroundings.translation)[1]
    app.config["TRANSLATOR_URL"] = "http://127.0.0.1:9"
    severity, said = say(surroundings.translation)
    assert severity == "warning" and "does not answer" in said
    service = TranslatorService()
    app.config["TRANSLATOR_URL"] = service.url
    assert say(surroundings.translation)[0] == "ok"
    service.languages = ["en", "fr", "es", "ru"]
    severity, said = say(surroundings.translation)
    assert severity == "warning" and "It lacks ar, zh." in said
    assert service.asked == []
    service.close()


def test_time_that_passes_while_the_proxy_is_asked_is_not_a_difference_of_clocks():
    noon = wgcop_clock.now().replace(microsecond=0)
    moment = noon + timedelta(milliseconds=900)
    assert proxy.apart(noon, moment, moment + timedelta(seconds=5)) == 0
    assert proxy.apart(noon + timedelta(seconds=9), moment, moment) == pytest.approx(8.1)
    assert proxy.apart(noon - timedelta(seconds=9), moment, moment) == pytest.approx(-8.9)


def test_clocks_that_differ(app, say, clock):
    assert say(surroundings.clock)[0] == "ok"
    if "PostgreSQL" in say(sqlite_or_postgresql)[1]:
        clock.stop(wgcop_clock.now() + timedelta(minutes=5))
        severity, said = say(surroundings.clock)
        assert severity == "fault" and "300 seconds" in said


@on_sqlite
def test_a_worker_that_is_gone_failing_or_of_another_version(app, say, clock):
    assert "Nobody does the background work" in say(registry.WITH_TABLES_THAT_FIT["worker"])[1]
    with app.app_context():
        jobs.beat()
        assert say(registry.WITH_TABLES_THAT_FIT["worker"])[0] == "ok"
        worker = db.session.scalars(select(Worker)).one()
        worker.version = "0.0.1"
        db.session.commit()
        assert "0.0.1" in say(registry.WITH_TABLES_THAT_FIT["worker"])[1]
        worker = db.session.scalars(select(Worker)).one()
        worker.duties = [{"name": "index", "threads": 1, "running": 0}]
        db.session.commit()
    assert "Not running: index" in say(registry.WITH_TABLES_THAT_FIT["worker"])[1]
    clock.advance(minutes=2)
    assert "Nobody" in say(registry.WITH_TABLES_THAT_FIT["worker"])[1]


@on_sqlite
def test_a_trail_that_was_changed(app, world, say):
    assert say(surroundings.audit)[0] == "ok"
    with app.app_context():
        db.session.execute(text("UPDATE audit_head SET checksum = 'another'"))
        db.session.commit()
    assert say(surroundings.audit)[0] == "fault"


@on_sqlite
def test_no_repair_touches_the_trail_and_a_doubt_stays_until_it_is_accepted(app, world, say):
    def rows():
        return db.session.execute(text("SELECT * FROM audit_row ORDER BY number")).all()

    with app.app_context():
        note("paper.submitted", by=None)
        db.session.commit()
        db.session.execute(text("DELETE FROM audit_head"))
        db.session.commit()
        before = rows()
    assert "New rows follow the last row" in say(surroundings.audit, repair=True)[1]
    with app.app_context():
        assert rows() == before
        assert db.session.execute(text("SELECT * FROM audit_head")).all() == []
        note("paper.numbered", by=None)
        db.session.commit()
    severity, says = say(surroundings.audit)[:2]
    assert severity == "warning" and "had been removed" in says
    refused = audit_command(app, "verify")
    accepted = re.search(r"--seen (\d+) (\w{64})", str(refused.exception)).groups()
    assert audit_command(app, "verify", "--seen", *accepted).exit_code == 0


def audit_command(app, *arguments):
    return CliRunner().invoke(audit_group, arguments, obj=ScriptInfo(create_app=lambda: app))


# The proxy

URL = urlsplit("https://workspace.example.org")
ARRIVED = {
    "peer": "10.0.0.1",
    "address": "198.51.100.7",
    "scheme": "https",
    "host": "workspace.example.org",
    "forwarded": ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"],
    "proxies": 1,
    "has_request_id": True,
    "version": version(),
}


@pytest.mark.parametrize(
    "broken, word",
    [
        ({"forwarded": ["X-Forwarded-For", "X-Forwarded-Proto"]}, "X-Forwarded-Host"),
        ({"proxies": 0}, "TRUSTED_PROXIES"),
        ({"scheme": "http"}, "X-Forwarded-Proto"),
        ({"host": "127.0.0.1:5000"}, "proxy_set_header Host $host;"),
        ({"address": "10.0.0.1"}, "All clients seem to come from 10.0.0.1"),
        ({"version": "0.0.1"}, "Restart"),
    ],
)
def test_what_a_proxy_changes_is_named(broken, word):
    assert list(proxy.compared(ARRIVED, URL, "192.0.2.1")) == []
    [found] = proxy.compared(ARRIVED | broken, URL, "192.0.2.1")
    assert found.severity is not Severity.OK
    assert word in f"{found.says} {found.advice}"


def test_a_proxy_at_another_port_is_told_the_header_that_names_it():
    """`$host` of nginx lacks the port, so that the advice would not heal."""
    url = urlsplit("https://workspace.example.org:8443")
    [found] = proxy.compared(ARRIVED, url, "192.0.2.1")
    assert "proxy_set_header Host $http_host;" in found.advice
    assert list(proxy.compared(ARRIVED | {"host": url.netloc}, url, "192.0.2.1")) == []


@on_sqlite
def test_it_asks_itself_through_its_address(app, world, database, tmp_path, say, clock):
    settings = {**SETTINGS, **database, "SECRET_KEY": app.config["SECRET_KEY"]}
    with servers.workspace(settings, tmp_path) as served:
        app.config["PUBLIC_URL"] = served.url
        severity, said = say(proxy.proxy)
        assert severity == "ok", said
        assert "without a proxy" in said and "clock" in said
        clock.stop(wgcop_clock.now() - timedelta(seconds=20))
        severity, said = say(proxy.proxy)
        assert severity == "warning" and "without a proxy" in said
        clock.stop(wgcop_clock.now() - timedelta(minutes=5))
        severity, said = say(proxy.proxy)
        assert severity == "fault" and "Mend the clock first." in said and "differ by 3" in said
        assert "SECRET_KEY" not in said
        wgcop_clock.start()
        app.config["SECRET_KEY"] = "another-key-that-is-long-enough-to-be-one"
        assert "SECRET_KEY" in say(proxy.proxy)[1]
    assert "Start the server" in proxy.not_ours(URL, 503, "").advice
    assert (
        "https://elsewhere.example/" in proxy.not_ours(URL, 301, "https://elsewhere.example/").says
    )
    severity, said = say(proxy.proxy)
    assert severity == "fault" and "does not answer" in said


def test_a_stranger_learns_nothing_from_the_probe(http, app):
    for asked in ("", "?question=", "?question=guessed"):
        assert http().get(f"/healthz/probe{asked}").status_code == 404
