"""The texts of editions in other languages, part by part."""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"


def upgrade() -> None:
    op.create_table(
        "part_in_language",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=250), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_sure", sa.Boolean(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_part_in_language_edition_id_edition"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"],
            ["wording.id"],
            name=op.f("fk_part_in_language_wording_id_wording"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["put_by_id"], ["person.id"], name=op.f("fk_part_in_language_put_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_in_language")),
        sa.UniqueConstraint(
            "edition_id",
            "language",
            "key",
            name=op.f("uq_part_in_language_edition_id_language_key"),
        ),
    )
    op.create_index(op.f("ix_part_in_language_wording_id"), "part_in_language", ["wording_id"])
    op.create_index(op.f("ix_part_in_language_put_by_id"), "part_in_language", ["put_by_id"])


def downgrade() -> None:
    op.drop_table("part_in_language")
