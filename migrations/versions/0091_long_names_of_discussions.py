"""Room for the whole name of a discussion in the audit trail and in the record of a redaction."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"

SHORT, LONG = 120, 300
COLUMNS = {"audit_row": "of_id", "redaction": "key"}


def upgrade() -> None:
    set_length(SHORT, LONG)


def downgrade() -> None:
    """Fails on PostgreSQL where a longer name is stored, since no row of the trail can be changed."""
    set_length(LONG, SHORT)


def set_length(before: int, after: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        # It stores a name of any length, and would make the tables anew, without their triggers.
        return
    for table, column in COLUMNS.items():
        op.alter_column(
            table,
            column,
            existing_type=sa.String(length=before),
            type_=sa.String(length=after),
            existing_nullable=False,
        )
