"""SQLite refuses to replace a row of the audit trail too: it does not count that as a change, nor as a deletion."""

from alembic import op

revision = "0076"
down_revision = "0075"

SQLITE = [
    """CREATE TRIGGER audit_row_is_not_replaced BEFORE INSERT ON audit_row
    WHEN NEW.number IN (SELECT number FROM audit_row)
    BEGIN SELECT RAISE(ABORT, 'The audit trail is append only.'); END""",
    """CREATE TRIGGER audit_checkpoint_is_not_replaced BEFORE INSERT ON audit_checkpoint
    WHEN NEW.number IN (SELECT number FROM audit_checkpoint)
    BEGIN SELECT RAISE(ABORT, 'The audit trail is append only.'); END""",
]


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("audit_row", "audit_checkpoint"):
            op.execute(f"DROP TRIGGER {table}_is_not_replaced")
