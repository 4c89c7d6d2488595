"""The secretariat's forms: for pasting the text of a resolution or choosing its file, and for
recording that a resolution was suppressed.
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, FileField, Form, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired

from wgcop import markup
from wgcop.resolutions.models import LONGEST_SUPPRESSING, Resolution
from wgcop.web.fields import at_most, one_line


class TextForm(Form):
    """The whole text of a resolution, pasted or in a file."""

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
    is_too_early = False
    """Whether all readers of files are busy, so that the same file may be sent again in a while."""


class ResolutionForm(TextForm):
    confirmed = HiddenField()
    """The digest of the text whose clauses were shown on the page."""
    wrong_line = 0
    """The number of the line that could not be read, or 0 if there was none."""


class SuppressionForm(Form):
    by_what = StringField(
        _l("Suppressed by"),
        [
            DataRequired(_l("Say which conference or text suppressed the resolution.")),
            at_most(LONGEST_SUPPRESSING),
        ],
        filters=[one_line],
        description=_l("For example: WTDC-14, or Resolution 17 (Rev. Dubai, 2014)."),
    )
    on = DateField(lazy_pgettext("the day of it", "On"), [DataRequired(_l("Enter the day."))])
    seen = HiddenField()

    @classmethod
    def of(cls, data: Any, resolution: Resolution) -> "SuppressionForm":
        """Return the form as it is sent or, without data, filled in with what is recorded."""
        return cls(
            data,
            by_what=resolution.suppressed_by,
            on=resolution.suppressed_on,
            seen=resolution.suppression_mark,
        )
