"""Forms to correct the facts of one document or of many, and the filters of the list."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
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

from wgcop import dates
from wgcop.bodies.body import Body
from wgcop.bodies.countries import country_choices
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.bodies.subjects import SUBJECT_NAMES
from wgcop.i18n import language_name
from wgcop.languages import LANGUAGE_NAMES, UNDETERMINED
from wgcop.priorwork.facts import Correction, DocumentFacts
from wgcop.priorwork.forms.links import link_field
from wgcop.priorwork.kinds import AUDIENCE_NAMES, DOCUMENT_KIND_NAMES, Audience, WorkKind
from wgcop.priorwork.models import Document
from wgcop.priorwork.queries import DocumentFilters
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.queries import names_to_choose
from wgcop.web.fields import at_most, choices, one_line

COLUMNS = (
    "title",
    "symbol",
    "kind",
    "dated",
    "language",
    "level",
    "region",
    "country",
    "subjects",
    "link",
    "audience",
    "version",
)


class CorrectionForm(Form):
    """A form with the facts that an import most often gets wrong."""

    title = StringField(
        _l("Title"), [DataRequired(_l("Enter the title.")), at_most(500)], filters=[one_line]
    )
    dated = StringField(
        _l("Date"),
        filters=[one_line],
        description=_l("As much as is known: 2009, 2008-11 or 2007-05-17."),
    )
    body = SelectField(_l("Body"))
    language = SelectField(_l("Language"))
    version = IntegerField(validators=[Optional()])

    def validate_dated(self, field: StringField) -> None:
        if field.data and not dates.is_partial_date(field.data):
            raise ValidationError(
                _l("Write a year, a month or a day: 2009, 2008-11 or 2007-05-17.")
            )

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "dated": self.dated.data,
            "body_id": int(self.body.data),
            "language": self.language.data,
        }


class Corrections:
    """The forms of several documents on one page."""

    def __init__(
        self, documents: Iterable[Document], bodies: Iterable[Body], data: Any = None
    ) -> None:
        names = choices({body.id: body.title for body in bodies})
        self.rows: list[tuple[Document, CorrectionForm]] = []
        for document in documents:
            values = {
                "title": document.title,
                "dated": document.dated,
                "body": str(document.body_id),
                "language": document.language,
                "version": document.version,
            }
            sent = data if data and f"{document.id}-title" in data else None
            form = CorrectionForm(sent, prefix=str(document.id), data=values)
            form.body.choices = names
            form.language.choices = choices(languages_to_choose(document.language))
            self.rows.append((document, form))

    def validate(self) -> bool:
        answered = [form.validate() for _document, form in self.rows]
        return all(answered)

    @property
    def corrections(self) -> list[Correction]:
        """The corrections of the documents whose facts were changed."""
        return [
            Correction(
                document,
                DocumentFacts(form.columns, tuple(document.clauses)),
                form.version.data or 0,
            )
            for document, form in self.rows
            if any(getattr(document, name) != value for name, value in form.columns.items())
        ]

    def show_outdated(self, documents: Collection[Document]) -> None:
        """Show beside each of these documents what somebody else changed. Saving a second time
        overwrites those changes.
        """
        for document, form in self.rows:
            if document in documents:
                form.version.data = document.version
                form.title.errors = [
                    _(
                        "Somebody else has changed it: %(title)s, %(date)s, %(body)s, "
                        "%(language)s. Save again to keep your changes.",
                        title=document.title,
                        date=document.dated or "–",
                        body=document.body.code,
                        language=document.language_name,
                    )
                ]

    def show_refused(self, refused: Document, reason: str) -> None:
        for document, form in self.rows:
            if document is refused:
                form.body.errors = [reason]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """The id, the document with the label, and the error of each wrong field."""
        return [
            (field.id, f"{document.title}, {field.label.text}", " ".join(map(str, field.errors)))
            for document, form in self.rows
            for field in form
            if field.errors
        ]


class DocumentForm(CorrectionForm):
    symbol = StringField(_l("Symbol"), [at_most(80)], filters=[one_line])
    kind = SelectField(_l("Kind"), choices=choices(DOCUMENT_KIND_NAMES))
    level = SelectField(_l("Level"), choices=choices(LEVEL_NAMES))
    region = SelectField(_l("Region"), choices=choices(REGION_NAMES, none=_l("None, or all")))
    country = SelectField(_l("Country"))
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

    @classmethod
    def of(
        cls, document: Document, data: Any, bodies: Iterable[Body], wordings: Sequence[Wording]
    ) -> "DocumentForm":
        values = {
            "body": str(document.body_id),
            "clauses": [clause.id for clause in document.clauses],
        }
        form = cls(data, data={name: getattr(document, name) for name in COLUMNS} | values)
        form.body.choices = choices({body.id: body.title for body in bodies})
        form.language.choices = choices(languages_to_choose(document.language))
        form.country.choices = [("", _("None, or several")), *country_choices()]
        form.clauses.choices = [
            SelectChoice(key, name) for key, name in names_to_choose(wordings).items()
        ]
        return form

    def facts(self, clauses: Iterable[Clause]) -> DocumentFacts:
        return DocumentFacts(
            self.columns
            | {
                "symbol": self.symbol.data,
                "kind": WorkKind(self.kind.data),
                "level": Level(self.level.data),
                "region": Region(self.region.data) if self.region.data else None,
                "country": self.country.data,
                "subjects": self.subjects.data,
                "link": self.link.data,
                "audience": Audience(self.audience.data),
            },
            tuple(clauses),
        )


def languages_to_choose(*others: str) -> dict[str, str]:
    """Return the six official languages, “other”, and those that documents already have, by tag."""
    beside = {tag: language_name(tag) for tag in (UNDETERMINED, *others)}
    return LANGUAGE_NAMES | {tag: name for tag, name in beside.items() if tag not in LANGUAGE_NAMES}


def filters_of(data: Any) -> DocumentFilters:
    """Read the filters from the parameters of the page's address; unknown values are ignored,
    except for body and language.
    """
    return DocumentFilters(
        body=data.get("body") or None,
        level=next((k for k in Level if k == data.get("level")), None),
        region=next((k for k in Region if k == data.get("region")), None),
        kind=next((k for k in WorkKind if k == data.get("kind")), None),
        language=data.get("language") or None,
    )
