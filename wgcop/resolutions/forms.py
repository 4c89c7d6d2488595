"""The secretariat's form for pasting the text of a resolution or choosing its file."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, Form, HiddenField, TextAreaField
from wtforms.validators import DataRequired

from wgcop import markup


class ResolutionForm(Form):
    text = TextAreaField(
        _l("Text"),
        [DataRequired(_l("Paste the text of the resolution, or choose its file."))],
        filters=[lambda typed: markup.clean(typed or "")],
        description=_l("The whole text, from its number to its last clause."),
    )
    file = FileField(
        _l("or a file"),
        description=_l("Plain text or Word (docx). If there is a file, it replaces the text."),
    )
    confirmed = HiddenField()
    """The digest of the text whose clauses were shown on the page."""
    wrong_line = 0
    """The number of the line that could not be read, or 0 if there was none."""
    is_too_early = False
    """Whether all readers of files are busy, so that the same file may be sent again in a while."""
