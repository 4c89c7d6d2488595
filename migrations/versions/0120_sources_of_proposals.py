"""All sources of a common proposal, and the regional group whose common proposal a paper is."""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"


def upgrade() -> None:
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("sources", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "contribution_revision", sa.Column("common_proposal", sa.String(length=40), nullable=True)
    )


def downgrade() -> None:
    with op.batch_alter_table("contribution_revision") as table:
        table.drop_column("common_proposal")
    with op.batch_alter_table("proposal") as table:
        table.drop_column("sources")
