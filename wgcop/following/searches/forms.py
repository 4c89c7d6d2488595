"""The form of a saved search: its name, and the choice of reports to its owner."""

from typing import TypedDict

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, RadioField, StringField
from wtforms.validators import DataRequired

from wgcop.following.searches.models import TELL_NAMES, Tell
from wgcop.web.fields import at_most, choices, one_line


class SearchSettings(TypedDict):
    name: str
    tell: Tell
    mails: bool


class SavedSearchForm(Form):
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Give it a name that you will recognize.")), at_most(120)],
        filters=[one_line],
    )
    tell = RadioField(
        _l("Notify me of"),
        choices=choices(TELL_NAMES),
        default=Tell.ALL.value,
    )
    mails = BooleanField(
        _l("Also by e-mail, once a day if there are new results"),
        description=_l("One message for all your searches, with numbers and links but no texts."),
    )

    @property
    def settings(self) -> SearchSettings:
        return SearchSettings(name=self.name.data, tell=Tell(self.tell.data), mails=self.mails.data)
