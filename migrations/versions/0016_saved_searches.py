"""Searches that people keep, and a way to what changed lately."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("typed", sa.String(length=1000), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("order", sa.String(length=40), nullable=False),
        sa.Column("tell", sa.String(length=40), nullable=False),
        sa.Column("mails", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("feed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_saved_search_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("feed_hash", name=op.f("uq_saved_search_feed_hash")),
    )
    op.create_index(op.f("ix_saved_search_person_id"), "saved_search", ["person_id"], unique=False)
    op.create_index(
        op.f("ix_known_record_state_since"), "known_record", ["state_since"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_known_record_state_since"), table_name="known_record")
    op.drop_index(op.f("ix_saved_search_person_id"), table_name="saved_search")
    op.drop_table("saved_search")
