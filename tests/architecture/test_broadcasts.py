import re

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.events.presenters import present, registered

VIEWERS_OWN = re.compile(r"<form|<button|<input|csrf|data-relative", re.IGNORECASE)


@pytest.fixture
def nobody(app):
    """No request and nobody signed in, as when a committed entry is sent to a room."""
    with app.app_context(), app.test_request_context():
        yield


def told(kind):
    """Entries of the demo world about this kind of target, each wording once."""
    entries = db.session.scalars(
        select(Entry)
        .join(Topic)
        .where(Entry.target_kind == kind)
        .order_by(Entry.topic_id, Entry.seq)
    )
    return list({entry.kind: entry for entry in entries}.values())


def test_every_broadcast_partial_renders_without_a_reader(world, nobody, app):
    for kind in registered():
        entries = told(kind)
        assert entries, (
            f"Nothing of the kind '{kind}' happens in the demo world: add something to it."
        )
        for entry in entries:
            for language in app.extensions["languages"]:
                with force_locale(language):
                    shown = present(kind, entry.target_id, entry.kind)
                own = shown and VIEWERS_OWN.search(shown.html)
                assert not own, (
                    f"The partial for '{entry.kind}' holds {own[0]!r}: what depends on the reader "
                    "stays out of a partial that is sent to everybody in the room."
                )


def test_what_is_gone_is_presented_as_nothing_or_as_gone(world, nobody):
    for kind in registered():
        for entry in told(kind)[:1]:
            assert present(kind, "0", entry.kind) is None
