"""Notes of agenda items, which are written together: their steps, and versions of the text."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.create_table(
        "item_notes",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        _of("item_notes", "agenda_item", "id"),
        _of_person("item_notes", "changed_by_id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_notes")),
    )
    op.create_index(op.f("ix_item_notes_changed_by_id"), "item_notes", ["changed_by_id"])
    op.create_table(
        "item_notes_writing",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of("item_notes_writing", "item_notes", "item_id"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_notes_writing")),
    )
    op.create_index(op.f("ix_item_notes_writing_changed_at"), "item_notes_writing", ["changed_at"])
    op.create_table(
        "item_notes_step",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.JSON(), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of("item_notes_step", "item_notes", "item_id"),
        _of_person("item_notes_step", "person_id"),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_item_notes_step")),
    )
    op.create_index(op.f("ix_item_notes_step_person_id"), "item_notes_step", ["person_id"])
    op.create_table(
        "item_notes_version",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("words_added", sa.Integer(), nullable=False),
        sa.Column("words_removed", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _of("item_notes_version", "item_notes", "item_id"),
        _of_person("item_notes_version", "by_id"),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_item_notes_version")),
    )
    op.create_index(op.f("ix_item_notes_version_by_id"), "item_notes_version", ["by_id"])
    op.create_table(
        "item_notes_version_writer",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id", "number"],
            ["item_notes_version.item_id", "item_notes_version.number"],
            name=op.f("fk_item_notes_version_writer_item_id_item_notes_version"),
            ondelete="CASCADE",
        ),
        _of_person("item_notes_version_writer", "person_id"),
        sa.PrimaryKeyConstraint(
            "item_id", "number", "person_id", name=op.f("pk_item_notes_version_writer")
        ),
    )
    op.create_index(
        op.f("ix_item_notes_version_writer_person_id"),
        "item_notes_version_writer",
        ["person_id"],
    )


def _of(table: str, owner: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["item_id"],
        [f"{owner}.{column}"],
        name=op.f(f"fk_{table}_item_id_{owner}"),
        ondelete="CASCADE",
    )


def _of_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")
    )


def downgrade() -> None:
    for table in (
        "item_notes_version_writer",
        "item_notes_version",
        "item_notes_step",
        "item_notes_writing",
        "item_notes",
    ):
        op.drop_table(table)
