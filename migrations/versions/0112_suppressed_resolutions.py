"""Add by what and when a resolution was suppressed."""

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0111"


def upgrade() -> None:
    op.add_column(
        "resolution",
        sa.Column("suppressed_by", sa.String(300), nullable=False, server_default=""),
    )
    op.add_column("resolution", sa.Column("suppressed_on", sa.Date, nullable=True))


def downgrade() -> None:
    op.drop_column("resolution", "suppressed_on")
    op.drop_column("resolution", "suppressed_by")
