"""Whom to write to, in the answer to an entry that overlaps; each pair of entries is told of once."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    with op.batch_alter_table("initiative_overlap") as table:
        table.add_column(
            sa.Column("contact", sa.String(length=254), nullable=False, server_default="")
        )
    with op.batch_alter_table("initiative_overlap") as table:
        table.alter_column("contact", server_default=None)
        table.create_unique_constraint(
            op.f("uq_initiative_overlap_initiative_id_other_id"), ["initiative_id", "other_id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("initiative_overlap") as table:
        table.drop_constraint(op.f("uq_initiative_overlap_initiative_id_other_id"), type_="unique")
        table.drop_column("contact")
