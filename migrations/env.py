"""How Alembic finds the tables and the database. Each migration is a transaction of its own."""

from typing import Any

from alembic import context

from wgcop.database import Base


def run(attributes: dict[Any, Any]) -> None:
    connection = attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,  # of SQLite, too
        transaction_per_migration=True,
        on_version_apply=attributes["after_step"],
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes)
