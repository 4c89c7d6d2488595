"""Where documents are cited, and when they came onto an agenda and were taken up."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

CITING = (
    ("contribution", "contribution", "id"),
    ("comment", "comment", "name"),
    ("document", "document", "id"),
    ("initiative", "initiative", "id"),
    ("clause", "wording", "id"),
)
"""Kind of record, table, and the column that names it."""


def upgrade() -> None:
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=140), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_citation_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
    )
    for column in ("record_id", "key", "meeting_id"):
        op.create_index(op.f(f"ix_citation_{column}"), "citation", [column])
    op.create_table(
        "agenda_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_call_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_call")),
    )
    op.create_index(op.f("ix_agenda_call_item_id"), "agenda_call", ["item_id"])
    op.add_column(
        "agenda_document", sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True)
    )
    # What is on the floor of a meeting now was called for.
    op.execute(
        "INSERT INTO agenda_call (item_id, at) "
        "SELECT id, taken_up_at FROM agenda_item WHERE taken_up_at IS NOT NULL"
    )
    # The server looks again at every text that may cite a document.
    stale = sa.table("stale_record", sa.column("record_id"), sa.column("touch"), sa.column("at"))
    for kind, table, key in CITING:
        record_id = sa.literal(f"{kind}:") + sa.cast(sa.column(key), sa.String)
        waiting = (
            sa.select(record_id, sa.literal(0), sa.func.current_timestamp())
            .select_from(sa.table(table))
            .where(record_id.not_in(sa.select(stale.c.record_id)))
        )
        op.execute(stale.insert().from_select(["record_id", "touch", "at"], waiting))


def downgrade() -> None:
    op.drop_column("agenda_document", "placed_at")
    op.drop_table("agenda_call")
    op.drop_table("citation")
