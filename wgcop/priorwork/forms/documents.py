"""Forms to correct the facts of one document or of many, and the filters of the list."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Self

from flask_babel import gettext as _
from wtforms import Form, IntegerField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from wgcop.bodies.body import Body
from wgcop.bodies.countries import country_choices
from wgcop.bodies.levels import Level, Region
from wgcop.fields.controls import FormRow, given, rows_of, typed, with_controls
from wgcop.i18n import language_name
from wgcop.languages import LANGUAGE_NAMES, UNDETERMINED
from wgcop.priorwork.facts import Correction, DocumentFacts
from wgcop.priorwork.fields import CORRECTED, IN_FORM
from wgcop.priorwork.kinds import WorkKind
from wgcop.priorwork.models import Document
from wgcop.priorwork.queries import DocumentFilters
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.queries import names_to_choose
from wgcop.web.fields import choices


@with_controls(CORRECTED)
class CorrectionForm(Form):
    version = IntegerField(validators=[Optional()])

    def offer(self, document: Document, bodies: Sequence[Body]) -> Self:
        """Offer the bodies, and the languages of which the document may be."""
        self.body.choices = choices({body.id: body.title for body in bodies})
        self.language.choices = choices(languages_to_choose(document.language))
        return self


class Corrections:
    """The forms of several documents on one page."""

    def __init__(
        self, documents: Iterable[Document], bodies: Sequence[Body], data: Any = None
    ) -> None:
        self._bodies = {body.id: body for body in bodies}
        self.rows: list[tuple[Document, CorrectionForm]] = []
        for document in documents:
            sent = data if data and f"{document.id}-title" in data else None
            form = CorrectionForm(sent, prefix=str(document.id), data=stored(document))
            self.rows.append((document, form.offer(document, bodies)))

    def validate(self) -> bool:
        answered = [form.validate() for _document, form in self.rows]
        return all(answered)

    @property
    def corrections(self) -> list[Correction]:
        """The corrections of the documents whose facts were changed."""
        corrections = []
        for document, form in self.rows:
            values = typed(form, CORRECTED)
            now = DocumentFacts.of(document)
            facts = now.but(**values | {"body": self._bodies[values["body"]]})
            if facts.changes(document):
                corrections.append(Correction(document, facts, form.version.data or 0))
        return corrections

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


@with_controls(IN_FORM)
class DocumentForm(CorrectionForm):
    @classmethod
    def of(
        cls, document: Document, data: Any, bodies: Sequence[Body], wordings: Sequence[Wording]
    ) -> "DocumentForm":
        form = cls(data, data=stored(document)).offer(document, bodies)
        form.country.choices = [("", _("None, or several")), *country_choices()]
        form.clauses.choices = [
            SelectChoice(key, name) for key, name in names_to_choose(wordings).items()
        ]
        return form

    @property
    def rows(self) -> list[FormRow]:
        return rows_of(self, IN_FORM)

    def facts(self, bodies: Iterable[Body], clauses: Iterable[Clause]) -> DocumentFacts:
        values = typed(self, IN_FORM)
        body = next(each for each in bodies if each.id == values["body"])
        return DocumentFacts(**values | {"body": body, "clauses": tuple(clauses)})


def stored(document: Document) -> dict[str, Any]:
    return given(DocumentFacts.of(document)) | {"version": document.version}


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
