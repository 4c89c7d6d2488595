"""Files that go with a wording of a paper."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "contribution_enclosure",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["person.id"],
            name=op.f("fk_contribution_enclosure_added_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["contribution_revision.id"],
            name=op.f("fk_contribution_enclosure_revision_id_contribution_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_enclosure")),
    )
    for column in ("added_by_id", "file", "revision_id"):
        op.create_index(
            op.f(f"ix_contribution_enclosure_{column}"), "contribution_enclosure", [column]
        )


def downgrade() -> None:
    op.drop_table("contribution_enclosure")
