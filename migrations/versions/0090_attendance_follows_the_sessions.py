"""Whoever was in a session was at the meeting, also where the version before let another mark stand."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"

registrations = sa.table("meeting_registration", sa.column("id"), sa.column("attended", sa.String))
marks = sa.table(
    "attendance_mark",
    sa.column("id"),
    sa.column("registration_id"),
    sa.column("session_id"),
    sa.column("attended", sa.String),
)


def upgrade() -> None:
    set_where("absent", registrations.c.attended.is_(None))
    # Presence in person outweighs presence from afar, so it comes last.
    for how in ("remote", "in-person"):
        set_where(how, registrations.c.attended.is_distinct_from(how))


def set_where(how: str, condition: sa.ColumnElement[bool]) -> None:
    """Set the attendance of those who are marked like this in a session, under the condition."""
    latest = (
        sa.select(sa.func.max(marks.c.id))
        .where(marks.c.session_id.is_not(None))
        .group_by(marks.c.registration_id, marks.c.session_id)
    )
    marked = sa.select(marks.c.registration_id).where(
        marks.c.id.in_(latest), marks.c.attended == how
    )
    op.execute(
        registrations.update().where(registrations.c.id.in_(marked), condition).values(attended=how)
    )


def downgrade() -> None:
    """What was attended stays as it is."""
