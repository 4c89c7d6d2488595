import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.accounts.apps import APP, CODE, KEY, now_of
from wgcop import mail
from wgcop.database import db
from wgcop.demo.people import PASSWORD

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


@pytest.fixture
def set_up(http, clock):
    """`set_up("amina@example.org")`: the browser in which an app was set up, its secret, and the recovery codes."""

    def with_app(email="amina@example.org"):
        browser = http()
        assert (
            browser.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
        )
        secret = KEY.search(browser.get(APP).text)[1].replace(" ", "")
        shown = browser.post(APP, data={"code": now_of(secret, clock)})
        assert shown.status_code == 200
        assert shown.headers["Cache-Control"] == "no-store"
        return browser, secret, CODE.findall(shown.text)

    return with_app
