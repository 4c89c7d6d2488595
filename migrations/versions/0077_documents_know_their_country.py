"""The Member State that a document of the corpus is of, as two letters of ISO 3166-1."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"


def upgrade() -> None:
    op.add_column("document", sa.Column("country", sa.String(2), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("document", "country")
