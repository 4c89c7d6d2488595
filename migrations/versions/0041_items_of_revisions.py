"""The draft of a revision keeps the items of the agenda that its document joins when the revision is issued."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.add_column(
        "contribution_revision",
        sa.Column("items_when_issued", sa.JSON(), nullable=False, server_default="[]"),
    )


def downgrade() -> None:
    op.drop_column("contribution_revision", "items_when_issued")
