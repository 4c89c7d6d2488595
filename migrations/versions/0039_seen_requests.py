"""Whether a request for consent was seen, and when an answer was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    with op.batch_alter_table("contribution_source") as table:
        table.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("seen_by_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("seen_wording", sa.String(length=64), nullable=False, server_default="")
        )
        table.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_contribution_source_seen_by_id_person"), "person", ["seen_by_id"], ["id"]
        )
        table.create_index(op.f("ix_contribution_source_seen_by_id"), ["seen_by_id"])


def downgrade() -> None:
    with op.batch_alter_table("contribution_source") as table:
        table.drop_index(op.f("ix_contribution_source_seen_by_id"))
        table.drop_constraint(op.f("fk_contribution_source_seen_by_id_person"), type_="foreignkey")
        for column in ("taken_back_at", "seen_wording", "seen_by_id", "seen_at"):
            table.drop_column(column)
