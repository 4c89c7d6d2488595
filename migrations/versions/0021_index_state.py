"""Of which state of the database the index is, and one note for each record that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute(
        "DELETE FROM stale_record "
        "WHERE id NOT IN (SELECT min(id) FROM stale_record GROUP BY record_id)"
    )
    with op.batch_alter_table("stale_record") as table:
        table.add_column(sa.Column("touch", sa.BigInteger(), nullable=False, server_default="0"))
        table.create_unique_constraint(op.f("uq_stale_record_record_id"), ["record_id"])
    op.create_table(
        "index_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("coming", sa.String(length=32), nullable=True),
        sa.Column("is_filling", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_state")),
    )


def downgrade() -> None:
    op.drop_table("index_state")
    with op.batch_alter_table("stale_record") as table:
        table.drop_constraint(op.f("uq_stale_record_record_id"), type_="unique")
        table.drop_column("touch")
