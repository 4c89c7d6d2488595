"""The forms for registering for a meeting, for oneself or for others, and for marking attendance."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Form, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from wgcop.accounts.addresses import plausible_address
from wgcop.accounts.models import Delegation, Person
from wgcop.markup import has_visible
from wgcop.registration.models import ATTENDANCE_NAMES, Attendance, Registration
from wgcop.web.fields import at_most, choices, one_line


def how() -> RadioField:
    message = _l("Choose how: in person or remotely.")
    return RadioField(
        _l("How"),
        [InputRequired(message)],
        choices=choices(ATTENDANCE_NAMES),
        coerce=str,
        invalid_choice_message=message,
    )


class RegistrationForm(Form):
    planned = how()
    delegation = SelectField(
        lazy_pgettext("in whose name", "For"),
        coerce=str,
        invalid_choice_message=_l("Choose one from the list."),
    )

    @classmethod
    def of(
        cls, data: Any, person: Person, registration: Registration | None, speaking_for: int | None
    ) -> "RegistrationForm":
        """Fill the form. Only people who belong to several delegations are asked which one they
        come for.
        """
        chosen = registration.delegation_id if registration else speaking_for
        form = cls(
            data,
            planned=registration.planned if registration else None,
            delegation=str(chosen or ""),
        )
        names = {
            membership.delegation_id: membership.delegation.shown_name
            for membership in person.memberships
        }
        if len(names) > 1:
            form.delegation.choices = choices(names)
        else:
            del form.delegation
        return form

    def delegation_of(self, person: Person) -> Delegation | None:
        mine = {
            str(membership.delegation_id): membership.delegation
            for membership in person.memberships
        }
        if "delegation" in self:
            return mine[self.delegation.data]
        return next(iter(mine.values()), None)


class OtherRegistrationForm(Form):
    """The form in which the secretariat registers others: a person with an account, who is offered
    once for each of their delegations, or a person without one.
    """

    person = SelectField(_l("Person with an account"), coerce=str, validate_choice=False)
    name = StringField(lazy_pgettext("of a person", "Name"), [at_most(200)], filters=[one_line])
    organization = StringField(
        _l("Delegation or organization"),
        [at_most(200)],
        filters=[one_line],
        description=_l("A name from the list, or any other."),
    )
    email = EmailField(
        _l("E-mail"),
        [Optional(), plausible_address],
        filters=[one_line],
        description=_l("The invitation for the calendar goes there, with the link to join."),
    )
    planned = how()

    @classmethod
    def of(cls, data: Any, people: Iterable[Person]) -> "OtherRegistrationForm":
        form = cls(data)
        if not current_app.config["MAIL_URL"]:
            form.email.description = ""
        offered = list(_by_capacity(people))
        form._people = {key: capacity for key, _label, capacity in offered}
        names = {key: label for key, label, _capacity in offered}
        form.person.choices = choices(names, none=_l("Somebody without an account"))
        return form

    def validate_person(self, field: SelectField) -> None:
        if field.data and field.data not in self._people:
            raise ValidationError(_("Choose one from the list."))
        if field.data and (self.name.data or self.organization.data or self.email.data):
            raise ValidationError(
                _(
                    "You chose a person, and wrote below about somebody without an account. "
                    "Choose “Somebody without an account”, or empty the fields below."
                )
            )

    def validate_name(self, field: StringField) -> None:
        if not self.person.data and not has_visible(field.data):
            raise ValidationError(_("Choose a person above, or write a name."))

    @property
    def chosen(self) -> tuple[Person, Delegation | None] | None:
        return self._people.get(self.person.data)


def _by_capacity(
    people: Iterable[Person],
) -> Iterator[tuple[str, str, tuple[Person, Delegation | None]]]:
    """Yield the choices of people: `("12-3", "Odile Varnier · Switzerland", (person, delegation))`."""
    for person in people:
        delegations: list[Delegation | None] = [
            membership.delegation for membership in person.memberships
        ]
        for delegation in delegations or [None]:
            key = f"{person.id}-{delegation.id if delegation else ''}"
            label = f"{person.name} · {delegation.shown_name}" if delegation else person.name
            yield key, label, (person, delegation)


def marks_in(
    form: MultiDict[str, str], registrations: Sequence[Registration]
) -> dict[int, Attendance | None]:
    """Return the attendance marks that were changed since the page was shown, by the ids of
    registrations.

    Two people who mark at the same time therefore do not overwrite each other's marks.
    """
    marks: dict[int, Attendance | None] = {}
    for registration in registrations:
        mark = form.get(f"attended-{registration.id}")
        if mark is not None and mark != form.get(f"shown-{registration.id}", ""):
            marks[registration.id] = Attendance(mark) if mark in list(Attendance) else None
    return marks
