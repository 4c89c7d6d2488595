"""Covers name Questions, lessons learned and the sole language; a form that is sent twice begins one draft."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column(
        "contribution_revision", sa.Column("lessons", sa.Text(), nullable=False, server_default="")
    )
    op.add_column(
        "contribution_revision",
        sa.Column("sole_language", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("contribution", sa.Column("key", sa.String(40), nullable=True))
    op.create_index("ix_contribution_form", "contribution", ["drafted_by_id", "key"], unique=True)
    op.create_table(
        "contribution_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"],
            ["body.id"],
            name=op.f("fk_contribution_question_body_id_body"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["contribution_revision.id"],
            name=op.f("fk_contribution_question_revision_id_contribution_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_question")),
        sa.UniqueConstraint(
            "revision_id", "body_id", name=op.f("uq_contribution_question_revision_id_body_id")
        ),
    )
    op.create_index(
        op.f("ix_contribution_question_body_id"), "contribution_question", ["body_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_contribution_question_body_id"), table_name="contribution_question")
    op.drop_table("contribution_question")
    op.drop_index("ix_contribution_form", table_name="contribution")
    op.drop_column("contribution", "key")
    op.drop_column("contribution_revision", "sole_language")
    op.drop_column("contribution_revision", "lessons")
