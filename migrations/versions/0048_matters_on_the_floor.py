"""Which clause or document of an item the chair has put on the floor."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

TABLES = ("agenda_clause", "agenda_document")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "taken_up_at")
