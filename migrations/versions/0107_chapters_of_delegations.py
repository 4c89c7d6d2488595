"""From which chapter on members read what was said within their delegation."""

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"


def upgrade() -> None:
    op.create_table(
        "delegation_chapter",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_delegation_chapter_delegation_id_delegation",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "delegation_id", "number", name="uq_delegation_chapter_delegation_id_number"
        ),
    )
    first = sa.Column("first_chapter", sa.Integer(), nullable=False, server_default="1")
    op.add_column("membership", first)
    present = sa.Column("present_chapter", sa.Integer(), nullable=False, server_default="1")
    op.add_column("membership", present)
    read = sa.Column("first_chapter", sa.Integer(), nullable=False, server_default="1")
    op.add_column("invitation", read)


def downgrade() -> None:
    op.drop_column("invitation", "first_chapter")
    op.drop_column("membership", "present_chapter")
    op.drop_column("membership", "first_chapter")
    op.drop_table("delegation_chapter")
