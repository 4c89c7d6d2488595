"""Drafts are written together: their steps in one order, and versions of the text."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "draft_writing",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of_revision("draft_writing"),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_draft_writing")),
    )
    op.create_index(op.f("ix_draft_writing_changed_at"), "draft_writing", ["changed_at"])
    op.create_table(
        "draft_step",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.JSON(), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of_revision("draft_step"),
        _of_person("draft_step", "person_id"),
        sa.PrimaryKeyConstraint("revision_id", "number", name=op.f("pk_draft_step")),
    )
    op.create_index(op.f("ix_draft_step_person_id"), "draft_step", ["person_id"])
    op.create_table(
        "draft_version",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("words_added", sa.Integer(), nullable=False),
        sa.Column("words_removed", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _of_revision("draft_version"),
        _of_person("draft_version", "by_id"),
        sa.PrimaryKeyConstraint("revision_id", "number", name=op.f("pk_draft_version")),
    )
    op.create_index(op.f("ix_draft_version_by_id"), "draft_version", ["by_id"])
    op.create_table(
        "draft_version_writer",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id", "number"],
            ["draft_version.revision_id", "draft_version.number"],
            name=op.f("fk_draft_version_writer_revision_id_draft_version"),
            ondelete="CASCADE",
        ),
        _of_person("draft_version_writer", "person_id"),
        sa.PrimaryKeyConstraint(
            "revision_id", "number", "person_id", name=op.f("pk_draft_version_writer")
        ),
    )
    op.create_index(
        op.f("ix_draft_version_writer_person_id"), "draft_version_writer", ["person_id"]
    )


def _of_revision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["revision_id"],
        ["contribution_revision.id"],
        name=op.f(f"fk_{table}_revision_id_contribution_revision"),
        ondelete="CASCADE",
    )


def _of_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")
    )


def downgrade() -> None:
    for table in ("draft_version_writer", "draft_version", "draft_step", "draft_writing"):
        op.drop_table(table)
