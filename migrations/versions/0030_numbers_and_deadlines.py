"""Documents keep the symbol that they were issued under; series, names of groups and their clocks are set by the secretariat."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

_WORDS = re.compile(r"[^\W\d_]+|\d+")


def upgrade() -> None:
    op.add_column(
        "working_group",
        sa.Column("symbol_name", sa.String(length=40), nullable=False, server_default=""),
    )
    make_tables()
    add_columns()
    keep_symbols()
    with op.batch_alter_table("contribution") as batch:
        batch.drop_constraint(op.f("uq_contribution_meeting_id_number"), type_="unique")
        batch.create_foreign_key(
            op.f("fk_contribution_parent_id_contribution"), "contribution", ["parent_id"], ["id"]
        )
    op.create_index(op.f("ix_contribution_parent_id"), "contribution", ["parent_id"])
    # Of some rows only: to change what might be pointed to would wait for agendas that point to the paper.
    op.create_index(
        op.f("ix_contribution_symbol_key"),
        "contribution",
        ["symbol_key"],
        unique=True,
        sqlite_where=sa.text("symbol_key IS NOT NULL"),
        postgresql_where=sa.text("symbol_key IS NOT NULL"),
    )


def make_tables() -> None:
    op.create_table(
        "group_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Integer(), nullable=True),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_group_name_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_name")),
        sa.UniqueConstraint("group_id", "name", name=op.f("uq_group_name_group_id_name")),
    )
    op.create_table(
        "group_numbering",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=40), nullable=False),
        sa.Column("patterns", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_group_numbering_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_numbering")),
    )
    op.create_table(
        "meeting_numbering",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("patterns", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_numbering_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_numbering")),
    )
    op.create_table(
        "group_deadlines",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("translated_days", sa.Integer(), nullable=True),
        sa.Column("action_days", sa.Integer(), nullable=False),
        sa.Column("delayed_days", sa.Integer(), nullable=False),
        sa.Column("posting_days", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("working_week", sa.JSON(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_group_deadlines_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_deadlines")),
    )


def add_columns() -> None:
    words = {
        "kind": (40, "contribution"),
        "symbol_base": (80, ""),
        "symbol_parts": (60, ""),
        "symbol_style": (40, "spaced"),
        "symbol_language": (20, ""),
        "symbol_order": (60, ""),
    }
    for name, (length, default) in words.items():
        op.add_column(
            "contribution",
            sa.Column(name, sa.String(length=length), nullable=False, server_default=default),
        )
    op.add_column("contribution", sa.Column("symbol_key", sa.String(length=140), nullable=True))
    op.add_column("contribution", sa.Column("attachment", sa.String(length=40), nullable=True))
    op.add_column("contribution", sa.Column("parent_id", sa.Integer(), nullable=True))
    op.add_column(
        "contribution", sa.Column("corrects", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("contribution", sa.Column("timing", sa.String(length=40), nullable=True))
    op.add_column("contribution", sa.Column("post_by", sa.DateTime(timezone=True), nullable=True))


def keep_symbols() -> None:
    """As they were printed until now. Numbers go on where they are, in whichever series a document now counts."""
    connection = op.get_bind()
    lasts = connection.execute(
        sa.text(
            "SELECT g.code, m.number, s.last FROM document_series s "
            "JOIN meeting m ON m.id = s.meeting_id JOIN working_group g ON g.id = m.group_id"
        )
    ).all()
    op.drop_table("document_series")
    op.create_table(
        "document_series",
        sa.Column("key", sa.String(length=180), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_document_series")),
    )
    for code, meeting, last in lasts:
        connection.execute(
            sa.text("INSERT INTO document_series (key, last) VALUES (:key, :last)"),
            {"key": key_of(f"{code}/{meeting}"), "last": last},
        )
    papers = connection.execute(
        sa.text(
            "SELECT c.id, g.code, m.number AS meeting, c.number FROM contribution c "
            "JOIN meeting m ON m.id = c.meeting_id JOIN working_group g ON g.id = m.group_id "
            "WHERE c.number IS NOT NULL"
        )
    ).all()
    for paper, code, meeting, number in papers:
        base = f"{code}/{meeting}/{number}"
        connection.execute(
            sa.text(
                "UPDATE contribution SET symbol_base = :base, symbol_key = :key, "
                "symbol_order = :place WHERE id = :id"
            ),
            {"base": base, "key": key_of(base), "place": f"00{number:09}", "id": paper},
        )
    connection.execute(
        sa.text(
            "UPDATE contribution SET timing = CASE "
            "WHEN (SELECT r.purpose FROM contribution_revision r WHERE r.contribution_id = contribution.id "
            "AND r.number = 0) = 'information' THEN 'free' "
            "WHEN submitted_at > (SELECT m.contributions_due FROM meeting m WHERE m.id = contribution.meeting_id) "
            "THEN 'delayed' ELSE 'on-time' END WHERE submitted_at IS NOT NULL"
        )
    )


def key_of(text: str) -> str:
    """As `numbering.symbol` makes them today."""
    words: list[str] = []
    for word in _WORDS.findall(text.casefold()):
        if word.isdigit():
            words.append(str(int(word)))
        elif words and not words[-1].isdigit():
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words)


def downgrade() -> None:
    connection = op.get_bind()
    lasts = connection.execute(
        sa.text(
            "SELECT meeting_id, max(number) FROM contribution WHERE number IS NOT NULL "
            "AND kind = 'contribution' AND attachment IS NULL GROUP BY meeting_id"
        )
    ).all()
    op.drop_table("document_series")
    op.create_table(
        "document_series",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_document_series_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_document_series")),
    )
    for meeting, last in lasts:
        connection.execute(
            sa.text("INSERT INTO document_series (meeting_id, last) VALUES (:meeting, :last)"),
            {"meeting": meeting, "last": last},
        )
    # Other series have numbers that are taken in the one that there was before.
    connection.execute(
        sa.text(
            "UPDATE contribution SET number = NULL "
            "WHERE kind <> 'contribution' OR attachment IS NOT NULL"
        )
    )
    op.drop_index(op.f("ix_contribution_parent_id"), table_name="contribution")
    op.drop_index(op.f("ix_contribution_symbol_key"), table_name="contribution")
    with op.batch_alter_table("contribution") as batch:
        batch.drop_constraint(op.f("fk_contribution_parent_id_contribution"), type_="foreignkey")
        for name in (
            *("kind", "attachment", "parent_id", "corrects", "timing", "post_by", "symbol_base"),
            *("symbol_parts", "symbol_style", "symbol_language", "symbol_key", "symbol_order"),
        ):
            batch.drop_column(name)
        batch.create_unique_constraint(
            op.f("uq_contribution_meeting_id_number"), ["meeting_id", "number"]
        )
    for table in ("group_deadlines", "meeting_numbering", "group_numbering", "group_name"):
        op.drop_table(table)
    with op.batch_alter_table("working_group") as batch:
        batch.drop_column("symbol_name")
