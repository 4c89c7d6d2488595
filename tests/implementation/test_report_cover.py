"""Whatever stands in the list of fields of a report's cover is typed, stored, printed, kept in adopted copies and redacted."""

from datetime import UTC, date, datetime

import pytest
from lxml import html
from sqlalchemy import inspect, select

from wgcop.database import db
from wgcop.fields.kinds import Language, OneOf, TextLine, TypedDay
from wgcop.implementation_reports.composing import compose
from wgcop.implementation_reports.cover import CopySeal, printed_cover
from wgcop.implementation_reports.facts import ReportFacts
from wgcop.implementation_reports.fields import FIELDS, IN_BOX, IN_BOX_AS
from wgcop.implementation_reports.forms import ReportForm
from wgcop.implementation_reports.frozen import Seal, freeze, thaw
from wgcop.implementation_reports.gathering import reported
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.implementation_reports.redacting import REPORT

AT = datetime(2026, 11, 30, tzinfo=UTC)


def sample(field):
    match field.kind:
        case TextLine():
            return f"Words for {field.name}"
        case TypedDay():
            return date(2026, 12, 24)
        case OneOf():
            return next(each for each in field.kind.values if each != field.default)
        case Language():
            return "fr"


FACTS = ReportFacts(**{each.name: sample(each) for each in FIELDS})


@pytest.fixture
def report(app, world):
    with app.test_request_context():
        yield db.session.scalars(
            select(ImplementationReport).where(ImplementationReport.is_open)
        ).one()


def test_each_field_is_a_column_and_a_field_of_the_form():
    same = [each.name for each in FIELDS if getattr(FACTS, each.name) == each.empty]
    assert not same, f"The test gives {same} no value that could be seen to survive."
    names = {each.name for each in FIELDS}
    assert set(inspect(ImplementationReport).column_attrs.keys()) >= names
    assert set(ReportForm()._fields) >= names


def test_the_form_sends_back_each_field_as_it_was(world, http, report):
    FACTS.write_to(report)
    db.session.commit()
    address = f"{report.url}/cover"
    [form] = html.fromstring(http(world.ines).get(address).text).xpath("//main//form")
    sent = dict(form.form_values())
    assert http(world.ines).post(address, data=sent).status_code == 303
    db.session.refresh(report)
    assert ReportFacts.of(report) == FACTS


def test_each_field_of_the_box_is_printed_and_kept_with_an_adopted_copy(report):
    FACTS.but(language="en").write_to(report)
    content = compose(reported(report))
    stored = thaw(freeze(content, Seal(report.slug, 0, AT)))
    assert stored.cover == content.cover
    printed = dict(printed_cover(stored.cover, CopySeal(AT)).box)
    assert list(printed.values()) == [getattr(FACTS, each.name) for each in IN_BOX]
    for field in FIELDS:
        assert not field.kind.has_words or field.name in REPORT.words[0].columns, field.name


def test_a_copy_that_was_adopted_before_there_was_a_field_has_it_empty(report):
    FACTS.but(language="en").write_to(report)
    content = freeze(compose(reported(report)), Seal(report.slug, 0, AT))
    older = content.replace(f'"{IN_BOX_AS["cited"]}":"{FACTS.cited}",', "")
    assert older != content
    assert len(printed_cover(thaw(older).cover, CopySeal(AT)).box) == len(IN_BOX) - 1
