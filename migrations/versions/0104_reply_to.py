"""The address to which a letter is answered."""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"


def upgrade() -> None:
    op.add_column(
        "mail_message", sa.Column("reply_to", sa.String(254), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("mail_message", "reply_to")
