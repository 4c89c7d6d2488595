"""The secretariat's changes of how a group and its meetings number their documents."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.audit.actions import Thing, note
from wgcop.bodies.models import Group, GroupName, Meeting
from wgcop.database import db
from wgcop.numbering.locked_rules import locked
from wgcop.numbering.series import GroupNumbering, MeetingNumbering
from wgcop.numbering.symbol import RevisionStyle


def set_group_numbers(
    group: Group,
    *,
    name: str,
    earlier: Sequence[tuple[str, int | None, int | None]],
    style: RevisionStyle,
    patterns: Mapping[str, str],
    version: int,
    by: Person,
) -> None:
    """Set how a group numbers its documents from the next one on. Documents that have a number keep
    their symbol. The former name joins the `earlier` ones.
    """
    stored = locked(group, GroupNumbering, group.id, version=version, reason=_reason())
    stored.style = style
    stored.patterns = dict(patterns)
    before = group.name_in_symbols
    group.symbol_name = "" if name == group.code else name
    names = {each: (since, until) for each, since, until in earlier if each != name}
    if before not in (name, group.code):
        names.setdefault(before, (None, clock.now().year))
    existing = {each.name: each for each in group.earlier_names}
    group.earlier_names = [
        existing.get(each) or GroupName(name=each) for each in names if each != group.code
    ]
    for each in group.earlier_names:
        each.since, each.until = names[each.name]
    db.session.flush()
    note("numbers.changed", by=by, of=Thing("group", group.id, group.name))


def set_meeting_numbers(
    meeting: Meeting, patterns: Mapping[str, str], *, version: int, by: Person
) -> None:
    """Set patterns for this meeting only. A kind without a pattern is numbered as in its group."""
    stored = locked(meeting.group, MeetingNumbering, meeting.id, version=version, reason=_reason())
    stored.patterns = dict(patterns)
    db.session.flush()
    note("numbers.changed", by=by, of=Thing("meeting", meeting.id, meeting.title))


def _reason() -> str:
    return _("Somebody else changed these numbers while you were writing.")
