"""What is done about clauses: actions, evidence, whether both are still valid, and what members replied."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    op.create_table(
        "implementation_action",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(length=300), nullable=False),
        sa.Column("lead", sa.String(length=300), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("outputs", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.String(length=40), nullable=False),
        sa.Column("progress_on", sa.Date(), nullable=True),
        sa.Column("progress_words", sa.Text(), nullable=False),
        sa.Column("progress_by_id", sa.Integer(), nullable=True),
        sa.Column("progress_capacity", sa.String(length=200), nullable=False),
        sa.Column("progress_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.JSON(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("asked_edition_id", sa.Integer(), nullable=True),
        sa.Column("no_longer_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_implementation_action_delegation_id_delegation"),
        ),
        sa.ForeignKeyConstraint(
            ["progress_by_id"],
            ["person.id"],
            name=op.f("fk_implementation_action_progress_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_implementation_action_created_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_implementation_action_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_implementation_action_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["asked_edition_id"],
            ["edition.id"],
            name=op.f("fk_implementation_action_asked_edition_id_edition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_action")),
    )
    for column in (
        "delegation_id",
        "progress_by_id",
        "review",
        "created_by_id",
        "clause_id",
        "edition_id",
        "asked_edition_id",
    ):
        op.create_index(
            op.f(f"ix_implementation_action_{column}"), "implementation_action", [column]
        )
    op.create_table(
        "implementation_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("progress", sa.String(length=40), nullable=False),
        sa.Column("review", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["implementation_action.id"],
            name=op.f("fk_implementation_statement_action_id_implementation_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_implementation_statement_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_statement")),
    )
    for column in (
        "action_id",
        "by_id",
    ):
        op.create_index(
            op.f(f"ix_implementation_statement_{column}"), "implementation_statement", [column]
        )
    op.create_table(
        "implementation_evidence",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("standing_id", sa.Integer(), nullable=True),
        sa.Column("action_point_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("asked_edition_id", sa.Integer(), nullable=True),
        sa.Column("no_longer_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["implementation_action.id"],
            name=op.f("fk_implementation_evidence_action_id_implementation_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_implementation_evidence_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_implementation_evidence_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["agenda_decision.id"],
            name=op.f("fk_implementation_evidence_decision_id_agenda_decision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["standing_id"],
            ["agreed_wording.standing_id"],
            name=op.f("fk_implementation_evidence_standing_id_agreed_wording"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["action_point_id"],
            ["action_point.id"],
            name=op.f("fk_implementation_evidence_action_point_id_action_point"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_implementation_evidence_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["person.id"],
            name=op.f("fk_implementation_evidence_added_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"],
            ["person.id"],
            name=op.f("fk_implementation_evidence_approved_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"],
            ["person.id"],
            name=op.f("fk_implementation_evidence_removed_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_implementation_evidence_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_implementation_evidence_edition_id_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_edition_id"],
            ["edition.id"],
            name=op.f("fk_implementation_evidence_asked_edition_id_edition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_implementation_evidence")),
    )
    for column in (
        "action_id",
        "document_id",
        "contribution_id",
        "decision_id",
        "standing_id",
        "action_point_id",
        "initiative_id",
        "added_by_id",
        "approved_by_id",
        "removed_by_id",
        "clause_id",
        "edition_id",
        "asked_edition_id",
    ):
        op.create_index(
            op.f(f"ix_implementation_evidence_{column}"), "implementation_evidence", [column]
        )
    op.create_table(
        "validity_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("from_edition_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["implementation_action.id"],
            name=op.f("fk_validity_check_action_id_implementation_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["implementation_evidence.id"],
            name=op.f("fk_validity_check_evidence_id_implementation_evidence"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_edition_id"],
            ["edition.id"],
            name=op.f("fk_validity_check_from_edition_id_edition"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_validity_check_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_validity_check_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_validity_check")),
    )
    for column in (
        "action_id",
        "evidence_id",
        "from_edition_id",
        "edition_id",
        "by_id",
    ):
        op.create_index(op.f(f"ix_validity_check_{column}"), "validity_check", [column])
    op.create_table(
        "reply_request",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("addressees", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("reminded_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_after_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_reply_request_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_reply_request_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_reply_request_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name=op.f("fk_reply_request_approved_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_request")),
    )
    for column in (
        "clause_id",
        "edition_id",
        "due_on",
        "asked_by_id",
        "approved_by_id",
    ):
        op.create_index(op.f(f"ix_reply_request_{column}"), "reply_request", [column])
    op.create_table(
        "member_reply",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["reply_request.id"],
            name=op.f("fk_member_reply_request_id_reply_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_member_reply_delegation_id_delegation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_reply")),
        sa.UniqueConstraint(
            "request_id", "delegation_id", name=op.f("uq_member_reply_request_id_delegation_id")
        ),
    )
    for column in ("delegation_id",):
        op.create_index(op.f(f"ix_member_reply_{column}"), "member_reply", [column])
    op.create_table(
        "reply_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["member_reply.id"],
            name=op.f("fk_reply_wording_reply_id_member_reply"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_reply_wording_initiative_id_initiative"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_reply_wording_written_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_reply_wording_released_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_wording")),
    )
    for column in (
        "reply_id",
        "initiative_id",
        "written_by_id",
        "released_by_id",
    ):
        op.create_index(op.f(f"ix_reply_wording_{column}"), "reply_wording", [column])


def downgrade() -> None:
    op.drop_table("reply_wording")
    op.drop_table("member_reply")
    op.drop_table("reply_request")
    op.drop_table("validity_check")
    op.drop_table("implementation_evidence")
    op.drop_table("implementation_statement")
    op.drop_table("implementation_action")
