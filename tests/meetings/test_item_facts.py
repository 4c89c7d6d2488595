"""What is written about an item of an agenda is the same in the database, in the form and in what is sent."""

from dataclasses import fields
from datetime import date, time

from lxml import html
from sqlalchemy import inspect

from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.forms.item import ItemForm
from wgcop.agenda.kinds import ItemKind, NoteReaders
from wgcop.agenda.models import AgendaItem

LUNCH = ItemFacts(
    title="Lunch",
    planned_minutes=90,
    fixed_on=date(2026, 6, 2),
    fixed_at=time(12, 30),
    kind=ItemKind.OTHER,
    presenter="Chair",
    note="In the cafeteria",
    note_for=NoteReaders.MEMBERS,
)
NAMES = {field.name for field in fields(ItemFacts)}


def test_each_fact_is_a_column_and_a_field_of_the_form():
    assert set(inspect(AgendaItem).column_attrs.keys()) >= NAMES
    assert set(ItemForm()._fields) >= NAMES


def test_each_fact_is_saved_with_a_new_item(room):
    item = actions.add_item(room.meeting, LUNCH, by=room.ines)
    assert ItemFacts.of(item) == LUNCH


def test_the_form_of_an_item_sends_back_each_fact_as_it_was(room, session, http):
    """A fact that the page of the form does not show would be emptied by whoever saves it."""
    unset = [
        field.name for field in fields(ItemFacts) if getattr(LUNCH, field.name) == field.default
    ]
    assert not unset, f"Give Lunch a value for {unset}, so that it can be seen to survive."
    item = actions.add_item(room.meeting, LUNCH, by=room.ines)
    session.commit()
    address = f"{room.meeting.url}/items/{item.id}/edit"
    [form] = html.fromstring(http(room.ines).get(address).text).xpath("//main//form")

    sent = dict(form.form_values())
    assert {ItemForm()[name].name for name in NAMES} <= set(sent)
    assert http(room.ines).post(address, data=sent).status_code == 303
    session.refresh(item)
    assert item.version == 2
    assert ItemFacts.of(item) == LUNCH


def test_each_fact_can_be_changed(room, session):
    item = actions.add_item(room.meeting, ItemFacts(title="Coffee"), by=room.ines)
    actions.change_item(item, LUNCH, clauses=[], documents=[], version=1, by=room.ines)
    session.commit()
    assert ItemFacts.of(item) == LUNCH
