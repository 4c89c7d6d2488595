"""What was published of each agenda."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.create_table(
        "published_agenda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("public_lines", sa.JSON(), nullable=False),
        sa.Column("public_text", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_published_agenda_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["contribution_revision.id"],
            name=op.f("fk_published_agenda_revision_id_contribution_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_agenda")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_published_agenda_revision_id")),
    )
    op.create_index(op.f("ix_published_agenda_meeting_id"), "published_agenda", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("published_agenda")
