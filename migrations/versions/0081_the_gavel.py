"""Who opened a meeting, suspended, adjourned and closed it, and who took the chair.

Meetings at which an item was taken up or something was decided have been opened by then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
MOMENT = sa.DateTime(timezone=True)
room = sa.table(
    "meeting_room", *(sa.column(name) for name in ("meeting_id", "opened_at", "item_id"))
)
item = sa.table("agenda_item", sa.column("id"), sa.column("meeting_id"))
call = sa.table("agenda_call", sa.column("item_id"), sa.column("at"))
decision = sa.table("agenda_decision", sa.column("item_id"), sa.column("decided_at"))


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
    acts = sa.union_all(
        sa.select(item.c.meeting_id, call.c.at.label("at")).join(call, call.c.item_id == item.c.id),
        sa.select(item.c.meeting_id, decision.c.decided_at).join(
            decision, decision.c.item_id == item.c.id
        ),
    ).subquery()
    first = (
        sa.select(acts.c.meeting_id, sa.func.min(acts.c.at).label("at"))
        .group_by(acts.c.meeting_id)
        .subquery()
    )
    begun = sa.select(first.c.at).where(first.c.meeting_id == room.c.meeting_id)
    op.execute(sa.update(room).values(opened_at=begun.scalar_subquery()))
    op.execute(
        sa.insert(room).from_select(
            ["meeting_id", "opened_at"],
            sa.select(first.c.meeting_id, first.c.at).where(
                first.c.meeting_id.not_in(sa.select(room.c.meeting_id))
            ),
        )
    )


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
