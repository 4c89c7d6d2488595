"""Every command that `--help` names does what it says, and refuses bad input in one line."""

import errno
import json
import os
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing

import click
import pytest
import requests
from sqlalchemy import select

import config
from tests.architecture.reading import ROOT, commands
from tests.commands.conftest import WGCOP
from tests.correspondence import mails
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.cli import main
from wgcop.commands import invocation
from wgcop.database import db
from wgcop.thread_news.answers_by_mail import make_addresses
from wgcop.threads.models import Comment
from wgcop.upkeep.keeping import backup
from wgcop.upkeep.keeping.place import Installation
from wgcop.upkeep.keeping.sealing import Encryption

TRIED: dict[str, set[str]] = {"effect": set(), "bad input": set()}


def tries(kind: str, *commands: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Marks a test as the one that tries a command, so that none is forgotten."""
    TRIED[kind].update(commands)
    return lambda test: test


@pytest.mark.parametrize("kind", TRIED)
def test_no_command_is_left_out(kind):
    assert TRIED[kind] == set(commands(main))


# The database and the demo world


@tries("effect", "migrate")
def test_a_fresh_folder_gets_a_database(shell):
    shell.forks = False
    said = shell.prints("migrate")
    [(revision,)] = shell.rows("SELECT version_num FROM alembic_version")
    steps = len([*(ROOT / "migrations/versions").glob("0*.py")])
    assert (
        said == f"The database was brought from nothing to version {revision}, in {steps} steps.\n"
    )
    shell.forks = True
    again = shell.prints("migrate")
    assert again == f"Nothing to do: the database is at version {revision}.\n"
    assert_is_private(shell)


@pytest.mark.rest
@tries("effect", "demo")
def test_a_fresh_folder_becomes_the_demo_world(shell):
    shell.prints("migrate")
    shell.forks = False
    people = shell.json("demo", "--json")
    amina = next(person for person in people if person["email"] == "amina@example.org")
    assert (amina["delegation"], amina["roles"]) == ("Kenya", ["head"])
    shell.forks = True
    assert len(people) == len(shell.json("demo", "--json"))
    assert shell.rows("SELECT count(*) FROM person WHERE email = 'amina@example.org'") == [(1,)]
    stored = assert_is_private(shell)
    assert {"wgcop.db", "secret-key", "files"} <= {place.name for place in stored}


def assert_is_private(shell):
    stored = [shell.data, *shell.data.rglob("*")]
    open_to_others = [place for place in stored if place.stat().st_mode & 0o077]
    assert open_to_others == [], "What is stored is for the user of the server alone."
    return stored


@tries("bad input", "migrate", "demo")
def test_a_database_that_is_not_there_is_named(shell):
    assert "wgcop migrate" in shell.refuses("demo")
    assert "DATABASE_URL" in shell.refuses("migrate", DATABASE_URL="nonsense")
    unreachable = shell.refuses("migrate", DATABASE_URL="postgresql+psycopg://a@127.0.0.1:1/b")
    assert "Connection refused" in unreachable
    assert "wgcop migrate" not in unreachable
    assert "DATA_DIR" in shell.refuses("migrate", DATA_DIR="/proc/nothing")


def test_who_may_not_enter_the_data_is_told_whose_they_are(tmp_path, monkeypatch):
    owner = invocation.name_of(tmp_path.stat().st_uid)
    monkeypatch.setattr(config, "DATA_DIR", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 65534)
    for words in (["doctor"], ["backup", "a.backup"], ["setup", "--yes"]):
        monkeypatch.setattr(sys, "argv", ["wgcop", *words])
        monkeypatch.setattr(os, "access", lambda *_: True)
        invocation.require_owner()
        monkeypatch.setattr(os, "access", lambda *_: False)
        with pytest.raises(click.ClickException) as refused:
            invocation.require_owner()
        assert f"Run: sudo -u {owner} wgcop {' '.join(words)}" in refused.value.message
    monkeypatch.setattr(sys, "argv", ["wgcop", "doctor", "--help"])
    invocation.require_owner()


@pytest.mark.parametrize(
    "cause, advised",
    [
        ("database or disk is full", "Make room"),
        ("disk I/O error", "whether the disk is full"),
        ("file is not a database", "restore the last backup"),
        ("connection timeout expired", "DATABASE_URL"),
    ],
)
def test_what_to_do_depends_on_what_the_database_says(cause, advised):
    assert advised in invocation.advice(cause)


@pytest.mark.parametrize("command", ["backup", "restore", "radar", "contributions read"])
def test_who_names_no_file_is_told_that_one_is_missing(shell, command):
    told = shell.run(*command.split())
    assert told.returncode == 2
    assert "Missing argument 'FILE'" in told.stderr


def test_a_place_that_this_user_may_not_enter_ends_a_command_in_a_line(monkeypatch):
    def enters(_: click.Context) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/etc/wgcop/environment")

    monkeypatch.setattr(invocation, "require_owner", lambda: None)
    with pytest.raises(click.ClickException, match="environment: Permission denied") as told:
        invocation.run(click.Context(main), enters)
    assert "as the user of the workspace" in told.value.message


@tries("bad input", "backup")
def test_a_damaged_database_is_called_so(shell):
    shell.data.mkdir(parents=True)
    (shell.data / "wgcop.db").write_bytes(b"no database, and long enough to be taken for one" * 99)
    for command in (["migrate"], ["backup", str(shell.data / "a.backup")]):
        assert "restore the last backup" in shell.refuses(*command)
    told = shell.run("doctor").stdout
    assert "fault    database    The database file is damaged" in told


@pytest.mark.parametrize(
    "setting, value",
    [
        ("SEARCH_ENGINE", "lucene"),
        ("SOCKETS", "many"),
        ("REDIS_URL", "localhost"),
        ("DATABASE_URL", "postgresql://a@localhost/b"),
        ("DATABASE_URL", "mysql://a@localhost/b"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(shell, setting, value):
    assert shell.refuses("migrate", **{setting: value}).removeprefix("Error: ").startswith(setting)


# The server and the work beside it


def ends(process: subprocess.Popen[str], *, by: signal.Signals) -> None:
    process.send_signal(by)
    process.wait(20)


def until(ready: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        assert process.poll() is None, "It ended by itself."
        assert time.monotonic() < deadline, "It did not come to it."
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@tries("effect", "serve", "restart")
def test_the_server_answers_is_replaced_by_a_new_one_and_ends_when_told(settled):
    port, server = free_port(), 0
    command = [WGCOP, "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=settled.folder, env=settled.environment)

    def answers() -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
        except requests.ConnectionError:
            return False

    try:
        until(answers, process)
        page = requests.get(f"http://127.0.0.1:{port}/resolutions/67-hyderabad-2010", timeout=20)
        assert "child online protection" in page.text
        busy = settled.refuses("serve", "--port", str(port))
        assert f"127.0.0.1:{port}" in busy

        said = settled.prints("restart")
        server = int(said.partition("(process ")[2].partition(")")[0])
        assert f"The new server answers on port {port}" in said and server != process.pid
        assert process.wait(40) == 0
        assert answers()
    finally:
        if server:
            os.kill(server, signal.SIGTERM)
        ends(process, by=signal.SIGTERM)
    assert process.returncode == 0


@tries("bad input", "restart")
def test_a_server_that_does_not_run_cannot_be_restarted(shell):
    assert "wgcop serve" in shell.refuses("restart")
    assert "port 5999" in shell.refuses("restart", "--port", "5999")


@tries("bad input", "serve")
def test_the_server_refuses_what_it_cannot_serve(shell, migrated):
    assert "--port" in migrated.refuses("serve", "--port", "99999")
    assert "REDIS_URL" in migrated.refuses("serve", "--processes", "2")
    assert "nowhere.invalid" in migrated.refuses("serve", "--host", "nowhere.invalid")
    key = migrated.data / "secret-key"
    key.write_text("")
    assert f"{key} holds no key" in migrated.refuses("serve", SECRET_KEY="")
    key.unlink()
    (migrated.data / "index").mkdir(exist_ok=True)
    (migrated.data / "index" / "format").mkdir()
    assert "index/format cannot be used" in migrated.refuses("serve")
    empty = str(shell.folder / "nothing")
    assert "wgcop migrate" in shell.refuses("serve", "--port", str(free_port()), DATA_DIR=empty)


@tries("effect", "worker")
def test_the_worker_brings_what_waits_into_the_index(settled):
    settled.prints("priorwork", "body", "WAIT-1", "--kind", "group", "--name", "Patience group")
    assert "Patience" not in settled.prints("search", "patience")
    process = subprocess.Popen([WGCOP, "worker"], cwd=settled.folder, env=settled.environment)
    try:
        until(lambda: not settled.rows("SELECT 1 FROM stale_record LIMIT 1"), process)
        until(lambda: "Patience" in settled.prints("search", "patience"), process)
    finally:
        ends(process, by=signal.SIGTERM)
    assert process.returncode == 0


@tries("bad input", "worker")
def test_a_worker_without_tables_says_what_is_missing(shell):
    assert "wgcop migrate" in shell.refuses("worker")


# People


@tries("effect", "people invite", "people reset")
def test_links_for_invitations_and_new_passwords_are_printed(settled):
    roles = ["--role", "head", "--role", "rapporteur", "--delegation", "Kenya"]
    link = settled.prints("people", "invite", "mira@example.org", *roles).strip()
    assert link.startswith("http://127.0.0.1:5000/invitations/")
    assert settled.rows("SELECT email FROM invitation WHERE email = 'mira@example.org'")
    reset = settled.prints("people", "reset", "amina@example.org").strip()
    assert reset.startswith("http://127.0.0.1:5000/reset/")


@tries("bad input", "people invite", "people reset")
def test_people_who_cannot_be_invited_are_refused(settled):
    invite = ("people", "invite")
    before = settled.rows("SELECT count(*) FROM invitation")
    assert "“nope”" in settled.refuses(*invite, "nope", "--role", "chair")
    assert "king" in settled.refuses(*invite, "mira@example.org", "--role", "king")
    assert "--delegation" in settled.refuses(*invite, "mira@example.org", "--role", "member")
    elsewhere = ("--role", "member", "--delegation", "Kenia")
    assert "Kenya" in settled.refuses(*invite, "mira@example.org", *elsewhere)
    assert "nobody@example.org" in settled.refuses("people", "reset", "nobody@example.org")
    mira = (*invite, "mira@example.org", "--role", "secretariat")
    assert "at most 200" in settled.refuses(*mira, "--name", "x" * 5000)
    endless = settled.refuses(*invite, "x" * 4000 + "@example.org", "--role", "secretariat")
    assert "at most 254" in endless and "xxx" not in endless
    assert settled.rows("SELECT count(*) FROM invitation") == before


# Setting up: more in tests/rest/upkeep/test_setting_up.py

SETUP = ("setup", "--url", "https://cop.example.org", "--yes")


@tries("effect", "setup")
def test_a_workspace_is_set_up_and_its_first_secretary_invited(shell):
    link = shell.prints(*SETUP, "--secretary-email", "ines@example.org").strip()
    assert link.startswith("https://cop.example.org/invitations/")
    assert shell.rows("SELECT email FROM invitation") == [("ines@example.org",)]


@tries("bad input", "setup")
def test_a_workspace_without_a_secretary_is_not_set_up(shell):
    assert "--secretary-email" in shell.refuses(*SETUP)
    ines = ("--secretary-email", "ines@example.org")
    assert "at most 200" in shell.refuses(*SETUP, *ines, "--secretary-name", "x" * 5000)
    assert "at most 254" in shell.refuses(*SETUP, "--secretary-email", "x" * 4000 + "@example.org")
    assert not (shell.data / "wgcop.db").exists()


# Prior work


@tries("effect", "priorwork body", "priorwork bodies", "priorwork import")
def test_a_body_and_its_documents_are_entered_and_searched(migrated):
    body = ("priorwork", "body", "22-1/1")
    migrated.prints(*body, "--kind", "question", "--name", "Cybersecurity", "--alias", "22-2/1")
    assert "22-1/1       Cybersecurity (also 22-2/1)" in migrated.prints("priorwork", "bodies")
    migrated.write("papers/helplines.txt", "Helplines in schools\n\nHow they are staffed.\n")
    imported = migrated.prints("priorwork", "import", "papers", "--body", "22-2/1")
    assert imported == "1 new.\n"
    assert "1 the same" in migrated.prints("priorwork", "import", "papers", "--body", "22-2/1")
    assert len(migrated.rows("SELECT * FROM document")) == 1


@tries("bad input", "priorwork body", "priorwork import")
def test_what_cannot_be_imported_is_refused(migrated):
    assert "--kind" in migrated.refuses("priorwork", "body", "XX")
    assert "'club'" in migrated.refuses("priorwork", "body", "XX", "--kind", "club")
    for option, longest in (("--name", 300), ("--alias", 40), ("--period", 20), ("--link", 500)):
        entered = ("priorwork", "body", "XX", "--kind", "group", option, "x" * (longest + 1))
        assert f"at most {longest}" in migrated.refuses(*entered)
    migrated.prints("priorwork", "body", "XX", "--kind", "group")
    papers = migrated.write("papers/broken.pdf", b"\0\1\2").partition("/")[0]
    assert "“YY”" in migrated.refuses("priorwork", "import", papers, "--body", "YY")
    assert "nowhere" in migrated.refuses("priorwork", "import", "nowhere", "--body", "XX")
    (migrated.folder / "empty").mkdir()
    assert "empty" in migrated.refuses("priorwork", "import", "empty", "--body", "XX")
    table = ("--body", "XX", "--metadata", "none.csv")
    assert "none.csv" in migrated.refuses("priorwork", "import", papers, *table)
    assert "broken.pdf" in migrated.refuses("priorwork", "import", papers, "--body", "XX")
    assert migrated.rows("SELECT * FROM document") == []


@tries("bad input", "priorwork bodies", "priorwork sweep", "index rebuild", "index drain")
def test_commands_without_arguments_refuse_those_and_a_database_without_tables(shell):
    for command in (
        ("priorwork", "bodies"),
        ("priorwork", "sweep"),
        ("index", "rebuild"),
        ("index", "drain"),
    ):
        assert "unexpected" in shell.refuses(*command, "more")
        assert "wgcop migrate" in shell.refuses(*command)


# The audit trail


@tries("effect", "audit verify", "audit shorten")
def test_the_trail_is_proved_and_its_old_rows_end(settled):
    told = settled.prints("audit", "verify")
    number, checksum = told.split()[-2:]
    assert told.startswith("The trail is whole.") and len(checksum) == 64
    assert settled.prints("audit", "verify", "--seen", number, checksum) == told
    assert settled.prints("audit", "shorten", "2001-01-01") == "0 rows have ended.\n"
    assert "another checksum" in settled._fork("audit", "verify", "--seen", number, "0" * 64).stdout


@tries("bad input", "audit verify", "audit shorten")
def test_the_trail_refuses_an_end_that_is_none_and_days_to_come(settled):
    assert "range" in settled.refuses("audit", "verify", "--seen", "0", "x")
    assert "not whole" in settled.refuses("audit", "verify", "--seen", "999999", "0" * 64)
    no_checksum = settled.run("audit", "verify", "--seen", "1", "zzz")
    assert no_checksum.returncode == 2 and no_checksum.stdout == ""
    assert "A checksum has 64 hexadecimal digits." in no_checksum.stderr
    assert "still to come" in settled.refuses("audit", "shorten", "2999-01-01")
    assert "does not match" in settled.refuses("audit", "shorten", "yesterday")


# The registry


@tries("effect", "registry import", "registry export")
def test_the_registry_goes_out_as_a_table_and_comes_back(settled):
    assert "entries." in settled.run("registry", "export", "registry.xlsx").stderr
    told = settled.prints("registry", "import", "registry.xlsx")
    assert told.startswith("Nothing changed: 0 added, 0 changed, ")
    table = settled.prints("registry", "export", "-", "--columns", "list")
    header, first, *_rest = table.splitlines()
    assert header.removeprefix("\ufeff").startswith("id,name,acronym,level,region,lead,start,end")
    reference = first.partition(",")[0]
    new = ",Quokka plays,,international,global,Union,2009,,On the radio.,Letter.,M"
    settled.write("some.csv", "\n".join((header, new)))
    dry = settled.json("registry", "import", "some.csv", "--dry-run", "--json")
    assert (dry["imported"], [row["name"] for row in dry["added"]]) == (False, ["Quokka plays"])
    assert "1 added, 0 changed, 0 unchanged." in settled.prints("registry", "import", "some.csv")
    named = settled.rows("SELECT confidence FROM initiative WHERE name = 'Quokka plays'")
    assert named == [("to-be-confirmed",)]
    settled.write("state.csv", f"id,state\n{reference},withdrawn\n")
    dry = settled.prints("registry", "import", "state.csv", "--dry-run")
    assert f"{reference}: state: 'accepted' → 'withdrawn'" in dry
    assert "0 added, 1 changed, 0 unchanged (nothing stored)." in dry
    settled.prints("registry", "import", "state.csv")
    table = settled.prints("registry", "export", "all.csv", "--all-states", "--format", "csv")
    assert table == ""
    assert "withdrawn" in (settled.folder / "all.csv").read_text("utf-8-sig")
    assert reference not in settled.prints("registry", "export", "-")


@tries("bad input", "registry import", "registry export")
def test_a_wrong_table_is_refused_as_a_whole(settled):
    before = settled.rows("SELECT count(*) FROM initiative")
    assert "none.csv: No such file" in settled.refuses("registry", "import", "none.csv")
    file = settled.write("registry.csv", "id,colour\n")
    assert "There is no column “colour”" in settled.refuses("registry", "import", file)
    file = settled.write("registry.xlsx", b"PK\3\4rubbish")
    assert "The workbook is damaged." in settled.refuses("registry", "import", file)
    file = settled.write(
        "rows.csv",
        "name,level,scope\nQuokka plays,international,Radio.\nWombat plays,lunar,Radio.\n",
    )
    refused = settled.run("registry", "import", file)
    assert refused.returncode == 1
    assert refused.stderr == f"Error: Nothing was imported: 1 cells of {file} are wrong.\n"
    assert "Row 3, column “level”: “lunar” is not one of: national" in refused.stdout
    refused = settled.run("registry", "import", file, "--json")
    [error] = json.loads(refused.stdout)["errors"]
    assert (refused.returncode, error["row"], error["column"]) == (1, 3, "level")
    assert settled.rows("SELECT count(*) FROM initiative") == before
    assert "No such file" in settled.refuses("registry", "export", "nowhere/registry.csv")
    assert "'pdf'" in settled.refuses("registry", "export", "r.pdf", "--format", "pdf")


# Resolutions

RESOLUTION = ROOT / "wgcop/resolutions/texts/resolution-67-hyderabad-2010.txt"


# Papers as files


@tries("effect", "contributions export", "contributions read")
def test_a_paper_goes_out_as_a_file_and_is_read_again(settled):
    for form in ("docx", "pdf", "txt"):
        file = settled.folder / f"paper.{form}"
        line = settled.prints("contributions", "export", "WG-COP/3/1", str(file), "--format", form)
        assert line.startswith(f"{file}: WG-COP/3/1, ")
    assert (settled.folder / "paper.pdf").read_bytes().startswith(b"%PDF-")
    read = settled.json("contributions", "read", str(settled.folder / "paper.docx"), "--json")
    assert set(read) >= {"title", "cover", "tree", "words", "not_understood"}
    assert read["title"] == (settled.folder / "paper.txt").read_text().splitlines()[0]
    assert read["words"]["original"] == read["words"]["taken"] + read["words"]["left_out"]
    assert read["title"] in settled.prints(
        "contributions", "read", str(settled.folder / "paper.docx")
    )

    marked = str(settled.folder / "marked.docx")
    against = ("--against", "WG-COP/3/2")
    settled.prints("contributions", "export", "WG-COP/3/1", marked, "--format", "docx", *against)
    marks = json.dumps(settled.json("contributions", "read", marked, "--json")["tree"])
    assert '"insert' in marks and '"delet' in marks


@tries("effect", "contributions recheck")
def test_files_are_checked_again(settled):
    assert settled.prints("contributions", "recheck") == "All can be handed on.\n"


@tries("bad input", "contributions recheck", "contributions export", "contributions read")
def test_what_is_no_word_file_and_no_document_is_refused(settled):
    assert "WG-COP/3/1" in settled.refuses("contributions", "recheck", "WG-COP/3/1")
    reading, exporting = ("contributions", "read"), ("contributions", "export")
    assert "none.docx" in settled.refuses(*reading, "none.docx")
    for name, content in (("a.docx", b"words"), ("b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        assert name in settled.refuses(*reading, settled.write(name, content))
    assert "WG-COP/3/999" in settled.refuses(*exporting, "WG-COP/3/999", "a.pdf", "--format", "pdf")
    assert "docx" in settled.refuses(*exporting, "WG-COP/3/1", "a.rtf", "--format", "rtf")
    gone = settled.refuses(*exporting, "WG-COP/3/1", "nowhere/a.txt", "--format", "txt")
    assert "nowhere" in gone


@tries("effect", "mail receive")
@tries("bad input", "mail receive")
def test_a_mail_server_hands_messages_over_and_understands_what_became_of_them(settled):
    settings = {"REPLY_ADDRESS": "reply@cop.example", "MAIL_SENDER": mails.SENDER}
    address = address_of_amina(settled, settings)

    settled.settings.update(settings)

    def receive(data, *options, **changed):
        return settled.takes(data, "mail", "receive", *options, **changed)

    data = mails.gmail("Kenya agrees.", "undisclosed-recipients:;")
    for said in ("draft", "again"):
        ended = receive(data, "--sender", "amina@example.org", "--recipient", address)
        assert ended[:2] == (0, f"{said}\n"), ended
    assert settled.rows("SELECT words FROM mailed_draft") == [("Kenya agrees.",)]
    assert receive(data, "--sender", "", "--recipient", address)[:2] == (0, "automatic\n")
    code, _, told = receive(b"hello\n")
    assert code == 65
    assert told.splitlines()[-1] == "This is no e-mail: it has no header From."
    assert receive(data, "--recipient", address, REPLY_ADDRESS="")[0] == 75
    wrong = [
        receive(data, REPLY_DIRECTLY="maybe"),
        receive(data, SETTINGS_FILE=str(settled.folder)),
        receive(data, REPLY_ADDRESS="nobody"),
        receive(data, "--recipent", address),
    ]
    assert [code for code, _, _ in wrong] == [75] * 4
    assert not any("Traceback" in told for _, _, told in wrong)
    with closing(sqlite3.connect(settled.data / "wgcop.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    code, _, told = receive(mails.gmail("Later.", address, name="<2@x>"))
    assert code == 75 and "Traceback" not in told
    assert settled.rows("SELECT count(*) FROM mailed_draft") == [(1,)]


@tries("effect", "mail listen")
@tries("bad input", "mail listen")
def test_a_mail_server_hands_messages_over_to_a_process_that_listens(settled):
    settings = {"REPLY_ADDRESS": "reply@cop.example", "MAIL_SENDER": mails.SENDER}
    address, port = address_of_amina(settled, settings), str(free_port())
    assert "REPLY_ADDRESS" in settled.refuses("mail", "listen")
    settled.settings.update(settings)
    assert "nowhere.invalid" in settled.refuses("mail", "listen", "--host", "nowhere.invalid")

    def hand_over() -> bool:
        data = mails.gmail("Kenya agrees.", "undisclosed-recipients:;")
        try:
            with smtplib.LMTP("127.0.0.1", int(port), timeout=20) as line:
                return line.sendmail("amina@example.org", address, data) == {}
        except ConnectionRefusedError:
            return False

    process = subprocess.Popen(
        [WGCOP, "mail", "listen", "--port", port],
        cwd=settled.folder,
        env=settled.environment,
        text=True,
    )
    try:
        until(hand_over, process)
        assert hand_over()
        assert f"127.0.0.1:{port}" in settled.refuses("mail", "listen", "--port", port)
    finally:
        ends(process, by=signal.SIGINT)
    assert process.returncode == 0
    assert settled.rows("SELECT words FROM mailed_draft") == [("Kenya agrees.",)]


def address_of_amina(settled, settings):
    """Where she answers a comment of the demo world."""
    app = create_app({"DATA_DIR": settled.data, "DATABASE_URL": "", "SECRET_KEY": "", **settings})
    with app.app_context():
        amina = db.session.scalars(select(Person).where(Person.email == "amina@example.org")).one()
        comment = db.session.scalars(select(Comment).where(Comment.audience == "members")).first()
        [found] = make_addresses(amina, [comment]).values()
        db.session.commit()
    with app.app_context():
        db.engine.dispose()
    return found


@tries("effect", "resolutions import")
def test_a_resolution_is_read_and_stored_clause_by_clause(migrated):
    file = migrated.write("67.txt", RESOLUTION.read_text())
    tree = migrated.json("resolutions", "import", file, "--dry-run", "--json")
    assert sum(len(section["clauses"]) for section in tree["sections"]) == 20
    assert migrated.rows("SELECT * FROM clause") == []
    stored = migrated.prints("resolutions", "import", file)
    assert stored == "Stored: RESOLUTION 67 (Hyderabad, 2010), 6 sections, 20 clauses.\n"
    assert len(migrated.rows("SELECT * FROM clause")) == 20

    text = RESOLUTION.read_text().replace("(Hyderabad, 2010)", "(Rev. Dubai, 2014)")
    changed = text.replace("youth of the future", "youth of tomorrow")
    assert "Rev. Dubai" in migrated.prints(
        "resolutions", "import", migrated.write("b.txt", changed)
    )
    assert migrated.rows("SELECT slug FROM edition ORDER BY id") == [
        ("67-hyderabad-2010",),
        ("67-dubai-2014",),
    ]
    assert len(migrated.rows("SELECT * FROM clause")) == 20
    wordings = "SELECT text FROM wording JOIN clause ON clause.id = clause_id WHERE wid = '{}'"
    [first, second] = migrated.rows(wordings.format("wtdc-67.recs_recognizing__rec_a"))
    assert second == (first[0].replace("youth of the future", "youth of tomorrow"),)


@tries("bad input", "resolutions import")
def test_what_is_no_resolution_is_refused(migrated):
    importing = ("resolutions", "import")
    assert "none.txt" in migrated.refuses(*importing, "none.txt")
    assert "UTF-8" in migrated.refuses(*importing, migrated.write("scan.txt", b"\xff\xfe\0"))
    assert "letter.txt" in migrated.refuses(
        *importing, migrated.write("letter.txt", "Dear colleagues,\n\nWe met.\n")
    )
    nothing = "RESOLUTION 1 (Geneva, 2014)\n\nA title\n\nThe ITU Council,\n"
    assert "a heading" in migrated.refuses(*importing, migrated.write("bare.txt", nothing))
    for name in ("empty.txt", "zeros.txt"):
        content = b"\0" * 99 * name.startswith("zeros")
        assert name in migrated.refuses(*importing, migrated.write(name, content))
    file = migrated.write("67.txt", RESOLUTION.read_text())
    migrated.prints(*importing, file)
    assert "Hyderabad" in migrated.refuses(*importing, file)
    assert len(migrated.rows("SELECT * FROM clause")) == 20


# The report on implementation


@tries("effect", "report")
def test_a_report_becomes_a_file_of_each_kind_and_its_copy_is_verified(settled):
    adopted, draft = (
        settled.rows(f"SELECT slug FROM implementation_report WHERE is_open = {number}")[0][0]
        for number in (0, 1)
    )
    begins = {"docx": b"PK", "pdf": b"%PDF-", "html": b"<!doctype html>"}
    for form, start in begins.items():
        told = settled.prints("report", adopted, "--format", form)
        assert told.startswith(f"{adopted}.{form}: Report on the implementation of")
        assert (settled.folder / f"{adopted}.{form}").read_bytes().startswith(start)
    settled.prints("report", draft, "--format", "html", "--output", "draft.html")
    assert "Draft, not adopted" in (settled.folder / "draft.html").read_text()
    assert settled.prints("report", adopted, "--verify").endswith("intact\n")
    with closing(sqlite3.connect(settled.data / "wgcop.db")) as connection, connection:
        connection.execute("UPDATE implementation_report_copy SET content = content || ' '")
    assert "not what was adopted" in settled.refuses("report", adopted, "--verify")


@tries("bad input", "report")
def test_a_report_that_is_not_there_and_a_place_that_takes_no_file_are_named(settled):
    [(adopted,)] = settled.rows("SELECT slug FROM implementation_report WHERE is_open = 0")
    [(draft,)] = settled.rows("SELECT slug FROM implementation_report WHERE is_open = 1")
    unknown = settled.refuses("report", "nothing", "--format", "pdf")
    assert "nothing" in unknown
    assert adopted in unknown
    assert "--format" in settled.refuses("report", adopted)
    assert "odt" in settled.refuses("report", adopted, "--format", "odt")
    assert "copy 7" in settled.refuses("report", adopted, "--format", "html", "--copy", "7")
    assert "not adopted yet" in settled.refuses("report", draft, "--verify")
    assert "no revision" in settled.refuses("report", adopted, "--format", "html", "--draft")
    nowhere = ("--output", "none/report.html")
    assert "none/report.html" in settled.refuses("report", adopted, "--format", "html", *nowhere)


# Search and the radar


@tries("effect", "search", "index drain", "index rebuild")
def test_the_index_follows_and_is_made_again(settled):
    ours = ("search", "helplines", "--json")
    hits = settled.json(*ours)["hits"]
    assert hits
    settled.prints("priorwork", "body", "NEW-1", "--kind", "group", "--name", "Quokka group")
    assert settled.json("search", "quokka", "--json")["hits"] == []
    assert int(settled.prints("index", "drain").split()[0]) > 0
    [found] = settled.json("search", "quokka", "--json")["hits"]
    assert "Quokka" in found["title"]
    assert "records are in the index" in settled.prints("index", "rebuild")
    assert [hit["url"] for hit in settled.json(*ours)["hits"]] == [hit["url"] for hit in hits]


@tries("effect", "search")
def test_search_shows_people_what_they_may_read_and_nobody_else(settled):
    found = {
        reader: settled.json("search", "kind:comment kenya", *reader, "--json")["total"]
        for reader in ((), ("--as", "amina@example.org"), ("--as", "haruko@example.org"))
    }
    guest, amina, haruko = found.values()
    assert guest == 0
    assert amina > haruko > 0


@tries("bad input", "search", "radar")
def test_readers_and_files_that_are_not_there_are_named(settled):
    nobody = ("--as", "nobody@example.org")
    assert "nobody@example.org" in settled.refuses("search", "helplines", *nobody)
    assert "QUERY" in settled.refuses("search")
    assert "none.docx" in settled.refuses("radar", "none.docx")
    file = settled.write("text.txt", "Helplines in schools, and how they are staffed.")
    assert "nobody@example.org" in settled.refuses("radar", file, *nobody)
    assert "broken.pdf" in settled.refuses("radar", settled.write("broken.pdf", b"\0\1\2"))


@tries("effect", "radar", "priorwork sweep")
def test_the_radar_names_what_a_text_repeats(settled):
    texts = sorted((ROOT / "wgcop/demo/corpus").glob("*/*.txt"))
    text = max((file.read_text() for file in texts), key=len)
    check = settled.json("radar", settled.write("draft.txt", text), "--json")
    best = check["hits"][0]
    assert best["score"] >= 0.6
    assert best["passages"]
    assert "near-identical works that wait to be judged" in settled.prints("priorwork", "sweep")


@tries("effect", "doctor")
def test_a_doctor_says_in_a_line_each_what_is_well_and_ends_with_it(settled):
    settled.run("doctor", "--repair")
    run = settled.run("doctor")
    lines = [line.split()[:2] for line in run.stdout.splitlines()]
    assert ["ok", "database"] in lines and ["warning", "worker"] in lines
    assert run.returncode == 1
    (settled.data / "files" / "open").write_text("Words.")
    (settled.data / "files" / "open").chmod(0o644)
    assert settled.run("doctor").returncode == 2
    assert "mended   folder" in settled.run("doctor", "--repair").stdout
    told = json.loads(settled.run("doctor", "--json").stdout)
    assert told["status"] == "warning"
    assert {"check", "severity", "says", "advice", "mended"} == set(told["checks"][0])


@tries("bad input", "doctor")
def test_a_doctor_says_which_setting_keeps_the_workspace_from_starting(settled):
    settled.settings["SEARCH_ENGINE"] = "lucene"
    run = settled.run("doctor", "--json")
    assert run.returncode == 2
    [found] = json.loads(run.stdout)["checks"]
    assert found["says"].startswith("SEARCH_ENGINE")


# Keeping it, and bringing it back


@tries("effect", "backup", "restore", "move")
def test_a_workspace_is_kept_encrypted_and_comes_back_and_moves(settled):
    said = settled.rows("SELECT id, body FROM comment ORDER BY id")
    settled.write("data/secret-key", "k" * 64)
    word = settled.write("word", "correct horse\n")
    secret = ("--passphrase-file", word)
    settled.prints("backup", "kept.age", "--encrypt", "passphrase", *secret)
    told = settled.prints("backup", "--verify", "kept.age", *secret)
    assert "kept.age is whole" in told
    assert "from SQLite" in told
    restored = {"DATA_DIR": str(settled.folder / "restored")}
    told = settled.prints("restore", "kept.age", "--trial", *secret, **restored)
    assert "no e-mail leaves" in told
    assert f"The key of the archive is in {restored['DATA_DIR']}/secret-key." in told
    moved = f"sqlite:///{settled.folder}/restored/moved.db"
    assert f"DATABASE_URL to {moved}" in settled.prints("move", moved, **restored)
    assert "put it aside first: mv" in settled.refuses("move", moved, **restored)
    settled.write("stream", settled.keeps_to_standard_output())
    assert "stream is whole" in settled.prints("backup", "--verify", "stream")
    with closing(sqlite3.connect(settled.folder / "restored/moved.db")) as connection:
        assert connection.execute("SELECT id, body FROM comment ORDER BY id").fetchall() == said
        deeds = "SELECT deed FROM audit_row ORDER BY number DESC LIMIT 2"
        told = [deed for (deed,) in connection.execute(deeds)]
    assert told == ["workspace.moved", "workspace.restored"]
    assert settled.rows(deeds)[0] == ("workspace.kept",)
    reader = ("search", "kind:comment kenya", "--as", "amina@example.org", "--json")
    settled.prints("index", "drain", **restored, DATABASE_URL=moved)
    assert (
        settled.json(*reader, **restored, DATABASE_URL=moved)["total"]
        == settled.json(*reader)["total"]
        > 0
    )
    places = [settled.folder / "kept.age", *(settled.folder / "restored").rglob("*")]
    assert [place for place in places if place.stat().st_mode & 0o077] == []


@tries("bad input", "backup", "restore", "move")
def test_what_cannot_be_kept_or_brought_back_is_named(shell, migrated):
    nowhere = {"DATA_DIR": str(shell.folder / "nowhere")}
    assert "no workspace" in shell.refuses("backup", "kept", **nowhere)
    assert not (shell.folder / "nowhere/wgcop.db").exists()
    migrated.prints("backup", "kept")
    assert "kept is there already" in migrated.refuses("backup", "kept")
    assert "age1" in migrated.refuses("backup", "other", "--encrypt", "nobody")
    assert "passphrase" in migrated.refuses("backup", "other", "--encrypt", "passphrase")
    secret = ("--passphrase-file", migrated.write("word", "correct horse\n"))
    assert "say --encrypt passphrase" in migrated.refuses("backup", "other", *secret)
    assert "no backup" in migrated.refuses("restore", migrated.write("words", "words"), **nowhere)
    assert "no backup" in migrated.refuses("backup", "--verify", "words")
    missing = migrated.refuses("backup", "--verify", "none")
    assert "none does not exist" in missing
    assert migrated.refuses("restore", "none", **nowhere) == missing
    assert "postgresql+psycopg://" in migrated.refuses("move", "mysql://a@b/c")
    assert "already" in migrated.refuses("move", f"sqlite:///{migrated.data}/wgcop.db")
    for wrong, cause in (
        ("postgresql+psycopg://a@127.0.0.1:1/b", "Connection refused"),
        (f"sqlite:///{migrated.folder}/words", "not a database"),
        ("sqlite:////proc/nothing/here.db", "cannot be written"),
    ):
        said = migrated.refuses("move", wrong)
        assert cause in said and wrong.removeprefix("sqlite:///") in said
        assert "DATABASE_URL leads to it" not in said
    away = {"FILES_URL": "s3+http://key:secret@127.0.0.1:1/files"}
    assert "file store is not responding" in migrated.refuses("backup", "other", **away)
    assert "file store is not responding" in migrated.refuses("restore", "kept", **nowhere, **away)
    assert list(migrated.folder.glob("*other*")) == []


@tries("effect", "backup")
def test_a_backup_says_which_files_the_workspace_has_lost(settled):
    [lost, *_] = sorted(each for each in (settled.data / "files").glob("*/*") if each.is_file())
    lost.unlink()
    run = settled.run("backup", "with-a-gap")
    assert run.returncode == 0 and f"such as {lost.name}, and so not in" in run.stderr


def test_a_short_passphrase_makes_no_archive_and_still_opens_an_older_one(migrated):
    short = ("--passphrase-file", migrated.write("short", "horse\n"))
    said = migrated.refuses("backup", "kept.age", "--encrypt", "passphrase", *short)
    assert "at least 12 characters" in said and "horse" not in said
    assert not (migrated.folder / "kept.age").exists()
    with (migrated.folder / "older.age").open("wb") as stream:
        place = Installation(migrated.data, f"sqlite:///{migrated.data}/wgcop.db")
        backup.make(place, stream, Encryption(passphrase="horse"))
    assert "older.age is whole" in migrated.prints("backup", "--verify", "older.age", *short)
