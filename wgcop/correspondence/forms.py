"""The form in which somebody confirms what they wrote by e-mail."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from wgcop.accounts.models import Capacity
from wgcop.correspondence.models import MailedDraft
from wgcop.languages import LANGUAGE_NAMES
from wgcop.threads.models import LONGEST, TYPE_NAMES, CommentType
from wgcop.web.fields import at_most, choices, trimmed


class MailedDraftForm(Form):
    body = TextAreaField(
        _l("Comment"),
        [
            at_most(
                LONGEST,
                _l(
                    "A comment can have at most %(max)d characters. Put longer texts into a contribution."
                ),
            )
        ],
        filters=[trimmed],
    )
    capacity = RadioField(_l("You write as"), validate_choice=False)
    type = SelectField(
        _l("Kind of comment"), choices=choices(TYPE_NAMES), default=CommentType.SUBSTANTIVE.value
    )
    language = SelectField(
        _l("Language"), choices=choices(LANGUAGE_NAMES, _l("Guess from the words")), default=""
    )

    offered: Sequence[Capacity] = ()

    @classmethod
    def of(
        cls,
        draft: MailedDraft,
        offered: Sequence[Capacity],
        usual: Capacity | None,
        data: Any = None,
    ) -> "MailedDraftForm":
        """Return the form for a person who may post the draft in the capacities `offered`; `usual` is
        the one in which they speak now.
        """
        first = usual if usual in offered else next(iter(offered), None)
        if data is not None and not data:  # what was sent holds no field at all
            data = MultiDict({"body": ""})
        form = cls(data, data={"body": draft.words, "capacity": first.key if first else ""})
        form.offered = offered
        form.capacity.choices = [SelectChoice(each.key, each.words) for each in offered]
        return form

    def validate_body(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError(_l("Write something first."))

    def validate_capacity(self, field: RadioField) -> None:
        if self.chosen_capacity is None:
            raise ValidationError(_l("Choose in which capacity you write."))

    @property
    def chosen_capacity(self) -> Capacity | None:
        return next((each for each in self.offered if each.key == self.capacity.data), None)
