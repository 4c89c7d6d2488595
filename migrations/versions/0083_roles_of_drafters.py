"""What each drafter of a paper may do: write in it, as until now, or only comment on it or read it."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"


def upgrade() -> None:
    op.add_column(
        "contribution_drafter",
        sa.Column("role", sa.String(length=40), nullable=False, server_default="write"),
    )


def downgrade() -> None:
    op.drop_column("contribution_drafter", "role")
