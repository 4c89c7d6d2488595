"""Kind and presenter of agenda items, who reads their notes, and the wording of a document that is under discussion.

Items have pages of their own, so search leads to another address.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

items = sa.table("agenda_item", sa.column("id"))
stale = sa.table(
    "stale_record",
    sa.column("record_id", sa.String),
    sa.column("touch", sa.BigInteger),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.add_column("agenda_item", sa.Column("kind", sa.String(length=40), nullable=True))
    op.add_column(
        "agenda_item",
        sa.Column("presenter", sa.String(length=200), nullable=False, server_default=""),
    )
    op.add_column(
        "agenda_item",
        sa.Column("note_for", sa.String(length=40), nullable=False, server_default="everybody"),
    )
    op.add_column("agenda_document", sa.Column("revision_number", sa.Integer(), nullable=True))
    note_items()


def downgrade() -> None:
    op.drop_column("agenda_document", "revision_number")
    for name in ("note_for", "presenter", "kind"):
        op.drop_column("agenda_item", name)
    note_items()


def note_items() -> None:
    connection = op.get_bind()
    noted = set(connection.scalars(sa.select(stale.c.record_id)))
    names = [f"agenda-item:{key}" for key in connection.scalars(sa.select(items.c.id))]
    rows = [
        {"record_id": name, "touch": 1, "at": datetime.now(UTC)}
        for name in names
        if name not in noted
    ]
    if rows:
        connection.execute(stale.insert(), rows)
