"""The room: requests for the floor, timers, breaks, and what the chair announces."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"

MOMENT = sa.DateTime(timezone=True)
meetings = sa.table("meeting", sa.column("slug"), sa.column("title"))
topics = sa.table(
    "topic", *(sa.column(name) for name in ("name", "title", "address", "audience", "seq"))
)


def timer() -> list[sa.Column]:
    return [
        sa.Column("allowed", sa.Interval(), nullable=True),
        sa.Column("spent", sa.Interval(), nullable=False),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
    ]


def refers(table: str, column: str, other: str, ondelete: str | None = None) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{other}.id"],
        name=op.f(f"fk_{table}_{column}_{other}"),
        ondelete=ondelete,
    )


def upgrade() -> None:
    op.create_table(
        "floor_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("given_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        *timer(),
        refers("floor_request", "item_id", "agenda_item", "CASCADE"),
        refers("floor_request", "person_id", "person"),
        refers("floor_request", "delegation_id", "delegation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_request")),
    )
    for column in ("item_id", "person_id", "delegation_id"):
        op.create_index(op.f(f"ix_floor_request_{column}"), "floor_request", [column])
    op.create_table(
        "item_floor",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("list_closed", sa.Boolean(), nullable=False),
        *timer(),
        refers("item_floor", "item_id", "agenda_item", "CASCADE"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_floor")),
    )
    op.create_table(
        "meeting_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("minutes_each", sa.Integer(), nullable=True),
        refers("meeting_room", "meeting_id", "meeting", "CASCADE"),
        refers("meeting_room", "item_id", "agenda_item", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_room")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_room_meeting_id")),
    )
    op.create_index(op.f("ix_meeting_room_item_id"), "meeting_room", ["item_id"])
    op.create_table(
        "meeting_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        refers("meeting_break", "meeting_id", "meeting", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_break")),
    )
    op.create_index(op.f("ix_meeting_break_meeting_id"), "meeting_break", ["meeting_id"])
    op.create_table(
        "room_announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        refers("room_announcement", "meeting_id", "meeting", "CASCADE"),
        refers("room_announcement", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_announcement")),
    )
    for column in ("meeting_id", "made_by_id"):
        op.create_index(op.f(f"ix_room_announcement_{column}"), "room_announcement", [column])
    # Pages listen to the topic of a room before anything has happened in it.
    for slug, title in op.get_bind().execute(sa.select(meetings)).all():
        op.execute(
            topics.insert().values(
                name=f"meeting:{slug}@room",
                title=title,
                address=f"/meetings/{slug}",
                audience="members",
                seq=0,
            )
        )


def downgrade() -> None:
    for table in (
        "room_announcement",
        "meeting_break",
        "meeting_room",
        "item_floor",
        "floor_request",
    ):
        op.drop_table(table)
