import re
from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, insert, inspect, select

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


def test_comments_that_were_numbered_get_names_and_keep_their_order_and_what_hangs_on_them(
    empty_database,
):
    engine = create_engine(**engine_options(empty_database))
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    try:
        migrations.upgrade(engine, "0018")
        before = MetaData()
        before.reflect(engine)
        rows = {
            "person": [
                {
                    "id": 1,
                    "email": "a@example.org",
                    "name": "Amina",
                    "password_hash": "",
                    "epoch": 0,
                    "active": True,
                    "language": "en",
                    "joined_at": at,
                }
            ],
            "thread": [{"id": 1, "name": "clause:a", "title": "a", "address": "/a", "parent": "a"}],
            "comment": [
                {
                    "id": number,
                    "thread_id": 1,
                    "person_id": 1,
                    "capacity": "",
                    "audience": "members",
                    "type": "question",
                    "body": f"Point {number}.",
                    "language": "en",
                    "key": str(number),
                    "posted_at": at,
                    "version": 1,
                }
                for number in (4, 7, 9)
            ],
            "comment_earlier_wording": [{"comment_id": 7, "body": "Before.", "replaced_at": at}],
            "known_record": [
                {"record_id": "comment:7", "since": at, "state": "", "state_since": at}
            ],
        }
        with engine.begin() as connection:
            for table, values in rows.items():
                connection.execute(insert(before.tables[table]), values)
        migrations.upgrade(engine)

        after = MetaData()
        after.reflect(engine)
        comment, earlier = after.tables["comment"], after.tables["comment_earlier_wording"]
        with engine.connect() as connection:
            in_order = connection.execute(
                select(comment.c.id, comment.c.name).order_by(comment.c.position)
            ).all()
            stale = connection.scalars(select(after.tables["stale_record"].c.record_id)).all()
            known = connection.scalars(select(after.tables["known_record"].c.record_id)).all()
            kept = connection.scalars(select(earlier.c.comment_id)).all()
        names = {number: name for number, name in in_order}
        assert list(names) == [4, 7, 9] and len(set(names.values())) == 3
        assert set(stale) == {f"comment:{one}" for pair in in_order for one in pair}
        assert known == [f"comment:{names[7]}"] and kept == [7]
    finally:
        engine.dispose()


def test_what_was_said_of_a_cluster_counts_for_each_two_in_it(empty_database):
    engine = create_engine(**engine_options(empty_database))
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    try:
        migrations.upgrade(engine, "0025")
        before = MetaData()
        before.reflect(engine)
        clusters = [
            {"id": 1, "found_at": at, "verdict": "same", "reason": "One trial.", "judged_at": at},
            {"id": 2, "found_at": at, "verdict": None, "reason": "", "judged_at": None},
        ]
        members = [
            {"cluster_id": cluster, "record_id": f"document:{number}", "digest": f"d{number}"}
            for cluster, numbers in ((1, (3, 4, 5)), (2, (6, 7)))
            for number in numbers
        ]
        with engine.begin() as connection:
            connection.execute(insert(before.tables["radar_cluster"]), clusters)
            connection.execute(insert(before.tables["radar_cluster_member"]), members)
        migrations.upgrade(engine)

        after = MetaData()
        after.reflect(engine, only=["radar_pair"])
        pair = after.tables["radar_pair"]
        with engine.connect() as connection:
            rows = connection.execute(
                select(
                    pair.c.record_id,
                    pair.c.digest,
                    pair.c.other_id,
                    pair.c.other_digest,
                    pair.c.verdict,
                ).order_by(pair.c.record_id, pair.c.other_id)
            )
            stored = [tuple(row) for row in rows]
        assert stored == [
            (f"document:{one}", f"d{one}", f"document:{other}", f"d{other}", "same")
            for one, other in ((3, 4), (3, 5), (4, 5))
        ]
    finally:
        engine.dispose()


def test_meetings_that_are_there_get_an_id_of_their_own_for_calendars(empty_database):
    engine = create_engine(**engine_options(empty_database))
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    try:
        migrations.upgrade(engine, "0042")
        before = MetaData()
        before.reflect(engine)
        meetings = [
            {
                "id": number,
                "group_id": 1,
                "number": number,
                "slug": f"wg-cop-{number}",
                "title": "A meeting",
                "place": "Geneva",
                "town": "",
                "zone": "Europe/Zurich",
                "starts_on": at.date(),
                "ends_on": at.date(),
                "opens_at": at.time(),
                "join_url": "",
                "contributions_due": at,
                "agenda_published": False,
                "version": 1,
            }
            for number in (1, 2)
        ]
        group = {"id": 1, "code": "WG-COP", "name": "The group", "symbol_name": ""}
        with engine.begin() as connection:
            connection.execute(insert(before.tables["working_group"]), [group])
            connection.execute(insert(before.tables["meeting"]), meetings)
        migrations.upgrade(engine)
        after = MetaData()
        after.reflect(engine)
        with engine.connect() as connection:
            ids = connection.scalars(select(after.tables["meeting"].c.calendar_id)).all()
        assert len(set(ids)) == 2 and all(len(one) == 36 for one in ids)
    finally:
        engine.dispose()
