"""Which letters a person wishes, and what looks at a letter again when it is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"

YES = {"nullable": False, "server_default": sa.true()}


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("reply_mail", sa.String(40), nullable=False, server_default="at-once")
    )
    for name in ("paper_mail", "item_mail", "clause_mail"):
        op.add_column("person", sa.Column(name, sa.Boolean(), **YES))
    op.add_column(
        "person", sa.Column("digest", sa.String(40), nullable=False, server_default="never")
    )
    op.add_column(
        "person", sa.Column("time_zone", sa.String(60), nullable=False, server_default="UTC")
    )
    op.add_column(
        "mention_letter",
        sa.Column("is_reply", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "mail_message", sa.Column("language", sa.String(8), nullable=False, server_default="en")
    )
    op.add_column(
        "mail_message", sa.Column("source", sa.String(40), nullable=False, server_default="")
    )
    op.add_column(
        "mail_message", sa.Column("about", sa.JSON(), nullable=False, server_default="{}")
    )
    op.add_column(
        "mail_message", sa.Column("act", sa.String(32), nullable=False, server_default="")
    )
    op.add_column(
        "item_floor", sa.Column("told_next_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("item_floor", "told_next_at")
    for name in ("about", "act", "source", "language"):
        op.drop_column("mail_message", name)
    op.drop_column("mention_letter", "is_reply")
    for name in (
        *("time_zone", "digest"),
        *("clause_mail", "item_mail", "paper_mail", "reply_mail"),
    ):
        op.drop_column("person", name)
