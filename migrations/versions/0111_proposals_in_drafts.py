"""Add in which drafts of papers the proposals of delegations stand."""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"


def upgrade() -> None:
    op.create_table(
        "proposal_in_draft",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "contribution_id"),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name="fk_proposal_in_draft_proposal_id_proposal",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name="fk_proposal_in_draft_contribution_id_contribution",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_proposal_in_draft_contribution_id", "proposal_in_draft", ["contribution_id"]
    )


def downgrade() -> None:
    op.drop_table("proposal_in_draft")
