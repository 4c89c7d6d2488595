import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from tests.architecture.reading import ROOT, files, name, report
from wgcop import migrations
from wgcop.db import Base, engine_options

FOLDER = ROOT / "migrations"


def test_there_is_one_head():
    heads = ScriptDirectory(str(FOLDER)).get_heads()
    assert len(heads) == 1, f"Put one of these after the other: {heads}"


def test_migrations_are_numbered():
    report(
        "A migration's file is called 0001_what_it_brings.py, the next number each time.",
        [
            name(file)
            for number, file in enumerate(sorted(files("migrations/versions", ".py")), 1)
            if not re.match(rf"{number:04}_[a-z_]+\.py$", file.name)
        ],
    )


def test_the_database_goes_up_and_down_and_equals_the_models(empty_database):
    engine = create_engine(**engine_options(empty_database))
    try:
        migrations.upgrade(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": False}
            )
            difference = compare_metadata(context, Base.metadata)
        assert difference == [], (
            "Write a migration for what the models have and the database lacks."
        )

        migrations.downgrade(engine)
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}

        migrations.upgrade(engine)
        assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
    finally:
        engine.dispose()
