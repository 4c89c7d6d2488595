"""When the drafters of a paper that was never submitted were told that it would end, and when one of them said to keep it."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
COLUMNS = ("warned_at", "kept_at")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("contribution", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("contribution", name)
