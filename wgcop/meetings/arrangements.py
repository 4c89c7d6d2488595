"""The arrangements of a meeting by the secretariat. If they set no deadline for contributions, the
rule of the group applies.
"""

from datetime import UTC, datetime
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.agenda.meeting_fields import FIELDS
from wgcop.bodies.models import Meeting
from wgcop.bodies.zones import is_zone
from wgcop.errors import Invalid
from wgcop.fields.facts import Facts
from wgcop.fields.field import Field
from wgcop.fields.kinds import Exact
from wgcop.numbering.deadlines.rule import DeadlineRule


class Arrangements(Facts):
    """The arrangements of a meeting. If `due` is None, `rule`, the deadline rule of the group,
    decides.
    """

    fields = (
        *FIELDS,
        Field("due", _l("Contributions due"), Exact()),
        Field("rule", _l("Rule for the deadline"), Exact(), default=DeadlineRule()),
    )

    @classmethod
    def of_meeting(cls, meeting: Meeting, rule: DeadlineRule) -> Self:
        """Return the arrangements of a meeting as it is. `due` is set only if it differs from the
        deadline of the rule.
        """
        by_rule = cls(**{field.name: getattr(meeting, field.name) for field in FIELDS}, rule=rule)
        if by_rule.contributions_due.astimezone(UTC) == meeting.contributions_due:
            return by_rule
        return by_rule.but(due=meeting.contributions_due.astimezone(meeting.time_zone))

    def check(self) -> None:
        if not is_zone(self.zone):
            raise Invalid(
                _("There is no time zone “%(zone)s”. Enter it like Europe/Zurich.", zone=self.zone)
            )
        if self.ends_on < self.starts_on:
            raise Invalid(_("A meeting cannot end before it starts."))

    @property
    def contributions_due(self) -> datetime:
        due: datetime = self.due or self.rule.due(self.starts_on, self.zone)
        return due
