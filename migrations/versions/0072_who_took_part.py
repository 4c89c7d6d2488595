"""Who took part in a topic is asked for each topic on a page: an index, so that it is one step and not a reading of all that
a person ever did. The planner of PostgreSQL weighs the statements around it by this, too."""

from alembic import op

revision = "0072"
down_revision = "0071"


def upgrade() -> None:
    op.create_index("ix_entry_topic_actor", "entry", ["topic_id", "actor_id"])


def downgrade() -> None:
    op.drop_index("ix_entry_topic_actor", table_name="entry")
