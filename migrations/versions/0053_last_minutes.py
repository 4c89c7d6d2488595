"""At what time the last day of a deadline ends, for each group."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.add_column(
        "group_deadlines",
        sa.Column("last_minute", sa.Time(), nullable=False, server_default="23:59:00.000000"),
    )


def downgrade() -> None:
    op.drop_column("group_deadlines", "last_minute")
