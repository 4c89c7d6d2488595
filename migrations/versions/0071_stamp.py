"""A stamp on what pages show, so that what was rendered of it can be kept until a commit changes any of it."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"


def upgrade() -> None:
    stamp = op.create_table(
        "stamp",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("value", sa.BigInteger(), nullable=False),
    )
    op.bulk_insert(stamp, [{"id": 1, "value": 1}])


def downgrade() -> None:
    op.drop_table("stamp")
