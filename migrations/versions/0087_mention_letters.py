"""Who is to be written to about which comment, and who was, so that nobody is twice."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"


def upgrade() -> None:
    op.create_table(
        "mention_letter",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_mention_letter_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mention_letter_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "comment_id", name=op.f("pk_mention_letter")),
    )
    op.create_index(op.f("ix_mention_letter_comment_id"), "mention_letter", ["comment_id"])
    op.create_index(
        "ix_mention_letter_waiting",
        "mention_letter",
        ["person_id"],
        sqlite_where=sa.text("written_at IS NULL"),
        postgresql_where=sa.text("written_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("mention_letter")
