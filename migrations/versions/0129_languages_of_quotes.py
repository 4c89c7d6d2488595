"""The language of the words that a comment quotes. It is empty for quotes from before: those are in
the language of the text that was quoted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0129"
down_revision = "0128"


def upgrade() -> None:
    op.add_column(
        "comment_quote",
        sa.Column("language", sa.String(8), server_default="", nullable=False),
    )


def downgrade() -> None:
    with op.batch_alter_table("comment_quote") as quote:
        quote.drop_column("language")
