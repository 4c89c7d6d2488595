"""The adoption of next editions, and the descent of clauses from others."""

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0118"


def upgrade() -> None:
    op.create_table(
        "clause_descent",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("ancestor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("is_direct", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name="fk_clause_descent_edition_id_edition",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["clause.id"],
            name="fk_clause_descent_clause_id_clause",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ancestor_id"],
            ["clause.id"],
            name="fk_clause_descent_ancestor_id_clause",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "clause_id", "ancestor_id", name="uq_clause_descent_clause_id_ancestor_id"
        ),
    )
    for column in ("edition_id", "ancestor_id"):
        op.create_index(f"ix_clause_descent_{column}", "clause_descent", [column])
    op.create_table(
        "edition_adoption",
        sa.Column("edition_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name="fk_edition_adoption_edition_id_edition",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["last_id"],
            ["edition.id"],
            name="fk_edition_adoption_last_id_edition",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_edition_adoption_person_id_person"
        ),
        sa.UniqueConstraint("last_id", name="uq_edition_adoption_last_id"),
    )
    op.create_index("ix_edition_adoption_person_id", "edition_adoption", ["person_id"])
    for table in ("position", "regional_position"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                f"fk_{table}_carried_from_id_{table}",
                table,
                ["carried_from_id"],
                ["id"],
                ondelete="SET NULL",
            )
            batch.create_index(f"ix_{table}_carried_from_id", ["carried_from_id"])
    for table in ("implementation_action", "implementation_evidence"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("asked_clause_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                f"fk_{table}_asked_clause_id_clause", "clause", ["asked_clause_id"], ["id"]
            )
            batch.create_index(f"ix_{table}_asked_clause_id", ["asked_clause_id"])


def downgrade() -> None:
    for table in ("implementation_action", "implementation_evidence"):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(f"ix_{table}_asked_clause_id")
            batch.drop_constraint(f"fk_{table}_asked_clause_id_clause", type_="foreignkey")
            batch.drop_column("asked_clause_id")
    for table in ("position", "regional_position"):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(f"ix_{table}_carried_from_id")
            batch.drop_constraint(f"fk_{table}_carried_from_id_{table}", type_="foreignkey")
            batch.drop_column("carried_from_id")
    op.drop_table("edition_adoption")
    op.drop_table("clause_descent")
