"""The secretariat's form for filtering the trail."""

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import DateField, Form, SelectField, StringField
from wtforms.validators import Optional

from wgcop.audit.deeds import AREA_NAMES, DEEDS
from wgcop.audit.queries import Filter
from wgcop.errors import Invalid
from wgcop.web.fields import one_line
from wgcop.web.received import LARGEST_KEY


class TrailForm(Form):
    """The filters of the trail. An unusable value is ignored by the page, which marks its field;
    the export of the table is refused.
    """

    person = StringField(_l("Person"), filters=[one_line])
    deed = SelectField(
        _l("What was done"), default="", invalid_choice_message=_l("Choose one from the list.")
    )
    thing = StringField(_l("What it concerns"), filters=[one_line])
    since = DateField(lazy_pgettext("of a period", "From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])

    @classmethod
    def of(cls, asked: Any) -> Self:
        form = cls(asked)
        every = _l("all")
        form.deed.choices = {
            str(_l("All")): [("", _l("All actions"))],
            **{
                str(name): [
                    (area.value, f"{name}: {every}"),
                    *((key, deed.name) for key, deed in DEEDS.items() if deed.area == area),
                ]
                for area, name in AREA_NAMES.items()
            },
        }
        form.validate()
        return form

    def require_usable(self, asked: Any) -> None:
        for name, errors in self.errors.items():
            raise Invalid(
                _(
                    "The table could not be created. %(field)s: %(error)s",
                    field=self[name].label.text,
                    error=errors[0],
                )
            )
        if not asked.get("by", "0").isdecimal():
            raise Invalid(_("The table was not created. “by” must be the number of a person."))

    def chosen(self, by: int | None) -> Filter:
        return Filter(
            by=by if by is None or 0 < by <= LARGEST_KEY else 0,
            person=self.person.data or "",
            deed=self.deed.data or "",
            thing=self.thing.data or "",
            since=self.since.data,
            until=self.until.data,
        )
