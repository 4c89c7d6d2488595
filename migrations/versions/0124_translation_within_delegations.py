"""Whether comments within a delegation may be sent to the translation service."""

import sqlalchemy as sa
from alembic import op

revision = "0124"
down_revision = "0123"


def upgrade() -> None:
    op.add_column(
        "delegation",
        sa.Column("allows_translation", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    with op.batch_alter_table("delegation") as delegation:
        delegation.drop_column("allows_translation")
