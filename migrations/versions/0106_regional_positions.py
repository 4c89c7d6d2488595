"""The positions of regional groups on clauses."""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"


def upgrade() -> None:
    op.create_table(
        "regional_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("group_key", sa.String(20), nullable=False),
        sa.Column("layer", sa.String(40), nullable=False),
        sa.Column("stance", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["clause.id"],
            name=op.f("fk_regional_position_clause_id_clause"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_regional_position_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regional_position")),
    )
    op.create_index(op.f("ix_regional_position_person_id"), "regional_position", ["person_id"])
    op.create_index(
        "ix_position_of_group", "regional_position", ["clause_id", "group_key", "layer", "id"]
    )


def downgrade() -> None:
    op.drop_table("regional_position")
