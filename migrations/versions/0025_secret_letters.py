"""The words of a letter with a link go when the link stops working."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("mail_message", sa.Column("secret_until", sa.DateTime(timezone=True)))
    # What is older was written before this was known of letters; links for new passwords last two hours.
    op.execute("UPDATE mail_message SET secret_until = written_at WHERE text LIKE '%/reset/%'")


def downgrade() -> None:
    op.drop_column("mail_message", "secret_until")
