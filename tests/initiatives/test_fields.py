"""Whatever stands in the list of fields is typed, stored, shown, exported, imported, compared, redacted and found."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.initiatives.sheet.entries import entry, read, written
from tests.initiatives.test_form import PROJECT, stored
from wgcop.fields.kinds import (
    Codes,
    LineList,
    LinkList,
    LongText,
    OneOf,
    PartialDate,
    SeveralOf,
    TextLine,
)
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.fields import FIELDS
from wgcop.resolutions.models import Wording

pytestmark = pytest.mark.usefixtures("session")


def sample(field):
    """Something else than `PROJECT` says."""
    match field.kind:
        case TextLine(check=None) | LongText():
            return f"Words for {field.name}"[: field.kind.longest]
        case TextLine():
            return "office@quokka.example"
        case LinkList():
            return ("https://quokka.example/one", "https://quokka.example/two")
        case LineList():
            return (f"First of {field.name}", f"Second of {field.name}")
        case PartialDate():
            return "2029-05"
        case OneOf():
            return list(field.kind.values)[-1]
        case SeveralOf():
            return (next(iter(field.kind.values)),)
        case Codes():
            return ("RW",)
    return ()


FACTS = RegistryFacts(**{each.name: sample(each) for each in FIELDS})


def as_typed(field):
    value = field.kind.given(getattr(FACTS, field.name))
    return "\n".join(value) if isinstance(field.kind, LineList) else value


def test_every_field_goes_through_form_page_history_redaction_and_search(world, http, session):
    ines = http(world.ines)
    address = ines.post("/initiatives/", data=PROJECT).location
    clause = (
        session.scalars(select(Wording).where(Wording.citation.endswith("Bureau 4"))).one().clause
    )
    data = {each.name: as_typed(each) for each in FIELDS} | {
        "clauses": [str(clause.id)],
        "version": str(stored(address).version),
    }
    answer = ines.post(address, data=data)
    assert answer.status_code == 303, re.findall(r"field__error.*", answer.text)
    initiative = stored(address)
    facts = FACTS.but(clauses=(clause,))
    assert RegistryFacts.of(initiative) == facts
    page = unescape(http().get(address).text)
    form = unescape(ines.get(f"{address}/edit").text)
    history = unescape(ines.get(f"{address}/history").text)
    redaction = unescape(ines.get(f"/redactions/entry/{initiative.slug}").text)
    found = initiative.search_record()
    for field in FIELDS:
        words = field.kind.words(facts.kept()[field.name], {clause.wid: clause.wording.citation})
        assert words, f"the test gives {field.name} no value"
        for word in words:
            assert word in form or field.kind.shape == "things", field.name
            assert word in page or field.kind.shape == "day" or not field.is_row, field.name
            assert word in found.text or not field.is_searched, field.name
        assert str(field.label) in form and str(field.label) in history, field.name
        assert not field.kind.has_words or str(field.title) in redaction, field.name


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_field_goes_out_and_comes_in_with_a_table(kind):
    [row] = read(written(kind, [entry(1, **vars(FACTS))]), [entry(1)]).changed
    assert row.values.keys() >= FACTS.changes(entry(1)).keys()
    assert (
        FACTS.but(**{name: row.values[name] for name in vars(FACTS) if name in row.values}) == FACTS
    )
