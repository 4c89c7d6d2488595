"""What every request meets while the database is away is a line a minute, with how often."""

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from wgcop.threads.views import comments
from wgcop.web import outages

ADDRESS = "/clauses/wtdc-67.recs_recognizing__rec_b/comments"


def away(*_, **__):
    raise OperationalError("SELECT 1", None, Exception("connection refused"))


@pytest.fixture
def now(monkeypatch):
    at = [1000.0]
    monkeypatch.setattr(outages, "monotonic", lambda: at[0])
    return at


def test_a_database_that_is_away_is_told_once_a_minute(http, world, monkeypatch, now):
    monkeypatch.setattr(comments.actions, "post_comment", away)
    people = [http(world.amina), http(world.farid)]
    told = []
    for minute in range(3):
        with capture_logs() as lines:
            for number in range(4):
                data = {"body": "Radio.", "audience": "members", "key": f"{minute}-{number}"}
                answer = people[number % 2].post(ADDRESS, data=data)
                assert answer.status_code == 503
                assert answer.headers["Retry-After"] == "30"
        events = [line for line in lines if line["event"] != "request"]
        assert {line["event"] for line in events} <= {"storage_away"}
        told += [line["requests"] for line in events]
        now[0] += 61
    assert told == [1, 4, 4]
