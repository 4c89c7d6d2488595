"""Sessions that were signed out, and which letters the secretariat hands over; what is settled keeps no file, and who watches it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "ended_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_ended_session_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ended_session")),
    )
    op.create_index(
        op.f("ix_ended_session_person_id"), "ended_session", ["person_id"], unique=False
    )
    op.add_column(
        "mail_message",
        sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute("UPDATE document_import_file SET sha = '' WHERE outcome <> 'waiting'")
    op.execute(
        "UPDATE topic SET audience = replace(audience, 'officers:', 'secretariat:') "
        "WHERE name LIKE 'import:%'"
    )


def downgrade() -> None:
    op.drop_column("mail_message", "by_hand")
    op.drop_index(op.f("ix_ended_session_person_id"), table_name="ended_session")
    op.drop_table("ended_session")
