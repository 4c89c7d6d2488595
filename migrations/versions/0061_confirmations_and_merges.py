"""When entries of the registry are to be confirmed, who was reminded of it, and which entries were merged."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"

FIRST = 60
"""Days until the first of the entries that are there already is to be confirmed; the others follow over the year after."""


def upgrade() -> None:
    op.create_table(
        "initiative_reminder",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("confirm_by", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_reminder_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "initiative_id", "confirm_by", "stage", name=op.f("pk_initiative_reminder")
        ),
    )
    op.create_table(
        "initiative_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("staying_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("carried", sa.JSON(), nullable=False),
        sa.Column("merged_version", sa.Integer(), nullable=False),
        sa.Column("staying_version", sa.Integer(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_merge_merged_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staying_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_merge_staying_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_initiative_merge_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_initiative_merge_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_merge")),
    )
    for column in ("merged_id", "staying_id", "by_id", "undone_by_id"):
        op.create_index(op.f(f"ix_initiative_merge_{column}"), "initiative_merge", [column])
    _spread_dates()


def _spread_dates() -> None:
    """Over a year, in the order in which the entries were changed last: the oldest facts are asked for first."""
    entry = sa.table(
        "initiative",
        sa.column("id", sa.Integer),
        sa.column("state", sa.String),
        sa.column("changed_at", sa.DateTime),
        sa.column("confirm_by", sa.Date),
    )
    connection = op.get_bind()
    ids = connection.scalars(
        sa.select(entry.c.id)
        .where(entry.c.state == "accepted", entry.c.confirm_by.is_(None))
        .order_by(entry.c.changed_at, entry.c.id)
    ).all()
    today = datetime.now(UTC).date()
    for place, key in enumerate(ids):
        on = today + timedelta(days=FIRST + 365 * place // len(ids))
        connection.execute(sa.update(entry).where(entry.c.id == key).values(confirm_by=on))


def downgrade() -> None:
    op.execute("UPDATE initiative SET confirm_by = NULL")
    op.drop_table("initiative_merge")
    op.drop_table("initiative_reminder")
