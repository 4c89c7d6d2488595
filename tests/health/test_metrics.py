"""What the workspace counts of itself: by kinds, never by addresses or people, and only for who watches."""

import re
from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.live.room import numbers, opened, wait_until
from wgcop.app import create_app
from wgcop.database import db
from wgcop.health import jobs
from wgcop.health.models import Worker
from wgcop.observing import figures

LABELS = {
    *("route", "method", "status", "le", "engine", "question", "transport", "cause", "thread"),
    *("state", "check", "duty", "version", "python", "source"),
}
CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"


@pytest.fixture
def read(http) -> Callable[..., float]:
    """`read("name", label="value")`: the figure now; 0 where nothing was counted yet."""

    def read(name: str, **labels: str) -> float:
        text = http().get("/metrics").text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    return read


def test_a_page_is_counted_by_its_route_with_its_statements(http, world, read, statements):
    [route] = {rule for rule in routes(http) if re.fullmatch("/clauses/<[^/]+>", rule)}
    counted = {"route": route}
    before = [
        read(f"wgcop_request_{what}", **counted) for what in ("seconds_count", "statements_sum")
    ]
    amina = http(world.amina)
    with statements() as sent:
        amina.get(CLAUSE)
    assert read("wgcop_request_seconds_count", **counted) == before[0] + 1
    assert read("wgcop_request_statements_sum", **counted) == before[1] + len(sent)
    text = http().get("/metrics").text
    assert "wtdc-67" not in text and "amina" not in text.lower()


def routes(http):
    return {rule.rule for rule in http().application.url_map.iter_rules()}


def test_each_figure_has_a_label_and_is_forgotten_by_who_starts_several_processes():
    figure = figures.Counter | figures.Gauge | figures.Histogram | figures.Summary
    known = {each for each in vars(figures).values() if isinstance(each, figure)}
    assert known == set(figures.ALL)
    assert [each for each in known if not each._labelnames] == []


def test_what_strangers_make_up_adds_no_series(http, app, read):
    http().get("/one-address")
    series = len(http().get("/metrics").text.splitlines())
    for number in range(5):
        http().get(f"/an-address-{number}")
        http().open("/", method=f"FETCH{number}")
    lines = http().get("/metrics").text.splitlines()
    assert read("wgcop_requests_total", method="other") >= 5
    assert len(lines) <= series + 20
    assert not any("an-address" in line or "FETCH" in line for line in lines)


def test_every_label_is_of_few_values(http, world):
    text = http(world.amina).get("/metrics").text
    used = {
        label
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for label in sample.labels
    }
    assert used <= LABELS


@pytest.mark.settings(METRICS_TOKEN="a-long-token-of-the-monitoring")
def test_only_who_watches_reads_figures(http, world):
    bearer = {"Authorization": "Bearer a-long-token-of-the-monitoring"}
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    for person, headers, environ, status in [
        (None, {}, {}, 200),
        (None, bearer, elsewhere, 200),
        (None, {}, elsewhere, 403),
        (world.ines, {}, elsewhere, 403),
        (None, {"X-Forwarded-For": "203.0.113.9"}, {}, 403),
        (None, {"Authorization": "Bearer of another"}, elsewhere, 403),
    ]:
        asked = {"headers": headers, "environ_overrides": environ}
        answer = http(person).get("/metrics", **asked)
        assert answer.status_code == status
        assert ("wgcop_info" in answer.text) is (status == 200)


def test_searches_threads_and_what_waits_are_seen(http, world, read, app):
    engine = {"engine": "whoosh", "question": "search"}
    before = read("wgcop_search_seconds_count", **engine)
    http(world.amina).get("/search?q=guidance")
    assert read("wgcop_search_seconds_count", **engine) > before
    assert read("wgcop_workers") == 0
    with app.app_context():
        jobs.beat()
        worker = db.session.get(Worker, jobs.note_beat().name)
        done = "2026-03-01T09:00:00+00:00"
        state = {"threads": 1, "running": 0, "restarts": 3, "succeeded_at": done}
        worker.duties = [{"name": "index", **state}, {"name": "mail", **state, "running": 1}]
        db.session.commit()
    assert read("wgcop_workers") == 1
    assert read("wgcop_duty_missing", duty="index") == 1
    assert read("wgcop_duty_missing", duty="mail") == 0
    assert read("wgcop_duty_restarts_total", duty="index") == 3
    assert read("wgcop_duty_success_timestamp_seconds", duty="mail") == 1772355600
    assert read("wgcop_check", check="worker") == 1
    assert read("process_open_fds") > 0
    assert read("wgcop_database_connections", state="used") >= 1


def test_figures_of_a_database_that_does_not_answer(tmp_path):
    nowhere = f"sqlite:///{tmp_path / 'no such folder' / 'wgcop.db'}"
    app = create_app({"DATA_DIR": tmp_path, "DATABASE_URL": nowhere})
    text = app.test_client().get("/metrics").text
    assert 'wgcop_check{check="database"} 2.0' in text
    assert "wgcop_index_waiting" not in text


def test_live_connections_and_what_they_are_sent():
    open_now = figures.CONNECTIONS.labels("own")._value.get
    sent = figures.DELIVERIES.labels("own")._value.get
    before, sent_before = open_now(), sent()
    with opened() as room:
        clients = [room.enter(), room.enter()]
        room.say(1)
        assert [numbers(client, 1) for client in clients] == [[1], [1]]
        assert open_now() == before + 2
        assert sent() >= sent_before + 2
        for client in clients:
            client.close()
        wait_until(lambda: open_now() == before)
