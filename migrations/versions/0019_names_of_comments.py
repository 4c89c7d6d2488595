"""Comments are known by a drawn name and stand at a moment, instead of by a number that counts private ones too."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def upgrade() -> None:
    # No batch here: it makes the table anew, and dropping the old one would take the rows that hang on it.
    op.add_column(
        "comment", sa.Column("name", sa.String(length=16), nullable=False, server_default="")
    )
    op.add_column(
        "comment", sa.Column("position", sa.BigInteger(), nullable=False, server_default="0")
    )
    call_them()
    op.create_index(op.f("ix_comment_name"), "comment", ["name"], unique=True)
    op.drop_index("ix_comment_thread_parent", table_name="comment")
    op.create_index("ix_comment_thread_parent", "comment", ["thread_id", "parent_id", "position"])
    op.create_index("ix_comment_thread_position", "comment", ["thread_id", "position"])


def call_them() -> None:
    connection = op.get_bind()
    comment = sa.table(
        "comment",
        sa.column("id", sa.Integer),
        sa.column("thread_id", sa.Integer),
        sa.column("posted_at", sa.DateTime(timezone=True)),
        sa.column("name", sa.String),
        sa.column("position", sa.BigInteger),
    )
    stale = sa.table(
        "stale_record",
        sa.column("record_id", sa.String),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    known = sa.table("known_record", sa.column("record_id", sa.String))
    rows = connection.execute(
        sa.select(comment.c.id, comment.c.thread_id, comment.c.posted_at).order_by(comment.c.id)
    ).all()
    last: dict[int, int] = {}
    for number, thread, posted_at in rows:
        moment = posted_at if posted_at.tzinfo else posted_at.replace(tzinfo=UTC)
        last[thread] = max(int(moment.timestamp() * 1_000_000), last.get(thread, 0) + 1)
        name = "".join(secrets.choice(LETTERS) for _ in range(10))
        connection.execute(
            sa.update(comment)
            .where(comment.c.id == number)
            .values(name=name, position=last[thread])
        )
        # The index drops the record of the old name and takes up that of the new one.
        before, now = f"comment:{number}", f"comment:{name}"
        connection.execute(
            sa.update(known).where(known.c.record_id == before).values(record_id=now)
        )
        at = datetime.now(UTC)
        connection.execute(
            sa.insert(stale), [{"record_id": one, "at": at} for one in (before, now)]
        )


def downgrade() -> None:
    op.drop_index("ix_comment_thread_position", table_name="comment")
    op.drop_index("ix_comment_thread_parent", table_name="comment")
    op.create_index("ix_comment_thread_parent", "comment", ["thread_id", "parent_id", "id"])
    op.drop_index(op.f("ix_comment_name"), table_name="comment")
    op.drop_column("comment", "position")
    op.drop_column("comment", "name")
