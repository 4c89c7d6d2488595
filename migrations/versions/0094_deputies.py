"""Deputies, who record the positions of their delegation."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"


def upgrade() -> None:
    op.add_column(
        "membership",
        sa.Column("is_deputy", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("is_deputy")
