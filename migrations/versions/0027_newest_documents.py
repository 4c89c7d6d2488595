"""The list of documents is read in its order, and no longer sorted for each page."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_index(
        "ix_document_newest",
        "document",
        [sa.text("dated DESC"), sa.text("lower(title)"), "id"],
    )


def downgrade() -> None:
    op.drop_index("ix_document_newest", table_name="document")
