"""Drafts belong to named drafters, papers to the sources in whose name they are brought, numbers to a series."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "contribution_drafter",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_drafter_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_contribution_drafter_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["named_by_id"],
            ["person.id"],
            name=op.f("fk_contribution_drafter_named_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint(
            "contribution_id", "person_id", name=op.f("pk_contribution_drafter")
        ),
    )
    for column in ("person_id", "named_by_id"):
        op.create_index(op.f(f"ix_contribution_drafter_{column}"), "contribution_drafter", [column])
    op.create_table(
        "contribution_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_wording", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_wording", sa.String(length=64), nullable=False),
        sa.Column("answered_words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["contribution_revision.id"],
            name=op.f("fk_contribution_source_revision_id_contribution_revision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_contribution_source_delegation_id_delegation"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["office.id"],
            name=op.f("fk_contribution_source_office_id_office"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_contribution_source_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_contribution_source_answered_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_source")),
    )
    for column in ("revision_id", "delegation_id", "office_id", "asked_by_id", "answered_by_id"):
        op.create_index(op.f(f"ix_contribution_source_{column}"), "contribution_source", [column])
    op.create_table(
        "document_series",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_document_series_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_document_series")),
    )
    op.execute(
        "INSERT INTO document_series (meeting_id, last) "
        "SELECT id, last_number FROM meeting WHERE last_number > 0"
    )
    op.drop_column("meeting", "last_number")
    name_drafters()
    name_sources()
    close_old_topics()
    # A draft is found by its drafters alone from now on.
    op.execute(
        "INSERT INTO stale_record (record_id, at) "
        "SELECT 'contribution:' || id, created_at FROM contribution"
    )


def name_drafters() -> None:
    """Whoever began a paper, saved a draft of it or submitted it."""
    op.execute(
        """
        INSERT INTO contribution_drafter (contribution_id, person_id, named_by_id, named_at)
        SELECT c.id, w.person_id, c.drafted_by_id, c.created_at
        FROM contribution c JOIN (
            SELECT id AS contribution_id, drafted_by_id AS person_id FROM contribution
            UNION SELECT contribution_id, changed_by_id FROM contribution_revision
            UNION SELECT contribution_id, submitted_by_id FROM contribution_revision
            UNION SELECT CAST(target_id AS INTEGER), actor_id FROM entry
                WHERE target_kind = 'draft' AND kind IN ('draft.started', 'draft.saved')
        ) w ON w.contribution_id = c.id
        WHERE w.person_id IS NOT NULL
        """
    )


def name_sources() -> None:
    """What was issued keeps what was printed; a draft is in the name of the delegation, or the office, it was begun for."""
    op.execute(
        """
        INSERT INTO contribution_source
            (revision_id, position, name, delegation_id, office_id,
             asked_wording, answered_wording, answered_words, reason)
        SELECT r.id, 0,
            CASE WHEN r.submitted_at IS NULL AND d.id IS NOT NULL THEN d.name ELSE r.source END,
            d.id, CASE WHEN d.id IS NULL THEN (
                SELECT min(o.id) FROM office o
                WHERE o.person_id = c.drafted_by_id AND o.group_id = m.group_id
            ) END, '', '', '', ''
        FROM contribution_revision r
        JOIN contribution c ON c.id = r.contribution_id
        JOIN meeting m ON m.id = c.meeting_id
        LEFT JOIN delegation d ON d.id = c.delegation_id
        """
    )
    # An office draft was typed freely: its writer chooses anew what it is brought as.
    op.execute(
        """
        DELETE FROM contribution_source WHERE delegation_id IS NULL AND revision_id IN (
            SELECT id FROM contribution_revision WHERE submitted_at IS NULL
        )
        """
    )
    op.execute(
        """
        UPDATE contribution_revision SET source = coalesce((
            SELECT s.name FROM contribution_source s WHERE s.revision_id = contribution_revision.id
        ), '') WHERE submitted_at IS NULL
        """
    )


def close_old_topics() -> None:
    """What a whole delegation, or all officers, could hear of drafts."""
    old = "SELECT id FROM topic WHERE name LIKE 'document:%@%'"
    for table in ("entry", "read_mark", "follow"):
        op.execute(f"DELETE FROM {table} WHERE topic_id IN ({old})")  # noqa: S608 (no words of others)
    op.execute("DELETE FROM topic WHERE name LIKE 'document:%@%'")


def downgrade() -> None:
    op.add_column(
        "meeting", sa.Column("last_number", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE meeting SET last_number = coalesce((SELECT s.last FROM document_series s "
        "WHERE s.meeting_id = meeting.id), 0)"
    )
    op.drop_table("document_series")
    op.drop_table("contribution_source")
    op.drop_table("contribution_drafter")
