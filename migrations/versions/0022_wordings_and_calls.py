"""A support belongs to a wording of its comment, and a mention knows what called."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

NEW = (
    ("comment", "wording", "1"),
    ("comment_earlier_wording", "number", "1"),
    ("comment_support", "wording", "1"),
    ("comment_mention", "seq", "0"),
)


def upgrade() -> None:
    for table, column, before in NEW:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=False, server_default=before))
    # What was replaced before a delegation clicked, it has seen replaced.
    op.execute(
        "UPDATE comment SET wording = 1 + (SELECT count(*) FROM comment_earlier_wording AS e "
        "WHERE e.comment_id = comment.id)"
    )
    op.execute(
        "UPDATE comment_earlier_wording SET number = 1 + (SELECT count(*) FROM "
        "comment_earlier_wording AS e WHERE e.comment_id = comment_earlier_wording.comment_id "
        "AND e.id < comment_earlier_wording.id)"
    )
    op.execute(
        "UPDATE comment_support SET wording = 1 + (SELECT count(*) FROM comment_earlier_wording AS e "
        "WHERE e.comment_id = comment_support.comment_id AND e.replaced_at <= comment_support.at)"
    )


def downgrade() -> None:
    for table, column, _ in NEW:
        op.drop_column(table, column)
