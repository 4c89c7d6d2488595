"""What every request meets while the database is away is a line a minute, with how often."""

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from tests.conftest import SETTINGS
from tests.servers import free_port
from wgcop.app import create_app
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


def test_whatever_is_asked_while_postgresql_is_away_is_one_line_and_no_error_of_ours(tmp_path):
    """Errors of ours call somebody at night, who cannot mend them."""
    app = create_app(
        {
            **SETTINGS,
            "DATA_DIR": tmp_path,
            "DATABASE_URL": f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/wgcop",
        }
    )
    browser = app.test_client()
    with capture_logs() as lines:
        answers = [
            *(
                browser.get(page)
                for page in ("/", "/resolutions/", "/search?q=radio", "/meetings/")
            ),
            browser.get("/live/resolution:67-hyderabad-2010?after=0"),
            browser.get("/api/v1/search?q=radio", headers={"Accept": "application/json"}),
            browser.post("/sign-in", data={"email": "amina@example.org", "password": "radio"}),
            browser.post("/language", data={"language": "fr"}),
            browser.post(ADDRESS, data={"body": "Radio."}, headers={"X-Fragment": "1"}),
        ]
    assert {each.status_code for each in answers} <= {503, 303}
    assert sum(each.status_code == 503 for each in answers) >= 7
    told = [line["event"] for line in lines if line["log_level"] in ("error", "critical")]
    assert told == ["storage_away"]
