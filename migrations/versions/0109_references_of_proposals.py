"""Add how documents refer to a proposal that a numbered paper brings."""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"


def upgrade() -> None:
    op.add_column(
        "proposal", sa.Column("reference", sa.String(60), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("proposal", "reference")
