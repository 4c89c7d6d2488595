"""Changes the deadlines of a group for the secretariat."""

from flask_babel import gettext as _

from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note
from wgcop.bodies.models import Group
from wgcop.database import db
from wgcop.numbering.deadlines.models import GroupDeadlines
from wgcop.numbering.deadlines.rule import DeadlineRule
from wgcop.numbering.locked_rules import locked


def set_deadlines(group: Group, rule: DeadlineRule, *, version: int, by: Person) -> None:
    """Set the deadlines for papers that are submitted from now on, under an optimistic lock
    (`version`). The deadlines of meetings that are already arranged do not change.
    """
    reason = _("Somebody else changed these deadlines while you were writing.")
    stored = locked(group, GroupDeadlines, group.id, version=version, reason=reason)
    stored.set_rule(rule)
    db.session.flush()
    note("deadlines.changed", by=by, of=Thing("group", group.id, group.name))
