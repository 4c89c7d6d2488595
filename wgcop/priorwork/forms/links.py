"""The field for the web address of a body or a document."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Optional, Regexp

from wgcop.web.fields import at_most, one_line


def link_field() -> StringField:
    return StringField(
        _l("Link"),
        [
            Optional(),
            at_most(500),
            Regexp(r"https?://\S+$", message=_l("A link must begin with https://.")),
        ],
        filters=[one_line],
    )
