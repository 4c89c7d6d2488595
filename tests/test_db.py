import threading

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from wgcop.accounts.models import Category, Delegation
from wgcop.database import after_commit, db, unlocked

pytestmark = pytest.mark.databases

WID = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_2"
FRESH = "wtdc-67.recs_recalling__rec_a"
AT_ONCE = 24


def post_at_once(visitors, wid):
    """The answers to one comment of each."""
    answers: list[int] = []
    start = threading.Barrier(len(visitors))

    def post(number: int) -> None:
        start.wait()
        form = {"body": f"Word {number}", "key": f"k{number}"}
        answers.append(visitors[number].post(f"/clauses/{wid}/comments", data=form).status_code)

    threads = [threading.Thread(target=post, args=[number]) for number in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def test_many_who_post_in_one_moment_do_not_wait_for_one_another(http, world):
    """More than a pool of the usual size would hold, each of them writing and then telling."""
    assert post_at_once([http(world.amina) for _ in range(AT_ONCE)], WID) == [303] * AT_ONCE


def test_who_came_second_in_the_same_moment_is_asked_to_send_it_again(http, world):
    """The first words on a clause open its thread: only one of two can."""
    visitors = [http(world.amina) for _ in range(6)]
    answers = post_at_once(visitors, FRESH)
    assert set(answers) <= {303, 503}
    assert 303 in answers
    form = {"body": "Word 0", "key": "k0"}
    assert visitors[0].post(f"/clauses/{FRESH}/comments", data=form).status_code == 303


def test_an_error_of_the_database_does_not_repeat_what_was_being_stored(session):
    with pytest.raises(DBAPIError) as error:
        session.execute(text("SELECT * FROM nowhere WHERE words = :words"), {"words": "private"})
    assert "private" not in str(error.value)
    db.session.rollback()


def test_what_follows_a_commit_waits_for_the_outermost_and_is_done_once(session):
    done = []
    after_commit(done.append, "before")
    with session.begin_nested():
        after_commit(done.append, "within")
    assert done == []
    session.commit()
    assert done == [["before", "within"]]
    session.execute(text("SELECT 1"))
    session.commit()
    assert done == [["before", "within"]]


def test_a_rollback_forgets_what_would_have_followed_and_a_savepoint_only_its_own(session):
    done = []
    session.execute(text("SELECT 1"))
    after_commit(done.append, "lost")
    session.rollback()
    session.execute(text("SELECT 1"))
    after_commit(done.append, "kept")
    with pytest.raises(ZeroDivisionError), session.begin_nested():
        with session.begin_nested():
            after_commit(done.append, "released into what is taken back")
        raise ZeroDivisionError
    after_commit(done.append, "kept too")
    session.commit()
    assert done == [["kept", "kept too"]]


def test_who_fails_after_a_commit_keeps_nobody_else_waiting(session):
    done = []

    def fail(_):
        raise ZeroDivisionError

    session.execute(text("SELECT 1"))
    after_commit(fail, None)
    after_commit(done.append, "told")
    session.commit()
    assert done == [["told"]]
    session.execute(text("SELECT 1"))


def test_slow_work_comes_before_changes_and_takes_none_of_them_away(session):
    kenya = Delegation(name="Kenya", code="KEN", category=Category.MEMBER_STATE)
    for change in (
        lambda: session.add(kenya),
        lambda: setattr(kenya, "name", "Republic of Kenya"),
        lambda: session.delete(kenya),
    ):
        change()
        with pytest.raises(RuntimeError, match="Slow work comes before"), unlocked():
            pass
        session.commit()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_that_ends_while_an_answer_is_given_does_not_take_it_along(app, database):
    with app.app_context():
        asked = db.session.connection()
        number = asked.scalar(text("SELECT pg_backend_pid()"))
        other = create_engine(database["DATABASE_URL"])
        with other.begin() as administrator:
            administrator.execute(text(f"SELECT pg_terminate_backend({number})"))
        other.dispose()
    with app.app_context():
        assert db.session.scalar(text("SELECT 1")) == 1
