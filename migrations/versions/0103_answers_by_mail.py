"""Addresses at which people answer comments by e-mail, and what came there."""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"


def upgrade() -> None:
    op.create_table(
        "reply_address",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_reply_address_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_reply_address_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_address")),
        sa.UniqueConstraint(
            "person_id", "comment_id", name=op.f("uq_reply_address_person_id_comment_id")
        ),
    )
    op.create_index(op.f("ix_reply_address_comment_id"), "reply_address", ["comment_id"])
    op.create_index(op.f("ix_reply_address_expires_at"), "reply_address", ["expires_at"])
    op.create_table(
        "mailed_draft",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("message_key", sa.String(64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_as_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mailed_draft_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_mailed_draft_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["posted_as_id"],
            ["comment.id"],
            name=op.f("fk_mailed_draft_posted_as_id_comment"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_draft")),
        sa.UniqueConstraint(
            "person_id",
            "comment_id",
            "message_key",
            name=op.f("uq_mailed_draft_person_id_comment_id_message_key"),
        ),
    )
    op.create_index(op.f("ix_mailed_draft_comment_id"), "mailed_draft", ["comment_id"])
    op.create_index(op.f("ix_mailed_draft_came_at"), "mailed_draft", ["came_at"])
    op.create_index(op.f("ix_mailed_draft_posted_as_id"), "mailed_draft", ["posted_as_id"])


def downgrade() -> None:
    op.drop_table("mailed_draft")
    op.drop_table("reply_address")
