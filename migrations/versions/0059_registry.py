"""What the registry knows of an entry: what it covers, whom it serves, who answers for it, how it was accepted and confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"

TEXTS = {
    "started_note": 60,
    "ended_note": 60,
    "contact_role": 200,
    "contact_address": 254,
    "basis": 300,
    "regional_office": 120,
    "budget_line": 200,
}
PEOPLE = ("proposed_by_id", "decided_by_id", "confirmed_by_id")


def upgrade() -> None:
    op.create_table(
        "initiative_coverage",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_coverage_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "initiative_id", "dimension", "value", name=op.f("pk_initiative_coverage")
        ),
    )
    op.create_index(op.f("ix_initiative_coverage_dimension"), "initiative_coverage", ["dimension"])
    op.create_table(
        "initiative_clause",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_clause_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_initiative_clause_clause_id_clause")
        ),
        sa.PrimaryKeyConstraint("initiative_id", "clause_id", name=op.f("pk_initiative_clause")),
    )
    op.create_index(op.f("ix_initiative_clause_clause_id"), "initiative_clause", ["clause_id"])
    op.execute(
        "INSERT INTO initiative_coverage (initiative_id, dimension, value)"
        " SELECT id, 'region', region FROM initiative WHERE region IS NOT NULL"
    )
    with op.batch_alter_table("initiative") as table:
        table.drop_column("region")
        table.add_column(sa.Column("number", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("state", sa.String(length=40), nullable=False, server_default="accepted")
        )
        for name, length in TEXTS.items():
            table.add_column(
                sa.Column(name, sa.String(length=length), nullable=False, server_default="")
            )
        for name in ("partners", "links"):
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("project_state", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        for name in PEOPLE:
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.add_column(sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("decision_note", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("confirm_by", sa.Date(), nullable=True))
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE initiative SET proposed_at = changed_at, number = id")
    with op.batch_alter_table("initiative") as table:
        table.alter_column("proposed_at", nullable=False)
        for name in ("state", "partners", "links", "decision_note", *TEXTS):
            table.alter_column(name, server_default=None)
        table.create_unique_constraint(op.f("uq_initiative_number"), ["number"])
        for name in PEOPLE:
            table.create_foreign_key(op.f(f"fk_initiative_{name}_person"), "person", [name], ["id"])
        table.create_foreign_key(
            op.f("fk_initiative_delegation_id_delegation"), "delegation", ["delegation_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_initiative_merged_into_id_initiative"),
            "initiative",
            ["merged_into_id"],
            ["id"],
        )
        for name in ("state", "delegation_id", "merged_into_id", "confirm_by", *PEOPLE):
            table.create_index(op.f(f"ix_initiative_{name}"), [name])
    op.create_table(
        "initiative_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("done", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_version_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_initiative_version_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_version")),
    )
    for column in ("initiative_id", "by_id"):
        op.create_index(op.f(f"ix_initiative_version_{column}"), "initiative_version", [column])
    op.create_table(
        "initiative_overlap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_overlap_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_overlap_other_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_initiative_overlap_answered_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_overlap")),
    )
    for column in ("initiative_id", "other_id", "answered_by_id"):
        op.create_index(op.f(f"ix_initiative_overlap_{column}"), "initiative_overlap", [column])


def downgrade() -> None:
    op.drop_table("initiative_overlap")
    op.drop_table("initiative_version")
    with op.batch_alter_table("initiative") as table:
        for name in ("state", "delegation_id", "merged_into_id", "confirm_by", *PEOPLE):
            table.drop_index(op.f(f"ix_initiative_{name}"))
        table.drop_constraint(op.f("fk_initiative_merged_into_id_initiative"), type_="foreignkey")
        table.drop_constraint(op.f("fk_initiative_delegation_id_delegation"), type_="foreignkey")
        for name in PEOPLE:
            table.drop_constraint(op.f(f"fk_initiative_{name}_person"), type_="foreignkey")
        table.drop_constraint(op.f("uq_initiative_number"), type_="unique")
        for name in (
            "number",
            "state",
            *TEXTS,
            "partners",
            "links",
            "project_state",
            "delegation_id",
            *PEOPLE,
            "proposed_at",
            "decided_at",
            "decision_note",
            "merged_into_id",
            "confirm_by",
            "confirmed_at",
        ):
            table.drop_column(name)
        table.add_column(sa.Column("region", sa.String(length=40), nullable=True))
    op.execute(
        "UPDATE initiative SET region = (SELECT min(value) FROM initiative_coverage"
        " WHERE initiative_id = initiative.id AND dimension = 'region')"
    )
    op.drop_table("initiative_clause")
    op.drop_table("initiative_coverage")
