"""What a corrigendum corrects belongs to each of its wordings, so that a draft does not change what was issued."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

papers = sa.table("contribution", sa.column("id"), sa.column("corrects"))
wordings = sa.table(
    "contribution_revision",
    sa.column("id"),
    sa.column("contribution_id"),
    sa.column("number"),
    sa.column("corrects"),
)


def upgrade() -> None:
    op.add_column(
        "contribution_revision", sa.Column("corrects", sa.Text(), nullable=False, server_default="")
    )
    said = sa.select(papers.c.corrects).where(papers.c.id == wordings.c.contribution_id)
    op.execute(wordings.update().values(corrects=sa.func.coalesce(said.scalar_subquery(), "")))
    op.drop_column("contribution", "corrects")


def downgrade() -> None:
    op.add_column(
        "contribution", sa.Column("corrects", sa.Text(), nullable=False, server_default="")
    )
    said = (
        sa.select(wordings.c.corrects)
        .where(wordings.c.contribution_id == papers.c.id)
        .order_by(wordings.c.number.desc())
        .limit(1)
    )
    op.execute(papers.update().values(corrects=sa.func.coalesce(said.scalar_subquery(), "")))
    op.drop_column("contribution_revision", "corrects")
