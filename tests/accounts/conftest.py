import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.db import db

LINK = re.compile(r"https?://[^/\s\"]+(/(?:invitations|reset)/[\w-]+)")


@pytest.fixture
def letters(app) -> Callable[[str], list[mail.Message]]:
    """`letters("amina@example.org")`: what was written to her, the newest first."""

    def written_to(recipient: str) -> list[mail.Message]:
        with app.app_context():
            return list(
                db.session.scalars(
                    select(mail.Message)
                    .where(mail.Message.recipient == recipient)
                    .order_by(mail.Message.id.desc())
                )
            )

    return written_to


@pytest.fixture
def links() -> Callable[[str], list[str]]:
    """The paths of the secret links in a page or letter, each once."""
    return lambda text: list(dict.fromkeys(LINK.findall(text)))


@pytest.fixture
def invited(http, world, links) -> Callable[..., str]:
    """`invited("new@example.org", delegation="Kenya")`: the link the secretariat was shown."""

    def invite(email: str, *, delegation: str = "", **fields: str) -> str:
        chosen = str(world.delegation(delegation).id) if delegation else ""
        data = {"email": email, "name": "", "delegation": chosen, "role": "member", "office": ""}
        page = http(world.ines).post("/people/invitations", data=data | fields)
        assert page.status_code == 200, page.text
        (link,) = links(page.text)
        return link

    return invite
