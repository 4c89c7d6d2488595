"""What waits for the search index and for the mail carrier."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "mail_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
    )
    op.create_index(op.f("ix_mail_message_due_at"), "mail_message", ["due_at"], unique=False)
    op.create_index(op.f("ix_mail_message_recipient"), "mail_message", ["recipient"], unique=False)
    op.create_table(
        "stale_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_record")),
    )


def downgrade() -> None:
    op.drop_table("stale_record")
    op.drop_index(op.f("ix_mail_message_recipient"), table_name="mail_message")
    op.drop_index(op.f("ix_mail_message_due_at"), table_name="mail_message")
    op.drop_table("mail_message")
