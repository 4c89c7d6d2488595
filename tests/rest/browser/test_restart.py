"""A page that is open while the server is replaced, or that the server drops."""

import pytest

from bench.load.served import Served
from tests.browser.conftest import Room
from tests.conftest import SETTINGS
from tests.servers import Caller
from wgcop.live import OWN

CLAUSE = "wtdc-67.recs_recognizing__rec_b"
WATCH = """() => {
  window.said = [];
  const status = document.getElementById("live-status");
  new MutationObserver(() => window.said.push(status.textContent.trim())).observe(status, {childList: true, characterData: true, subtree: true});
}"""
MAY_SAY = {"", "Reconnecting. What you write is kept.", "Connected again."}


@pytest.fixture
def served(templates, tmp_path):
    with templates.get(None, with_world=True).copy(tmp_path / "var") as data:
        served = Served({**SETTINGS, **data, "LIVE_TRANSPORT": OWN}, tmp_path)
        served.start()
        yield served
        served.kill()


def test_an_open_page_says_at_most_that_it_reconnects_and_shows_what_was_said_meanwhile(
    chromium, served
):
    room = Room(chromium, served)
    page = room("amina").open(f"/clauses/{CLAUSE}")
    page.wait_for_selector("html[data-live=on]")
    page.evaluate(WATCH)
    teresa = Caller(served, room._app, room.world.teresa)
    say(teresa, "Said before the restart.")

    ended = served.command("restart")
    assert ended.returncode == 0, ended.stderr
    teresa.forget_connections()
    say(teresa, "Said while pages come back.")
    page.get_by_text("Said while pages come back.").wait_for()
    page.wait_for_selector("html[data-live=on]")
    say(teresa, "Said after the restart.")
    page.get_by_text("Said after the restart.").wait_for()
    for sentence in ("Said before the restart.", "Said while pages come back."):
        assert page.get_by_text(sentence).count() == 1
    assert set(page.evaluate("window.said")) <= MAY_SAY
    room.leave()


def test_a_page_that_read_too_slowly_says_that_it_reconnects_and_catches_up(enter):
    page = enter("amina").open(f"/clauses/{CLAUSE}")
    lines = []

    def connect(line):
        lines.append(line)
        if len(lines) != 2:  # the second one has to wait
            line.connect_to_server()

    page.route_web_socket("**/socket.io/**", connect)
    page.reload()
    page.wait_for_selector("html[data-live=on]")
    lines[0].close(code=1013, reason="slow")
    say(Caller(enter._served, enter._app, enter.world.teresa), "Said while the page was away.")
    page.get_by_text("Reconnecting. What you write is kept.").wait_for()
    lines[1].connect_to_server()
    page.get_by_text("Connected again.").wait_for()
    page.get_by_text("Said while the page was away.").wait_for()
    assert page.get_by_text("Said while the page was away.").count() == 1


def say(person, words):
    posted = person.post(
        f"/clauses/{CLAUSE}/comments",
        {"body": words, "audience": "members", "type": "substantive"},
    )
    assert posted.status_code in (200, 201), posted.text
