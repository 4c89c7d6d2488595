"""Beside the version of the database, the least version of the code that may serve on it."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"


def upgrade() -> None:
    op.add_column("alembic_version", sa.Column("least_version", sa.String(length=32)))


def downgrade() -> None:
    op.drop_column("alembic_version", "least_version")
