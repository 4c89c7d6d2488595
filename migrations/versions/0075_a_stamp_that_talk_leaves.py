"""A second stamp, on what pages show around the talk: comments leave it as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"


def upgrade() -> None:
    op.add_column("stamp", sa.Column("around", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("stamp", "around")
