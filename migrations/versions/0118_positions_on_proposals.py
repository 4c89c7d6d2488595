"""The positions of delegations and regional groups on proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"


def upgrade() -> None:
    op.create_table(
        "proposal_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("group_key", sa.String(20), nullable=False, server_default=""),
        sa.Column("layer", sa.String(40), nullable=False),
        sa.Column("stance", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_position_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_proposal_position_delegation_id_delegation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_position_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_position")),
    )
    for column in ("delegation_id", "person_id"):
        op.create_index(op.f(f"ix_proposal_position_{column}"), "proposal_position", [column])
    op.create_index(
        "ix_proposal_position_of",
        "proposal_position",
        ["proposal_id", "delegation_id", "group_key", "layer", "id"],
    )


def downgrade() -> None:
    op.drop_table("proposal_position")
