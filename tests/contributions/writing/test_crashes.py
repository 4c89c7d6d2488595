"""A server is killed while several people write: what it acknowledged is stored, and the rest comes after it is back."""

import re

import pytest
from sqlalchemy import func, select

from tests.contributions.writing.clients import all_have_what_is_stored
from tests.databases import IS_LONG
from tests.live.room import wait_until
from wgcop import paper
from wgcop.contributions.draft_tables import DraftStep
from wgcop.database import db

SLOW = {1: 200, 2: 400}
"""Whose answers are on the way for so long, and get lost with the server."""
SOME = 25
"""Steps of hundreds."""


def crash_in_the_middle(app, served, arguments, times=2):
    for _ in range(times):
        some_more_is_stored(app)
        served.kill()
        served.start(*arguments)


def some_more_is_stored(app):
    def version():
        with app.app_context():
            return db.session.scalar(select(func.max(DraftStep.number))) or 0

    before = version()
    wait_until(lambda: version() >= before + SOME)


def every_word_is_there_once(seen):
    written = [word for one in seen for word in one["words"]]
    assert len(written) == 3 * 120
    assert sorted(re.findall(r"<[^>]*>", paper.plain(seen[0]["doc"]))) == sorted(written)


def test_each_word_is_there_once_after_the_server_was_killed(app, trial, served, arguments):
    with trial(1, 120, rest=100, only_words=True, delays=SLOW) as writers:
        crash_in_the_middle(app, served, arguments)
        seen = writers.finish()
    all_have_what_is_stored(app, trial.address, seen)
    every_word_is_there_once(seen)
    assert sum(one["reopened"] for one in seen) == 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 11) if IS_LONG else (1,))
def test_whatever_they_do_all_end_with_what_is_stored(app, trial, served, arguments, seed):
    with trial(seed, 200, rest=100) as writers:
        crash_in_the_middle(app, served, arguments)
        all_have_what_is_stored(app, trial.address, writers.finish())


@pytest.mark.parametrize("processes", [2])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_processes_with_redis_are_killed(app, trial, served, arguments):
    with trial(1, 120, rest=100, only_words=True, delays=SLOW) as writers:
        crash_in_the_middle(app, served, arguments, times=1)
        seen = writers.finish()
    all_have_what_is_stored(app, trial.address, seen)
    every_word_is_there_once(seen)
