"""What the radar compares with, and what was decided on what it found."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "radar_record",
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_radar_record")),
    )
    op.create_index(op.f("ix_radar_record_is_shared"), "radar_record", ["is_shared"], unique=False)
    op.create_table(
        "radar_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_radar_state")),
    )
    # What was there before is looked at again, so that it has its shingles.
    op.execute(
        "INSERT INTO stale_record (record_id, at) "
        "SELECT 'contribution:' || id, CURRENT_TIMESTAMP FROM contribution"
    )
    op.execute(
        "INSERT INTO stale_record (record_id, at) "
        "SELECT 'initiative:' || id, CURRENT_TIMESTAMP FROM initiative"
    )


def downgrade() -> None:
    op.drop_table("radar_state")
    op.drop_index(op.f("ix_radar_record_is_shared"), table_name="radar_record")
    op.drop_table("radar_record")
