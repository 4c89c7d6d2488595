"""A committed write is found by itself, within a second where a processor is free."""

import pytest
from sqlalchemy import select

from tests.live.room import wait_until
from tests.search.world import GUEST, MEMBER
from wgcop.database import db, writing
from wgcop.search.question.parsing import parse
from wgcop.search_engines import choice
from wgcop.server.background import INDEX_EVERY, start
from wgcop.threads.models import Comment


@pytest.fixture
def background(app, indexed):
    loops = start(app)
    yield
    for loop in loops:
        loop.stop()


def test_an_edited_comment_is_found_by_its_new_words_at_the_next_look(app, background):
    assert INDEX_EVERY < 1
    engine = app.extensions[choice.EXTENSION]

    def total(typed, audiences=MEMBER):
        with app.app_context():
            return engine.search(parse(typed, audiences=audiences)).total

    assert total("zebra") == 0
    with app.app_context(), writing():
        comment = db.session.scalar(select(Comment).where(Comment.audience == "members"))
        comment.reword("The zebra crossing is agreed.")
        db.session.commit()
    wait_until(lambda: total("zebra") == 1)
    assert total("zebra", GUEST) == 0
