import re
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    inspect,
    select,
)

from tests.architecture.reading import ROOT, files, name, report
from wgcop.database import Base, engine_options, migrations

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
                connection, opts={"compare_type": is_changed, "compare_server_default": False}
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


def is_changed(context, _there, _column, there, wanted):
    """Alembic decides, except where SQLite lacks only room: it stores words of any length."""
    is_free = context.dialect.name == "sqlite" and is_longer(there, wanted)
    return False if is_free else None


THE_RULE_BEGAN_AFTER = "0064"


def test_the_version_before_still_serves_on_what_a_migration_has_changed(empty_database):
    """Decision 58: expand first, and contract in a later version that says so."""
    engine = create_engine(**engine_options(empty_database))
    chain = [*reversed([*ScriptDirectory(str(FOLDER)).walk_revisions()])]
    revisions = [script.revision for script in chain]
    found = []
    try:
        migrations.upgrade(engine, THE_RULE_BEGAN_AFTER)
        before = tables_of(engine)
        statements = listened_to(engine)
        for script in chain[revisions.index(THE_RULE_BEGAN_AFTER) + 1 :]:
            statements.clear()
            migrations.upgrade(engine, script.revision)
            after = tables_after(engine, before, statements)
            contract = getattr(script.module, "contract", None)
            if contract is None:
                found += [f"{script.revision}: {what}" for what in breaks(before, after)]
            elif contract not in revisions[: revisions.index(script.revision) + 1]:
                found.append(f"{script.revision}: {contract} is no version before it")
            before = after
    finally:
        engine.dispose()
    report(
        "The version before this migration cannot work on its tables. Add what is new beside what is old, nullable or "
        "with a server default that stays; take the old away in a later version, in a migration that says "
        'contract = "…", the first version whose code works without it.',
        found,
    )


def listened_to(engine):
    """What is sent to the database from now on."""
    statements = []
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    return statements


def tables_of(engine):
    tables = MetaData()
    tables.reflect(engine)
    return dict(tables.tables)


def tables_after(engine, before, statements):
    """Those that no statement of a migration has named are as they were: to look at all again took most of the time."""
    changes = " ".join(
        each for each in statements if re.match(r"\s*(CREATE|ALTER|DROP)\b", each, re.I)
    )
    there, words = set(inspect(engine).get_table_names()), set(re.findall(r"\w+", changes))
    looked_at = {name: table_of(engine, name) for name in there & words}
    return {name: table for name, table in before.items() if name in there} | looked_at


def table_of(where, name, tables=None):
    return Table(
        name,
        MetaData() if tables is None else tables,
        autoload_with=where,
        resolve_fks=False,
    )


def breaks(before, after):
    """What code that was made for the tables before cannot do with those after."""
    for table, old in before.items():
        new = after.get(table)
        if new is None:
            yield f"the table {table} is gone"
            continue
        for column in old.columns:
            yield from breaks_of_column(column, new.columns.get(column.name))
        for column in new.columns:
            if column.name not in old.columns and not may_be_left_out(column):
                yield f"{column} is new, and has to be given"
        more = rules(new) - rules(old)
        yield from (
            f"{table} is more strict: {rule}" for rule in sorted(more) if binds(rule, old, new)
        )


def breaks_of_column(old, new):
    if new is None:
        yield f"{old} is gone"
        return
    if str(old.type) != str(new.type) and not is_longer(old.type, new.type):
        yield f"{old} was {old.type} and is {new.type}"
    if may_be_left_out(old) and not may_be_left_out(new):
        yield f"{old} has to be given now"


def is_longer(old, new):
    """Whether there is only more room than before."""
    are_limited = all(isinstance(each, String) and each.length for each in (old, new))
    return are_limited and new.length > old.length


def may_be_left_out(column):
    return column.nullable or column.server_default is not None or column.identity is not None


def rules(table):
    """What rows have to keep to, as the kind of rule and the columns or words of it."""
    found = {("check", str(rule.sqltext)) for rule in of_kind(table, CheckConstraint)}
    found |= {("points to", *rule.columns.keys()) for rule in of_kind(table, ForeignKeyConstraint)}
    found |= {("unique", *rule.columns.keys()) for rule in of_kind(table, UniqueConstraint)}
    return found | {("unique", *i.columns.keys()) for i in table.indexes if i.unique}


def of_kind(table, kind):
    return [rule for rule in table.constraints if isinstance(rule, kind)]


def binds(rule, old, new):
    """Whether it can refuse a row of code that does not know the new columns."""
    kind, *of = rule
    added = [column for column in new.columns if column.name not in old.columns]
    if kind == "check":
        return not any(column.name in of[0] for column in added)
    empty = {column.name for column in added if column.server_default is None}
    return not empty & set(of)


def test_what_an_older_version_would_break_on_is_found():
    def made(*columns, also=()):
        tables = MetaData()
        Table("paper", tables, *columns, *also)
        return tables.tables

    def named(**options):
        kind = options.pop("type", String(40))
        return Column("title", kind, **{"nullable": False, "server_default": "", **options})

    def found(*columns, also=()):
        return [*breaks(before, made(Column("id", Integer), *columns, also=also))]

    before = made(Column("id", Integer), named())
    assert found(named(), Column("place", String(9))) == []
    assert found(named(), Column("place", String(9), nullable=False, server_default="")) == []
    assert found() == ["paper.title is gone"]
    assert found(named(type=String(20))) == ["paper.title was VARCHAR(40) and is VARCHAR(20)"]
    assert found(named(server_default=None)) == ["paper.title has to be given now"]
    place = Column("place", String(9), nullable=False)
    assert found(named(), place) == ["paper.place is new, and has to be given"]
    strict = "paper is more strict: ('unique', 'title')"
    assert found(named(), also=[UniqueConstraint("title")]) == [strict]
    free = Column("place", String(9))
    assert found(named(), free, also=[UniqueConstraint("title", "place")]) == []
    assert [*breaks(before, {})] == ["the table paper is gone"]


def test_comments_that_were_numbered_get_names_and_keep_their_order_and_what_hangs_on_them(
    empty_database,
):
    engine = create_engine(**engine_options(empty_database))
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    try:
        migrations.upgrade(engine, "0018")
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
                connection.execute(insert(table_of(connection, table)), values)
        migrations.upgrade(engine)

        comment, earlier = table_of(engine, "comment"), table_of(engine, "comment_earlier_wording")
        with engine.connect() as connection:
            in_order = connection.execute(
                select(comment.c.id, comment.c.name).order_by(comment.c.position)
            ).all()
            stale = connection.scalars(select(table_of(engine, "stale_record").c.record_id)).all()
            known = connection.scalars(select(table_of(engine, "known_record").c.record_id)).all()
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
            connection.execute(insert(table_of(connection, "radar_cluster")), clusters)
            connection.execute(insert(table_of(connection, "radar_cluster_member")), members)
        migrations.upgrade(engine)

        pair = table_of(engine, "radar_pair")
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
            connection.execute(insert(table_of(connection, "working_group")), [group])
            connection.execute(insert(table_of(connection, "meeting")), meetings)
        migrations.upgrade(engine)
        with engine.connect() as connection:
            ids = connection.scalars(select(table_of(engine, "meeting").c.calendar_id)).all()
        assert len(set(ids)) == 2 and all(len(one) == 36 for one in ids)
    finally:
        engine.dispose()


def test_meetings_that_were_under_way_are_open_and_others_are_not(empty_database):
    """Three days in Geneva each; 1 goes on, what is recorded of 2 and 3 was recorded on other days, 4 was led by the clock alone."""
    engine = create_engine(**engine_options(empty_database))

    def on(day, hour=9):
        return datetime(2026, 6, day, hour, tzinfo=UTC)

    try:
        migrations.upgrade(engine, "0080")
        with engine.begin() as connection:
            add = partial(add_row, connection, MetaData())
            add("person", id=1)
            add("working_group", id=1)
            for number in range(1, 6):
                days = {"starts_on": date(2026, 6, 2), "ends_on": date(2026, 6, 4)}
                add(
                    "meeting",
                    id=number,
                    group_id=1,
                    number=number,
                    slug=f"m-{number}",
                    zone="Europe/Zurich",
                    calendar_id=f"m-{number}",
                    **days,
                )
                add("agenda_item", id=number, meeting_id=number)
            add("meeting_room", id=101, meeting_id=1, item_id=1)
            add("floor_request", id=1, item_id=1, asked_at=on(2, 10))
            add("agenda_decision", id=1, item_id=1, recorded_by_id=1, decided_at=on(2, 11))
            add("agenda_decision", id=2, item_id=2, recorded_by_id=1, decided_at=on(1))
            add("agenda_decision", id=3, item_id=3, recorded_by_id=1, decided_at=on(20))
            add("meeting_room", id=104, meeting_id=4, item_id=4)
            add("agenda_call", id=5, item_id=5, at=on(3))
        migrations.upgrade(engine, "0081")
        with engine.connect() as connection:
            room = table_of(engine, "meeting_room")
            rows = connection.execute(
                select(room.c.meeting_id, room.c.opened_at, room.c.item_id).order_by(
                    room.c.meeting_id
                )
            )
            found = {meeting: (at and at.replace(tzinfo=UTC), item) for meeting, at, item in rows}
        assert found == {1: (on(2, 10), 1), 4: (None, None), 5: (on(3), None)}
    finally:
        engine.dispose()


def test_a_note_to_the_chair_is_for_the_only_group_that_lists_its_clause(empty_database):
    """Clause 1 is on agendas of one group, twice; 2 on those of two groups; 3 on none."""
    engine = create_engine(**engine_options(empty_database))
    try:
        migrations.upgrade(engine, "0101")
        with engine.begin() as connection:
            add = partial(add_row, connection, MetaData())
            add("person", id=1)
            add("delegation", id=1)
            add("resolution", id=1)
            for group in (1, 2):
                add("working_group", id=group, code=f"G{group}")
                add(
                    "meeting", id=group, group_id=group, slug=f"m-{group}", calendar_id=f"m-{group}"
                )
            for clause in (1, 2, 3):
                add("clause", id=clause, resolution_id=1, wid=f"w.{clause}")
                add("chair_notice", id=clause, clause_id=clause, delegation_id=1, person_id=1)
            for item, (meeting, clause) in enumerate([(1, 1), (1, 1), (1, 2), (2, 2)], 1):
                add("agenda_item", id=item, meeting_id=meeting)
                add("agenda_clause", id=item, item_id=item, clause_id=clause)
        migrations.upgrade(engine)
        with engine.connect() as connection:
            notice = table_of(engine, "chair_notice")
            rows = connection.execute(select(notice.c.clause_id, notice.c.group_id))
            assert dict(map(tuple, rows)) == {1: 1, 2: None, 3: None}
    finally:
        engine.dispose()


def add_row(connection, tables, name, **values):
    table = table_of(connection, name, tables)
    connection.execute(insert(table), {**needed(table), **values})


def needed(table):
    """Something for every column that has to be given."""
    kinds = {str: "x", int: 1, bool: False, date: date(2026, 6, 1), timedelta: timedelta(0)}
    kinds |= {datetime: datetime(2026, 6, 1, tzinfo=UTC), time: time(9), dict: {}}
    return {
        column.name: kinds[column.type.python_type]
        for column in table.columns
        if not column.primary_key and not may_be_left_out(column)
    }
