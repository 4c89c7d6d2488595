"""Pictures of papers: each file belongs to the paper it was sent for, and is seen by whoever sees it there."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "contribution_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_contribution_picture_added_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_picture_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_picture")),
        sa.UniqueConstraint(
            "contribution_id", "file", name=op.f("uq_contribution_picture_contribution_id_file")
        ),
    )
    op.create_index(
        op.f("ix_contribution_picture_added_by_id"), "contribution_picture", ["added_by_id"]
    )
    op.create_index(op.f("ix_contribution_picture_file"), "contribution_picture", ["file"])


def downgrade() -> None:
    op.drop_table("contribution_picture")
