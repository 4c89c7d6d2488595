"""The number by which a comment was known before it had a name, so that addresses from that time lead on.

Migration 0019 drew the names and left the numbers as the ids. It made each position from the moment of posting, in order; comments that
came later have a position of a moment of their own. So the comments up to the first whose position is not made in that way are the old ones.
"""

from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"

COMMENT = sa.table(
    "comment",
    sa.column("id", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("thread_id", sa.Integer),
    sa.column("posted_at", sa.DateTime(timezone=True)),
    sa.column("position", sa.BigInteger),
)


def upgrade() -> None:
    op.add_column("comment", sa.Column("number", sa.Integer(), nullable=True))
    newest = newest_old_comment()
    op.execute(sa.update(COMMENT).where(COMMENT.c.id <= newest).values(number=COMMENT.c.id))
    op.create_index(op.f("ix_comment_number"), "comment", ["number"], unique=True)


def newest_old_comment() -> int:
    columns = COMMENT.c
    rows = op.get_bind().execute(
        sa.select(columns.id, columns.thread_id, columns.posted_at, columns.position).order_by(
            columns.id
        )
    )
    newest = 0
    last: dict[int, int] = {}
    for number, thread, posted_at, position in rows:
        moment = posted_at if posted_at.tzinfo else posted_at.replace(tzinfo=UTC)
        last[thread] = max(int(moment.timestamp() * 1_000_000), last.get(thread, 0) + 1)
        if position != last[thread]:
            break
        newest = number
    return newest


def downgrade() -> None:
    op.drop_index(op.f("ix_comment_number"), table_name="comment")
    op.drop_column("comment", "number")
