"""Delegations that support a document of others."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "contribution_support",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_contribution_support_contribution_id_contribution"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_contribution_support_delegation_id_delegation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contribution_support_person_id_person")
        ),
        sa.PrimaryKeyConstraint(
            "contribution_id", "delegation_id", name=op.f("pk_contribution_support")
        ),
    )
    for column in ("delegation_id", "person_id"):
        op.create_index(op.f(f"ix_contribution_support_{column}"), "contribution_support", [column])


def downgrade() -> None:
    op.drop_table("contribution_support")
