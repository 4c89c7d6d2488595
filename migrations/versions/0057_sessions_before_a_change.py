"""What a meeting's change keeps of its sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    with op.batch_alter_table("meeting_change") as batch:
        batch.add_column(sa.Column("sitting", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("meeting_change") as batch:
        batch.drop_column("sitting")
