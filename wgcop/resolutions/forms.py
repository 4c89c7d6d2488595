"""The text of a resolution as the secretariat pastes it or chooses its file."""

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
    """The digest of the text whose clauses were on the page."""
    wrong_line = 0
    """Where the text could not be read; 0 where it could."""
    is_too_early = False
    """Everybody who reads files is busy: the same may be sent again in a while."""
