"""When the visit before the present one ended, to tell what happened since."""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"


def upgrade() -> None:
    op.add_column(
        "signed_in_browser", sa.Column("seen_before", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("signed_in_browser", "seen_before")
