"""What is kept of a text to find its counterpart in another language."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "text_print",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("printed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_print")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_text_print_record_id"), "text_print", ["record_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_text_print_record_id"), table_name="text_print")
    op.drop_table("text_print")
