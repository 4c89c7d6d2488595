"""Whatever stands in the list of fields is typed, stored, shown, stated in a table and redacted."""

import re
from html import unescape

import pytest
from sqlalchemy import inspect, select

from tests.priorwork.test_documents import typed
from wgcop.bodies.body import Body
from wgcop.database import WORDS
from wgcop.fields.kinds import (
    Code,
    Identifier,
    Language,
    OneOf,
    PartialDate,
    SeveralOf,
    TextLine,
    WebAddress,
)
from wgcop.priorwork.facts import DocumentFacts
from wgcop.priorwork.fields import FIELDS, IN_FORM, IN_TABLE, ON_PAGE, REDACTED
from wgcop.priorwork.imports.cells import stated_facts
from wgcop.priorwork.models import Document
from wgcop.priorwork.redacting import DOCUMENT
from wgcop.resolutions.models import Clause

pytestmark = pytest.mark.usefixtures("session")


def sample(field):
    """Something else than the documents of the demo world say."""
    match field.kind:
        case Identifier():
            return f"{field.name}/7"
        case WebAddress():
            return "https://quokka.example/paper"
        case TextLine():
            return f"Words for {field.name}"
        case PartialDate():
            return "2029-05"
        case Language():
            return "sw"
        case Code():
            return "RW"
        case OneOf():
            return list(field.kind.values)[-1]
        case SeveralOf():
            return (list(field.kind.values)[-1],)


@pytest.fixture
def document(session):
    return session.scalars(select(Document).join(Body).where(Body.code == "22-1/1")).first()


def test_every_field_goes_through_form_page_and_redaction(http, world, session, document):
    ines = http(world.ines)
    other = session.scalars(select(Body).where(Body.code == "3/2")).one()
    clause = session.scalars(select(Clause)).first()
    document.language = "sw"  # the form offers it, since the document has it
    session.commit()
    values = {each.name: sample(each) for each in FIELDS}
    facts = DocumentFacts(**values, body=other, clauses=(clause,))
    sent = typed(document) | {
        each.name: each.kind.given(getattr(facts, each.name)) for each in IN_FORM
    }
    answer = ines.post(document.url, data=sent)
    assert answer.status_code == 303, re.findall(r"field__error.*", answer.text)
    session.expire_all()
    assert DocumentFacts.of(document) == facts
    page, form = (unescape(ines.get(document.url + end).text) for end in ("", "/edit"))
    redaction = unescape(ines.get(f"/redactions/document/{document.id}").text)
    for field in ON_PAGE:
        if field.name not in values:
            continue
        words = field.kind.words(facts.kept()[field.name], {})
        assert words, f"the test gives {field.name} no value"
        for word in words:
            assert word in form, field.name
            assert word in page or field.kind.shape == "day", field.name
            assert word in redaction or field.name not in REDACTED, field.name
        assert str(field.label) in form, field.name
        assert str(field.title) in page or not field.is_row or field.goes_with, field.name


def test_what_a_refused_form_says_stays_in_it(http, world, document):
    sent = typed(document) | {each.name: each.kind.given(sample(each)) for each in FIELDS}
    page = unescape(http(world.ines).post(document.url, data=sent | {"title": ""}).text)
    assert "Enter the title." in page
    for field in FIELDS:
        if isinstance(field.kind, TextLine) and field.name != "title":
            assert f'value="{sample(field)}"' in page, field.name


def test_every_field_can_be_stated_in_a_table():
    cells = {
        each.column or each.name: "; ".join(each.kind.kept(value))
        if each.kind.is_list
        else each.kind.kept(value)
        for each in FIELDS
        if (value := sample(each))
    }
    assert stated_facts(cells).values == {each.name: sample(each) for each in FIELDS}
    assert {each.name for each in IN_TABLE} == {each.name for each in IN_FORM}


def test_every_field_is_a_column_and_its_words_are_redacted():
    columns = inspect(Document).column_attrs.keys()
    assert {each.name for each in FIELDS} <= {*columns}
    assert set(REDACTED) == set(DOCUMENT.words[0].columns)
    marked = {each.key for each in Document.__table__.columns if each.info == WORDS}
    assert set(REDACTED) <= marked
