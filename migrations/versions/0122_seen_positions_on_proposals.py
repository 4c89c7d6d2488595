"""How far people have seen the positions of others on proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"


def upgrade() -> None:
    with op.batch_alter_table("position_mark") as table:
        table.add_column(
            sa.Column("seen_on_proposals", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    with op.batch_alter_table("position_mark") as table:
        table.drop_column("seen_on_proposals")
