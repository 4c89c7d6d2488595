"""Who was there in which session, with the trace of what was corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"


def upgrade() -> None:
    op.create_table(
        "attendance_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(40), nullable=True),
        sa.Column("attended", sa.String(40), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["meeting_registration.id"],
            name="fk_attendance_mark_registration_id_meeting_registration",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["meeting_session.id"],
            name="fk_attendance_mark_session_id_meeting_session",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"],
            ["person.id"],
            name="fk_attendance_mark_marked_by_id_person",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_mark"),
    )
    for column in ("registration_id", "session_id", "marked_by_id"):
        op.create_index(f"ix_attendance_mark_{column}", "attendance_mark", [column])


def downgrade() -> None:
    op.drop_table("attendance_mark")
