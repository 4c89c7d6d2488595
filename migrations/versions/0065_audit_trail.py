"""The audit trail. The database itself refuses to change a row, and to delete one that no checkpoint covers."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"

SQLITE = [
    """CREATE TRIGGER audit_row_is_not_changed BEFORE UPDATE ON audit_row
    BEGIN SELECT RAISE(ABORT, 'The audit trail is append only.'); END""",
    """CREATE TRIGGER audit_row_is_not_deleted BEFORE DELETE ON audit_row
    WHEN OLD.number > (SELECT coalesce(max(number), 0) FROM audit_checkpoint)
    BEGIN SELECT RAISE(ABORT, 'The audit trail is append only.'); END""",
    """CREATE TRIGGER audit_checkpoint_is_not_changed BEFORE UPDATE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'The audit trail is append only.'); END""",
    """CREATE TRIGGER audit_checkpoint_is_not_deleted BEFORE DELETE ON audit_checkpoint
    BEGIN SELECT RAISE(ABORT, 'The audit trail is append only.'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_row' THEN
            IF OLD.number <= (SELECT coalesce(max(number), 0) FROM audit_checkpoint) THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'The audit trail is append only.' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    *(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_only_grows()"
        for table in ("audit_row", "audit_checkpoint")
    ),
    *(
        f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
        for table in ("audit_row", "audit_checkpoint")
    ),
]


def upgrade() -> None:
    op.create_table(
        "audit_row",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("through", sa.String(length=20), nullable=False),
        sa.Column("of_kind", sa.String(length=40), nullable=False),
        sa.Column("of_id", sa.String(length=120), nullable=False),
        sa.Column("of_name", sa.String(length=300), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_row")),
    )
    for columns in (["at"], ["deed"], ["person_id"], ["of_kind", "of_id"]):
        op.create_index(op.f(f"ix_audit_row_{'_'.join(columns)}"), "audit_row", columns)
    op.create_table(
        "audit_checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_checkpoint")),
    )
    op.create_table(
        "audit_origin",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_origin")),
    )
    op.create_index(op.f("ix_audit_origin_at"), "audit_origin", ["at"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "checksum": "", "seal": ""}])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for table in ("audit_head", "audit_origin", "audit_row", "audit_checkpoint"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_only_grows()")
