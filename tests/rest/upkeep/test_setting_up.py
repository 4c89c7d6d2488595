"""`wgcop setup`, by options and at a terminal."""

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest
import requests

import config
from tests.architecture.reading import ROOT
from tests.certificates import certified
from tests.commands.conftest import Shell
from tests.postmaster import Postmaster
from tests.servers import workspace
from wgcop.errors import Invalid, Refused
from wgcop.upkeep.setting_up import checks, cli, file
from wgcop.upkeep.setting_up.answers import SetupAnswers, mail_address, public_address

URL = "https://workspace.example.org"
INES = ("--secretary-email", "ines@example.org", "--secretary-name", "Ines")


@pytest.fixture
def shell(tmp_path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def settings_file(shell):
    return shell.data / "environment"


def test_what_was_set_up_serves_and_lets_the_first_secretary_in(shell, settings_file):
    link = shell.prints("setup", "--url", "http://127.0.0.1:5000", *INES, "--yes").strip()
    chosen = file.chosen_in(settings_file.read_text())
    assert chosen["PUBLIC_URL"] == "http://127.0.0.1:5000"
    assert settings_file.stat().st_mode & 0o777 == 0o600
    assert shell.data.stat().st_mode & 0o777 == 0o700
    with workspace({"SETTINGS_FILE": settings_file}, shell.folder) as served:
        page = requests.get(f"{served.url}/invitations/{link.rpartition('/')[2]}", timeout=30)
        assert "ines@example.org" in page.text
        visitor = requests.Session()
        form = visitor.get(page.url, timeout=30).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        password = "a long enough secret 1815"
        said = {"name": "Ines", "password": password, "again": password, "language": "en"}
        visitor.post(page.url, said | {"csrf_token": token[1]}, timeout=30)
        assert visitor.get(f"{served.url}/people/", timeout=30).status_code == 200
    assert shell.rows("SELECT role FROM office") == [("secretariat",)]


def test_the_command_that_it_prints_serves_at_the_address_that_was_named(shell):
    def advised(*options: str) -> str:
        told = shell.run("setup", *INES, "--yes", "--replace", *options).stderr
        return str(re.search(r"wgcop serve (--port \d+)", told)[1])  # type: ignore[index]

    assert advised("--url", "http://127.0.0.1:5001") == "--port 5001"
    assert advised("--url", "http://127.0.0.1:5001", "--port", "5002") == "--port 5002"
    assert advised("--url", "https://workspace.example.org:8443") == "--port 5000"


def test_it_may_be_run_again_and_changes_nothing_unless_told(shell, settings_file):
    first = shell.prints("setup", "--url", URL, *INES, "--yes")
    settings_file.write_text(settings_file.read_text().replace("#SOCKETS=2000", "SOCKETS=300"))
    before = settings_file.read_text()
    again = shell.prints("setup", "--url", URL, *INES, "--yes")
    assert again != first, "An earlier link stops working."
    waiting = shell.rows("SELECT text FROM mail_message")
    assert [again.strip() in text for (text,) in waiting] == [True], "A dead link is not sent."
    assert settings_file.read_text() == before
    nobody = shell.run("setup", "--url", URL, "--yes")
    assert "Nobody new was invited." in nobody.stderr
    assert "Address:" not in nobody.stderr, "nobody typed one who would have to see it understood"
    assert nobody.stdout == f"{URL}/sign-in\n"
    refused = shell.run("setup", "--url", "https://other.example.org", *INES, "--yes")
    assert refused.returncode == 1
    assert "-PUBLIC_URL=https://workspace.example.org" in refused.stderr
    assert "Add --replace to change it." in refused.stderr
    assert settings_file.read_text() == before
    shell.prints("setup", "--url", "https://other.example.org", "--yes", "--replace")
    chosen = file.chosen_in(settings_file.read_text())
    assert (chosen["PUBLIC_URL"], chosen["SOCKETS"]) == ("https://other.example.org", "300")


def test_the_file_switches_on_what_differs_and_what_somebody_had_switched_on():
    """A setting that is left at its default follows a later version of the workspace."""
    text = file.written_with({"PUBLIC_URL": URL, "MAIL_URL": ""}, "SOCKETS=2000\n")
    assert "\n#MAIL_URL=\n" in text and "\nSOCKETS=2000\n" in text
    assert file.chosen_in(text) == {"PUBLIC_URL": URL, "SOCKETS": "2000"}
    changed = file.written_with({"SOCKETS": "300"}, text)
    assert file.chosen_in(changed) == {"PUBLIC_URL": URL, "SOCKETS": "300"}


@pytest.mark.parametrize(
    "options, why",
    [
        ((), "Say --url and --secretary-email"),
        (("--url", "workspace"), "Say --secretary-email"),
        (("--url", "http://workspace.example.org", *INES), "not encrypted"),
        (("--url", f"{URL}/cop", *INES), "more than a host"),
        (("--url", URL, "--secretary-email", "ines"), "“ines” is no e-mail address"),
        (("--url", URL, *INES, "--mail-url", "smtp://127.0.0.1:1"), "mail server cannot be used"),
        (("--url", URL, *INES, "--mail-url", "mail example"), "A mail server is written as"),
        (
            ("--url", URL, *INES, "--mail-url", "smtp://desk:pass/hush@mail.example.org:587"),
            "Write % in a password as %25, @ as %40, / as %2F",
        ),
        (("--url", URL, *INES, "--mail-url", "smtp://nowhere.invalid:25"), "has no address"),
        (("--url", URL, *INES, "--mail-sender", "nobody"), "“nobody” is no sender"),
        (
            ("--url", URL, *INES, "--database-url", "postgresql+psycopg://a:hush@127.0.0.1:1/b"),
            "Connection refused",
        ),
        (("--url", URL, *INES, "--redis-url", "redis://127.0.0.1:1"), "Redis does not answer"),
        (("--url", URL, *INES, "--port", "70000"), "70000 is not in the range 1<=x<=65535"),
        (("--url", URL, *INES, "--data-dir", "/proc/nothing"), "/proc/nothing cannot be written"),
        (("--url", URL, *INES, "--file", "/proc/environment"), "cannot be kept"),
    ],
    ids=lambda value: value[-1] if value and isinstance(value, tuple) else None,
)
def test_what_does_not_work_is_refused_before_anything_is_done(shell, options, why):
    told = shell.refuses("setup", *options, "--yes")
    assert why in told
    assert "hush" not in told
    left = [place for place in shell.folder.rglob("*") if place.is_file() and place.stat().st_size]
    assert [place for place in left if shell.data in place.parents] == []


@pytest.mark.parametrize(
    "service, compose",
    [("workspace", "podman compose"), ("web", "podman compose --file compose.large.yaml")],
)
def test_in_a_container_it_advises_what_is_done_outside(shell, monkeypatch, service, compose):
    monkeypatch.setitem(shell.settings, "IN_CONTAINER", service)
    told = shell.run("setup", "--url", URL, *INES, "--yes").stderr
    assert f"  2. Start it: {compose} up --detach\n" in told
    assert f"  3. Ask whether all is well: {compose} exec {service} wgcop doctor\n" in told
    assert "systemd" not in told and "wgcop serve" not in told and "deploy/nginx.conf" not in told


def test_root_neither_sets_up_for_somebody_else_nor_locks_them_out(
    shell, settings_file, monkeypatch
):
    if os.geteuid() != 0:
        pytest.skip("Only root gives files away.")
    shell.data.mkdir()
    os.chown(shell.data, 65534, 65534)
    assert "and this runs as root. Run: sudo -u" in shell.refuses("setup", "--url", URL, *INES)
    file.write(settings_file, "SOCKETS=300\n")
    assert settings_file.stat().st_uid == 65534
    os.chown(settings_file, 0, 0)
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    advice = f"As root, run: chown --reference={shell.data} {settings_file}"
    assert advice in config.whose(settings_file)


def test_mail_is_tried_with_a_letter_on_wish(shell, settings_file):
    with Postmaster() as server:
        url = f"smtp://127.0.0.1:{server.port}"
        shell.prints("setup", "--url", URL, *INES, "--mail-url", url, "--test-letter", "--yes")
    assert "rcpt to:<ines@example.org>" in "\n".join(server.heard).lower()
    assert file.chosen_in(settings_file.read_text())["MAIL_URL"] == url


def why_not(url, **more):
    with pytest.raises(Refused) as refusal:
        checks.require_mail(url, unencrypted=False, **more)
    return str(refusal.value)


def test_what_keeps_a_mail_server_from_taking_letters_is_said_in_words(tmp_path, monkeypatch):
    refusing = {"MAIL": "530 5.7.0 Authentication required"}
    letter = checks.test_letter("workspace@example.org", "ines@example.org", URL)
    with Postmaster(refuses=refusing) as server:
        said = why_not(f"smtp://127.0.0.1:{server.port}", letter=letter)
        assert ": 127.0.0.1: 530 5.7.0 Authentication required." in said
        assert said.endswith("If it wants a user and a password: smtp://user:password@host:587.")
        assert "Write smtp:// instead of smtps://" in why_not(f"smtps://127.0.0.1:{server.port}")
    with Postmaster(refuses={"RCPT": "550 nobody here"}) as server:
        assert "127.0.0.1: 550 nobody here." in why_not(
            f"smtp://127.0.0.1:{server.port}", letter=letter
        )
    certificate, context = certified(tmp_path, "mail.example.org")
    with Postmaster(tls=context) as server:
        said = why_not(f"smtps://127.0.0.1:{server.port}")
        assert "update-ca-certificates" in said and "as its certificate does" not in said
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        said = why_not(f"smtps://127.0.0.1:{server.port}")
        assert "as its certificate does" in said and "update-ca-certificates" not in said


def test_a_mail_server_that_takes_nothing_without_a_login_is_found_without_a_letter(
    shell, settings_file
):
    def set_up(server):
        url = f"smtp://127.0.0.1:{server.port}"
        return shell.run("setup", "--url", URL, *INES, "--mail-url", url, "--yes")

    with Postmaster(refuses={"RCPT": "554 5.7.1 Relay access denied"}) as server:
        refused = set_up(server)
        assert refused.returncode == 1
        assert "554 5.7.1 Relay access denied. If it wants a user and a password" in refused.stderr
        assert not settings_file.exists()
    with Postmaster(refuses={"RCPT": "450 4.2.0 Greylisted"}) as server:
        assert set_up(server).returncode == 0
        assert "DATA" not in server.heard and "rset" in server.heard


def test_a_workspace_that_runs_is_restarted_and_not_started(tmp_path, monkeypatch, capsys):
    answers = SetupAnswers(URL, "", "workspace@example.org", "", "", 1)
    monkeypatch.setattr(cli, "UNIT", tmp_path / "wgcop.service")
    with Postmaster() as server:
        cli.tell_what_is_next(answers, port=server.port, place=tmp_path / "environment")
        assert "If it is an earlier workspace, restart it." in capsys.readouterr().err
        cli.UNIT.touch()
        cli.tell_what_is_next(answers, port=server.port, place=tmp_path / "environment")
    told = capsys.readouterr().err
    assert "1. Restart it, so that it reads the settings: sudo systemctl restart wgcop" in told
    assert "enable --now" not in told
    cli.tell_what_is_next(answers, port=server.port, place=tmp_path / "environment")
    assert "1. Start it: sudo systemctl enable --now wgcop" in capsys.readouterr().err


def test_a_password_of_mail_is_neither_shown_nor_broken(shell, settings_file):
    assert mail_address("mail.example.org:587", "desk@example.org", "p@ss/1%") == (
        "smtp://desk%40example.org:p%40ss%2F1%25@mail.example.org:587"
    )
    assert mail_address("mail.example.org:465") == "smtps://mail.example.org:465"
    assert mail_address("smtp://mail.example.org") == "smtp://mail.example.org:25"
    shown = file.difference("", "MAIL_URL=smtp://desk:p%40ss@mail.example.org:587\nSECRET_KEY=abc")
    assert shown == ["+MAIL_URL=smtp://desk:…@mail.example.org:587", "+SECRET_KEY=…"]


def test_an_address_is_taken_as_people_write_it():
    assert public_address(" workspace.example.org/ ") == URL
    assert public_address("https://Workspace.Example.org") == URL
    assert public_address("http://localhost:5000") == "http://localhost:5000"
    assert public_address("https://العمل.example:8443") == "https://xn--mgb0b6abe.example:8443"
    for wrong in (
        "",
        "https://straße.example",
        "https://",
        "ftp://workspace.example.org",
        "https://a b.example",
        "https://a:b",
    ):
        with pytest.raises(Invalid):
            public_address(wrong)
    with pytest.raises(Invalid, match=r"such as http://localhost:5000\.$"):
        public_address("http://localhost:5000/workspace")


class Terminal:
    """Somebody who answers at a prompt."""

    def __init__(self, shell: Shell, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from wgcop.cli import main; main(prog_name='wgcop')",
                *arguments,
            ],
            cwd=shell.folder,
            env=shell.environment | {"PYTHONPATH": str(ROOT)},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self.seen = ""

    def answers(self, question: str, answer: str) -> None:
        self.waits_for(question)
        self.seen = ""
        os.write(self._ours, f"{answer}\n".encode())

    def waits_for(self, words: str) -> None:
        deadline = time.monotonic() + 60
        while words not in self.seen:
            assert time.monotonic() < deadline, self.seen
            if select.select([self._ours], [], [], 1)[0]:
                try:
                    self.seen += os.read(self._ours, 65536).decode()
                except OSError:  # it has ended
                    assert words in self.seen, self.seen

    def ends(self) -> int:
        code = self.process.wait(60)
        os.close(self._ours)
        return code


def test_at_a_terminal_it_asks_again_until_an_answer_works(shell, settings_file):
    terminal = Terminal(shell, "setup")
    terminal.answers("Address of the workspace", "http://workspace.example.org")
    terminal.waits_for("is not encrypted")
    terminal.answers("Address of the workspace", "workspace.example.org")
    terminal.waits_for("Address:  https://workspace.example.org")
    terminal.answers("PostgreSQL, or nothing", "mysql://a@b/c")
    terminal.waits_for("DATABASE_URL must begin with")
    terminal.answers("PostgreSQL, or nothing", "")
    terminal.answers("Mail server", "nonsense.invalid")
    terminal.waits_for("The mail server nonsense.invalid has no address.")
    terminal.answers("Mail server", "127.0.0.1:1")
    terminal.answers("User there", "desk")
    terminal.answers("Password", "a password")
    terminal.waits_for("mail server cannot be used: 127.0.0.1: ")
    assert "a password" not in terminal.seen
    with Postmaster(refuses={"RCPT": "554 5.7.1 Relay access denied"}) as server:
        terminal.answers("Mail server", f"127.0.0.1:{server.port}")
        terminal.answers("User there", "")
        goes_on(terminal)
    terminal.answers("Mail server", "")
    terminal.waits_for("https://workspace.example.org/invitations/")
    assert terminal.ends() == 0
    assert file.chosen_in(settings_file.read_text())["PUBLIC_URL"] == URL


def goes_on(terminal):
    terminal.answers("E-mails come from [workspace@workspace.example.org]", "")
    terminal.answers("E-mail address of the first secretary", "ines")
    terminal.waits_for("is no e-mail address")
    terminal.answers("E-mail address of the first secretary", "ines@example.org")
    terminal.answers("Their name", "")
    terminal.answers("Their name", "Ines")
    terminal.answers("Send ines@example.org a test e-mail?", "")
    terminal.waits_for("554 5.7.1 Relay access denied")
