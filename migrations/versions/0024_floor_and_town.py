"""An item that the chair took up, and the town after which a meeting's times are called."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("agenda_item", sa.Column("taken_up_at", sa.DateTime(timezone=True)))
    op.add_column(
        "meeting", sa.Column("town", sa.String(length=80), nullable=False, server_default="")
    )
    listen_to_the_floor()


def listen_to_the_floor() -> None:
    """Pages listen from their first moment, so the topics of meetings that are arranged already are there too."""
    connection = op.get_bind()
    meeting = sa.table("meeting", sa.column("slug", sa.String), sa.column("title", sa.String))
    topic = sa.table(
        "topic",
        *(sa.column(name, sa.String) for name in ("name", "title", "address", "audience")),
        sa.column("seq", sa.Integer),
    )
    for slug, title in connection.execute(sa.select(meeting.c.slug, meeting.c.title)).all():
        connection.execute(
            sa.insert(topic).values(
                name=f"meeting:{slug}@floor",
                title=title,
                address=f"/meetings/{slug}",
                audience="members",
                seq=0,
            )
        )


def downgrade() -> None:
    op.execute("DELETE FROM topic WHERE name LIKE 'meeting:%@floor'")
    op.drop_column("meeting", "town")
    op.drop_column("agenda_item", "taken_up_at")
