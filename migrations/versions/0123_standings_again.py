"""Standings of clauses that stand again, since what came after them was undone."""

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"


def upgrade() -> None:
    with op.batch_alter_table("clause_standing") as table:
        table.add_column(sa.Column("again_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_clause_standing_again_id_clause_standing"),
            "clause_standing",
            ["again_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_clause_standing_again_id"), ["again_id"])


def downgrade() -> None:
    with op.batch_alter_table("clause_standing") as table:
        table.drop_index(op.f("ix_clause_standing_again_id"))
        table.drop_constraint(
            op.f("fk_clause_standing_again_id_clause_standing"), type_="foreignkey"
        )
        table.drop_column("again_id")
