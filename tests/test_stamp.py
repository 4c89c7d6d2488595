"""The stamp changes with each commit that changes what pages show, and with no other."""

import pytest
from flask import g
from sqlalchemy import text, update

from tests.threads.test_comments import WID, say
from wgcop.accounts.models import Person
from wgcop.database import Base, db
from wgcop.database.stamp import SAID, UNSHOWN, changes_what_is_shown, stamps


@pytest.fixture
def taken(session):
    def take():
        session.rollback()
        g.pop("stamps", None)
        return stamps()

    return take


def test_a_change_leaves_another_stamp(world, http, session, taken):
    say(http(world.amina), "The first one opens the thread.", "k0")
    stamps = [taken()]
    say(http(world.amina), "Said.", "k1")
    stamps.append(taken())
    session.execute(update(Person).where(Person.id == world.amina.id).values(name="Zahra"))
    session.commit()
    stamps.append(taken())
    with session.begin_nested():
        session.execute(text("DELETE FROM agenda_change"))
    session.commit()
    stamps.append(taken())

    assert None not in stamps and len({each.all for each in stamps}) == len(stamps)
    before, said, renamed, other = (each.around for each in stamps)
    assert before == said, "people only talked"
    assert len({said, renamed, other}) == 3


def test_a_reader_changes_nothing_for_others(world, http, session, taken):
    before = taken()
    haruko = http(world.haruko)
    haruko.get(f"/clauses/{WID}")
    haruko.post("/read-marks", data={"topic": f"clause:{WID}"})
    session.execute(update(Person).values(name="Nobody"))
    session.rollback()
    db.session.execute(text("SELECT name FROM person"))
    db.session.commit()

    assert taken() == before


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("SELECT * FROM topic FOR UPDATE", False),
        ("INSERT INTO comment (body) VALUES (?)", True),
        ('UPDATE "read_mark" SET seq = ?', False),
        (
            "WITH old AS (SELECT id FROM entry) DELETE FROM entry WHERE id IN (SELECT id FROM old)",
            True,
        ),
        ("INSERT INTO read_mark (seq) SELECT seq FROM topic", False),
        ("INSERT INTO read_mark (seq) VALUES (?) ON CONFLICT (id) DO UPDATE SET seq = 1", False),
        ("TRUNCATE comment", True),
    ],
)
def test_which_statements_count(statement, changes):
    assert changes_what_is_shown(statement) is changes


def test_every_table_left_out_is_a_table():
    assert set(Base.metadata.tables) >= UNSHOWN | SAID
