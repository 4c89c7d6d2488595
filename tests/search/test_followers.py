"""What follows the index is told of every batch, in the transaction in which its notes go."""

import pytest
from sqlalchemy import select

from tests.search.world import Place, Remark
from wgcop.app import FOLLOWERS
from wgcop.search.followers import Follower, Update, followers_of
from wgcop.search.indexer import drain, waiting
from wgcop.search.outbox import StaleRecord


class Crash(Exception):
    """The process is gone."""


class Diary(Follower):
    """Writes down what it is told and what it saw then; crashes where it is told to."""

    def __init__(self):
        self.lines = []
        self.crashes_in = ""

    def prepare(self, records):
        self.write("prepare", {key: record and record.text for key, record in records.items()})
        return Page(self)

    def write(self, step, what=None):
        self.lines.append((step, what))
        if step == self.crashes_in:
            raise Crash


class Page(Update):
    def __init__(self, diary):
        self.diary = diary

    def store(self, session):
        self.diary.write("store", len(session.scalars(select(StaleRecord)).all()))

    def finish(self, session):
        self.diary.write("finish", len(session.scalars(select(StaleRecord)).all()))


@pytest.fixture
def diary():
    return Diary()


@pytest.fixture
def remark(session, engine, diary):
    place = Place(name="Nairobi", remarks=[Remark(text="first")])
    session.add(place)
    session.commit()
    return place.remarks[0]


def test_a_follower_hears_what_is_put_and_what_is_dropped(session, engine, diary, remark):
    drain(session, engine, [diary])
    session.delete(remark)
    session.commit()
    drain(session, engine, [diary])
    assert [what for step, what in diary.lines if step == "prepare"] == [
        {"remark:1": "first"},
        {"remark:1": None},
    ]


def test_a_follower_stores_before_the_notes_are_removed_and_finishes_after(
    session, engine, diary, remark
):
    drain(session, engine, [diary])
    assert diary.lines[1:] == [("store", 1), ("finish", 0)]


@pytest.mark.parametrize("step", ["prepare", "store"])
def test_a_follower_that_crashes_before_the_commit_is_told_again(
    session, engine, diary, remark, step
):
    diary.crashes_in = step
    with pytest.raises(Crash):
        drain(session, engine, [diary])
    session.rollback()
    assert waiting(session) == 1
    diary.crashes_in, diary.lines = "", []
    assert drain(session, engine, [diary]) == 1
    assert [step for step, _ in diary.lines] == ["prepare", "store", "finish"]
    assert waiting(session) == 0


def test_the_application_lists_all_that_follow(app):
    assert followers_of(app) == FOLLOWERS
    assert {type(follower) for follower in FOLLOWERS} == every(Follower) - {Diary}


def every(kind):
    return {found for child in kind.__subclasses__() for found in (child, *every(child))}
