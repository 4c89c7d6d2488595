"""Whatever stands in the lists of fields of groups and meetings is typed, stored, asked for and redacted."""

from datetime import time, timedelta

import pytest
from lxml import html
from sqlalchemy import inspect

from wgcop.agenda.meeting_fields import FIELDS as OF_MEETINGS
from wgcop.agenda.missing import missing_in_arrangements
from wgcop.bodies.group_fields import FIELDS as OF_GROUPS
from wgcop.bodies.models import Group, Meeting
from wgcop.bodies.redacting import GROUP
from wgcop.fields.kinds import OneOf, TextLine, TimeOfDay, TypedDay
from wgcop.meetings.forms.group import GroupForm
from wgcop.meetings.forms.meeting import MeetingForm
from wgcop.meetings.redacting import MEETING

LISTS = [(Group, GroupForm, OF_GROUPS, GROUP), (Meeting, MeetingForm, OF_MEETINGS, MEETING)]
SAMPLES = {
    "zone": "Africa/Nairobi",
    "join_url": "https://meet.example.org/lunch",
    "contact_address": "lunch@example.org",
}


def sample(field, meeting):
    match field.kind:
        case TextLine():
            return SAMPLES.get(field.name, f"Words for {field.label}")
        case OneOf():
            return list(field.kind.values)[1]
        case TypedDay():
            return meeting.ends_on + timedelta(days=1)
        case TimeOfDay():
            return time(12, 30)


@pytest.mark.parametrize(("model", "form", "fields", "subject"), LISTS)
def test_each_field_is_a_column_and_a_field_of_the_form_and_its_words_are_redacted(
    model, form, fields, subject
):
    names = {each.name for each in fields}
    assert set(inspect(model).column_attrs.keys()) >= names
    assert {each.name for each in fields if each.kind.has_words} == set(subject.words[0].columns)
    assert set(form()._fields) >= names


@pytest.mark.parametrize("model", [Group, Meeting])
def test_the_form_sends_back_each_field_as_it_was(room, session, http, model):
    thing = room.meeting if model is Meeting else room.group
    fields = OF_MEETINGS if model is Meeting else OF_GROUPS
    for each in fields:
        setattr(thing, each.name, sample(each, room.meeting))
    session.commit()
    before = {each.name: getattr(thing, each.name) for each in fields}
    address = f"{thing.url}/edit"
    [form] = html.fromstring(http(room.ines).get(address).text).xpath(
        "//main//form[.//textarea or .//input[@type='date']]"
    )
    answer = http(room.ines).post(address, data=dict(form.form_values()))
    assert answer.status_code == 303, answer.text
    session.refresh(thing)
    assert {each.name: getattr(thing, each.name) for each in fields} == before


def test_what_a_meeting_lacks_is_asked_for(room):
    meeting = room.meeting
    meeting.join_url = meeting.contact = meeting.contact_address = ""
    assert [each.address for each in missing_in_arrangements(meeting)] == [
        f"{meeting.url}/edit#join_url",
        f"{meeting.url}/edit#contact",
    ]
    meeting.contact_address = "lunch@example.org"
    assert len(missing_in_arrangements(meeting)) == 1
