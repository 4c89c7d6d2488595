"""Agreed wording that was recorded in error: who withdrew it, when, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
INDEX = "ix_agreed_wording_withdrawn_by_id"
CONSTRAINT = "fk_agreed_wording_withdrawn_by_id_person"


def upgrade() -> None:
    op.add_column(
        "agreed_wording", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("agreed_wording", sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
    op.add_column(
        "agreed_wording",
        sa.Column("why_withdrawn", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index(INDEX, "agreed_wording", ["withdrawn_by_id"])
    with op.batch_alter_table("agreed_wording") as batch:
        batch.create_foreign_key(CONSTRAINT, "person", ["withdrawn_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("agreed_wording") as batch:
        batch.drop_constraint(CONSTRAINT, type_="foreignkey")
    op.drop_index(INDEX, table_name="agreed_wording")
    for name in ("withdrawn_at", "withdrawn_by_id", "why_withdrawn"):
        op.drop_column("agreed_wording", name)
