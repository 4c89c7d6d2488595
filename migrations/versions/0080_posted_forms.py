"""Which forms were sent that create something, so that one that is sent twice creates it once."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"


def upgrade() -> None:
    op.create_table(
        "posted_form",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_posted_form")),
    )
    op.create_index(op.f("ix_posted_form_posted_at"), "posted_form", ["posted_at"])


def downgrade() -> None:
    op.drop_table("posted_form")
