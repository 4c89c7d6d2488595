"""The form for the notes of an item as typed text, for people who write without the editor."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, IntegerField, TextAreaField
from wtforms.validators import Optional, ValidationError

from wgcop import paper
from wgcop.web.fields import trimmed

LONGEST = 200_000


class NotesForm(Form):
    text = TextAreaField(
        _l("Notes"),
        filters=[trimmed],
        description=_l(
            "Start a line with # for a heading, with - for a list item, with > for a quotation. Write "
            "*emphasis* and **strong**. An empty line starts a new paragraph."
        ),
    )
    steps = IntegerField(validators=[Optional()])
    """The version of the text with which the form was filled."""

    def validate_text(self, field: TextAreaField) -> None:
        if len(field.data) > LONGEST:
            raise ValidationError(_l("The notes are longer than 200,000 characters."))
        try:
            self._tree = paper.from_text(field.data)
        except paper.Misshapen as error:
            raise ValidationError(str(error)) from error

    @property
    def tree(self) -> paper.Node | None:
        """The typed text as a tree, or None if the editor sends the tree itself. Valid only after
        the form was validated.
        """
        return self._tree if self.text.raw_data else None
