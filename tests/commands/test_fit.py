"""No command works on tables that this version of the code cannot work on, whether they are older or newer."""

import os

import pytest
from sqlalchemy import text

from tests.architecture.reading import commands
from wgcop.cli import main
from wgcop.commands.rules import ON_ANY_TABLES
from wgcop.database import db, migrations

ON_TABLES_THAT_FIT = {
    "serve": ["--port", "1"],
    "worker": [],
    "demo": [],
    "people invite": ["mira@example.org", "--role", "secretariat"],
    "people reset": ["amina@example.org"],
    "resolutions import": ["a-file"],
    "contributions export": ["WG-COP/3/1", "paper.txt", "--format", "txt"],
    "contributions recheck": [],
    "priorwork body": ["NEW-1", "--kind", "group", "--name", "Quokka group"],
    "priorwork bodies": [],
    "priorwork import": ["a-folder", "--body", "NEW-1"],
    "priorwork sweep": [],
    "registry import": ["a-file"],
    "registry export": ["registry.csv"],
    "index rebuild": [],
    "index drain": [],
    "search": ["helplines"],
    "radar": ["a-file"],
    "report": ["a-report", "--format", "html"],
    "audit verify": [],
    "mail listen": [],
    "audit shorten": ["2001-01-01"],
}
"""Each with what it needs on its line to come as far as the database."""


@pytest.fixture(autouse=True)
def umask():
    """A command changes that of its process, which here is the one of all tests."""
    mask = os.umask(0o077)
    yield
    os.umask(mask)


@pytest.fixture
def refusal(app, monkeypatch, tmp_path):
    """What a command says that has to end without a deed, in a folder where it finds what it reads."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("wgcop.server.serving.serve", lambda *_, **__: pytest.fail("It serves."))
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "a-file").write_text("Words.")

    def refusal(command: str) -> str:
        run = app.test_cli_runner().invoke(main, [*command.split(), *ON_TABLES_THAT_FIT[command]])
        assert run.exit_code == 1, f"wgcop {command}: {run.output}"
        return run.output

    return refusal


def test_of_every_command_it_is_known_whether_the_tables_have_to_fit():
    assert ON_TABLES_THAT_FIT.keys() ^ ON_ANY_TABLES == set(commands(main))


def tables_are_of(app, version: str, least: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :version, least_version = :least"),
            {"version": version, "least": least},
        )


@pytest.mark.parametrize(
    "version, says",
    [
        ("0070", "The database is not as this version needs it. Run 'wgcop migrate' first."),
        (
            "9999",
            f"The database was brought to version 9999 by a newer workspace, and this one ({migrations.newest()}) "
            "cannot work on it. Install that one, or restore the backup from before.",
        ),
    ],
)
def test_every_command_says_so_in_a_sentence_and_ends(app, refusal, version, says):
    tables_are_of(app, version, version)
    said = {command: refusal(command) for command in ON_TABLES_THAT_FIT}
    assert said == dict.fromkeys(ON_TABLES_THAT_FIT, f"Error: {says}\n")


def test_to_tables_that_a_newer_workspace_only_added_to_commands_are_open(app):
    tables_are_of(app, "9999", migrations.newest())
    run = app.test_cli_runner().invoke(main, ["audit", "verify"])
    assert run.exit_code == 0 and run.output.startswith("The trail is whole.")
