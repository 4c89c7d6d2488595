"""A request has a number: in the log, in the answer, and on the page that says that something went wrong."""

import json
import re
from io import StringIO

import pytest
import structlog
from sqlalchemy import text

from wgcop.database import db, engine
from wgcop.errors import Busy
from wgcop.events import delivery
from wgcop.home import views as home
from wgcop.observing import log
from wgcop.web.each_request import WAITED

GIVEN = "f00d-1234567890abcdef"


@pytest.fixture
def lines(app):
    """The lines of the log so far."""
    file = StringIO()
    log.configure(to=file)
    yield lambda: [json.loads(line) for line in file.getvalue().splitlines()]
    log.configure()


def broken(*_, **__):
    raise ValueError("Words of a delegation.")


def test_a_page_that_fails_names_the_number_that_the_log_has(http, app, lines, monkeypatch):
    monkeypatch.setattr(home.meetings, "meetings", broken)
    page = http().get("/")
    number = page.headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{16}", number)
    assert f"Tell the secretariat this number: {number}" in page.text
    answer = http().get("/", headers={"Accept": "application/json"})
    assert answer.json["request_id"] == answer.headers["X-Request-ID"] != number
    assert {line["event"] for line in lines() if line.get("request_id") == number} == {
        *("unexpected_error", "request")
    }


def test_so_does_a_page_that_asks_people_to_come_back_later(http, app, monkeypatch):
    def busy(*_, **__):
        raise Busy("Many people do this now. Try again in a minute.")

    monkeypatch.setattr(home.meetings, "meetings", busy)
    later = http().get("/")
    monkeypatch.setattr(app.extensions["fit"], "problem", "The database is newer.")
    updating = http().get("/")
    for page in (later, updating):
        assert page.status_code == 503
        assert f"Tell the secretariat this number: {page.headers['X-Request-ID']}" in page.text


def test_the_line_of_a_slow_page_says_whether_it_waited_or_asked_the_database(
    http, app, lines, monkeypatch
):
    @app.get("/try")
    def asks():
        for _ in range(3):
            db.session.execute(text("SELECT 1"))
        return "asked"

    asks.is_public = True
    at = [0.0]

    def a_second_later():
        at[0] += 1
        return at[0]

    visitor = http()
    visitor.get("/try")
    monkeypatch.setattr(engine, "perf_counter", a_second_later)
    visitor.get("/try", environ_overrides={WAITED: 2.5})
    before, line = (each for each in lines() if each.get("route") == "/try")
    assert before["waited_ms"] == 0 and before["database_ms"] < 1_000
    assert (line["waited_ms"], line["statements"]) == (2_500, before["statements"])
    assert line["database_ms"] >= 3_000


def test_what_follows_a_commit_and_the_thread_afterwards(http, app, lines):
    @app.get("/try")
    def changes():
        delivery.after_commit(broken, None)
        delivery.db.session.execute(text("SELECT 1"))
        delivery.db.session.commit()
        with app.test_request_context():
            pass  # as when what was said is rendered for others
        return "said"

    with app.test_client() as visitor:  # in this thread's own context
        number = visitor.get("/try").headers["X-Request-ID"]
        failed, _request = (line for line in lines() if line.get("request_id") == number)
    assert failed["event"] == "failed_after_commit"
    structlog.get_logger().info("afterwards")
    assert "request_id" not in lines()[-1]


@pytest.mark.parametrize(
    "proxies, given, is_taken",
    [
        (1, GIVEN, True),
        (0, GIVEN, False),
        (1, "short", False),
        (1, "words of a delegation", False),
        (1, "a" * 65, False),
        (1, "", False),
    ],
)
def test_a_number_is_taken_from_our_proxy_alone(proxies, given, is_taken, app):
    app.config["TRUSTED_PROXIES"] = proxies
    answer = app.test_client().get("/", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is is_taken
    assert answer.headers["X-Request-ID"]
