"""Room for the whole name of a quoted clause. Papers that quote one whose name was cut are read again by the server."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"

SHORT, LONG = 140, 260

citations = sa.table("citation", sa.column("key"))


def upgrade() -> None:
    set_length(SHORT, LONG)


def downgrade() -> None:
    op.execute(citations.update().values(key=sa.func.substr(citations.c.key, 1, SHORT)))
    set_length(LONG, SHORT)


def set_length(before: int, after: int) -> None:
    with op.batch_alter_table("citation") as table:
        table.alter_column(
            "key",
            existing_type=sa.String(length=before),
            type_=sa.String(length=after),
            existing_nullable=False,
        )
