"""Which Member States belong to which regional groups, and who coordinates these."""

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0104"


def upgrade() -> None:
    op.create_table(
        "regional_membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("group_key", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_regional_membership_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regional_membership")),
        sa.UniqueConstraint(
            "delegation_id",
            "group_key",
            name=op.f("uq_regional_membership_delegation_id_group_key"),
        ),
    )
    op.create_index(op.f("ix_regional_membership_group_key"), "regional_membership", ["group_key"])
    op.create_table(
        "regional_coordinator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("group_key", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_regional_coordinator_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regional_coordinator")),
        sa.UniqueConstraint(
            "membership_id",
            "group_key",
            name=op.f("uq_regional_coordinator_membership_id_group_key"),
        ),
    )
    op.create_index(
        op.f("ix_regional_coordinator_group_key"), "regional_coordinator", ["group_key"]
    )


def downgrade() -> None:
    op.drop_table("regional_coordinator")
    op.drop_table("regional_membership")
