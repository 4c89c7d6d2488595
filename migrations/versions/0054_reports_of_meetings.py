"""The report of a meeting: which paper it is, and what was composed into it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.create_table(
        "meeting_report",
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("composed", sa.JSON(), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("composed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_report_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_meeting_report_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["composed_by_id"],
            ["person.id"],
            name=op.f("fk_meeting_report_composed_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_report")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_meeting_report_contribution_id")),
    )
    op.create_index(op.f("ix_meeting_report_composed_by_id"), "meeting_report", ["composed_by_id"])


def downgrade() -> None:
    op.drop_table("meeting_report")
