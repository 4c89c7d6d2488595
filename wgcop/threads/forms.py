"""Forms for comments, quotes and their audience."""

from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, Regexp, ValidationError

from wgcop.accounts.models import Capacity
from wgcop.languages import LANGUAGE_NAMES
from wgcop.threads import names
from wgcop.threads.comments import anchor
from wgcop.threads.comments.anchor import Anchor
from wgcop.threads.comments.mentions import without_tokens
from wgcop.threads.models import LONGEST, MEMBERS, TYPE_NAMES, Comment, CommentType

NOT_THERE = _l("The comment that you reply to is not there. Reload the page and reply again.")
OWN_DELEGATION = "delegation"
"""Stands for the delegation that the person speaks for."""
LANGUAGE_CHOICES = [SelectChoice(tag, name) for tag, name in LANGUAGE_NAMES.items()]


class CommentBodyForm(Form):
    body = TextAreaField(
        _l("Comment"),
        [
            Length(
                max=LONGEST,
                message=_l(
                    "A comment can have at most %(max)d characters. Put longer texts into a contribution."
                ),
            )
        ],
    )

    def validate_body(self, field: TextAreaField) -> None:
        field.data = (field.data or "").replace("\r\n", "\n").strip()
        if not field.data:
            raise ValidationError(_l("Write something first."))


class LanguageForm(Form):
    language = SelectField(
        _l("Language"),
        choices=[SelectChoice("", _l("Guess from the words")), *LANGUAGE_CHOICES],
        default="",
    )


class EditForm(CommentBodyForm, LanguageForm):
    """The text and the language of a comment. A form without a language leaves it unchanged."""

    @classmethod
    def of(cls, comment: Comment, data: Any = None) -> "EditForm":
        stored = {"body": without_tokens(comment.body), "language": comment.language}
        if data is None:
            return cls(data=stored)
        return cls(MultiDict({"language": comment.language, **data.to_dict()}))


class QuoteForm(Form):
    """Words of the clause with their surroundings. `words` is the text in which they must occur."""

    quote = StringField(_l("Quoted words"), [Length(max=anchor.LONGEST)])
    quote_before = HiddenField()
    quote_after = HiddenField()

    words = ""
    is_required = False
    quote_anchor: Anchor | None = None

    def validate_quote(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if field.data:
            before, after = self.quote_before.data or "", self.quote_after.data or ""
            self.quote_anchor = anchor.make(self.words, field.data, before[-200:], after[:200])
        if self.quote_anchor is None and (field.data or self.is_required):
            raise ValidationError(
                _l("These words are not in the clause. Copy them exactly from its text.")
            )


class CommentForm(CommentBodyForm, LanguageForm, QuoteForm):
    audience = RadioField(_l("Who may read it"), default=MEMBERS, validate_choice=False)
    type = RadioField(
        _l("Kind of comment"),
        choices=[SelectChoice(kind.value, name) for kind, name in TYPE_NAMES.items()],
        default=CommentType.SUBSTANTIVE.value,
    )
    parent = HiddenField(validators=[Optional(), Regexp(f"{names.PATTERN}$", message=NOT_THERE)])
    key = HiddenField(default=lambda: uuid4().hex, validators=[Length(max=64)])
    speaking_as = HiddenField()

    capacity: Capacity | None = None

    def validate_speaking_as(self, field: HiddenField) -> None:
        """Refuses a comment that was written in another capacity, because the person has changed it on another page."""
        if self.capacity and field.data and field.data != self.capacity.key:
            raise ValidationError(
                _l(
                    "After you opened this page, you chose to speak as %(capacity)s. If that is what you "
                    "want, send your words again from this page.",
                    capacity=self.capacity.label,
                )
            )

    def validate_audience(self, field: RadioField) -> None:
        if field.data not in [choice.value for choice in field.choices or ()]:
            raise ValidationError(
                _l(
                    "In your present capacity you can address only: %(audiences)s.",
                    audiences=", ".join(str(choice.label) for choice in field.choices or ()),
                )
            )

    @classmethod
    def for_capacity(cls, data: Any, capacity: Capacity | None) -> "CommentForm":
        """The form with the audiences that a person in this capacity can choose from."""
        # A form without kind, audience or language gets the usual ones.
        usual = {"type": CommentType.SUBSTANTIVE.value, "audience": MEMBERS, "language": ""}
        fields = data and {**usual, **data.to_dict()}
        delegation = capacity.delegation if capacity else None
        if fields and fields["audience"] == OWN_DELEGATION and delegation:
            fields["audience"] = delegation.audience
        form = cls(fields and MultiDict(fields))
        form.capacity = capacity
        form.audience.choices = [SelectChoice(MEMBERS, _l("Everybody signed in"))]
        if delegation:
            only = _l("Only %(delegation)s", delegation=delegation.name)
            form.audience.choices.append(SelectChoice(delegation.audience, only))
        return form

    def limit_to(self, audience: str) -> None:
        """Leaves only this audience to choose, for a reply to a private comment."""
        self.audience.choices = [c for c in self.audience.choices or [] if c.value == audience]
