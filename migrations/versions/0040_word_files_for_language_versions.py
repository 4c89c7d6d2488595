"""A Word file can be brought in for a language version of a document."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column(
        "contribution_word_file",
        sa.Column("language", sa.String(8), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("contribution_word_file", "language")
