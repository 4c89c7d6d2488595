"""When somebody is written to because a comment mentions them, and where the reader of a letter ends such letters."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"


def upgrade() -> None:
    op.add_column(
        "person",
        sa.Column("mention_mail", sa.String(40), nullable=False, server_default="at-once"),
    )
    op.add_column(
        "mail_message",
        sa.Column("stop_address", sa.String(500), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("mail_message", "stop_address")
    op.drop_column("person", "mention_mail")
