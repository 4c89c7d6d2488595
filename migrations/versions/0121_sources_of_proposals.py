"""All sources of a common proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0119"


def upgrade() -> None:
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("sources", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("proposal") as table:
        table.drop_column("sources")
