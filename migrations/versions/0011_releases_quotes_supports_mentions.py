"""Released comments, quoted words, supports by delegation, and who is mentioned."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "comment_release",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("original_id", sa.Integer(), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_release_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["comment.id"],
            name=op.f("fk_comment_release_original_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_comment_release_released_by_id_person")
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_release")),
        sa.UniqueConstraint("original_id", name=op.f("uq_comment_release_original_id")),
    )
    op.create_index(
        op.f("ix_comment_release_released_by_id"), "comment_release", ["released_by_id"]
    )
    op.create_table(
        "comment_quote",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=True),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_quote_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["attached_by_id"], ["person.id"], name=op.f("fk_comment_quote_attached_by_id_person")
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_quote")),
    )
    op.create_index(op.f("ix_comment_quote_attached_by_id"), "comment_quote", ["attached_by_id"])
    op.create_table(
        "comment_support",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_support_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_comment_support_delegation_id_delegation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_comment_support_person_id_person")
        ),
        sa.PrimaryKeyConstraint("comment_id", "delegation_id", name=op.f("pk_comment_support")),
    )
    op.create_index(op.f("ix_comment_support_delegation_id"), "comment_support", ["delegation_id"])
    op.create_index(op.f("ix_comment_support_person_id"), "comment_support", ["person_id"])
    op.create_table(
        "comment_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_mention_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_comment_mention_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_comment_mention_delegation_id_delegation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_mention")),
    )
    for column in ("comment_id", "person_id", "delegation_id"):
        op.create_index(op.f(f"ix_comment_mention_{column}"), "comment_mention", [column])


def downgrade() -> None:
    for table in ("comment_mention", "comment_support", "comment_quote", "comment_release"):
        op.drop_table(table)
