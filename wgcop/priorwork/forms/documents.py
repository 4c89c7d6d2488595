"""The facts of a document as the secretariat mends them, and what the list is narrowed to."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop.bodies import dates
from wgcop.bodies.body import Body
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.bodies.subjects import SUBJECT_NAMES
from wgcop.fields import at_most, choices, one_line
from wgcop.i18n import LANGUAGE_NAMES
from wgcop.priorwork.facts import Facts
from wgcop.priorwork.forms.links import link_field
from wgcop.priorwork.kinds import AUDIENCE_NAMES, DOCUMENT_KIND_NAMES, Audience, DocumentKind
from wgcop.priorwork.models import Document
from wgcop.priorwork.queries import Filters
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.queries import names_to_choose

COLUMNS = (
    "title",
    "symbol",
    "kind",
    "dated",
    "language",
    "level",
    "region",
    "subjects",
    "link",
    "audience",
    "version",
)


class DocumentForm(Form):
    title = StringField(
        _l("Title"), [DataRequired(_l("Give the title.")), at_most(500)], filters=[one_line]
    )
    symbol = StringField(_l("Symbol"), [at_most(80)], filters=[one_line])
    body = SelectField(_l("Body"))
    kind = SelectField(_l("Kind"), choices=choices(DOCUMENT_KIND_NAMES))
    dated = StringField(
        _l("Date"),
        filters=[one_line],
        description=_l("As far as it is known: 2009, 2008-11 or 2007-05-17."),
    )
    language = SelectField(_l("Language"))
    level = SelectField(_l("Level"), choices=choices(LEVEL_NAMES))
    region = SelectField(_l("Region"), choices=choices(REGION_NAMES, none=_l("None, or all")))
    subjects = SelectMultipleField(
        _l("Subjects"),
        choices=choices(SUBJECT_NAMES),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    clauses = SelectMultipleField(
        _l("Clauses"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    link = link_field()
    audience = RadioField(_l("Who may read it"), choices=choices(AUDIENCE_NAMES))
    version = IntegerField(validators=[Optional()])

    @classmethod
    def of(
        cls, document: Document, data: Any, bodies: Iterable[Body], wordings: Sequence[Wording]
    ) -> "DocumentForm":
        known = {
            "body": str(document.body_id),
            "clauses": [clause.id for clause in document.clauses],
        }
        form = cls(data, data={name: getattr(document, name) for name in COLUMNS} | known)
        form.body.choices = choices({body.id: body.title for body in bodies})
        form.language.choices = choices({document.language: document.language} | LANGUAGE_NAMES)
        form.clauses.choices = [
            SelectChoice(key, name) for key, name in names_to_choose(wordings).items()
        ]
        return form

    def validate_dated(self, field: StringField) -> None:
        if field.data and not dates.is_known_date(field.data):
            raise ValidationError(
                _l("Write a year, a month or a day: 2009, 2008-11 or 2007-05-17.")
            )

    def facts(self, clauses: Iterable[Clause]) -> Facts:
        return Facts(
            {
                "title": self.title.data,
                "symbol": self.symbol.data,
                "body_id": int(self.body.data),
                "kind": DocumentKind(self.kind.data),
                "dated": self.dated.data,
                "language": self.language.data,
                "level": Level(self.level.data),
                "region": Region(self.region.data) if self.region.data else None,
                "subjects": self.subjects.data,
                "link": self.link.data,
                "audience": Audience(self.audience.data),
            },
            tuple(clauses),
        )


def filters_of(data: Any) -> Filters:
    """From the page's address; a value that is no choice narrows nothing."""
    return Filters(
        body=data.get("body") or None,
        level=next((k for k in Level if k == data.get("level")), None),
        region=next((k for k in Region if k == data.get("region")), None),
        kind=next((k for k in DocumentKind if k == data.get("kind")), None),
        language=data.get("language") or None,
    )
