"""The form for a body."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop.bodies.body import BODY_KIND_NAMES, Body, BodyKind
from wgcop.bodies.facts import BodyFacts
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.priorwork.forms.links import link_field
from wgcop.web.fields import at_most, choices, one_line


class BodyForm(Form):
    code = StringField(
        _l("Code"),
        [DataRequired(_l("Enter the code.")), at_most(40)],
        filters=[one_line],
        description=_l("As people cite it: 22-1/1, ITU-T SG17, UNICEF."),
    )
    kind = SelectField(_l("Kind"), choices=choices(BODY_KIND_NAMES))
    name = StringField(
        _l("Name"), [DataRequired(_l("Enter the name.")), at_most(300)], filters=[one_line]
    )
    aliases = StringField(
        _l("Also called"),
        [at_most(300)],
        filters=[one_line],
        description=_l("Separate them with ;."),
    )
    after = SelectMultipleField(
        _l("Continues the work of"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    period = StringField(
        _l("Years"), [at_most(20)], filters=[one_line], description=_l("Such as 2010–2014.")
    )
    level = SelectField(
        _l("Level"), choices=choices(LEVEL_NAMES), default=Level.INTERNATIONAL.value
    )
    region = SelectField(_l("Region"), choices=choices(REGION_NAMES, none=_l("None, or all")))
    link = link_field()
    version = IntegerField(validators=[Optional()])

    @classmethod
    def among(
        cls, bodies: Iterable[Body], data: Any, facts: BodyFacts | None = None, **extra: Any
    ) -> "BodyForm":
        """Make the form. `facts` are those of the edited body, which may follow any of the other
        bodies.
        """
        values = vars(facts) | {"aliases": "; ".join(facts.aliases)} if facts else {}
        form = cls(data, **values, **extra)
        others = {body.code: body.title for body in bodies if not facts or body.code != facts.code}
        form.after.choices = choices(others)
        if not others:
            del form.after
        return form

    @property
    def facts(self) -> BodyFacts:
        return BodyFacts(
            code=self.code.data,
            kind=BodyKind(self.kind.data),
            name=self.name.data,
            level=Level(self.level.data),
            region=Region(self.region.data) if self.region.data else None,
            period=self.period.data,
            link=self.link.data,
            aliases=tuple(filter(None, map(str.strip, self.aliases.data.split(";")))),
            after=tuple(self.after.data) if self.after else (),
        )

    def validate_aliases(self, field: StringField) -> None:
        if any(len(alias.strip()) > 40 for alias in field.data.split(";")):
            raise ValidationError(_l("One of these is longer than 40 characters."))
