"""Threads are about papers too: who reads one, and in which paragraph the quoted words stand."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.add_column(
        "thread", sa.Column("audience", sa.String(80), nullable=False, server_default="members")
    )
    op.add_column(
        "comment_quote", sa.Column("block", sa.String(40), nullable=False, server_default="")
    )
    op.add_column(
        "comment_quote", sa.Column("revision", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute("UPDATE topic SET parent = 'papers' WHERE name LIKE 'document:%'")


def downgrade() -> None:
    op.execute("UPDATE topic SET parent = NULL WHERE name LIKE 'document:%'")
    op.drop_column("comment_quote", "revision")
    op.drop_column("comment_quote", "block")
    op.drop_column("thread", "audience")
