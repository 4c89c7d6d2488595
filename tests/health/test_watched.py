"""A backup that fails in the night is told in the morning, and so is a certificate that ends."""

import errno
import os
import re
import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import config
from wgcop import clock
from wgcop.audit.actions import Thing, note
from wgcop.health import checklist, jobs
from wgcop.health.checks import findings
from wgcop.observing import watched
from wgcop.upkeep.doctor import surroundings
from wgcop.upkeep.doctor.examination import Examination
from wgcop.upkeep.keeping.cli import backup_command, restore_command


@pytest.fixture
def folder(app, monkeypatch):
    folder = Path(app.config["DATA_DIR"])
    monkeypatch.setattr(config, "DATA_DIR", folder)
    monkeypatch.setattr(config, "DATABASE_URL", app.config["DATABASE_URL"])
    yield folder
    for file in (folder / watched.FOLDER).glob("*"):
        file.unlink()


def told(app, http, person):
    """What each place says: grade of /readyz, figures, words of doctor, and the person's first page."""
    with app.app_context():
        checks = {found.name: str(found.grade) for found in findings()}
        doctor = " ".join(str(line) for line in checklist.backup())
    figures = http().get("/metrics").text
    return checks, figures, doctor, http(person).get("/").text


def test_a_backup_with_a_wrong_key_is_told_everywhere_the_next_morning(
    app, http, world, folder, tmp_path
):
    checks, figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "ok" and doctor.startswith("ok") and 'id="upkeep"' not in page

    watched.note(folder, watched.BACKUP, good=clock.now())
    file = tmp_path / "kept.backup"
    run = CliRunner().invoke(backup_command, [str(file), "--encrypt", "age1wrong"])
    assert run.exit_code and not file.exists()
    checks, figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "warning"
    assert "wgcop_backup_failed 1.0" in figures
    assert doctor.startswith("fault") and "age1wrong" in doctor and "0 hours ago" in doctor
    assert "The last backup failed" in page and "age1wrong" not in page
    for other in (world.amina, world.helena):
        assert "The last backup failed" not in http(other).get("/").text

    watched.note(folder, watched.BACKUP, good=clock.now())
    checks, figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "ok" and doctor.startswith("ok") and 'id="upkeep"' not in page
    assert "wgcop_backup_failed 0.0" in figures


def test_a_backup_that_is_not_made_is_told_after_a_day_and_a_half(app, http, world, folder):
    watched.note(folder, watched.BACKUP, good=clock.now() - timedelta(hours=37))
    checks, _figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "warning" and "37 hours ago" in doctor
    assert "The last successful backup:" in page


def test_a_workspace_for_which_no_backup_is_set_up_says_so_in_time(app, http, world, folder, clock):
    watched.begin(folder)
    checks, figures, _doctor, _page = told(app, http, world.ines)
    assert checks["backup"] == "ok"
    moment = re.search(r"^wgcop_backup_success_timestamp_seconds (.+)$", figures, re.MULTILINE)[1]
    assert float(moment) == pytest.approx(watched.clock.now().timestamp(), abs=600), (
        "No alarm rings yet."
    )
    clock.advance(hours=40)
    watched.begin(folder)
    checks, _figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "warning" and doctor.startswith("warning")
    assert "No backup has succeeded so far" in page


def test_a_machine_beside_the_one_that_makes_the_backups_misses_none(
    app, http, world, folder, clock, session
):
    note("workspace.kept", by=None, of=Thing("workspace", ""))
    session.commit()
    with app.app_context():
        jobs.look_at_certificate()
    clock.advance(hours=40)
    checks, _figures, _doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "ok" and 'id="upkeep"' not in page
    with app.app_context():
        jobs.look_at_certificate()
    clock.advance(hours=40)
    assert told(app, http, world.ines)[0]["backup"] == "warning"


def test_a_trial_tells_the_workspace_of_which_it_is(
    app, http, world, folder, tmp_path, monkeypatch
):
    watched.note(folder, watched.BACKUP, good=clock.now())
    monkeypatch.setattr(config, "DATA_DIR", tmp_path / "trial")
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(b"nothing of ours")
    run = CliRunner().invoke(restore_command, [str(damaged), "--trial", "--tell", str(folder)])
    assert run.exit_code
    monkeypatch.setattr(config, "DATA_DIR", folder)
    checks, figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "warning" and "Its trial failed" in doctor
    assert "wgcop_backup_trial_failed 1.0" in figures
    assert "The last test of a backup failed" in page


def test_a_trial_that_was_aimed_at_the_workspace_itself_is_no_trial(
    app, http, world, folder, tmp_path
):
    """As the card of ten commands gives it, but without the folder of its own that the page names."""
    watched.note(folder, watched.BACKUP, good=clock.now())
    kept = tmp_path / "kept.backup"
    kept.write_bytes(b"whatever")
    run = CliRunner().invoke(restore_command, [str(kept), "--trial", "--tell", str(folder)])
    assert run.exit_code == 2 and "A trial needs a DATA_DIR of its own" in run.output
    checks, figures, _doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "ok"
    assert "wgcop_backup_trial_failed 1.0" not in figures
    assert "The last test of a backup failed" not in page


def test_nothing_that_is_noted_is_open_to_other_users(folder):
    watched.note(folder, watched.BACKUP, failure="No room.")
    places = [folder / watched.FOLDER, *(folder / watched.FOLDER).iterdir()]
    assert all(not place.stat().st_mode & 0o077 for place in places)


def test_what_root_notes_can_be_read_by_whoever_serves(tmp_path):
    """Only root gives files away: of anybody else's notes it shows that they keep their own."""
    owner = 12345 if os.geteuid() == 0 else os.geteuid()
    if owner != os.geteuid():
        os.chown(tmp_path, owner, owner)
    watched.note(tmp_path, watched.TRIAL, failure="It is damaged.")
    places = [tmp_path / watched.FOLDER, *(tmp_path / watched.FOLDER).iterdir()]
    assert [place.stat().st_uid for place in places] == [owner, owner]


def test_a_note_for_which_there_is_no_room_leaves_the_one_before_and_nothing_else(
    tmp_path, monkeypatch
):
    watched.note(tmp_path, watched.BACKUP, good=clock.now())
    before = watched.noted(tmp_path, watched.BACKUP)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(watched.json, "dump", full)
    watched.note(tmp_path, watched.BACKUP, failure="No room.")
    assert watched.noted(tmp_path, watched.BACKUP) == before
    assert len(list((tmp_path / watched.FOLDER).iterdir())) == 1


def test_a_certificate_is_told_of_in_its_last_two_weeks(app, http, world, folder, monkeypatch):
    def visit(days):
        ends = clock.now() + timedelta(days=days, hours=1)

        class Secured:
            __enter__ = lambda self: self  # noqa: E731
            __exit__ = lambda *_: None  # noqa: E731
            getpeercert = lambda self: {"notAfter": f"{ends:%b %d %H:%M:%S %Y} GMT"}  # noqa: E731

        monkeypatch.setattr(watched.socket, "create_connection", lambda *_: Secured())
        monkeypatch.setattr(ssl.SSLContext, "wrap_socket", lambda *_, **__: Secured())
        watched.look_at_certificate(folder, "https://cop.example.org")

    def doctor():
        """It looks for itself, and so finds what the visit found."""
        with monkeypatch.context() as secured, app.app_context():
            secured.setitem(app.config, "PUBLIC_URL", "https://cop.example.org")
            return " ".join(str(line) for line in surroundings.certificate(Examination(app)))

    visit(days=60)
    assert doctor().startswith("ok") and "It ends in 60 days." in doctor()
    assert told(app, http, world.ines)[0]["certificate"] == "ok"
    visit(days=9)
    checks, figures, _doctor, page = told(app, http, world.ines)
    assert (
        checks["certificate"] == "warning" and "The certificate of this workspace expires" in page
    )
    assert "wgcop_certificate_end_timestamp_seconds 1" in figures
    assert doctor().startswith("warning") and "It ends in 9 days." in doctor()

    def refused(*_, **__):
        error = ssl.SSLCertVerificationError()
        error.verify_message = "certificate has expired"
        raise error

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refused)
    watched.look_at_certificate(folder, "https://cop.example.org")
    checks, _figures, _doctor, page = told(app, http, world.ines)
    assert checks["certificate"] == "warning" and "do not trust the certificate" in page
    assert doctor().startswith("fault") and "certificate has expired" in doctor()


@pytest.mark.settings(PUBLIC_URL="http://cop.example.org")
def test_another_name_by_which_somebody_came_is_told_for_a_day(app, http, world, folder, clock):
    def told_of_address():
        with app.app_context():
            checks = {found.name: found for found in findings()}
            doctor = " ".join(str(line) for line in checklist.address())
        return checks["address"], doctor

    other = "http://localhost"
    http(world.amina).get("/", environ_overrides={"HTTP_HOST": "cop.example.org"})
    http().get("/sign-in")
    found, doctor = told_of_address()
    assert str(found.grade) == "ok" and doctor.startswith("ok"), (
        "Whoever is not signed in is no reader."
    )
    for person in (world.amina, world.ines, world.amina):
        http(person).get("/")
        found, doctor = told_of_address()
        assert str(found.grade) == "warning" and other in found.detail
        assert doctor.startswith("warning") and other in doctor
    clock.advance(days=2)
    found, doctor = told_of_address()
    assert str(found.grade) == "ok" and doctor.startswith("ok")


@pytest.mark.settings(PUBLIC_URL="http://cop.example.org")
def test_names_that_somebody_makes_up_are_noted_once_an_hour_and_never_advised(app, folder, clock):
    for name in ("made-up", "other", "third"):
        watched.note_other_name(folder, f"http://{name}.example")
        assert watched.other_name(folder).failure == "http://made-up.example"
        clock.advance(minutes=20)
    with app.app_context():
        [line] = checklist.address()
    assert "made-up.example" in str(line) and "If that name is yours" in str(line)
    assert "set PUBLIC_URL" not in str(line)
    clock.advance(minutes=1)
    watched.note_other_name(folder, "http://fourth.example")
    assert watched.other_name(folder).failure == "http://fourth.example"
