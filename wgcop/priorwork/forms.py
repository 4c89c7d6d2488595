"""What the secretariat fills in: the facts of a document, a body, an import."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    Form,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop.bodies import dates
from wgcop.bodies.body import BODY_KIND_NAMES, Body, BodyKind
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.bodies.subjects import SUBJECT_NAMES
from wgcop.priorwork.facts import Facts
from wgcop.priorwork.kinds import AUDIENCE_NAMES, DOCUMENT_KIND_NAMES, Audience, DocumentKind
from wgcop.priorwork.models import Document
from wgcop.priorwork.queries import Filters
from wgcop.resolutions.models import Clause, Wording
from wgcop.threads.languages import LANGUAGES


def trimmed(value: str | None) -> str:
    return " ".join((value or "").split())


def choices(names: Mapping[Any, Any], none: LazyString | None = None) -> list[SelectChoice]:
    first = [SelectChoice("", none)] if none is not None else []
    return first + [SelectChoice(str(value), name) for value, name in names.items()]


def at_most(number: int) -> Length:
    return Length(max=number, message=_l("Use at most %(max)d characters."))


def link_field() -> StringField:
    return StringField(
        _l("Link"),
        [
            Optional(),
            at_most(500),
            Regexp(r"https?://\S+$", message=_l("A link begins with https://.")),
        ],
        filters=[trimmed],
    )


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
        _l("Title"), [DataRequired(_l("Give the title.")), at_most(500)], filters=[trimmed]
    )
    symbol = StringField(_l("Symbol"), [at_most(80)], filters=[trimmed])
    body = SelectField(_l("Body"))
    kind = SelectField(_l("Kind"), choices=choices(DOCUMENT_KIND_NAMES))
    dated = StringField(
        _l("Date"),
        filters=[trimmed],
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
        description=_l("The clauses that it is about."),
    )
    link = link_field()
    audience = RadioField(_l("Who may read it"), choices=choices(AUDIENCE_NAMES))
    version = IntegerField(validators=[Optional()])

    @classmethod
    def of(
        cls, document: Document, data: Any, bodies: Iterable[Body], wordings: Iterable[Wording]
    ) -> "DocumentForm":
        known = {
            "body": str(document.body_id),
            "clauses": [clause.id for clause in document.clauses],
        }
        form = cls(data, data={name: getattr(document, name) for name in COLUMNS} | known)
        form.body.choices = choices({body.id: body.title for body in bodies})
        form.language.choices = choices({document.language: document.language} | LANGUAGES)
        form.clauses.choices = [
            SelectChoice(wording.clause_id, f"{wording.citation} · {wording.section.edition.name}")
            for wording in wordings
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


class BodyForm(Form):
    code = StringField(
        _l("Code"),
        [DataRequired(_l("Give the code.")), at_most(40)],
        filters=[trimmed],
        description=_l("As it is cited: 22-1/1, ITU-T SG17, UNICEF."),
    )
    kind = SelectField(_l("Kind"), choices=choices(BODY_KIND_NAMES))
    name = StringField(
        _l("Name"), [DataRequired(_l("Give the name.")), at_most(300)], filters=[trimmed]
    )
    aliases = StringField(
        _l("Also called"), [at_most(300)], filters=[trimmed], description=_l("With ; between them.")
    )
    after = SelectMultipleField(
        _l("Goes on with the work of"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    period = StringField(
        _l("Years"), [at_most(20)], filters=[trimmed], description=_l("Such as 2010–2014.")
    )
    level = SelectField(
        _l("Level"), choices=choices(LEVEL_NAMES), default=Level.INTERNATIONAL.value
    )
    region = SelectField(_l("Region"), choices=choices(REGION_NAMES, none=_l("None, or all")))
    link = link_field()
    version = IntegerField(validators=[Optional()])

    @classmethod
    def among(
        cls, bodies: Iterable[Body], data: Any, facts: BodyFacts | None = None, **given: Any
    ) -> "BodyForm":
        """`facts` are those of the body that is edited, which follows any of the others."""
        known = vars(facts) | {"aliases": "; ".join(facts.aliases)} if facts else {}
        form = cls(data, **known, **given)
        others = {body.code: body.title for body in bodies if not facts or body.code != facts.code}
        form.after.choices = choices(others)
        if not others:
            del form.after
        return form

    @property
    def facts(self) -> BodyFacts:
        return BodyFacts(
            code=self.code.data,
            kind=BodyKind(self.kind.data),
            name=self.name.data,
            level=Level(self.level.data),
            region=Region(self.region.data) if self.region.data else None,
            period=self.period.data,
            link=self.link.data,
            aliases=tuple(filter(None, map(str.strip, self.aliases.data.split(";")))),
            after=tuple(self.after.data) if self.after else (),
        )

    def validate_aliases(self, field: StringField) -> None:
        if any(len(alias.strip()) > 40 for alias in field.data.split(";")):
            raise ValidationError(_l("One of these is longer than 40 characters."))


class ImportForm(Form):
    body = SelectField(
        _l("Body"),
        description=_l("Whose documents these are, unless the table says otherwise of a file."),
    )
    files = MultipleFileField(
        _l("Files"),
        description=_l(
            "Text, Word (docx), PDF with text, or HTML; or one zip of a folder. At most 500 files, 20 MB each, 64 MB together."
        ),
    )
    table = FileField(
        _l("Table of facts"),
        description=_l("A CSV file with a row to a file; its columns are explained below."),
    )

    @classmethod
    def among(cls, bodies: Iterable[Body], data: Any = None) -> "ImportForm":
        form = cls(data)
        form.body.choices = choices({body.id: body.title for body in bodies})
        return form

    def validate_files(self, field: MultipleFileField) -> None:
        if not any(file.filename for file in field.data or ()):
            raise ValidationError(_("Choose the files, or a zip."))


def filters_of(data: Any) -> Filters:
    """From the page's address; a value that is no choice narrows nothing."""
    return Filters(
        body=data.get("body") or None,
        level=next((k for k in Level if k == data.get("level")), None),
        region=next((k for k in Region if k == data.get("region")), None),
        kind=next((k for k in DocumentKind if k == data.get("kind")), None),
        language=data.get("language") or None,
    )
