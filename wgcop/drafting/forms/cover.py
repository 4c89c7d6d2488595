"""The fields of the form of a contribution, in the order in which the cover is printed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Optional, ValidationError

from wgcop import paper
from wgcop.contributions.cover import Cover
from wgcop.contributions.fields import IN_FORM, LONGEST_TEXT, SOURCE
from wgcop.contributions.kinds import Linked, PaperText, Purpose
from wgcop.fields.controls import control, typed, with_controls
from wgcop.fields.field import Field
from wgcop.numbering.kinds import DocumentKind
from wgcop.paper import Misshapen
from wgcop.web.fields import Boxes, at_most, trimmed


@control.register
def _(_kind: Linked, field: Field) -> Boxes:
    return Boxes(field.label, coerce=int, description=field.help or "")


@control.register
def _(_kind: PaperText, field: Field) -> TextAreaField:
    return TextAreaField(field.label, filters=[trimmed], description=field.help or "")


class _WhoBringsItForm(Form):
    meeting = SelectField(_l("Meeting"), coerce=int, validate_choice=True)
    capacity = SelectField(
        _l("Source"),
        description=_l(
            "For whom you bring the paper. This is shown on the cover, in lists and in searches."
        ),
    )
    together_with = Boxes(
        _l("Together with"),
        coerce=int,
        description=_l(
            "Their names are printed with yours. The head of each delegation must consent to the "
            "wording before the paper can be submitted."
        ),
    )
    kind = SelectField(_l("Kind of document"), default=DocumentKind.CONTRIBUTION.value)


@with_controls(IN_FORM)
class CoverForm(_WhoBringsItForm):
    note = TextAreaField(
        _l("What changed"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("In one sentence, for readers who know the earlier wording."),
    )
    version = IntegerField(validators=[Optional()])
    steps = IntegerField(validators=[Optional()])
    """The number of the text's version with which the form was filled. `writing`
    merges newer versions.
    """
    marks = HiddenField()
    """Marks of the values that the other fields held when the form was opened. `web.joining` reads
    them.
    """
    key = HiddenField()

    def validate_text(self, field: TextAreaField) -> None:
        if len(field.data) > LONGEST_TEXT:
            # Checked before parsing, which would take seconds.
            raise ValidationError(
                _l("The text is longer than 200,000 characters. Split it into two papers.")
            )
        try:
            self._tree = paper.from_text(field.data)
        except Misshapen as error:
            raise ValidationError(str(error)) from error

    def tree(self, previous: paper.Node | None = None) -> paper.Node:
        """Return the text as a tree, after the form was validated. Blocks that did not change are
        taken from `previous`.
        """
        return self._tree if previous is None else paper.continued(self._tree, previous)

    @property
    def has_text(self) -> bool:
        """Whether the form was sent with its text. Beside the editor it is sent without it, because
        the text is written there.
        """
        return self.text.raw_data is None or bool(self.text.raw_data)

    @property
    def chosen_purpose(self) -> Purpose:
        """The chosen purpose, or “for action” if the form was sent without one."""
        return next((each for each in Purpose if each == self.purpose.data), Purpose.ACTION)

    @property
    def cover(self) -> Cover:
        return Cover(**typed(self, (field for field in Cover.fields if field is not SOURCE)))

    def value_of(self, name: str) -> Any:
        """Return what was entered in a field, by its name in `contributions.fields`."""
        if name == "purpose":
            return self.chosen_purpose
        return self["capacity" if name == "source" else name].data
