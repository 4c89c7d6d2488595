"""Records that come into the index as time goes by, and searches that people keep."""

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.database import db, writing
from wgcop.following.jobs import write_letters
from wgcop.search import record_dates
from wgcop.search_engines import choice


@pytest.fixture
def arrive(app, clock):
    """Records come into the index as the indexer would bring them, a minute after what was before."""
    engine = app.extensions[choice.EXTENSION]

    def arrive(*records):
        clock.advance(minutes=1)
        with engine.writing() as index:
            index.put(records)
        with app.app_context(), writing():
            dates = record_dates.RecordDatesFollower().prepare({each.id: each for each in records})
            dates.store(db.session)
            db.session.commit()
        clock.advance(minutes=1)

    return arrive


@pytest.fixture
def save(http, clock):
    """`save(world.amina, q="semaphore", tell="matters")` keeps a search and gives its address."""
    clock.stop()

    def save(person, **fields):
        form = {"name": "Semaphores", "tell": "all", **fields}
        answer = http(person).post("/search/saved", data=form)
        assert answer.status_code == 303, answer.text
        return f"/search/saved/{answer.location.rpartition('-')[2]}"

    return save


@pytest.fixture
def digest(app, clock):
    """The next morning; gives the messages that are written then."""

    def digest(**later):
        clock.advance(**(later or {"days": 1}))
        with app.app_context():
            before = db.session.scalars(select(mail.Message.id)).all()
            db.session.rollback()
            write_letters()
            written = db.session.scalars(
                select(mail.Message).where(mail.Message.id.not_in(before)).order_by(mail.Message.id)
            ).all()
            return [(message.recipient, message.subject, message.text) for message in written]

    return digest
