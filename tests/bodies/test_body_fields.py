"""Whatever stands in the list of fields of a body is typed, stored and shown, and stays as it was."""

from html import unescape

import pytest
from lxml import html
from sqlalchemy import inspect, select

from wgcop.bodies.body import Body
from wgcop.bodies.body_fields import COLUMNS, FIELDS, ON_PAGE, CodesInLine
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.queries import lineage_of
from wgcop.fields.kinds import Codes, OneOf, TextLine, WebAddress

pytestmark = pytest.mark.usefixtures("session")


def sample(field):
    match field.kind:
        case CodesInLine():
            return ("22-9/1", "22-9/2")
        case WebAddress():
            return "https://quokka.example/body"
        case TextLine():
            return f"New {field.name}"[: field.kind.longest]
        case OneOf():
            return list(field.kind.values)[-1]
        case Codes():
            return ("22/1",)


@pytest.fixture
def body(session):
    return session.scalars(select(Body).where(Body.code == "3/2")).one()


def test_every_field_goes_through_form_and_page(http, world, session, body):
    facts = BodyFacts(**{each.name: sample(each) for each in FIELDS})
    sent = {each.name: each.kind.given(getattr(facts, each.name)) for each in FIELDS}
    answer = http(world.ines).post(body.url, data=sent | {"version": str(body.version)})
    assert answer.status_code == 303
    session.expire_all()
    assert BodyFacts.stored(body, lineage_of(body).earlier) == facts
    page = unescape(http().get(body.url).text)
    form = unescape(http(world.ines).get(f"{body.url}/edit").text)
    for field in FIELDS:
        words = field.kind.words(field.kind.kept(getattr(facts, field.name)), {})
        assert words, f"the test gives {field.name} no value"
        assert str(field.label) in form, field.name
        for word in words:
            assert word in form and (word in page or field not in ON_PAGE), field.name
    assert {*COLUMNS} <= {*inspect(Body).column_attrs.keys()}


def test_the_form_sends_back_a_body_as_it_was(http, world, session, body):
    before, version = BodyFacts.stored(body, lineage_of(body).earlier), body.version
    page = html.fromstring(http(world.ines).get(f"{body.url}/edit").text)
    [form] = page.xpath("//form[.//input[@name='code']]")
    assert http(world.ines).post(body.url, data=dict(form.form_values())).status_code == 303
    session.expire_all()
    assert (BodyFacts.stored(body, lineage_of(body).earlier), body.version) == (before, version)
