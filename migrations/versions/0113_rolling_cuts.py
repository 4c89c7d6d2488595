"""Add the cuts of rolling texts: which wording of which document is one."""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0112"


def upgrade() -> None:
    op.create_table(
        "rolling_cut",
        sa.Column("revision_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("resolution_id", sa.Integer, nullable=False),
        sa.Column("meeting_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_rolling_cut")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["contribution_revision.id"],
            name=op.f("fk_rolling_cut_revision_id_contribution_revision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_rolling_cut_resolution_id_resolution"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_rolling_cut_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("key", name=op.f("uq_rolling_cut_key")),
    )
    op.create_index("ix_rolling_cut_of", "rolling_cut", ["resolution_id", "meeting_id"])
    op.create_index(op.f("ix_rolling_cut_meeting_id"), "rolling_cut", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("rolling_cut")
