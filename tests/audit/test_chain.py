"""The trail as rows: one chain, which nobody changes unseen."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from wgcop.audit import verifying
from wgcop.audit.actions import Thing, note, shorten
from wgcop.audit.models import AuditCheckpoint, AuditHead, AuditOrigin, AuditRow
from wgcop.audit.queries import end_of_trail
from wgcop.audit.verifying import doubts, verify
from wgcop.database import db, writing

AUDITED = "audit_row"


def do(session, *deeds):
    for deed in deeds:
        note(deed, by=None, of=Thing("paper", 7, "C 3/7"))
    session.commit()


def numbers(session):
    return list(session.scalars(select(AuditRow.number).order_by(AuditRow.number)))


def without_triggers(session):
    """What somebody does who owns the database."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"ALTER TABLE {AUDITED} DISABLE TRIGGER ALL"))
        return
    for trigger in session.scalars(
        text(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{AUDITED}'")
    ).all():
        session.execute(text(f"DROP TRIGGER {trigger}"))


def test_deeds_of_one_transaction_follow_one_another_in_the_chain(session):
    do(session, "paper.submitted", "paper.numbered")
    do(session, "paper.withdrawn")
    rows = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
    assert [(row.number, row.deed) for row in rows] == [
        (1, "paper.submitted"),
        (2, "paper.numbered"),
        (3, "paper.withdrawn"),
    ]
    assert len({row.checksum for row in rows}) == 3
    assert list(verify(session)) == []


def test_what_is_rolled_back_was_not_done_also_to_a_savepoint(session):
    do(session, "paper.submitted")
    note("paper.numbered", by=None)
    session.rollback()
    savepoint = session.begin_nested()
    note("paper.withdrawn", by=None)
    savepoint.rollback()
    note("paper.returned", by=None)
    session.commit()
    assert list(session.scalars(select(AuditRow.deed).order_by(AuditRow.number))) == [
        "paper.submitted",
        "paper.returned",
    ]


@pytest.mark.parametrize(
    "forbidden",
    [
        update(AuditRow).values(deed="paper.lost"),
        delete(AuditRow),
        delete(AuditRow).where(AuditRow.number == 2),
    ],
    ids=["changing", "emptying", "deleting"],
)
def test_the_database_refuses_to_change_or_delete_a_row(session, forbidden):
    do(session, "paper.submitted", "paper.numbered")
    with pytest.raises(DBAPIError, match="append only"):
        session.execute(forbidden)
    session.rollback()
    assert numbers(session) == [1, 2]


@pytest.mark.parametrize("table", ["audit_row", "audit_checkpoint"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_refuses_to_replace_a_row_too(session, table):
    """It takes that neither for a change nor for a deletion."""
    do(session, "paper.submitted", "paper.numbered")
    session.execute(
        text("INSERT INTO audit_checkpoint SELECT number, at, checksum, '' FROM audit_row")
    )
    session.commit()
    with pytest.raises(DBAPIError, match="append only"):
        session.execute(text(f"REPLACE INTO {table} SELECT * FROM {table} WHERE number = 2"))
    session.rollback()
    assert numbers(session) == [1, 2]


def tampered(session, statement):
    do(session, *(f"paper.step-{number}" for number in range(1, 6)))
    without_triggers(session)
    session.execute(text(statement))
    session.commit()
    return list(verify(session))


@pytest.mark.parametrize(
    "statement, found",
    [
        (
            "UPDATE audit_row SET of_name = 'C 3/8' WHERE number = 3",
            "Row 3 is not as it was written",
        ),
        ("UPDATE audit_row SET person_id = 1 WHERE number = 3", "Row 3 is not as it was written"),
        ("DELETE FROM audit_row WHERE number = 3", "Row 3 is missing"),
        ("DELETE FROM audit_row WHERE number > 3", "Rows 4 to 5 are missing"),
        ("DELETE FROM audit_row", "Rows 1 to 5 are missing"),
        ("DELETE FROM audit_head", "The end of the trail was removed"),
        (
            "INSERT INTO audit_row SELECT 6, at, deed, person_id, through, of_kind, of_id, of_name, "
            "detail, checksum FROM audit_row WHERE number = 5",
            "Row 6 was added after the end",
        ),
    ],
)
def test_what_somebody_did_to_the_rows_is_found(session, statement, found):
    faults = tampered(session, statement)
    assert any(found in fault for fault in faults), faults


@pytest.mark.parametrize("number", [0, -3, 2])
def test_a_row_that_is_put_before_the_beginning_is_found(session, clock, number):
    start = clock.stop()
    do(session, "paper.submitted", "paper.numbered")
    clock.advance(days=2)
    do(session, "paper.withdrawn")
    if number > 0:  # where rows had ended
        shorten(start + timedelta(days=1))
        session.commit()
    assert list(verify(session)) == []
    names = [column.key for column in AuditRow.__table__.columns]
    last = session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
    made_up = {name: getattr(last, name) for name in names} | {"number": number}
    session.execute(insert(AuditRow).values(made_up))
    session.commit()
    assert any(f"Row {number} was added" in fault for fault in verify(session))


def test_who_cuts_the_tail_and_the_head_with_it_lacks_the_key(session):
    faults = tampered(session, "DELETE FROM audit_row WHERE number > 3")
    session.execute(
        text(
            "UPDATE audit_head SET number = 3, "
            "checksum = (SELECT checksum FROM audit_row WHERE number = 3)"
        )
    )
    session.commit()
    faults = list(verify(session))
    assert len(faults) == 1 and "not sealed with this SECRET_KEY" in faults[0]

    do(session, "paper.step-6")
    deeds = list(session.scalars(select(AuditRow.deed).order_by(AuditRow.number)))
    assert deeds[-2:] == ["trail.unsealed", "paper.step-6"], "going on hides nothing"


@pytest.mark.parametrize(
    "done, says, missing",
    [
        (["DELETE FROM audit_head"], "end-lost", ()),
        (
            ["DELETE FROM audit_row WHERE number > 3", "DELETE FROM audit_head"],
            "end-lost",
            ("Rows 4 to 5 are missing.",),
        ),
        (
            ["DELETE FROM audit_row", "DELETE FROM audit_head"],
            "end-lost",
            ("Rows 1 to 5 are missing.",),
        ),
        (
            [
                "INSERT INTO audit_row SELECT 6, at, deed, person_id, through, of_kind, of_id, of_name, "
                "detail, checksum FROM audit_row WHERE number = 5"
            ],
            "unsealed",
            (),
        ),
    ],
)
def test_work_goes_on_after_an_end_that_is_not_as_it_was_left_and_the_trail_says_so_for_good(
    app, session, done, says, missing
):
    """Whoever could stop everybody's work by one DELETE would have more than the trail in their hands."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        do(session, *(f"paper.step-{number}" for number in range(1, 6)))
    without_triggers(session)
    for statement in done:
        session.execute(text(statement))
    session.commit()
    do(session, "paper.step-6")
    do(session, "paper.step-7")
    deeds = list(session.scalars(select(AuditRow.deed).order_by(AuditRow.number)))
    assert deeds[-3:] == [f"trail.{says}", "paper.step-6", "paper.step-7"]
    found = list(verify(session))
    assert set(missing) <= set(found)
    if says == "end-lost":
        assert found == list(missing)
    [doubt] = doubts(session)
    number = numbers(session)[-3]
    assert f"Row {number} says that the end" in doubt
    assert list(doubts(session, after=number)) == []


@pytest.mark.parametrize("rows", [1, 3, 4, 6, 8])
def test_a_trail_is_proved_a_part_at_a_time_and_no_row_is_lost_between_two(
    session, monkeypatch, rows
):
    monkeypatch.setattr(verifying, "AT_ONCE", 3)
    do(session, *(f"paper.step-{number}" for number in range(rows)))
    assert list(verify(session)) == []
    last = session.execute(select(AuditHead.number, AuditHead.checksum)).one()
    assert list(verify(session, seen=tuple(last))) == []
    without_triggers(session)
    session.execute(text(f"UPDATE audit_row SET of_name = 'C 3/8' WHERE number = {rows}"))
    session.commit()
    assert list(verify(session)) == [f"Row {rows} is not as it was written."]


def test_a_sound_trail_of_more_than_a_thousand_rows_is_whole(session):
    do(session, *(f"paper.step-{number}" for number in range(verifying.AT_ONCE + 2)))
    assert list(verify(session)) == []


def test_an_end_that_was_written_down_shows_an_older_copy_put_back(session):
    do(session, "paper.submitted")
    older = session.execute(select(AuditHead.number, AuditHead.checksum, AuditHead.seal)).one()
    do(session, "paper.numbered")
    seen = session.execute(select(AuditHead.number, AuditHead.checksum)).one()
    assert list(verify(session, seen=tuple(seen))) == []
    without_triggers(session)
    session.execute(text("DELETE FROM audit_row WHERE number = 2"))
    session.execute(update(AuditHead).values(**older._asdict()))
    session.commit()
    assert list(verify(session)) == []
    assert list(verify(session, seen=tuple(seen))) == [
        "The trail ends with row 1, but row 2 was written down."
    ]


def test_twenty_at_once_write_one_chain(app):
    faults = []

    def work(number):
        try:
            with app.app_context(), writing():
                for turn in range(3):
                    note(f"paper.step-{number}-{turn}", by=None)
                    db.session.commit()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with app.app_context():
        assert numbers(db.session) == list(range(1, 61))
        assert list(verify(db.session)) == []


def test_a_deed_of_a_command_or_a_loop_has_no_address_of_the_network(session):
    do(session, "paper.submitted")
    assert session.scalars(select(AuditRow.through)).all() == ["loop"]
    assert session.scalars(select(AuditOrigin)).all() == []


def test_old_rows_end_behind_a_checkpoint_that_keeps_the_rest_provable(session, clock):
    clock.stop(datetime(2026, 3, 1, 9, tzinfo=UTC))
    do(session, "paper.submitted", "paper.numbered")
    clock.stop(datetime(2026, 6, 1, 9, tzinfo=UTC))
    do(session, "paper.revised")
    assert shorten(datetime(2026, 4, 1, tzinfo=UTC)) == 2
    session.commit()
    deeds = session.scalars(select(AuditRow.deed).order_by(AuditRow.number)).all()
    assert deeds == ["paper.revised", "trail.shortened"]
    assert list(verify(session)) == []
    assert shorten(datetime(2026, 4, 1, tzinfo=UTC)) == 0

    with pytest.raises(DBAPIError, match="append only"):
        session.execute(delete(AuditRow))
    session.rollback()
    session.execute(
        insert(AuditCheckpoint).values(
            number=4, at=datetime(2026, 6, 1, tzinfo=UTC), checksum="0" * 64, seal="0" * 64
        )
    )
    session.execute(delete(AuditRow))
    session.commit()
    assert any("checkpoint at row 4 was not sealed" in fault for fault in verify(session))


def test_after_another_key_a_shortened_trail_is_proved_by_the_row_that_tells_of_it(
    app, session, clock
):
    clock.stop(datetime(2026, 3, 1, 9, tzinfo=UTC))
    do(session, "paper.submitted", "paper.numbered")
    clock.stop(datetime(2026, 6, 1, 9, tzinfo=UTC))
    do(session, "paper.revised")
    ended = session.execute(select(AuditRow.number, AuditRow.checksum).filter_by(number=2)).one()
    shorten(datetime(2026, 4, 1, tzinfo=UTC))
    session.commit()
    app.config["SECRET_KEY"] = "another" * 8
    [fault] = verify(session)
    assert fault.startswith("The end of the trail at row 4 was not sealed with this SECRET_KEY")
    do(session, "paper.withdrawn")
    assert list(verify(session)) == []
    assert list(doubts(session, after=end_of_trail().number)) == []
    assert list(verify(session, seen=tuple(ended))) == []
    assert list(verify(session, seen=(2, "0" * 64))) == [
        "Row 2 had another checksum when it was written down."
    ]

    kept = session.scalar(select(AuditRow.checksum).filter_by(number=4))
    session.execute(
        insert(AuditCheckpoint).values(
            number=4, at=datetime(2026, 6, 1, tzinfo=UTC), checksum=kept, seal="0" * 64
        )
    )
    session.execute(delete(AuditRow).where(AuditRow.number <= 4))
    session.commit()
    assert list(verify(session)) == ["The checkpoint at row 4 was not sealed with this SECRET_KEY."]
