"""Verbs of comments lock the comment before its topics, and these in the order of their names."""

import pytest
from sqlalchemy import select

from tests.lock_order import watched
from wgcop.discussions.redacting import COMMENT
from wgcop.redaction.actions import Chosen, redact
from wgcop.redaction.models import RedactionReason
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import edit_comment, post_comment, retract_comment, thread_of
from wgcop.threads.actions.releases import release_comment
from wgcop.threads.actions.resolving import reopen, resolve

WID = "wtdc-67.recs_recognizing__rec_b"
TOPIC = f"clause:{WID}"


@pytest.fixture
def locks(session):
    with watched(session) as do:
        yield do


@pytest.fixture
def say(session, world):
    """`say(words)` posts a comment of Amina on a clause."""
    amina = world.amina
    clause = session.scalars(select(Clause).where(Clause.wid == WID)).one()
    thread = thread_of(clause)

    def post(words, **fields):
        capacity = amina.capacities[0]
        return post_comment(
            thread, by=amina, capacity=capacity, body=words, key=words, **fields
        ).comment

    return post


def test_whoever_changes_a_comment_locks_it_before_its_topic(world, locks, say):
    amina = world.amina
    comment = say("Kenya agrees.")
    assert locks(resolve, comment, by=amina) == [TOPIC]
    assert locks(edit_comment, comment, by=amina, body="Kenya agrees to all of it.") == [TOPIC]
    assert locks(reopen, comment, by=amina) == [TOPIC]
    assert locks(retract_comment, comment, by=amina) == [TOPIC]


def test_a_redaction_locks_the_topics_of_what_was_said_within_a_delegation_and_released(
    world, locks, say
):
    """In the order in which a release locks them, though the private comment is the older one."""
    kenya = world.delegation("Kenya").audience
    private = say("Ask for more time.", audience=kenya)
    both = locks(release_comment, private, by=world.amina)
    assert len(both) == 2
    chosen = Chosen(frozenset({"comment"}), "", RedactionReason.PERSON)
    assert locks(redact, COMMENT, private, chosen, by=world.ines) == both
