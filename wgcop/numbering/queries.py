"""Finds groups and meetings by the name in an address."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.bodies.models import Group, Meeting
from wgcop.database import db


def group_called(code: str) -> Group | None:
    """Return the group with this code and all its names, or None."""
    return db.session.scalar(
        select(Group).where(Group.code == code).options(selectinload(Group.earlier_names))
    )


def meeting_called(slug: str) -> Meeting | None:
    return db.session.scalar(
        select(Meeting).where(Meeting.slug == slug).options(joinedload(Meeting.group))
    )


def meetings_of(group: Group) -> Sequence[Meeting]:
    """Return the meetings of a group, latest first."""
    return db.session.scalars(
        select(Meeting).where(Meeting.group_id == group.id).order_by(Meeting.number.desc())
    ).all()
