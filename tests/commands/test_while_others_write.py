"""A command that reads first and then writes does so although the server has written in between."""

import sqlite3
from contextlib import closing, contextmanager

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import event, select

from wgcop.audit.models import AuditRow
from wgcop.cli import main
from wgcop.commands import rules
from wgcop.database import db, writing
from wgcop.implementation_reports.models import ImplementationReport

EXPORTS = [
    ("registry", "export"),
    ("contributions", "export", "WG-COP/3/1", "--format", "txt"),
    ("report", "{report}", "--format", "html", "--output"),
]


@pytest.mark.parametrize("arguments", EXPORTS, ids=" ".join)
def test_who_takes_a_file_is_noted_also_while_the_server_writes(
    app, world, session, monkeypatch, tmp_path, arguments
):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("Only SQLite lets one write at a time.")
    file = db.engine.url.database

    @contextmanager
    def writing_after_another():
        with closing(sqlite3.connect(file)) as other:
            other.execute("UPDATE delegation SET name = name")
            other.commit()
        with writing():
            yield

    monkeypatch.setattr(rules, "writing", writing_after_another)
    slug = session.scalar(
        select(ImplementationReport.slug).where(~ImplementationReport.is_open).limit(1)
    )
    asked = [each.format(report=slug) for each in arguments]
    taken = tmp_path / "taken.csv"
    session.rollback()
    run = CliRunner().invoke(main, [*asked, str(taken)], obj=ScriptInfo(create_app=lambda: app))
    assert run.exit_code == 0, run.output
    assert taken.stat().st_size
    noted = session.scalars(select(AuditRow.deed).order_by(AuditRow.number.desc()).limit(1)).one()
    assert noted == "export.taken"


WRITERS = [
    ("people", "invite", "zola@example.org", "--role", "secretariat"),
    ("people", "reset", "amina@example.org"),
    ("priorwork", "body", "99/9", "--kind", "question", "--name", "Quokkas"),
    ("priorwork", "import", "{folder}", "--body", "22-1/1"),
    ("priorwork", "sweep"),
    ("contributions", "recheck", "--remove"),
    ("audit", "verify"),
]


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_no_command_writes_in_a_transaction_that_began_by_reading(
    app, world, session, tmp_path, arguments
):
    """SQLite refuses that at once, whatever the patience, if somebody else has written since."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("Only SQLite lets one write at a time.")
    folder = tmp_path / "quokkas"
    folder.mkdir()
    (folder / "quokkas.txt").write_text("A note on quokkas and the children who watch them.")
    late: list[str] = []
    begun: dict[int, str] = {}

    def note(connection, _cursor, statement, *_):
        verb = statement.lstrip().upper()
        if verb.startswith("BEGIN"):
            begun[id(connection.connection.dbapi_connection)] = verb
        how = begun.get(id(connection.connection.dbapi_connection), "")
        if verb.startswith(("INSERT", "UPDATE", "DELETE")) and how == "BEGIN":
            late.append(statement)

    session.rollback()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        asked = [each.format(folder=folder) for each in arguments]
        run = CliRunner().invoke(main, asked, obj=ScriptInfo(create_app=lambda: app))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert run.exit_code == 0, run.output
    assert "BEGIN IMMEDIATE" in begun.values() or arguments[0] in ("audit", "contributions")
    assert late == []
