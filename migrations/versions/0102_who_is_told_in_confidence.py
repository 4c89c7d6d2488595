"""A word in confidence names the group whose chair it is for.

Of the words from before, those about a clause that a single group has on its agendas are for its
chair. All others are read by nobody but their delegation, until it tells a group again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"

OF_THE_ONLY_GROUP = (
    "WITH listing AS (SELECT agenda_clause.clause_id AS clause_id, min(meeting.group_id) AS group_id"
    " FROM agenda_clause JOIN agenda_item ON agenda_item.id = agenda_clause.item_id"
    " JOIN meeting ON meeting.id = agenda_item.meeting_id GROUP BY agenda_clause.clause_id"
    " HAVING count(DISTINCT meeting.group_id) = 1)"
    " UPDATE chair_notice SET group_id = (SELECT listing.group_id FROM listing"
    " WHERE listing.clause_id = chair_notice.clause_id)"
)


def upgrade() -> None:
    with op.batch_alter_table("chair_notice") as batch:
        batch.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_chair_notice_group_id_working_group"), "working_group", ["group_id"], ["id"]
        )
        batch.create_index(op.f("ix_chair_notice_group_id"), ["group_id"])
    op.execute(OF_THE_ONLY_GROUP)


def downgrade() -> None:
    with op.batch_alter_table("chair_notice") as batch:
        batch.drop_index(op.f("ix_chair_notice_group_id"))
        batch.drop_constraint(op.f("fk_chair_notice_group_id_working_group"), type_="foreignkey")
        batch.drop_column("group_id")
