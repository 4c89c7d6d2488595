"""Who translates a document or a resolution into a language, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0128"
down_revision = "0127"


def upgrade() -> None:
    op.create_table(
        "translation_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("resolution_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(contribution_id IS NULL) <> (resolution_id IS NULL)",
            name=op.f("ck_translation_task_one_text"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_translation_task_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name=op.f("fk_translation_task_resolution_id_resolution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_translation_task_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"],
            ["person.id"],
            name=op.f("fk_translation_task_assigned_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_task")),
        sa.UniqueConstraint(
            "contribution_id",
            "language",
            name=op.f("uq_translation_task_contribution_id_language"),
        ),
        sa.UniqueConstraint(
            "resolution_id",
            "language",
            name=op.f("uq_translation_task_resolution_id_language"),
        ),
    )
    op.create_index(op.f("ix_translation_task_person_id"), "translation_task", ["person_id"])
    op.create_index(
        op.f("ix_translation_task_assigned_by_id"), "translation_task", ["assigned_by_id"]
    )


def downgrade() -> None:
    op.drop_table("translation_task")
