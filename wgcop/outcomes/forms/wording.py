"""The forms for the wording of a clause that a meeting agreed, and for withdrawing them."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from wgcop.errors import Outdated
from wgcop.markup import has_visible
from wgcop.merging.queries import open_text
from wgcop.positions.models import mark_of
from wgcop.positions.queries import words_of
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.queries import chair_settings
from wgcop.threads.chairing.standings import STANDING_NAMES, Standing
from wgcop.web.fields import at_most, choices, trimmed


class AgreedWordingForm(Form):
    words = TextAreaField(
        _l("Words"),
        [at_most(20_000)],
        filters=[trimmed],
        description=_l("Keep them as they stand or change them. Put emphasis between *asterisks*."),
    )
    suppresses = BooleanField(
        _l("The clause is suppressed"),
        description=_l("It has no words then. The items below it are suppressed with it."),
    )
    standing = RadioField(
        _l("The clause is"),
        [InputRequired(_l("Choose whether the words are agreed, or agreed ad referendum."))],
        choices=choices(
            {each: STANDING_NAMES[each] for each in (Standing.AGREED, Standing.AD_REFERENDUM)}
        ),
        coerce=str,
    )
    seen = HiddenField()
    """The wording in force when the form was opened."""
    on_table = HiddenField()
    """A mark of the chair's text that was open then; empty if none was."""
    shown_words = ""
    """The words with which the form opens."""

    @classmethod
    def of(
        cls, data: Any, clause: Clause, *, is_of_group_below: bool = False
    ) -> "AgreedWordingForm":
        """Fill the form with the chair's text if one is open; otherwise with the wording agreed so
        far, or else with that of the edition. A subgroup agrees for itself only.
        """
        chair = chair_settings(clause.topic)
        standing = chair.standing_value if chair.standing_value.agrees_to_words else None
        words = words_of(clause)
        if is_of_group_below:
            standing = Standing.AGREED_IN_GROUP
        text = open_text(clause)
        form = cls(
            data,
            words=text.words if text else words or clause.wording.text,
            suppresses=not has_visible(text.words) if text else chair.suppresses,
            standing=standing,
            seen=words,
            on_table=mark_of(text.words) if text else "",
        )
        if is_of_group_below:
            form.standing.choices = choices({standing: _l("Agreed in this group")})
        form.shown_words = trimmed(form.words.object_data) or ""
        return form

    def validate_words(self, field: TextAreaField) -> None:
        """Words that somebody has typed are not lost by the choice to suppress the clause."""
        if not self.suppresses.data and not has_visible(field.data or ""):
            raise ValidationError(
                _l("Enter the words that were agreed, or choose that the clause is suppressed.")
            )
        shown = ("", self.shown_words, trimmed(self.seen.data))
        is_typed = field.data not in shown and mark_of(field.data) != self.on_table.data
        if self.suppresses.data and is_typed:
            raise ValidationError(
                _l("These are other words. Leave them out if the clause is suppressed.")
            )

    def require_table(self, now: "AgreedWordingForm") -> None:
        """Refuse words that are not those of the chair's text, if it has changed since the form was
        opened. `now` is the form as it would be opened now.
        """
        is_same = not now.on_table.data or self.on_table.data in (None, now.on_table.data)
        says = (self.suppresses.data, "" if self.suppresses.data else self.words.data)
        on_table = (now.suppresses.data, "" if now.suppresses.data else now.words.data)
        if not is_same and says != on_table:
            raise Outdated(
                _(
                    "The chair’s text has changed since you opened this form. It now reads: “%(words)s”",
                    words=now.words.data,
                )
            )

    @property
    def chosen(self) -> Standing:
        return Standing(self.standing.data)


class WithdrawalForm(Form):
    why = TextAreaField(
        _l("Why these words are withdrawn"),
        [DataRequired(_l("Enter why these words are withdrawn.")), at_most(1_000)],
        filters=[trimmed],
    )
