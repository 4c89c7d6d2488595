"""Where the words stand that comments quote while a draft is written, and comments that are resolved."""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
INDEX = "ix_comment_resolved_by_id"
CONSTRAINT = "fk_comment_resolved_by_id_person"


def upgrade() -> None:
    op.add_column("draft_writing", sa.Column("places", sa.JSON(), nullable=True))
    op.add_column("comment", sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("comment", sa.Column("resolved_by_id", sa.Integer(), nullable=True))
    op.create_index(INDEX, "comment", ["resolved_by_id"])
    with op.batch_alter_table("comment") as batch:
        batch.create_foreign_key(CONSTRAINT, "person", ["resolved_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("comment") as batch:
        batch.drop_constraint(CONSTRAINT, type_="foreignkey")
    op.drop_index(INDEX, table_name="comment")
    for name in ("resolved_by_id", "resolved_at"):
        op.drop_column("comment", name)
    op.drop_column("draft_writing", "places")
