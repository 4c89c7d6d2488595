"""The form for a body."""

from collections.abc import Iterable
from typing import Any

from wtforms import Form, IntegerField
from wtforms.validators import Optional

from wgcop.bodies.body import Body
from wgcop.bodies.body_fields import FIELDS
from wgcop.bodies.facts import BodyFacts
from wgcop.fields.controls import FormRow, given, rows_of, typed, with_controls
from wgcop.web.fields import choices


@with_controls(FIELDS)
class BodyForm(Form):
    version = IntegerField(validators=[Optional()])

    @classmethod
    def among(
        cls, bodies: Iterable[Body], data: Any, facts: BodyFacts | None = None, **extra: Any
    ) -> "BodyForm":
        """Make the form. `facts` are those of the edited body, which may follow any of the other
        bodies.
        """
        form = cls(data, **(given(facts) if facts else {}), **extra)
        form.after.choices = choices(
            {body.code: body.title for body in bodies if not facts or body.code != facts.code}
        )
        return form

    @property
    def rows(self) -> list[FormRow]:
        """The controls, without a choice that offers nothing."""
        return rows_of(
            self, [field for field in FIELDS if field.name != "after" or self.after.choices]
        )

    @property
    def facts(self) -> BodyFacts:
        return BodyFacts(**typed(self, FIELDS))
