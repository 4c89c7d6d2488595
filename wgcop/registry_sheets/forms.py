"""The form that uploads a table of the registry."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, Form
from wtforms.validators import ValidationError


class TableForm(Form):
    file = FileField(
        _l("Table"),
        description=_l("An Excel workbook (.xlsx) or “CSV UTF-8”, at most 16 MB and 10,000 rows."),
    )

    def validate_file(self, field: FileField) -> None:
        if not (field.data and field.data.filename):
            raise ValidationError(_l("Choose a file."))

    @property
    def content(self) -> bytes:
        content: bytes = self.file.data.read()
        return content

    @property
    def file_name(self) -> str:
        return str(self.file.data.filename)
