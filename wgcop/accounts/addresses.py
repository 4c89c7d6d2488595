"""E-mail addresses: the form in which they are stored, whether one is plausible, and their field in forms."""

import re

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Form, StringField
from wtforms.validators import ValidationError

# No characters that have a meaning in mail headers, and no invisible ones.
_PART = r"[^@\s.,;:<>()\[\]\\\"\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+"
_PLAUSIBLE = re.compile(rf"{_PART}(?:\.{_PART})*@{_PART}(?:\.{_PART})+")
LONGEST = 254


def normal(email: str) -> str:
    return email.strip().lower()


def is_plausible(email: str) -> bool:
    return len(email) <= LONGEST and _PLAUSIBLE.fullmatch(email.strip()) is not None


def plausible_address(_form: Form, field: StringField) -> None:
    if not is_plausible(field.data or ""):
        raise ValidationError(_l("Enter an e-mail address, such as name@example.org."))


class EmailAddress(EmailField):
    """An e-mail address field. It normalizes what was typed to the form in which addresses are
    stored.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = normal(valuelist[0]) if valuelist else ""
