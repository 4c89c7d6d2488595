"""A backup that fails in the night is told in the morning, and so is a certificate that ends."""

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import config
from wgcop import clock, watched
from wgcop.health.checks import findings
from wgcop.upkeep.doctor import overnight
from wgcop.upkeep.doctor.diagnosis import Examination
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
        doctor = " ".join(str(line) for line in overnight.backup(Examination(app)))
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
    assert "The last backup that succeeded is of" in page


def test_a_workspace_for_which_no_backup_is_set_up_says_so_in_time(app, http, world, folder, clock):
    watched.begin(folder)
    assert told(app, http, world.ines)[0]["backup"] == "ok"
    clock.advance(hours=40)
    watched.begin(folder)
    checks, _figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "warning" and doctor.startswith("warning")
    assert "No backup has succeeded so far" in page


def test_a_trial_tells_the_workspace_of_which_it_is(app, http, world, folder, tmp_path):
    watched.note(folder, watched.BACKUP, good=clock.now())
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(b"nothing of ours")
    run = CliRunner().invoke(restore_command, [str(damaged), "--trial", "--tell", str(folder)])
    assert run.exit_code
    checks, figures, doctor, page = told(app, http, world.ines)
    assert checks["backup"] == "warning" and "Its trial failed" in doctor
    assert "wgcop_backup_trial_failed 1.0" in figures
    assert "The last trial of a backup failed" in page


def test_nothing_that_is_noted_is_open_to_other_users(folder):
    watched.note(folder, watched.BACKUP, failure="No room.")
    places = [folder / watched.FOLDER, *(folder / watched.FOLDER).iterdir()]
    assert all(not place.stat().st_mode & 0o077 for place in places)


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

    visit(days=60)
    assert told(app, http, world.ines)[0]["certificate"] == "ok"
    visit(days=9)
    checks, figures, _doctor, page = told(app, http, world.ines)
    assert checks["certificate"] == "warning" and "The certificate of this workspace ends" in page
    assert "wgcop_certificate_end_timestamp_seconds 1" in figures

    def refused(*_, **__):
        error = ssl.SSLCertVerificationError()
        error.verify_message = "certificate has expired"
        raise error

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refused)
    watched.look_at_certificate(folder, "https://cop.example.org")
    checks, _figures, _doctor, page = told(app, http, world.ines)
    assert checks["certificate"] == "warning" and "do not trust the certificate" in page
