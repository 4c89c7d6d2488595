"""The strip on every page that shows the item on the floor of the meetings that the reader attends."""

from collections.abc import Mapping, Sequence

from flask import current_app
from flask_babel import get_locale
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select, union_all

from wgcop.accounts.kept_readers import Reader
from wgcop.accounts.models import Membership, Office
from wgcop.agenda.group_members import GroupMember
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.floor.shown import ShownFloor, floors_on_now
from wgcop.registration.models import Registration
from wgcop.web.kept import each_kept, for_each_reader, kept, present_stamp

STRIP = "floor-strip"


def floor_strip(floors: Sequence[ShownFloor]) -> str:
    """Return the strip for the reader of this request. In a page that is cached for many readers,
    it is a gap that is filled for each of them.
    """
    return Markup(for_each_reader(STRIP, lambda: _strip(floors, current_user.id)))  # noqa: S704 (a template of ours)


class StripOf:
    """The strip of one reader, rendered only if the page has a gap for it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __html__(self) -> str:
        def find() -> list[ShownFloor]:
            return floors_on_now(self._reader.audiences)

        at = present_stamp()
        floors = find() if at is None else kept(at, (STRIP, str(get_locale())), find)
        return _strip(floors, self._reader.id)


def _strip(floors: Sequence[ShownFloor], person_id: int) -> str:
    if not floors:
        return ""
    people = each_kept("in meetings", [floor.meeting_id for floor in floors], _people_in)
    own = [floor for floor in floors if is_in(person_id, people[floor.meeting_id])]
    template = current_app.jinja_env.get_template("meetings/_floor_strip.html")
    return template.render(floors=own) if own else ""


def is_in(person_id: int, people: frozenset[int]) -> bool:
    """Return whether the person is in the meeting. If nobody is known to be in it, everybody counts
    as being in it.
    """
    return person_id in people or not people


def _people_in(meeting_ids: Sequence[int]) -> Mapping[int, frozenset[int]]:
    """Return for each meeting the people who registered and the members of the group; if there is
    anybody, also the officers of the group.
    """
    registered = select(Registration.meeting_id, Registration.person_id).where(
        Registration.meeting_id.in_(meeting_ids), Registration.person_id.is_not(None)
    )
    groups = select(Meeting.id, Meeting.group_id).where(Meeting.id.in_(meeting_ids)).subquery()
    named = select(groups.c.id, GroupMember.person_id).where(
        GroupMember.group_id == groups.c.group_id, GroupMember.person_id.is_not(None)
    )
    delegated = (
        select(groups.c.id, Membership.person_id)
        .join(GroupMember, GroupMember.group_id == groups.c.group_id)
        .where(Membership.delegation_id == GroupMember.delegation_id)
    )
    coming: dict[int, set[int]] = {each: set() for each in meeting_ids}
    for meeting_id, person_id in db.session.execute(union_all(registered, named, delegated)):
        coming[meeting_id].add(person_id)
    officers = select(groups.c.id, Office.person_id).where(Office.group_id == groups.c.group_id)
    for meeting_id, person_id in db.session.execute(officers):
        if coming[meeting_id]:
            coming[meeting_id].add(person_id)
    return {meeting_id: frozenset(people) for meeting_id, people in coming.items()}
