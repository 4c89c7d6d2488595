"""The form for an entry of the registry, and the filters of its table."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional, ValidationError

from wgcop import dates
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.models import (
    CONFIDENCE_NAMES,
    INITIATIVE_KIND_NAMES,
    Confidence,
    Initiative,
    InitiativeKind,
)
from wgcop.initiatives.queries import RegistryFilters
from wgcop.web.fields import at_most, choices, trimmed


class InitiativeForm(Form):
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Give the initiative's name.")), at_most(300)],
        filters=[trimmed],
    )
    acronym = StringField(_l("Acronym"), [at_most(40)], filters=[trimmed])
    kind = SelectField(
        _l("Kind"),
        [DataRequired(_l("Choose a kind."))],
        choices=choices(INITIATIVE_KIND_NAMES, none=_l("Choose…")),
    )
    level = SelectField(
        _l("Level"),
        [DataRequired(_l("Choose a level."))],
        choices=choices(LEVEL_NAMES, none=_l("Choose…")),
    )
    region = SelectField(
        _l("Region"),
        choices=choices(REGION_NAMES, none=_l("None, or all")),
    )
    area = StringField(
        _l("Country or area"),
        [at_most(120)],
        filters=[trimmed],
        description=_l("As the initiative describes it: Kenya, European Union, Pacific islands."),
    )
    lead = StringField(_l("Lead"), [at_most(300)], filters=[trimmed])
    started = StringField(
        _l("Started"),
        filters=[trimmed],
        description=_l("As much as is known: 2009, 2008-11 or 2007-05-17."),
    )
    ended = StringField(
        _l("Ended"),
        filters=[trimmed],
        description=_l("Leave it empty if the initiative continues or if the end is not known."),
    )
    scope = TextAreaField(
        _l("Scope"),
        [DataRequired(_l("Say in a sentence or two what the initiative does.")), at_most(5000)],
        filters=[trimmed],
        description=_l("In our own words."),
    )
    source = TextAreaField(
        _l("Source"),
        [at_most(2000)],
        filters=[trimmed],
        description=_l("Where these facts can be checked: a document number, an address, a title."),
    )
    confidence = RadioField(
        _l("How sure we are"),
        choices=choices(CONFIDENCE_NAMES),
        default=Confidence.SOURCED.value,
    )
    version = IntegerField(validators=[Optional()])

    @classmethod
    def of(cls, initiative: Initiative) -> "InitiativeForm":
        return cls(obj=initiative, region=next(iter(initiative.regions), None))

    def validate_started(self, field: StringField) -> None:
        if field.data and not dates.is_partial_date(field.data):
            raise ValidationError(
                _l("Write a year, a month or a day: 2009, 2008-11 or 2007-05-17.")
            )

    def validate_ended(self, field: StringField) -> None:
        self.validate_started(field)
        started = self.started.data
        if (
            field.data
            and dates.is_partial_date(started or "")
            and dates.is_before(field.data, started)
        ):
            raise ValidationError(_l("This is before the start."))

    def validate_area(self, field: StringField) -> None:
        if self.level.data == Level.NATIONAL and not field.data:
            raise ValidationError(_l("Name the country of a national initiative."))

    def validate_source(self, field: TextAreaField) -> None:
        if self.confidence.data == Confidence.SOURCED and not field.data:
            raise ValidationError(
                _l("Name the source, or mark the entry as “to be confirmed” until there is one.")
            )

    @property
    def facts(self) -> RegistryFacts:
        return RegistryFacts(
            name=self.name.data or "",
            acronym=self.acronym.data or "",
            kind=InitiativeKind(self.kind.data),
            level=Level(self.level.data),
            regions=(Region(self.region.data),) if self.region.data else (),
            area=self.area.data or "",
            lead=self.lead.data or "",
            started=self.started.data or "",
            ended=self.ended.data or "",
            scope=self.scope.data or "",
            source=self.source.data or "",
            confidence=Confidence(self.confidence.data),
        )


def filters_of(data: Any) -> RegistryFilters:
    """From the address of the page; an unknown value is ignored."""
    return RegistryFilters(
        level=next((k for k in Level if k == data.get("level")), None),
        region=next((k for k in Region if k == data.get("region")), None),
        kind=next((k for k in InitiativeKind if k == data.get("kind")), None),
    )
