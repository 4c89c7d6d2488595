"""How many comments stand on each topic, kept by those who post, instead of counted by those who read."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"

STANDING = sa.text(
    """
    SELECT thread.name AS thread, thread.audience AS widest, comment.audience AS audience, count(*) AS number
    FROM comment JOIN thread ON thread.id = comment.thread_id
    WHERE comment.retracted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM comment_release WHERE comment_release.original_id = comment.id)
    GROUP BY thread.name, thread.audience, comment.audience
    """
)


def upgrade() -> None:
    op.add_column("topic", sa.Column("comments", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    counted = [
        {"name": topic_name(row.thread, row.audience, row.widest), "number": row.number}
        for row in connection.execute(STANDING)
    ]
    if counted:
        connection.execute(
            sa.text("UPDATE topic SET comments = :number WHERE name = :name"), counted
        )


def topic_name(thread: str, audience: str, widest: str) -> str:
    return thread if audience == widest else f"{thread}@{audience.rpartition(':')[2]}"


def downgrade() -> None:
    with op.batch_alter_table("topic") as table:
        table.drop_column("comments")
