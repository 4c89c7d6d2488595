"""A document may take the place of an earlier one."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    with op.batch_alter_table("contribution") as table:
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_contribution_replaces_id_contribution"),
            "contribution",
            ["replaces_id"],
            ["id"],
        )
        table.create_index(op.f("ix_contribution_replaces_id"), ["replaces_id"])


def downgrade() -> None:
    with op.batch_alter_table("contribution") as table:
        table.drop_index(op.f("ix_contribution_replaces_id"))
        table.drop_constraint(op.f("fk_contribution_replaces_id_contribution"), type_="foreignkey")
        table.drop_column("replaces_id")
