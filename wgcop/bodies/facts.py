"""The facts of a body, as they are entered."""

from collections.abc import Iterable

from wgcop.bodies.body import Body
from wgcop.bodies.body_fields import COLUMNS, FIELDS
from wgcop.fields.facts import Facts


class BodyFacts(Facts):
    """The data that are entered about a body. `after` are the codes of the bodies whose work it
    continues.
    """

    fields = FIELDS

    @classmethod
    def stored(cls, body: Body, earlier: Iterable[Body]) -> "BodyFacts":
        return cls(
            **{name: getattr(body, name) for name in COLUMNS},
            aliases=tuple(alias.name for alias in body.aliases),
            after=tuple(sorted(one.code for one in earlier)),
        )
