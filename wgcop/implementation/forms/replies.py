"""Forms for asking members, and for replying for a delegation."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Form,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import DataRequired, ValidationError

from wgcop import clock
from wgcop.accounts.models import Delegation
from wgcop.implementation.links import is_outside
from wgcop.implementation.replies import (
    ADDRESSEE_NAMES,
    REPLY_NAMES,
    Addressees,
    MemberReply,
    ReplyState,
)
from wgcop.markup import has_visible
from wgcop.web.fields import at_most, choices, one_line, trimmed

MOST_LINKS = 10


class AskingForm(Form):
    text = TextAreaField(
        _l("What you ask"),
        [DataRequired(_l("Enter your question.")), at_most(3000)],
        filters=[trimmed],
    )
    addressees = RadioField(
        _l("Whom"), choices=choices(ADDRESSEE_NAMES), default=Addressees.MEMBER_STATES.value
    )
    delegations = SelectMultipleField(
        _l("Delegations"),
        coerce=int,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        description=_l("For a selection only."),
    )
    due_on = DateField(_l("Replies are due on"), [DataRequired(_l("Enter a date."))])

    @classmethod
    def of(cls, data: Any, delegations: Sequence[Delegation], text: str = "") -> "AskingForm":
        form = cls(data, text=text)
        form.delegations.choices = [
            (delegation.id, delegation.shown_name) for delegation in delegations
        ]
        return form

    def validate_delegations(self, field: SelectMultipleField) -> None:
        if self.addressees.data == Addressees.SELECTION and not field.data:
            raise ValidationError(_("Choose at least one delegation."))

    def validate_due_on(self, field: DateField) -> None:
        if field.data and field.data <= clock.now().date():
            raise ValidationError(_("Choose a day that is still to come."))


class ReplyForm(Form):
    state = RadioField(
        _l("Reply"),
        [DataRequired(_l("Choose one of the two."))],
        choices=choices(
            {
                state: REPLY_NAMES[state]
                for state in (ReplyState.INFORMATION, ReplyState.NOTHING_TO_REPORT)
            }
        ),
    )
    words = TextAreaField(_l("Information"), [at_most(10_000)], filters=[trimmed])
    links = TextAreaField(
        _l("Links"),
        [at_most(3000)],
        filters=[trimmed],
        description=_l("Addresses that begin with https:// or http://, one in each line."),
    )
    entry = StringField(
        _l("Entry of the registry"),
        [at_most(300)],
        filters=[one_line],
        description=_l("Its number, such as INI-007, or its address."),
    )
    version = IntegerField(validators=[DataRequired()])

    @classmethod
    def of(cls, data: Any, reply: MemberReply) -> "ReplyForm":
        shown = reply.draft or reply.current
        facts: dict[str, Any] = {"version": reply.version}
        if shown:
            facts |= {
                "state": shown.state.value,
                "words": shown.words,
                "links": "\n".join(shown.links),
                "entry": shown.initiative.reference if shown.initiative else "",
            }
        return cls(data, **facts)

    def validate_words(self, field: TextAreaField) -> None:
        empty = not (has_visible(field.data or "") or self.addresses or self.entry.data)
        if self.state.data == ReplyState.INFORMATION and empty:
            raise ValidationError(_("Enter what there is to report, or link to it."))

    def validate_links(self, field: TextAreaField) -> None:
        if len(self.addresses) > MOST_LINKS:
            raise ValidationError(_("Enter at most %(number)d links.", number=MOST_LINKS))
        if not all(map(is_outside, self.addresses)):
            raise ValidationError(
                _("Only addresses that begin with https:// or http:// can be linked.")
            )

    @property
    def addresses(self) -> list[str]:
        lines = (line.strip() for line in (self.links.data or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))
