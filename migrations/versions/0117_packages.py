"""Packages of brackets and clauses that are agreed only together."""

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"


def upgrade() -> None:
    op.create_table(
        "bracket_package",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("delegation_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dissolved_at", sa.DateTime(timezone=True)),
        sa.Column("dissolved_by_id", sa.Integer()),
        sa.Column("why_dissolved", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name="fk_bracket_package_resolution_id_resolution"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_bracket_package_person_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name="fk_bracket_package_delegation_id_delegation",
        ),
        sa.ForeignKeyConstraint(
            ["dissolved_by_id"], ["person.id"], name="fk_bracket_package_dissolved_by_id_person"
        ),
    )
    for column in ("resolution_id", "person_id", "delegation_id", "dissolved_by_id"):
        op.create_index(f"ix_bracket_package_{column}", "bracket_package", [column])
    op.create_table(
        "bracket_package_member",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("bracket_id", sa.Integer()),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("words_mark", sa.String(16), nullable=False),
        sa.Column("was_agreed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["bracket_package.id"],
            name="fk_bracket_package_member_package_id_bracket_package",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["clause.id"],
            name="fk_bracket_package_member_clause_id_clause",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bracket_id"],
            ["bracket.id"],
            name="fk_bracket_package_member_bracket_id_bracket",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_bracket_package_member_on_clause", "bracket_package_member", ["clause_id", "package_id"]
    )
    for column in ("package_id", "bracket_id"):
        op.create_index(f"ix_bracket_package_member_{column}", "bracket_package_member", [column])


def downgrade() -> None:
    op.drop_table("bracket_package_member")
    op.drop_table("bracket_package")
