"""Since when a record is found, and since when its state holds."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "known_record",
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_known_record")),
    )
    op.create_index(op.f("ix_known_record_since"), "known_record", ["since"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_known_record_since"), table_name="known_record")
    op.drop_table("known_record")
