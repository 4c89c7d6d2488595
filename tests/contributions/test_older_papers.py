"""Papers of the time when a draft was its delegation's and a source was typed."""

from sqlalchemy import create_engine, text

from wgcop.database import engine_options, migrations

NOW = "2026-11-01 10:00:00"
PEOPLE = {1: "Amina", 2: "Wanjiru", 3: "Elke", 4: "Kibet"}


def fill(connection):
    def insert(table, **row):
        columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)

    insert("working_group", id=1, code="WG-COP", name="Group")
    insert("delegation", id=1, code="KEN", name="Kenya", category="member-state")
    for key, name in PEOPLE.items():
        insert(
            "person", id=key, email=f"{name}@example.org", name=name, password_hash="", epoch=1,
            active=True, language="en", joined_at=NOW,
        )  # fmt: skip
    insert("office", id=1, person_id=3, group_id=1, role="rapporteur", scope="Question 22-2/1")
    insert(
        "meeting", id=1, group_id=1, number=3, slug="wg-cop-3", title="Third", place="Geneva",
        zone="Europe/Zurich", starts_on="2026-12-01", ends_on="2026-12-02", opens_at="09:30:00",
        join_url="", contributions_due=NOW, last_number=7, agenda_published=True, version=1,
    )  # fmt: skip
    papers = [
        (1, 1, 1, "draft", None, None, "Kenya, Egypt and Brazil"),
        (2, None, 3, "draft", None, None, "The Institute"),
        (3, 1, 2, "accepted", 7, NOW, "Kenya, Egypt and Brazil"),
    ]
    for key, delegation, by, state, number, submitted, source in papers:
        insert(
            "contribution", id=key, meeting_id=1, delegation_id=delegation, drafted_by_id=by,
            state=state, number=number, remark="", created_at=NOW, submitted_at=submitted, version=1,
        )  # fmt: skip
        insert(
            "contribution_revision", id=key, contribution_id=key, number=0, source=source, title="T",
            purpose="action", action_required="", abstract="", keywords="", contact="",
            language="en", note="", text="{}", plain="", changed_at=NOW, changed_by_id=by,
            submitted_at=submitted, submitted_by_id=by if submitted else None, version=1,
        )  # fmt: skip
    insert(
        "topic", id=1, name="document:1@1", title="T", address="/", audience="delegation:1", seq=1
    )
    insert(
        "entry", topic_id=1, seq=1, kind="draft.saved", target_kind="draft", target_id="1",
        actor_id=2, at=NOW,
    )  # fmt: skip


def test_papers_from_before_keep_their_sources_and_what_was_printed(empty_database):
    engine = create_engine(**engine_options(empty_database))
    try:
        migrations.upgrade(engine, "0019")
        with engine.begin() as connection:
            fill(connection)
        migrations.upgrade(engine)

        def rows(query):
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(query))]

        drafters = "SELECT contribution_id, person_id FROM contribution_drafter ORDER BY 1, 2"
        assert rows(drafters) == [(1, 1), (1, 2), (2, 3), (3, 2)], "Kibet wrote nothing"
        printed = "SELECT id, source FROM contribution_revision ORDER BY id"
        assert rows(printed) == [(1, "Kenya"), (2, ""), (3, "Kenya, Egypt and Brazil")]
        sources = "SELECT revision_id, name, delegation_id FROM contribution_source ORDER BY 1"
        assert rows(sources) == [(1, "Kenya", 1), (3, "Kenya, Egypt and Brazil", 1)]
        assert rows("SELECT last FROM document_series") == [(7,)]
        assert rows("SELECT name FROM topic WHERE name LIKE 'document:%'") == [], (
            "nobody else can catch up on the draft"
        )
        assert len(rows("SELECT DISTINCT record_id FROM stale_record")) == 3
    finally:
        engine.dispose()
