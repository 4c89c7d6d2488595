"""Room for the whole name of a quoted clause. Papers that quote one whose name was cut are read again."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"

SHORT, LONG = 140, 260

citations = sa.table("citation", sa.column("record_id"), sa.column("key"))
stale = sa.table(
    "stale_record",
    sa.column("record_id", sa.String),
    sa.column("touch", sa.BigInteger),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    set_length(SHORT, LONG)
    connection = op.get_bind()
    noted = set(connection.scalars(sa.select(stale.c.record_id)))
    is_cut = sa.func.length(citations.c.key) == SHORT
    papers = set(connection.scalars(sa.select(citations.c.record_id).where(is_cut)))
    rows = [
        {"record_id": record, "touch": 1, "at": datetime.now(UTC)}
        for record in sorted(papers - noted)
    ]
    if rows:
        connection.execute(stale.insert(), rows)


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
