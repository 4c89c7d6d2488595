"""The texts that chairs merge for clauses, and the steps in which they did."""

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"


def upgrade() -> None:
    op.create_table(
        "chairs_text",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("open_on", sa.Integer()),
        sa.Column("pieces_kept", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closing", sa.String(40)),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name="fk_chairs_text_clause_id_clause", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name="fk_chairs_text_opened_by_id_person"
        ),
        sa.UniqueConstraint("open_on", name="uq_chairs_text_open_on"),
    )
    for column in ("clause_id", "opened_by_id"):
        op.create_index(f"ix_chairs_text_{column}", "chairs_text", [column])
    op.create_table(
        "merging_step",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("proposals", sa.JSON(), nullable=False),
        sa.Column("back_to", sa.Integer()),
        sa.Column("pieces_kept", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id"],
            ["chairs_text.id"],
            name="fk_merging_step_text_id_chairs_text",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_merging_step_person_id_person"
        ),
    )
    op.create_index("ix_merging_step_number", "merging_step", ["text_id", "number"], unique=True)
    op.create_index("ix_merging_step_person_id", "merging_step", ["person_id"])


def downgrade() -> None:
    op.drop_table("merging_step")
    op.drop_table("chairs_text")
