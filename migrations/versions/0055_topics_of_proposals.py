"""Those who draw up an agenda can hear from the beginning what is proposed for it."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"

meetings = sa.table("meeting", sa.column("slug"), sa.column("title"), sa.column("group_id"))
groups = sa.table("working_group", sa.column("id"), sa.column("code"))
topics = sa.table(
    "topic",
    sa.column("name"),
    sa.column("title"),
    sa.column("address"),
    sa.column("audience"),
    sa.column("seq"),
)


def upgrade() -> None:
    rows = op.get_bind().execute(
        sa.select(meetings.c.slug, meetings.c.title, groups.c.code).join_from(
            meetings, groups, meetings.c.group_id == groups.c.id
        )
    )
    for slug, title, code in rows.all():
        op.execute(
            topics.insert().values(
                name=f"meeting:{slug}@proposals",
                title=title,
                address=f"/meetings/{slug}/proposals",
                audience=f"agenda-editors:{code}",
                seq=0,
            )
        )


def downgrade() -> None:
    op.execute(topics.delete().where(topics.c.name.like("meeting:%@proposals")))
