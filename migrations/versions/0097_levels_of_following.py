"""How much of a topic people follow and since when, and how far the inbox has told them."""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"


def upgrade() -> None:
    op.add_column(
        "follow",
        sa.Column("silences", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("follow", sa.Column("since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("read_mark", sa.Column("told", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("read_mark", "told")
    op.drop_column("follow", "since")
    op.drop_column("follow", "silences")
