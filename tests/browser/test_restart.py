"""A page that is open while the server is replaced."""

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


def say(person, words):
    posted = person.post(
        f"/clauses/{CLAUSE}/comments",
        {"body": words, "audience": "members", "type": "substantive"},
    )
    assert posted.status_code in (200, 201), posted.text
