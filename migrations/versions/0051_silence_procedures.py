"""Texts under silence, and what delegations answered."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def moment(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def link(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    op.create_table(
        "silence_procedure",
        sa.Column("id", sa.Integer(), nullable=False),
        link("meeting_id", nullable=False),
        link("item_id"),
        link("clause_id"),
        link("contribution_id"),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        moment("began_at", nullable=False),
        moment("first_end", nullable=False),
        moment("ends_at", nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        link("circulated_by_id", nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        moment("withdrawn_at"),
        moment("settled_at"),
        link("decision_id"),
        key("silence_procedure", "meeting_id", "meeting", "CASCADE"),
        key("silence_procedure", "item_id", "agenda_item", "SET NULL"),
        key("silence_procedure", "clause_id", "clause", "SET NULL"),
        key("silence_procedure", "contribution_id", "contribution", "SET NULL"),
        key("silence_procedure", "circulated_by_id", "person"),
        key("silence_procedure", "decision_id", "agenda_decision", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_procedure")),
    )
    op.create_table(
        "silence_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        link("procedure_id", nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        link("delegation_id", nullable=False),
        link("person_id", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        moment("at", nullable=False),
        moment("asked_until"),
        moment("granted_until"),
        moment("decided_at"),
        link("decided_by_id"),
        key("silence_answer", "procedure_id", "silence_procedure", "CASCADE"),
        key("silence_answer", "delegation_id", "delegation"),
        key("silence_answer", "person_id", "person"),
        key("silence_answer", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_answer")),
    )
    for table, columns in (
        (
            "silence_procedure",
            (
                "meeting_id",
                "item_id",
                "clause_id",
                "contribution_id",
                "ends_at",
                "circulated_by_id",
                "settled_at",
                "decision_id",
            ),
        ),
        ("silence_answer", ("procedure_id", "delegation_id", "person_id", "decided_by_id")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.drop_table("silence_answer")
    op.drop_table("silence_procedure")
