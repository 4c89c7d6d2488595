"""Reports on implementation: their covers, their sections, and the copies that were adopted."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    op.create_table(
        "implementation_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("conference", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("priority_area", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("expected_results", sa.Text(), nullable=False),
        sa.Column("action_required", sa.Text(), nullable=False),
        sa.Column("cited", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_implementation_report_created_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_implementation_report_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["implementation_report.id"],
            name=op.f("fk_implementation_report_previous_id_implementation_report"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_report")),
        sa.UniqueConstraint("slug", name=op.f("uq_implementation_report_slug")),
    )
    op.create_index(
        op.f("ix_implementation_report_created_by_id"), "implementation_report", ["created_by_id"]
    )
    op.create_index(
        op.f("ix_implementation_report_edition_id"), "implementation_report", ["edition_id"]
    )
    op.create_index(
        op.f("ix_implementation_report_previous_id"), "implementation_report", ["previous_id"]
    )
    op.create_table(
        "implementation_report_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"],
            ["person.id"],
            name=op.f("fk_implementation_report_copy_adopted_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_implementation_report_copy_meeting_id_meeting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["implementation_report.id"],
            name=op.f("fk_implementation_report_copy_report_id_implementation_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_report_copy")),
        sa.UniqueConstraint(
            "report_id", "number", name=op.f("uq_implementation_report_copy_report_id_number")
        ),
    )
    op.create_index(
        op.f("ix_implementation_report_copy_adopted_by_id"),
        "implementation_report_copy",
        ["adopted_by_id"],
    )
    op.create_index(
        op.f("ix_implementation_report_copy_meeting_id"),
        "implementation_report_copy",
        ["meeting_id"],
    )
    op.create_table(
        "implementation_report_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=250), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("review", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["clause.id"],
            name=op.f("fk_implementation_report_section_clause_id_clause"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["implementation_report.id"],
            name=op.f("fk_implementation_report_section_report_id_implementation_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_report_section")),
        sa.UniqueConstraint(
            "report_id", "key", name=op.f("uq_implementation_report_section_report_id_key")
        ),
    )
    op.create_index(
        op.f("ix_implementation_report_section_clause_id"),
        "implementation_report_section",
        ["clause_id"],
    )
    op.create_table(
        "implementation_report_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("review", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_implementation_report_step_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["implementation_report_section.id"],
            name=op.f("fk_implementation_report_step_section_id_implementation_report_section"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_report_step")),
    )
    op.create_index(
        op.f("ix_implementation_report_step_by_id"), "implementation_report_step", ["by_id"]
    )
    op.create_index(
        op.f("ix_implementation_report_step_section_id"),
        "implementation_report_step",
        ["section_id"],
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_implementation_report_step_section_id"), table_name="implementation_report_step"
    )
    op.drop_index(
        op.f("ix_implementation_report_step_by_id"), table_name="implementation_report_step"
    )
    op.drop_table("implementation_report_step")
    op.drop_index(
        op.f("ix_implementation_report_section_clause_id"),
        table_name="implementation_report_section",
    )
    op.drop_table("implementation_report_section")
    op.drop_index(
        op.f("ix_implementation_report_copy_meeting_id"), table_name="implementation_report_copy"
    )
    op.drop_index(
        op.f("ix_implementation_report_copy_adopted_by_id"), table_name="implementation_report_copy"
    )
    op.drop_table("implementation_report_copy")
    op.drop_index(op.f("ix_implementation_report_previous_id"), table_name="implementation_report")
    op.drop_index(op.f("ix_implementation_report_edition_id"), table_name="implementation_report")
    op.drop_index(
        op.f("ix_implementation_report_created_by_id"), table_name="implementation_report"
    )
    op.drop_table("implementation_report")
