"""Proposals for the words of clauses, and every wording that each had."""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer()),
        sa.Column("symbol", sa.String(40), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("key", sa.String(40)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.Column("released_by_id", sa.Integer()),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_by_id", sa.Integer()),
        sa.Column("contribution_id", sa.Integer()),
        sa.Column("block_id", sa.String(8)),
        sa.Column("number", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name="fk_proposal_clause_id_clause", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"],
            ["wording.id"],
            name="fk_proposal_wording_id_wording",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_proposal_delegation_id_delegation"
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name="fk_proposal_drafted_by_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name="fk_proposal_released_by_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name="fk_proposal_withdrawn_by_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name="fk_proposal_contribution_id_contribution",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_proposal_form", "proposal", ["drafted_by_id", "key"], unique=True)
    op.create_index("ix_proposal_on_clause", "proposal", ["clause_id", "released_at"])
    for column in (
        "wording_id",
        "delegation_id",
        "released_by_id",
        "withdrawn_by_id",
        "contribution_id",
    ):
        op.create_index(f"ix_proposal_{column}", "proposal", [column])
    op.create_table(
        "proposal_wording",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(40), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("is_released", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name="fk_proposal_wording_proposal_id_proposal",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_proposal_wording_person_id_person"
        ),
    )
    op.create_index(
        "ix_proposal_wording_number", "proposal_wording", ["proposal_id", "number"], unique=True
    )
    op.create_index("ix_proposal_wording_person_id", "proposal_wording", ["person_id"])


def downgrade() -> None:
    op.drop_table("proposal_wording")
    op.drop_table("proposal")
