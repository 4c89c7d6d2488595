"""Registrations for meetings, contacts, and what calendars need: ids of meetings, secret addresses, events in letters."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

meetings = sa.table("meeting", sa.column("id"), sa.column("calendar_id"))


def upgrade() -> None:
    op.create_table(
        "meeting_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organization", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("planned", sa.String(length=40), nullable=False),
        sa.Column("attended", sa.String(length=40), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "person_id IS NOT NULL OR name <> ''", name=op.f("ck_meeting_registration_named")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_registration_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_meeting_registration_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_meeting_registration_delegation_id_delegation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"],
            ["person.id"],
            name=op.f("fk_meeting_registration_registered_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_registration")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_meeting_registration_meeting_id_person_id")
        ),
    )
    for column in ("meeting_id", "person_id", "delegation_id", "registered_by_id"):
        op.create_index(op.f(f"ix_meeting_registration_{column}"), "meeting_registration", [column])
    op.create_table(
        "calendar_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_calendar_address_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_address_token_hash")),
    )
    for name, length in (("contact", 200), ("contact_address", 254)):
        op.add_column(
            "meeting", sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        )
    op.add_column("meeting", sa.Column("calendar_id", sa.String(length=36), nullable=True))
    for meeting in op.get_bind().scalars(sa.select(meetings.c.id)).all():
        op.execute(
            meetings.update().where(meetings.c.id == meeting).values(calendar_id=str(uuid4()))
        )
    with op.batch_alter_table("meeting") as table:
        table.alter_column("calendar_id", existing_type=sa.String(length=36), nullable=False)
        table.create_unique_constraint(op.f("uq_meeting_calendar_id"), ["calendar_id"])
    op.add_column(
        "mail_message", sa.Column("calendar", sa.Text(), nullable=False, server_default="")
    )
    op.add_column(
        "mail_message",
        sa.Column("calendar_method", sa.String(length=20), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("mail_message", "calendar_method")
    op.drop_column("mail_message", "calendar")
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint(op.f("uq_meeting_calendar_id"), type_="unique")
        for name in ("calendar_id", "contact_address", "contact"):
            table.drop_column(name)
    op.drop_table("calendar_address")
    op.drop_table("meeting_registration")
