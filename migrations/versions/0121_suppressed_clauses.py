"""Suppressions of clauses that a meeting agrees, and texts under silence that suppress a clause."""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"


def upgrade() -> None:
    with op.batch_alter_table("clause_standing") as table:
        table.add_column(
            sa.Column("suppresses", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("suppressed_with_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_clause_standing_suppressed_with_id_clause_standing"),
            "clause_standing",
            ["suppressed_with_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_clause_standing_suppressed_with_id"), ["suppressed_with_id"])
    with op.batch_alter_table("silence_procedure") as table:
        table.add_column(
            sa.Column("suppresses", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("silence_procedure") as table:
        table.drop_column("suppresses")
    with op.batch_alter_table("clause_standing") as table:
        table.drop_index(op.f("ix_clause_standing_suppressed_with_id"))
        table.drop_constraint(
            op.f("fk_clause_standing_suppressed_with_id_clause_standing"), type_="foreignkey"
        )
        table.drop_column("suppressed_with_id")
        table.drop_column("suppresses")
