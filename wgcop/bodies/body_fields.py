"""The fields of a body of prior work, in the order of its form: one list for the form, the page, the
commands and the demo world.

A new field needs only a line here, a column of the model, and a migration. Everybody can read it.
"""

from collections.abc import Iterable
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from wgcop.bodies.body import BODY_KIND_NAMES, BodyKind
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.fields.checks import no_link
from wgcop.fields.field import Field, Needed, moved
from wgcop.fields.kinds import Codes, Identifier, OneOf, TextLine, WebAddress

SHORT, MEDIUM = {"class_": "input--short"}, {"class_": "input--medium"}
LONGEST_CODE = 40


class CodesInLine(Identifier):
    """Several codes, typed in one line and separated by semicolons."""

    empty = ()

    def typed(self, data: str | None) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, (data or "").split(";"))))

    def given(self, value: Iterable[str]) -> str:
        return "; ".join(value)

    def compared(self, value: Any) -> Any:
        return tuple(value)


def _long_codes(text: str) -> LazyString | None:
    is_short = all(len(code.strip()) <= LONGEST_CODE for code in text.split(";"))
    return None if is_short else _l("One of these is longer than 40 characters.")


FIELDS: tuple[Field, ...] = (
    Field(
        "code",
        _l("Code"),
        Identifier(LONGEST_CODE),
        needed=Needed(_l("Enter the code.")),
        help=_l("As people cite it: 22-1/1, ITU-T SG17, UNICEF."),
        look=SHORT,
        is_row=False,
    ),
    Field("kind", _l("Kind"), OneOf(BodyKind, BODY_KIND_NAMES), look=MEDIUM),
    Field("name", _l("Name"), TextLine(300), needed=Needed(_l("Enter the name.")), is_row=False),
    Field(
        "aliases",
        _l("Also called"),
        CodesInLine(300, _long_codes),
        help=_l("Separate them with semicolons."),
    ),
    Field("after", _l("Continues the work of"), Codes(str, str), is_row=False),
    Field("period", _l("Years"), Identifier(20), help=_l("Such as 2010–2014."), look=SHORT),
    Field(
        "level",
        _l("Level"),
        OneOf(Level, LEVEL_NAMES),
        default=Level.INTERNATIONAL,
        look=MEDIUM,
    ),
    Field(
        "region",
        _l("Region"),
        OneOf(Region, REGION_NAMES, none=_l("None, or all")),
        goes_with="level",
        look=MEDIUM,
    ),
    Field("link", _l("Link"), WebAddress(500, no_link)),
)

COLUMNS = tuple(field.name for field in FIELDS if field.name not in ("aliases", "after"))
"""The fields that are columns of the body. Aliases and earlier bodies are rows of their own."""
ON_PAGE = moved(FIELDS, level="aliases", region="level")
