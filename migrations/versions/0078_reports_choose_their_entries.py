"""Which entries of the registry a report on implementation names, and where; all of them in both places, as before."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
COLUMNS = {"entries_named": "all", "entries_place": "both"}


def upgrade() -> None:
    for name, usual in COLUMNS.items():
        column = sa.Column(name, sa.String(40), nullable=False, server_default=usual)
        op.add_column("implementation_report", column)


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("implementation_report", name)
