"""Several conclusions on an item, items that are continued, action points, agreed words, statements for the record."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"

NEVER_AGAIN = {"sqlite_autoincrement": True}
"""SQLite makes the table anew, which must go on giving no number twice."""

decisions = sa.table(
    "agenda_decision", sa.column("id"), sa.column("item_id"), sa.column("replaces_id")
)


def upgrade() -> None:
    with op.batch_alter_table("agenda_decision") as table:
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_agenda_decision_replaces_id_agenda_decision"),
            "agenda_decision",
            ["replaces_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_agenda_decision_replaces_id"), ["replaces_id"])
    _keep_one_conclusion()
    with op.batch_alter_table("agenda_item", table_kwargs=NEVER_AGAIN) as table:
        table.add_column(sa.Column("continued_as_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_agenda_item_continued_as_id_agenda_item"),
            "agenda_item",
            ["continued_as_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_agenda_item_continued_as_id"), ["continued_as_id"])
    op.add_column(
        "clause_standing", sa.Column("words", sa.Text(), nullable=False, server_default="")
    )
    op.create_table(
        "agreed_wording",
        sa.Column("standing_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        _belongs("agreed_wording", "standing_id", "clause_standing"),
        _belongs("agreed_wording", "item_id", "agenda_item"),
        sa.PrimaryKeyConstraint("standing_id", name=op.f("pk_agreed_wording")),
    )
    _index("agreed_wording", "item_id")
    op.create_table(
        "action_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_assigned("action_point"),
        _belongs("action_point", "item_id", "agenda_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_point")),
    )
    _index("action_point", "item_id", "person_id", "delegation_id")
    op.create_table(
        "action_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_point_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_assigned("action_change"),
        _belongs("action_change", "action_point_id", "action_point"),
        _refers("action_change", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_change")),
    )
    _index("action_change", "action_point_id", "person_id", "delegation_id", "by_id")
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_by_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        _belongs("statement", "item_id", "agenda_item"),
        _refers("statement", "clause_id", "clause"),
        _refers("statement", "delegation_id", "delegation"),
        _refers("statement", "corrects_id", "statement"),
        _refers("statement", "delivered_by_id", "person"),
        _refers("statement", "withdrawn_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    _index(
        "statement",
        *("item_id", "clause_id", "delegation_id"),
        *("corrects_id", "delivered_by_id", "withdrawn_by_id"),
    )


def _keep_one_conclusion() -> None:
    """So far each decision stood in place of the one before it."""
    last: dict[int, int] = {}
    rows = op.get_bind().execute(
        sa.select(decisions.c.id, decisions.c.item_id).order_by(decisions.c.id)
    )
    for decision, item in rows.all():
        if item in last:
            op.execute(
                decisions.update().where(decisions.c.id == decision).values(replaces_id=last[item])
            )
        last[item] = decision


def _assigned(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        _refers(table, "person_id", "person"),
        _refers(table, "delegation_id", "delegation"),
    ]


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("statement", "action_change", "action_point", "agreed_wording"):
        op.drop_table(table)
    op.drop_column("clause_standing", "words")
    for table_name, column, to in (
        ("agenda_item", "continued_as_id", "agenda_item"),
        ("agenda_decision", "replaces_id", "agenda_decision"),
    ):
        kept = NEVER_AGAIN if table_name == "agenda_item" else {}
        with op.batch_alter_table(table_name, table_kwargs=kept) as table:
            table.drop_index(op.f(f"ix_{table_name}_{column}"))
            table.drop_constraint(op.f(f"fk_{table_name}_{column}_{to}"), type_="foreignkey")
            table.drop_column(column)
