"""The forms for a group: its name and task, the group it serves, its leaders and its members."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.queries import people_named
from wgcop.accounts.roles import LEADERS
from wgcop.bodies.body import Body
from wgcop.bodies.group_fields import FIELDS
from wgcop.bodies.groups import GROUP_KIND_NAMES
from wgcop.bodies.models import Group, GroupKind
from wgcop.fields.controls import typed, with_controls
from wgcop.meetings.groups.facts import GroupFacts
from wgcop.meetings.groups.queries import is_code_used
from wgcop.web.fields import at_most, choices, one_line, trimmed

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
OPEN, NAMED = "open", "named"
SMALL_GROUPS = (GroupKind.AD_HOC_GROUP, GroupKind.DRAFTING_GROUP)


class PeopleField(TextAreaField):
    """A field for names or e-mail addresses, one on each line. After validation, `people` holds the
    people found.
    """

    people: tuple[Person, ...] = ()

    def pre_validate(self, form: Form) -> None:
        names = [line.strip() for line in (self.data or "").split("\n") if line.strip()]
        found = people_named(names) if names else {}
        for name, people in found.items():
            if not people:
                raise ValidationError(
                    _(
                        "Nobody is called “%(name)s”. Enter the name as it is in the list of "
                        "people.",
                        name=name,
                    )
                )
            if len(people) > 1:
                raise ValidationError(
                    _("Several people are called “%(name)s”. Enter the e-mail address.", name=name)
                )
        self.people = tuple(dict.fromkeys(people[0] for people in found.values()))


def _people(label: Any, description: Any) -> PeopleField:
    return PeopleField(label, [at_most(4000)], filters=[trimmed], description=description)


class _CodeForm(Form):
    code = StringField(
        _l("Code"),
        [DataRequired(_l("Enter a short code for the group.")), at_most(30)],
        filters=[one_line],
        description=_l(
            "Letters, digits and hyphens, such as WG-COP-AHG-1. Its documents and meetings "
            "are named after it, and it cannot be changed later."
        ),
    )


@with_controls(FIELDS)
class GroupForm(_CodeForm):
    parent = SelectField(
        _l("Serves"),
        coerce=str,
        description=_l("The group that it reports to. It has the secretariat of that group."),
    )
    question = SelectField(_l("Works on"), coerce=str, default="")
    leaders = _people(
        _l("Led by"),
        _l(
            "The chair, the rapporteur, or the convener of a drafting or correspondence group. A name or "
            "an e-mail address on each line."
        ),
    )
    deputies = _people(_l("With"), _l("Vice-chairs or vice-rapporteurs, one on each line."))
    membership = RadioField(
        _l("Members"),
        choices=choices(
            {
                OPEN: _l("Everybody who takes part in the group above"),
                NAMED: _l("Only named people"),
            }
        ),
        default=OPEN,
        description=_l("This tells people who works there. It hides nothing from others."),
    )
    delegations = SelectMultipleField(
        _l("Delegations"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[Optional()],
    )
    people = _people(_l("People"), _l("People who take part individually, one on each line."))
    version = HiddenField()

    @classmethod
    def to_create(
        cls,
        data: Any,
        groups: Sequence[Group],
        questions: Iterable[Body],
        delegations: Iterable[Delegation],
    ) -> "GroupForm":
        form = cls(data, parent=str(groups[0].id) if groups else "")
        form._groups = {str(group.id): group for group in groups}
        form.parent.choices = choices(
            {group.id: f"{group.code}: {group.name}" for group in groups},
            none=_l("None: it is independent"),
        )
        form._offer(questions, delegations)
        return form

    @classmethod
    def to_change(
        cls,
        data: Any,
        group: Group,
        facts: GroupFacts,
        questions: Iterable[Body],
        delegations: Iterable[Delegation],
    ) -> "GroupForm":
        form = cls(
            data,
            **{each.name: each.kind.given(getattr(facts, each.name)) for each in FIELDS},
            question=str(facts.question.id) if facts.question else "",
            leaders=_lines(facts.leaders),
            deputies=_lines(facts.deputies),
            membership=OPEN if facts.open_to_all else NAMED,
            delegations=[delegation.id for delegation in facts.delegations],
            people=_lines(facts.people),
            version=str(group.version),
        )
        form._group = group
        del form.code
        del form.parent
        if not group.is_below_another:
            for field in ("membership", "delegations", "people"):
                del form[field]
        form._offer(questions, delegations)
        return form

    def _offer(self, questions: Iterable[Body], delegations: Iterable[Delegation]) -> None:
        self._questions = {str(question.id): question for question in questions}
        self.question.choices = choices(
            {key: each.title for key, each in self._questions.items()},
            none=_l("No single Question"),
        )
        self._delegations = {delegation.id: delegation for delegation in delegations}
        if "delegations" in self:
            self.delegations.choices = choices(
                {key: each.shown_name for key, each in self._delegations.items()}
            )

    def validate_code(self, field: StringField) -> None:
        if not _CODE.fullmatch(field.data):
            raise ValidationError(
                _l("Begin with a letter, and use letters, digits and single hyphens.")
            )
        if is_code_used(field.data):
            raise ValidationError(_l("There is already a group with this code."))

    def validate_parent(self, field: SelectField) -> None:
        if not field.data and not self._kind.stands_alone:
            raise ValidationError(_l("Choose the group that it serves."))

    def validate_kind(self, field: SelectField) -> None:
        if "parent" not in self and not (self._group.is_below_another or self._kind.stands_alone):
            raise ValidationError(
                _l("A group of this kind serves another. Set it up as a new group.")
            )

    def validate_deputies(self, field: TextAreaField) -> None:
        if field.data and LEADERS[self._kind][1] is None:
            raise ValidationError(_l("A convener has no deputies."))

    @property
    def _kind(self) -> GroupKind:
        """The chosen kind. If the choice is not valid, this is a working group; the field `kind`
        then has an error anyway.
        """
        return next((k for k in GroupKind if k == self.kind.data), GroupKind.WORKING_GROUP)

    @property
    def facts(self) -> GroupFacts:
        """The facts that were entered. Valid only after the form was validated."""
        by_name = "membership" in self and self.membership.data == NAMED
        return GroupFacts(
            **typed(self, FIELDS),
            parent=self._groups.get(self.parent.data) if "parent" in self else self._group.parent,
            question=self._questions.get(self.question.data),
            leaders=self.leaders.people,
            deputies=self.deputies.people,
            open_to_all=not by_name,
            delegations=tuple(self._delegations[each] for each in self.delegations.data or ())
            if by_name
            else (),
            people=self.people.people if by_name else (),
        )


class SmallGroupForm(Form):
    """The form for a group that is set up on an agenda item in one step."""

    kind = SelectField(
        _l("Kind"),
        choices=choices({kind: GROUP_KIND_NAMES[kind] for kind in SMALL_GROUPS}),
        coerce=GroupKind,
    )
    leaders = PeopleField(
        _l("Led by"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("A name or an e-mail address. You can also name somebody later."),
    )


def _lines(people: Iterable[Person]) -> str:
    return "\n".join(person.name for person in people)
