"""The fields of a meeting, in the order of its form: one list for the form, what is missing and the
head of its page.

A new field needs only a line here, a column of the model, and a migration.
"""

from datetime import time

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from wgcop.accounts.addresses import LONGEST, is_plausible
from wgcop.bodies.models import Moment
from wgcop.bodies.zones import is_zone
from wgcop.fields.checks import no_web_address
from wgcop.fields.field import Field, Needed, NeededTo
from wgcop.fields.kinds import Identifier, TextLine, TimeOfDay, TypedDay

MEDIUM = {"class_": "input--medium", "autocomplete": "off"}
TO_JOIN = "to-join"
"""The second part of the form. The deadline for contributions stands between it and the first."""


def _no_zone(text: str) -> LazyString | None:
    known = is_zone(text)
    return None if known else _l("There is no such time zone. Enter it like Europe/Zurich.")


def _no_address(text: str) -> LazyString | None:
    known = is_plausible(text)
    return None if known else _l("Enter an e-mail address, such as name@example.org.")


FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        _l("Title"),
        TextLine(300),
        needed=Needed(_l("Enter a title for the meeting.")),
        is_row=False,
    ),
    Field(
        "place",
        _l("Place"),
        TextLine(200),
        needed=Needed(_l("Enter where people meet. You can also enter “online”.")),
        help=_l("Town and room."),
        is_row=False,
    ),
    Field(
        "starts_on",
        _l("First day"),
        TypedDay(),
        needed=Needed(_l("Enter the first day.")),
        is_row=False,
    ),
    Field(
        "ends_on",
        _l("Last day"),
        TypedDay(),
        goes_with="starts_on",
        needed=Needed(_l("Enter the last day.")),
        is_row=False,
    ),
    Field(
        "opens_at",
        _l("Opening"),
        TimeOfDay(),
        goes_with="starts_on",
        needed=Needed(_l("Enter the time when it opens.")),
        default=time(9, 30),
        is_row=False,
    ),
    Field(
        "zone",
        _l("Time zone"),
        Identifier(60, _no_zone),
        needed=Needed(_l("Choose the time zone of the place.")),
        default="Europe/Zurich",
        help=_l("All times of the meeting are in this zone. Enter it like Europe/Zurich."),
        look=MEDIUM | {"list": "zones", "spellcheck": "false"},
        is_row=False,
    ),
    Field(
        "town",
        _l("Town that names its time"),
        Identifier(80),
        help=_l(
            "A town, as in “Geneva time”. If empty, it is the first town of the place "
            "or, for an online meeting, the town of the time zone."
        ),
        look=MEDIUM,
        is_row=False,
    ),
    Field(
        "join_url",
        _l("Link to join"),
        TextLine(500, no_web_address),
        part=TO_JOIN,
        needed=Needed(
            _l("The meeting has no link to join."),
            where=("moment", Moment.NOW, Moment.COMING),
            to=NeededTo.HELP,
            mend=_l("Add the link"),
        ),
        help=_l("Shown at the top of the meeting's page to people who are signed in."),
        look={"type": "url", "inputmode": "url"},
        is_row=False,
    ),
    Field(
        "contact",
        _l("Whom to ask"),
        TextLine(200),
        part=TO_JOIN,
        needed=Needed(
            _l("The meeting has no contact for questions."),
            where=("contact_address", ""),
            to=NeededTo.HELP,
            mend=_l("Add a contact"),
        ),
        help=_l("A role, such as “Secretariat of WG-COP”. Everybody sees it."),
        look=MEDIUM,
        is_row=False,
    ),
    Field(
        "contact_address",
        _l("E-mail address for questions"),
        TextLine(LONGEST, _no_address),
        part=TO_JOIN,
        goes_with="contact",
        help=_l("A shared mailbox is better than a person's. Everybody sees it."),
        look=MEDIUM | {"type": "email"},
        is_row=False,
    ),
)
