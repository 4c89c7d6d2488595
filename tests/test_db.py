import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from wgcop.db import db

WID = "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_2"
AT_ONCE = 24


def test_many_who_post_in_one_moment_do_not_wait_for_one_another(http, world):
    """More than a pool of the usual size would hold, each of them writing and then telling."""
    answers: list[int] = []
    start = threading.Barrier(AT_ONCE)
    visitors = [http(world.amina) for _ in range(AT_ONCE)]

    def post(number: int) -> None:
        start.wait()
        posted = visitors[number].post(
            f"/clauses/{WID}/comments", data={"body": f"Word {number}", "key": f"k{number}"}
        )
        answers.append(posted.status_code)

    threads = [threading.Thread(target=post, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == [303] * AT_ONCE


def test_an_error_of_the_database_does_not_repeat_what_was_being_stored(session):
    with pytest.raises(DBAPIError) as error:
        session.execute(text("SELECT * FROM nowhere WHERE words = :words"), {"words": "private"})
    assert "private" not in str(error.value)
    db.session.rollback()
