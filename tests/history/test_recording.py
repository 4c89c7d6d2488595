"""Whoever records on several topics locks them in one order, and what happened keeps its own."""

import pytest

from tests.threads.test_comments import WID
from wgcop.history.actions import Happened, record_all
from wgcop.threads.counts import recount

TOPIC = f"clause:{WID}"
HAPPENED = Happened(TOPIC, "A clause", f"/clauses/{WID}", "members", "comment.retracted", 1)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_topics_are_locked_in_the_order_of_python_whatever_the_language_of_the_database(
    world, session, statements
):
    with statements() as sent:
        record_all([HAPPENED], by=None, target_kind="comment")
        recount(session)
    locking = [each for each in sent if each.endswith("FOR UPDATE")]
    assert len(locking) == 2
    assert all('ORDER BY topic.name COLLATE "C"' in each for each in locking)
