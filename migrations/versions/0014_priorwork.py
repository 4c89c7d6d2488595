"""Bodies with their lineage, documents, and imports with their files."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("family", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("code", name=op.f("uq_body_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_body_slug")),
    )
    op.create_table(
        "body_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_body_alias_body_id_body"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_alias")),
        sa.UniqueConstraint("name", name=op.f("uq_body_alias_name")),
    )
    op.create_index(op.f("ix_body_alias_body_id"), "body_alias", ["body_id"], unique=False)
    op.create_table(
        "body_succession",
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["earlier_id"],
            ["body.id"],
            name=op.f("fk_body_succession_earlier_id_body"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["later_id"],
            ["body.id"],
            name=op.f("fk_body_succession_later_id_body"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("earlier_id", "later_id", name=op.f("pk_body_succession")),
    )
    op.create_index(
        op.f("ix_body_succession_later_id"), "body_succession", ["later_id"], unique=False
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("symbol", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("dated", sa.String(length=10), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("file_sha", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("imported", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_document_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("body_id", "key", name=op.f("uq_document_body_id_key")),
    )
    op.create_index(op.f("ix_document_file_sha"), "document", ["file_sha"], unique=False)
    op.create_table(
        "document_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_document_import_body_id_body")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["person.id"],
            name=op.f("fk_document_import_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_import")),
    )
    op.create_table(
        "document_clause",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clause.id"], name=op.f("fk_document_clause_clause_id_clause")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_clause_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "clause_id", name=op.f("pk_document_clause")),
    )
    op.create_index(
        op.f("ix_document_clause_clause_id"), "document_clause", ["clause_id"], unique=False
    )
    op.create_table(
        "document_import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_document_import_file_document_id_document"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["document_import.id"],
            name=op.f("fk_document_import_file_import_id_document_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_import_file")),
    )
    op.create_index(
        op.f("ix_document_import_file_document_id"),
        "document_import_file",
        ["document_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_document_import_file_import_id"),
        "document_import_file",
        ["import_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_document_import_file_outcome"), "document_import_file", ["outcome"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_document_import_file_outcome"), table_name="document_import_file")
    op.drop_index(op.f("ix_document_import_file_import_id"), table_name="document_import_file")
    op.drop_index(op.f("ix_document_import_file_document_id"), table_name="document_import_file")
    op.drop_table("document_import_file")
    op.drop_index(op.f("ix_document_clause_clause_id"), table_name="document_clause")
    op.drop_table("document_clause")
    op.drop_table("document_import")
    op.drop_index(op.f("ix_document_file_sha"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_body_succession_later_id"), table_name="body_succession")
    op.drop_table("body_succession")
    op.drop_index(op.f("ix_body_alias_body_id"), table_name="body_alias")
    op.drop_table("body_alias")
    op.drop_table("body")
