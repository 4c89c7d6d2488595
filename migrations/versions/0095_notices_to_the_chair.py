"""Words in confidence from a delegation to those who preside, about a clause."""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"


def upgrade() -> None:
    op.create_table(
        "chair_notice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["clause.id"],
            name="fk_chair_notice_clause_id_clause",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_chair_notice_delegation_id_delegation",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_chair_notice_person_id_person"
        ),
    )
    for column in ("clause_id", "delegation_id", "person_id"):
        op.create_index(f"ix_chair_notice_{column}", "chair_notice", [column])


def downgrade() -> None:
    op.drop_table("chair_notice")
