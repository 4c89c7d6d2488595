"""Who opened a meeting, suspended, adjourned and closed it, and who took the chair.

On its days a meeting has been opened by when an item was taken up, something decided, the floor asked for, the time of the item on the
floor counted, or a break begun. What was recorded on other days opened nothing.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
MOMENT = sa.DateTime(timezone=True)
meeting = sa.table(
    "meeting",
    sa.column("id"),
    sa.column("zone"),
    sa.column("starts_on", sa.Date),
    sa.column("ends_on", sa.Date),
)
room = sa.table(
    "meeting_room", sa.column("meeting_id"), sa.column("opened_at", MOMENT), sa.column("item_id")
)
pause = sa.table("meeting_break", sa.column("meeting_id"), sa.column("began_at", MOMENT))
item = sa.table("agenda_item", sa.column("id"), sa.column("meeting_id"))
call = sa.table("agenda_call", sa.column("item_id"), sa.column("at", MOMENT))
decision = sa.table("agenda_decision", sa.column("item_id"), sa.column("decided_at", MOMENT))
asked = sa.table("floor_request", sa.column("item_id"), sa.column("asked_at", MOMENT))
counted = sa.table("item_floor", sa.column("item_id"), sa.column("since", MOMENT))


def upgrade() -> None:
    for table, columns in (
        ("meeting_room", ("opened_by_id",)),
        ("meeting_break", ("began_by_id", "ended_by_id")),
    ):
        for column in columns:
            op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
            with op.batch_alter_table(table) as batch:
                batch.create_foreign_key(
                    op.f(f"fk_{table}_{column}_person"), "person", [column], ["id"]
                )
    op.add_column("meeting_room", sa.Column("opened_at", MOMENT, nullable=True))
    op.add_column(
        "meeting_break",
        sa.Column("kind", sa.String(length=40), nullable=False, server_default="suspended"),
    )
    op.create_table(
        "presiding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_presiding_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_presiding_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presiding")),
    )
    for column in ("meeting_id", "person_id"):
        op.create_index(op.f(f"ix_presiding_{column}"), "presiding", [column])
    open_what_was_held()


def open_what_was_held() -> None:
    connection = op.get_bind()
    at_items = (
        sa.select(item.c.meeting_id, moment.label("at")).join(table, table.c.item_id == item.c.id)
        for table, moment in (
            (call, call.c.at),
            (decision, decision.c.decided_at),
            (asked, asked.c.asked_at),
            (counted, counted.c.since),
        )
    )
    acts = sa.union_all(*at_items, sa.select(pause.c.meeting_id, pause.c.began_at)).subquery()
    rows = connection.execute(
        sa.select(meeting.c.id, meeting.c.zone, meeting.c.starts_on, meeting.c.ends_on, acts.c.at)
        .join(acts, acts.c.meeting_id == meeting.c.id)
        .where(acts.c.at.is_not(None))
        .order_by(acts.c.at)
    )
    opened: dict[int, datetime] = {}
    for meeting_id, zone, first, last, at in rows:
        if first <= day_of(at, zone) <= last:
            opened.setdefault(meeting_id, at)
    known = set(connection.scalars(sa.select(room.c.meeting_id)))
    for meeting_id, at in opened.items():
        values = {"meeting_id": meeting_id, "opened_at": at}
        op.execute(
            sa.update(room).where(room.c.meeting_id == meeting_id).values(opened_at=at)
            if meeting_id in known
            else sa.insert(room).values(values)
        )
    # What was there by the clock alone is on no floor.
    op.execute(sa.update(room).where(room.c.opened_at.is_(None)).values(item_id=None))


def day_of(at: datetime, zone: str) -> date:
    """By the clock of the place."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone)).date()


def downgrade() -> None:
    op.drop_table("presiding")
    op.drop_column("meeting_break", "kind")
    op.drop_column("meeting_room", "opened_at")
    for table, columns in (
        ("meeting_room", ("opened_by_id",)),
        ("meeting_break", ("began_by_id", "ended_by_id")),
    ):
        for column in columns:
            with op.batch_alter_table(table) as batch:
                batch.drop_constraint(op.f(f"fk_{table}_{column}_person"), type_="foreignkey")
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
            op.drop_column(table, column)
