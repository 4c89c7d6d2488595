"""The titles of drafts' discussions and of conversations, without what their openers' languages say
beside the title of the paper.
"""

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0125"

_AROUND = {
    "draft-talk:": (
        ("Draft: ", ""),
        ("مشروع: ", ""),
        ("Borrador: ", ""),
        ("Projet\N{NO-BREAK SPACE}: ", ""),
        ("Проект: ", ""),
        ("草案：", ""),
    ),
    "paper-conversation:": (
        ("Conversation on ", ""),
        ("محادثة بشأن ", ""),
        ("Conversación sobre «", "»"),
        ("Échange relatif à\N{NO-BREAK SPACE}: ", ""),
        ("Переписка о документе «", "»"),
        ("关于《", "》的交流"),
    ),
}
_UNTITLED = {
    "Untitled draft",
    "مشروع بلا عنوان",
    "Borrador sin título",
    "Projet sans titre",
    "Проект без названия",
    "无标题草案",
}


def upgrade() -> None:
    connection = op.get_bind()
    for table in ("thread", "topic"):
        rows = sa.table(table, sa.column("id"), sa.column("name"), sa.column("title"))
        for kind, around in _AROUND.items():
            said = sa.select(rows.c.id, rows.c.title).where(rows.c.name.startswith(kind))
            for key, title in connection.execute(said).all():
                own = _own(title, around)
                if own != title:
                    change = sa.update(rows).where(rows.c.id == key).values(title=own)
                    connection.execute(change)


def _own(title: str, around: tuple[tuple[str, str], ...]) -> str:
    for before, after in around:
        if title.startswith(before) and title.endswith(after):
            own = title[len(before) : len(title) - len(after)]
            return "" if own in _UNTITLED else own
    return title


def downgrade() -> None:
    """Leave the titles: the version before shows them as they are."""
