"""Word files that somebody brings in are kept for them alone until they decide, and for a day at the longest."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "contribution_word_file",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_word_file_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_contribution_word_file_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_word_file")),
    )
    op.create_index(
        op.f("ix_contribution_word_file_person_id"), "contribution_word_file", ["person_id"]
    )
    op.create_index(
        op.f("ix_contribution_word_file_contribution_id"),
        "contribution_word_file",
        ["contribution_id"],
    )


def downgrade() -> None:
    op.drop_table("contribution_word_file")
