"""What is new comes from one source of each feature, in one shape."""

import pytest
from flask import current_app
from sqlalchemy import func, select

from wgcop.events.models import Entry, Topic
from wgcop.following.news import all_sources, news_of, sources
from wgcop.home.waiting import what_waits


def test_every_row_of_news_names_its_thing_and_leads_to_it(session, world, http):
    told = set()
    for person in (world.ines, world.amina, world.caio):
        visitor = http(person)
        for name, news in news_of(person, person.audiences).items():
            for row in news.rows:
                told.add(name)
                assert row.kind and row.title and row.thing.partition(":")[2]
                assert visitor.get(row.url.partition("#")[0]).status_code == 200
    assert {"threads", "implementation"} <= told


@pytest.mark.databases  # they differ in how they take several limits within one statement
def test_what_happened_is_read_in_one_statement_for_all_features(session, world, statements):
    in_history = {name for name, each in sources().items() if each.entries}
    assert {"registry", "implementation"} <= in_history
    with statements() as sent:
        news_of(world.ines, world.ines.audiences, among=in_history)
    assert sum(" entry" in each for each in sent) == 1


def test_a_source_without_news_is_known_beforehand(session, world):
    for person in (world.ines, world.amina, world.caio, world.priya):
        found = news_of(person, person.audiences)
        with_rows = {name for name, each in found.items() if each.rows}
        assert with_rows <= set(what_waits(person).news), person.name
    assert set(sources()) == set(found) <= set(current_app.extensions["news"])


def test_a_source_finds_all_its_entries_on_the_topics_that_it_names(session, world):
    entries = select(func.count()).select_from(Entry).join(Topic)
    read = {name: each for name, each in all_sources().items() if each.entries}
    assert all(each.topics for each in read.values())
    for name in ("meetings", "prior-work", "reports"):
        wherever = session.scalar(entries.where(*read[name].entries()))
        assert wherever == session.scalar(entries.where(*read[name].of_entries())), name
        assert wherever or name != "meetings"
