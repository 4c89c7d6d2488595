"""The form for importing many files at once: the files, their body, and the table of facts."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    FileField,
    Form,
    MultipleFileField,
    SelectField,
)
from wtforms.validators import ValidationError

from wgcop.bodies.body import Body
from wgcop.web.fields import choices


class ImportForm(Form):
    body = SelectField(
        _l("Body"),
        description=_l(
            "The body that wrote these documents, unless the table names another body for a file."
        ),
    )
    files = MultipleFileField(
        _l("Files"),
        description=_l(
            "Text, Word (docx), PDF with text, or HTML; or one zip of a folder. At most 500 files, 20 MB each, 64 MB together."
        ),
    )
    table = FileField(
        _l("Table of facts"),
        description=_l("A CSV file with one row for each file. Its columns are explained below."),
    )

    @classmethod
    def among(cls, bodies: Iterable[Body], data: Any = None) -> "ImportForm":
        form = cls(data)
        form.body.choices = choices({body.id: body.title for body in bodies})
        return form

    @property
    def uploads(self) -> Iterator[tuple[str, bytes]]:
        """The name and content of each chosen file."""
        return ((file.filename, file.read()) for file in self.files.data or () if file.filename)

    @property
    def table_content(self) -> bytes:
        return self.table.data.read() if self.table.data else b""

    def validate_files(self, field: MultipleFileField) -> None:
        if not any(file.filename for file in field.data or ()):
            raise ValidationError(_("Choose the files, or a zip."))
