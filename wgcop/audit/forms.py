"""What the secretariat asks of the trail."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, SelectField, StringField
from wtforms.validators import Optional

from wgcop.audit.deeds import AREA_NAMES, DEEDS
from wgcop.audit.queries import Filter
from wgcop.web.fields import one_line
from wgcop.web.received import LARGEST_KEY


class TrailForm(Form):
    """Unknown values are ignored, as are days that are none."""

    person = StringField(_l("Person"), filters=[one_line])
    deed = SelectField(_l("Deed"), validate_choice=False)
    thing = StringField(_l("Thing"), filters=[one_line])
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])

    @classmethod
    def of(cls, asked: Any) -> Self:
        form = cls(asked)
        every = _l("all")
        form.deed.choices = {
            str(_l("All")): [("", _l("All deeds"))],
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

    def chosen(self, by: int | None) -> Filter:
        return Filter(
            by=by if by is None or 0 < by <= LARGEST_KEY else 0,
            person=self.person.data or "",
            deed=self.deed.data or "",
            thing=self.thing.data or "",
            since=self.since.data,
            until=self.until.data,
        )
