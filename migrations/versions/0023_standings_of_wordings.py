"""What the chair sets for a clause belongs to the wording that it had then."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    # No row of another table hangs on this one, so it may be made anew where the database needs that.
    with op.batch_alter_table("clause_standing") as batch:
        batch.add_column(sa.Column("wording_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_clause_standing_wording_id_wording"),
            "wording",
            ["wording_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_index(op.f("ix_clause_standing_wording_id"), ["wording_id"])
    op.execute(
        "UPDATE clause_standing SET wording_id = (SELECT max(w.id) FROM wording AS w "
        "JOIN section AS s ON s.id = w.section_id JOIN edition AS e ON e.id = s.edition_id "
        "WHERE w.clause_id = clause_standing.clause_id AND e.imported_at <= clause_standing.at)"
    )


def downgrade() -> None:
    with op.batch_alter_table("clause_standing") as batch:
        batch.drop_index(op.f("ix_clause_standing_wording_id"))
        batch.drop_constraint(op.f("fk_clause_standing_wording_id_wording"), type_="foreignkey")
        batch.drop_column("wording_id")
