"""What happens to prior work and at a meeting is told to those who follow its body or group."""

from alembic import op

revision = "0098"
down_revision = "0097"

PARENTS = (
    "UPDATE topic SET parent = (SELECT 'body:' || body.slug FROM document"
    " JOIN body ON body.id = document.body_id WHERE topic.name = 'prior-work:' || document.id)"
    " WHERE name LIKE 'prior-work:%' AND parent IS NULL",
    "UPDATE topic SET parent = (SELECT 'group:' || working_group.code FROM meeting"
    " JOIN working_group ON working_group.id = meeting.group_id"
    " WHERE topic.name = 'meeting:' || meeting.slug || '@members')"
    " WHERE name LIKE 'meeting:%@members' AND parent IS NULL",
)


def upgrade() -> None:
    for sentence in PARENTS:
        op.execute(sentence)


def downgrade() -> None:
    """The parents stay, since the version before reads over them."""
