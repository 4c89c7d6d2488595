"""The positions of delegations on each clause, and up to where people have seen those of others."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"


def upgrade() -> None:
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(40), nullable=False),
        sa.Column("stance", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name="fk_position_clause_id_clause", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_position_delegation_id_delegation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_position_person_id_person"),
    )
    op.create_index(
        "ix_position_of_delegation", "position", ["clause_id", "delegation_id", "layer", "id"]
    )
    op.create_index("ix_position_delegation_id", "position", ["delegation_id"])
    op.create_index("ix_position_person_id", "position", ["person_id"])
    op.create_table(
        "position_mark",
        sa.Column("person_id", sa.Integer(), primary_key=True),
        sa.Column("delegation_id", sa.Integer(), primary_key=True),
        sa.Column("resolution_id", sa.Integer(), primary_key=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_position_mark_person_id_person",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_position_mark_delegation_id_delegation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolution.id"],
            name="fk_position_mark_resolution_id_resolution",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_position_mark_delegation_id", "position_mark", ["delegation_id"])
    op.create_index("ix_position_mark_resolution_id", "position_mark", ["resolution_id"])


def downgrade() -> None:
    op.drop_table("position_mark")
    op.drop_table("position")
