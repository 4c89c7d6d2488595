"""When somebody joined a delegation. It is empty for those who joined before; for them the time at
which they got their account counts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0126"


def upgrade() -> None:
    op.add_column("membership", sa.Column("joined_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("joined_at")
