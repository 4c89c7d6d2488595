"""A group promises how long before a meeting its agenda and documents can be read."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.add_column("group_deadlines", sa.Column("available_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("group_deadlines", "available_days")
