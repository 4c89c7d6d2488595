"""Deputies who record the positions of their delegation, and what a person has seen of a desk."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0092"


def upgrade() -> None:
    op.add_column(
        "membership",
        sa.Column("is_deputy", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "position_visit",
        sa.Column("person_id", sa.Integer(), primary_key=True),
        sa.Column("delegation_id", sa.Integer(), primary_key=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_position_visit_person_id_person",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_position_visit_delegation_id_delegation",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_position_visit_delegation_id", "position_visit", ["delegation_id"])


def downgrade() -> None:
    op.drop_table("position_visit")
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("is_deputy")
