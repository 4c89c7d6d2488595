"""Whatever stands in the list of fields of an item is typed, stored, shown, published, undone, redacted and found."""

from datetime import time
from html import unescape

import pytest
from lxml import html
from sqlalchemy import inspect

from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.fields import FIELDS
from wgcop.agenda.forms.item import ItemForm
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.undoing.queries import last_change
from wgcop.fields.comparing import sentences
from wgcop.fields.kinds import Day, Duration, LongText, OneOf, TextLine, TimeOfDay
from wgcop.meetings.redacting import ITEM
from wgcop.paper import plain

NAMES = {field.name for field in FIELDS}


@pytest.fixture
def lunch(room):
    """Facts of which each says something else than a new item."""

    def sample(field):
        match field.kind:
            case TextLine() | LongText():
                return f"Words for {field.name}"
            case Duration():
                return 90
            case Day():
                return room.meeting.starts_on
            case TimeOfDay():
                return time(12, 30)
            case OneOf():
                return list(field.kind.values)[1]

    facts = ItemFacts(**{each.name: sample(each) for each in FIELDS})
    same = [each.name for each in FIELDS if getattr(facts, each.name) == each.empty]
    assert not same, f"The test gives {same} no value that could be seen to survive."
    return facts


def test_each_fact_is_a_column_and_a_field_of_the_form():
    assert set(inspect(AgendaItem).column_attrs.keys()) >= NAMES
    assert set(ItemForm()._fields) >= NAMES


def test_each_fact_is_saved_with_a_new_item(room, lunch):
    item = actions.add_item(room.meeting, lunch, by=room.ines)
    assert ItemFacts.of(item) == lunch


def test_the_form_of_an_item_sends_back_each_fact_as_it_was(room, session, http, lunch):
    """A fact that the page of the form does not show would be emptied by whoever saves it."""
    item = actions.add_item(room.meeting, lunch, by=room.ines)
    session.commit()
    address = f"{room.meeting.url}/items/{item.id}/edit"
    [form] = html.fromstring(http(room.ines).get(address).text).xpath("//main//form")

    sent = dict(form.form_values())
    assert {ItemForm()[name].name for name in NAMES} <= set(sent)
    assert http(room.ines).post(address, data=sent).status_code == 303
    session.refresh(item)
    assert item.version == 2
    assert ItemFacts.of(item) == lunch


def test_each_fact_can_be_changed_and_the_change_be_undone(room, session, lunch):
    item = actions.add_item(room.meeting, ItemFacts(title="Coffee"), by=room.ines)
    actions.change_item(item, lunch, clauses=[], documents=[], version=1, by=room.ines)
    session.commit()
    assert ItemFacts.of(item) == lunch
    actions.undo(last_change(room.meeting, room.ines), by=room.ines)
    session.commit()
    assert ItemFacts.of(item) == ItemFacts(title="Coffee")


def test_each_fact_goes_through_page_publication_redaction_and_search(
    room, agenda, session, http, lunch
):
    item = agenda.opening
    before = actions.publish_agenda(room.meeting, by=room.ines).lines(for_members=True)[0]
    actions.change_item(item, lunch, clauses=[], documents=[], version=item.version, by=room.ines)
    published = actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    now = published.lines(for_members=True)[0]
    page, form = (
        unescape(http(room.ines).get(address).text) for address in (item.url, f"{item.url}/edit")
    )
    text, found = plain(published.revision.text), item.search_record().text
    for field in FIELDS:
        assert str(field.label) in form, field.name
        assert not field.kind.has_words or field.name in ITEM.words[0].columns, field.name
        for word in field.kind.words(lunch.kept()[field.name], {}):
            assert word in page or not field.is_row, field.name
            assert word in text or not field.is_published, field.name
            assert word in found or not field.is_searched, field.name
        if field.is_published:
            [told] = sentences([field], vars(before), vars(now), f"1 {lunch.title}")
            assert told in published.revision.note, field.name


def test_a_line_published_before_there_was_a_field_has_it_empty(room, agenda, session):
    published = actions.publish_agenda(room.meeting, by=room.ines)
    published.stored_lines = [
        {name: value for name, value in line.items() if name not in NAMES - {"title"}}
        for line in published.stored_lines
    ]
    session.flush()
    first, *_others = published.lines(for_members=True)
    assert (first.title, first.presenter, first.note, first.kind) == ("Opening", "", "", "")
