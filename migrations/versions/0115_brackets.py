"""Brackets in the words of clauses, with owners, alternatives and everything that was done with each."""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0114"


def upgrade() -> None:
    op.create_table(
        "bracket",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name="fk_bracket_clause_id_clause", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_bracket_number", "bracket", ["clause_id", "number"], unique=True)
    op.create_index("ix_bracket_open", "bracket", ["clause_id", "lifted_at"])
    op.create_table(
        "bracket_owner",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("bracket_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["bracket_id"],
            ["bracket.id"],
            name="fk_bracket_owner_bracket_id_bracket",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_bracket_owner_delegation_id_delegation"
        ),
    )
    op.create_index("ix_bracket_owner_bracket_id", "bracket_owner", ["bracket_id"])
    op.create_index("ix_bracket_owner_delegation_id", "bracket_owner", ["delegation_id"])
    op.create_table(
        "bracket_alternative",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("bracket_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["bracket_id"],
            ["bracket.id"],
            name="fk_bracket_alternative_bracket_id_bracket",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_bracket_alternative_bracket_id", "bracket_alternative", ["bracket_id"])
    op.create_table(
        "bracket_source",
        sa.Column("alternative_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("alternative_id", "delegation_id", name="pk_bracket_source"),
        sa.ForeignKeyConstraint(
            ["alternative_id"],
            ["bracket_alternative.id"],
            name="fk_bracket_source_alternative_id_bracket_alternative",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_bracket_source_delegation_id_delegation"
        ),
    )
    op.create_index("ix_bracket_source_delegation_id", "bracket_source", ["delegation_id"])
    op.create_table(
        "bracket_change",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("bracket_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(200), nullable=False),
        sa.Column("delegation_id", sa.Integer()),
        sa.Column("meeting_id", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(40)),
        sa.Column("stands_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["bracket_id"],
            ["bracket.id"],
            name="fk_bracket_change_bracket_id_bracket",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_bracket_change_person_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"], ["delegation.id"], name="fk_bracket_change_delegation_id_delegation"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name="fk_bracket_change_meeting_id_meeting",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stands_id"],
            ["bracket_alternative.id"],
            name="fk_bracket_change_stands_id_bracket_alternative",
            ondelete="SET NULL",
        ),
    )
    op.create_index(
        "ix_bracket_change_number", "bracket_change", ["bracket_id", "number"], unique=True
    )
    for column in ("person_id", "delegation_id", "meeting_id", "stands_id"):
        op.create_index(f"ix_bracket_change_{column}", "bracket_change", [column])


def downgrade() -> None:
    for table in (
        "bracket_change",
        "bracket_source",
        "bracket_alternative",
        "bracket_owner",
        "bracket",
    ):
        op.drop_table(table)
