"""What the form of a contribution holds, in the order in which the field asks for it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field as WtformsField
from wtforms import (
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop import paper
from wgcop.accounts.models import Capacity, Delegation
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy
from wgcop.contributions.cover import PURPOSE_NAMES, Cover, Purpose
from wgcop.contributions.revisions import Revision
from wgcop.languages import LANGUAGE_NAMES
from wgcop.paper import Misshapen
from wgcop.resolutions.models import Wording
from wgcop.resolutions.queries import names_to_choose
from wgcop.web.fields import at_most, choices, one_line, trimmed

LONGEST_TEXT = 200_000
"""Some hundred pages; longer papers are split."""


class ContributionForm(Form):
    meeting = SelectField(_l("Meeting"), coerce=int, validate_choice=True)
    capacity = SelectField(
        _l("Source"),
        description=_l(
            "For whom you bring the paper. This is shown on the cover, in lists and in searches."
        ),
    )
    together_with = SelectMultipleField(
        _l("Together with"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l(
            "Their names are printed with yours. The head of each delegation must consent to the "
            "wording before the paper can be submitted."
        ),
    )
    title = StringField(_l("Title"), [at_most(300)], filters=[trimmed])
    purpose = RadioField(_l("For"), default=Purpose.ACTION.value)
    action_required = TextAreaField(
        _l("Action required"),
        [at_most(2000)],
        filters=[trimmed],
        description=_l("What you ask the group to do. Only papers for action need it."),
    )
    keywords = StringField(_l("Keywords"), [at_most(300)], filters=[trimmed])
    clauses = SelectMultipleField(
        _l("Clauses"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    item = SelectField(
        _l("Agenda item"),
        coerce=int,
        default=0,
        description=_l("The item under which the meeting should discuss the paper."),
    )
    abstract = TextAreaField(
        _l("Abstract"),
        [at_most(4000)],
        filters=[trimmed],
        description=_l("A few sentences that help readers decide whether to read the paper."),
    )
    text = TextAreaField(
        _l("Text"),
        filters=[trimmed],
        description=_l(
            "Start a line with # for a heading, with -, a) or 1. for a list item, with > for a "
            "quotation. Write *emphasis* and **strong**. Rows between | make a table. An empty "
            "line starts a new paragraph."
        ),
    )
    contact = TextAreaField(
        _l("Contact"),
        [at_most(500)],
        filters=[trimmed],
        description=_l("Name, organization, telephone, e-mail: printed at the end of the paper."),
    )
    language = SelectField(_l("Original language"), choices=choices(LANGUAGE_NAMES), default="en")
    note = TextAreaField(
        _l("What changed"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("In one sentence, for readers who know the earlier wording."),
    )
    version = IntegerField(validators=[Optional()])

    @classmethod
    def for_new(
        cls, data: Any, capacities: Sequence[Capacity], meetings: Sequence[Meeting], **values: Any
    ) -> "ContributionForm":
        form = cls(data, **values)
        form.capacity.choices = choices({each.key: each.label for each in capacities})
        form._offer_meetings(meetings)
        form.offer_purposes({purpose for c in capacities for purpose in policy.purposes(c)})
        del form.note, form.version
        return form

    @classmethod
    def for_draft(
        cls,
        data: Any,
        revision: Revision,
        capacities: Sequence[Capacity],
        meetings: Sequence[Meeting],
        **values: Any,
    ) -> "ContributionForm":
        """The first source is offered too, even to a drafter who does not speak for it."""
        form = cls(data, **(values_of(revision) | values))
        stored = {source.key: source.name for source in revision.sources[:1]}
        form.capacity.choices = choices(stored | {each.key: each.label for each in capacities})
        form.offer_purposes([Purpose.INFORMATION] if revision.has_observers else list(Purpose))
        if revision.number:
            del form.meeting
        else:
            form._offer_meetings(meetings)
            del form.note
        return form

    def offer_purposes(self, purposes: Iterable[Purpose]) -> None:
        offered = [purpose for purpose in Purpose if purpose in set(purposes)]
        self.purpose.choices = choices({each: PURPOSE_NAMES[each] for each in offered})
        if len(offered) == 1 and not self.purpose.raw_data:
            self.purpose.data = offered[0].value

    def offer_delegations(self, delegations: Iterable[Delegation]) -> None:
        self.together_with.choices = choices({each.id: each.name for each in delegations})

    def offer_clauses(self, wordings: Sequence[Wording]) -> None:
        self.clauses.choices = choices(names_to_choose(wordings))

    def offer_items(
        self, meetings: Iterable[Meeting], items: Mapping[int, Mapping[int, str]]
    ) -> None:
        """Those of all meetings that may be chosen: without scripts nothing follows the choice of the meeting."""
        self._meetings_of_items = {
            item: (meeting.id, meeting.title) for meeting in meetings for item in items[meeting.id]
        }
        by_meeting = len(items) > 1
        self.item.choices = [
            SelectChoice("0", _l("None yet")),
            *(
                SelectChoice(
                    str(item),
                    items[meeting][item],
                    {"data-meeting": meeting} if by_meeting else {},
                    title if by_meeting else None,
                )
                for item, (meeting, title) in self._meetings_of_items.items()
            ),
        ]

    def validate_item(self, field: SelectField) -> None:
        meeting, title = self._meetings_of_items.get(field.data, (None, ""))
        if "meeting" in self and meeting and meeting != self.meeting.data:
            raise ValidationError(
                _l(
                    "“%(item)s” is on the agenda of another meeting: %(meeting)s. Choose an item of the "
                    "meeting that you chose above, or none yet.",
                    item=next(c.label for c in field.choices if c.value == str(field.data)),
                    meeting=title,
                )
            )

    def _offer_meetings(self, meetings: Iterable[Meeting]) -> None:
        self.meeting.choices = choices({meeting.id: meeting.title for meeting in meetings})

    def validate_text(self, field: TextAreaField) -> None:
        if len(field.data) > LONGEST_TEXT:
            # Not read first: that would take seconds.
            raise ValidationError(
                _l("The text is longer than 200,000 characters. Split it in two papers.")
            )
        try:
            self._tree = paper.from_text(field.data)
        except Misshapen as error:
            raise ValidationError(str(error)) from error

    @property
    def cover(self) -> Cover:
        return Cover(
            title=" ".join(self.title.data.split()),
            purpose=Purpose(self.purpose.data),
            action_required=self.action_required.data,
            abstract=self.abstract.data,
            keywords=self.keywords.data,
            contact=self.contact.data,
            language=self.language.data,
        )

    def differences_from(self, stored: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Label, stored and typed words of each field that a colleague left different."""
        return [
            (str(field.label.text), old, new)
            for field in self
            if field.name in stored
            and (old := _in_words(field, stored[field.name]))
            != (new := _in_words(field, field.data))
            and field.name != "version"
        ]

    def tree(self, previous: paper.Node | None = None) -> paper.Node:
        """Only after the form was validated."""
        return self._tree if previous is None else paper.continued(self._tree, previous)


def _in_words(field: WtformsField, value: Any) -> str:
    """As the page words it: of a choice, its name."""
    if isinstance(field, SelectField | SelectMultipleField | RadioField):
        chosen = {str(each) for each in (value if isinstance(value, list) else [value])}
        return "\n".join(str(c.label) for c in field.choices or () if str(c.value) in chosen)
    return str(value or "").strip()


def values_of(revision: Revision) -> dict[str, Any]:
    """What the form shows of a wording."""
    return {
        **vars(revision.cover),
        "capacity": revision.sources[0].key if revision.sources else "",
        "together_with": [s.delegation_id for s in revision.sources[1:] if s.delegation_id],
        "meeting": revision.contribution.meeting_id,
        "clauses": [clause.id for clause in revision.clauses],
        "text": paper.to_text(revision.text).strip(),
        "note": revision.note,
        "version": revision.version,
    }


class HoldingForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Say why, so that the delegation knows what to do.")),
            at_most(1000),
        ],
        filters=[trimmed],
    )


class DrafterForm(Form):
    person = StringField(
        _l("Name or e-mail address"),
        [DataRequired(_l("Say whom you name.")), at_most(254)],
        filters=[one_line],
    )


class AnswerForm(Form):
    """`wording` is the fingerprint of what was read: consent is given to nothing else."""

    wording = HiddenField()
    reason = TextAreaField(
        _l("Remark"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("For the drafters of the paper. It is not printed."),
    )
