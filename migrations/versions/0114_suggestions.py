"""Suggestions of other words in comments: the words, who supports them, what was decided, and which proposals came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0113"


def upgrade() -> None:
    op.add_column("comment_earlier_wording", sa.Column("quoted", sa.Text()))
    op.add_column("comment_earlier_wording", sa.Column("instead", sa.Text()))
    op.create_table(
        "comment_suggestion",
        sa.Column("comment_id", sa.Integer(), primary_key=True),
        sa.Column("instead", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name="fk_comment_suggestion_comment_id_comment",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "comment_suggestion_support",
        sa.Column("comment_id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), primary_key=True),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment_suggestion.comment_id"],
            name="fk_comment_suggestion_support_comment_id_comment_suggestion",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_comment_suggestion_support_person_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_comment_suggestion_support_delegation_id_delegation",
        ),
    )
    for column in ("person_id", "delegation_id"):
        op.create_index(
            f"ix_comment_suggestion_support_{column}", "comment_suggestion_support", [column]
        )
    op.create_table(
        "comment_suggestion_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment_suggestion.comment_id"],
            name="fk_comment_suggestion_decision_comment_id_comment_suggestion",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_comment_suggestion_decision_person_id_person"
        ),
    )
    op.create_index(
        "ix_comment_suggestion_decision_comment_id",
        "comment_suggestion_decision",
        ["comment_id", "id"],
    )
    op.create_index(
        "ix_comment_suggestion_decision_person_id", "comment_suggestion_decision", ["person_id"]
    )
    op.create_table(
        "comment_suggestion_proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment_suggestion.comment_id"],
            name="fk_comment_suggestion_proposal_comment_id_comment_suggestion",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_comment_suggestion_proposal_delegation_id_delegation",
        ),
        sa.UniqueConstraint(
            "comment_id",
            "delegation_id",
            "wording",
            name="uq_comment_suggestion_proposal_comment_id_delegation_id_wording",
        ),
    )
    for column in ("delegation_id", "proposal_id"):
        op.create_index(
            f"ix_comment_suggestion_proposal_{column}", "comment_suggestion_proposal", [column]
        )


def downgrade() -> None:
    for table in ("proposal", "decision", "support"):
        op.drop_table(f"comment_suggestion_{table}")
    op.drop_table("comment_suggestion")
    op.drop_column("comment_earlier_wording", "instead")
    op.drop_column("comment_earlier_wording", "quoted")
