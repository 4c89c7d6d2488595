"""A paper of Brazil's that all members read, and what others draft in nearly the same words."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.radar.texts import RADIO
from wgcop import clock as wgcop_clock
from wgcop import paper
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover, Purpose
from wgcop.contributions.models import Contribution, Revision, State
from wgcop.db import db
from wgcop.search import indexer


@pytest.fixture
def bring(app, world) -> Callable[..., str]:
    """`bring(world.teresa, "Radio plays", RADIO)` is the id of the record; a draft unless it has a number."""

    def bring(person: Any, title: str, text: str, number: int | None = 80) -> str:
        with app.app_context():
            by = world.person(person.email)
            meeting = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
            contribution = Contribution(
                meeting=meeting, delegation=by.memberships[0].delegation, drafted_by=by
            )
            revision = Revision(number=0)
            contribution.revisions.append(revision)
            cover = Cover(source="Somebody", title=title, purpose=Purpose.INFORMATION)
            revision.write(cover, paper.from_text(text), by=by)
            if number:
                contribution.state, contribution.number = State.ACCEPTED, number
                contribution.submitted_at = contribution.accepted_at = wgcop_clock.now()
                revision.submitted_at, revision.submitted_by = wgcop_clock.now(), by
            db.session.add(contribution)
            db.session.commit()
            key = contribution.search_key
            indexer.drain_all()
            return key

    return bring


@pytest.fixture
def earlier(bring, world) -> str:
    """What exists already."""
    return bring(world.teresa, "Radio plays in Brazil", RADIO)


@pytest.fixture
def drain(app):
    def drain():
        with app.app_context():
            indexer.drain_all()

    return drain
