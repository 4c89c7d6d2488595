"""The forms to sign in, to prove that it is still the same person, and to edit one's own account."""

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Field, Form, HiddenField, PasswordField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from wgcop.accounts import passwords
from wgcop.accounts.addresses import EmailAddress, plausible_address
from wgcop.accounts.passwords import NEW_PASSWORD
from wgcop.web.fields import at_most, choice, one_line, visible


class SignInForm(Form):
    email = EmailAddress(
        _l("E-mail"),
        [InputRequired(_l("Enter your e-mail address."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password.")), at_most(passwords.LONGEST * 2)],
        render_kw={"autocomplete": "current-password"},
    )


CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
    "maxlength": 40,
}


class SecondStepForm(Form):
    code = StringField(
        lazy_pgettext("from an authenticator app", "Code"),
        [InputRequired(_l("Enter the code."))],
        description=_l("The six digits that the app shows now, or one of your recovery codes."),
        render_kw=CODE,
    )


class AppForm(Form):
    code = StringField(
        _l("Code from the app"),
        [InputRequired(_l("Enter the six digits that the app shows."))],
        render_kw={**CODE, "inputmode": "numeric"},
    )


class PasskeyForm(Form):
    name = StringField(
        _l("Name of the key"),
        [DataRequired(_l("Give it a name that you will recognize.")), at_most(100), visible],
        filters=[one_line],
        description=_l("Such as “Blue USB key” or “Laptop”."),
        render_kw={"autocomplete": "off"},
    )
    credential = HiddenField()


class ProofForm(Form):
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password.")), at_most(passwords.LONGEST * 2)],
        render_kw={"autocomplete": "current-password"},
    )


class ForgottenPasswordForm(Form):
    email = EmailAddress(
        _l("E-mail"),
        [InputRequired(_l("Enter your e-mail address.")), plausible_address],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewPasswordForm(Form):
    """The form for a new password. `owner_email` is the person's address, which the password must
    not resemble.
    """

    owner_email = ""
    new_password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a password."))],
        description=_l("At least 12 characters. Three or four unrelated words are a good choice."),
        render_kw=NEW_PASSWORD,
    )
    repeated = PasswordField(
        _l("The same password again"),
        [InputRequired(_l("Enter the password a second time."))],
        render_kw=NEW_PASSWORD,
    )

    @classmethod
    def of(cls, owner_email: str, data: Any) -> Self:
        form = cls(data)
        form.owner_email = owner_email
        return form

    def validate_new_password(self, field: Field) -> None:
        if problem := passwords.problem_with(field.data, email=self.owner_email):
            raise ValidationError(problem)

    def validate_repeated(self, field: Field) -> None:
        if field.data != self.new_password.data:
            raise ValidationError(_("The two passwords differ. Enter the same one twice."))


class ChangePasswordForm(NewPasswordForm):
    current_password = PasswordField(
        _l("Current password"),
        [InputRequired(_l("Enter your current password."))],
        render_kw={"autocomplete": "current-password"},
    )


class ProfileForm(Form):
    name = StringField(
        lazy_pgettext("of a person", "Name"),
        [DataRequired(_l("Enter your name as others should see it.")), at_most(200), visible],
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )
    language = choice(
        _l("Language"), description=_l("The language of the pages and of the e-mails that you get.")
    )

    def __init__(self, *args: Any, languages: list[SelectChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = languages
