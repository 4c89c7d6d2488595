"""A committed write is found within a second, by itself."""

import time

import pytest
from sqlalchemy import select

from tests.search.world import GUEST, MEMBER
from wgcop.background import start
from wgcop.db import db, writing
from wgcop.search.engines import choice
from wgcop.search.question.parsing import parse
from wgcop.threads.models import Comment


@pytest.fixture
def background(app, indexed):
    loops = start(app)
    yield
    for loop in loops:
        loop.stop()


def test_an_edited_comment_is_found_by_its_new_words_within_a_second(app, background):
    engine = app.extensions[choice.EXTENSION]

    def total(typed, audiences=MEMBER):
        with app.app_context():
            return engine.search(parse(typed, audiences=audiences)).total

    assert total("zebra") == 0
    with app.app_context(), writing():
        comment = db.session.scalar(select(Comment).where(Comment.audience == "members"))
        comment.reword("The zebra crossing is agreed.")
        db.session.commit()
    committed = time.monotonic()
    while not total("zebra") and time.monotonic() - committed < 5:
        time.sleep(0.02)
    assert time.monotonic() - committed < 1
    assert total("zebra") == 1
    assert total("zebra", GUEST) == 0
