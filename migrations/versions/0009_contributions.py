"""Contributions, their revisions and the clauses they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_contribution_delegation_id_delegation"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name=op.f("fk_contribution_drafted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_contribution_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_contribution_meeting_id_number")),
    )
    op.create_index(
        op.f("ix_contribution_delegation_id"), "contribution", ["delegation_id"], unique=False
    )
    op.create_index(
        op.f("ix_contribution_drafted_by_id"), "contribution", ["drafted_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_contribution_meeting_id"), "contribution", ["meeting_id"], unique=False
    )
    op.create_table(
        "contribution_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("action_required", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("keywords", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["person.id"],
            name=op.f("fk_contribution_revision_changed_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_revision_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["person.id"],
            name=op.f("fk_contribution_revision_submitted_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_revision")),
        sa.UniqueConstraint(
            "contribution_id",
            "number",
            name=op.f("uq_contribution_revision_contribution_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_contribution_revision_changed_by_id"),
        "contribution_revision",
        ["changed_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_contribution_revision_submitted_by_id"),
        "contribution_revision",
        ["submitted_by_id"],
        unique=False,
    )
    op.create_table(
        "contribution_clause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_contribution_clause_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["contribution_revision.id"],
            name=op.f("fk_contribution_clause_revision_id_contribution_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_clause")),
        sa.UniqueConstraint(
            "revision_id", "clause_id", name=op.f("uq_contribution_clause_revision_id_clause_id")
        ),
    )
    op.create_index(
        op.f("ix_contribution_clause_clause_id"), "contribution_clause", ["clause_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_contribution_clause_clause_id"), table_name="contribution_clause")
    op.drop_table("contribution_clause")
    op.drop_index(
        op.f("ix_contribution_revision_submitted_by_id"), table_name="contribution_revision"
    )
    op.drop_index(
        op.f("ix_contribution_revision_changed_by_id"), table_name="contribution_revision"
    )
    op.drop_table("contribution_revision")
    op.drop_index(op.f("ix_contribution_meeting_id"), table_name="contribution")
    op.drop_index(op.f("ix_contribution_drafted_by_id"), table_name="contribution")
    op.drop_index(op.f("ix_contribution_delegation_id"), table_name="contribution")
    op.drop_table("contribution")
