"""The workspace as it is served in production: each step is checked, moved and on disk before anybody hears of it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from bench.editors.contender import Contender, Others, new_page, wait_until
from tests.servers import Workspace, free_port, sealed_cookie
from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, migrations
from wgcop.paper.schema import SCHEMA_HASH

WRITERS = ("amina", "wanjiru")


@contextmanager
def workspace(folder: Path, browser: Browser) -> Iterator[Contender]:
    data = folder / "var"
    settings = {"DATA_DIR": data, "SECRET_KEY": "measured", "RATELIMIT_ENABLED": False}
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        demo.load(db.session)
        db.session.commit()
        people = {
            person.email.partition("@")[0]: person for person in db.session.scalars(select(Person))
        }
        cookies = {name: sealed_cookie(app, people[name]) for name in WRITERS}
        db.engine.dispose()
    served = Workspace(settings, free_port(), folder / "workspace.log")
    served.start()
    # A new database is indexed and embedded once, for a quarter of a minute; that is no part of writing.
    wait_until(lambda: _count(data, "select count(*) from stale_record") == 0)

    def page_of(who: str) -> Page:
        page = new_page(browser)
        name, value = cookies[who]
        page.context.add_cookies([{"name": name, "value": value, "url": served.url}])
        return page

    def new_text() -> int:
        page = page_of("amina")
        page.goto(f"{served.url}/contributions/new")
        page.get_by_label("Title").fill("Measured")
        page.get_by_role("button", name="Start writing").click()
        page.wait_for_url(re.compile(r"/contributions/\d+"))
        numbered = re.search(r"/contributions/(\d+)", page.url)
        assert numbered
        token = page.locator("meta[name='csrf-token']").get_attribute("content")
        page.request.post(
            f"{served.url}/contributions/{numbered[1]}/drafters",
            form={"person": "wanjiru@example.org", "csrf_token": str(token)},
            max_redirects=0,
        )
        page.context.close()
        return int(numbered[1])

    def open_text(document: int, who: str) -> Page:
        page = page_of(who)
        page.goto(f"{served.url}/contributions/{document}/edit")
        page.locator("[data-editor][data-state=saved]").wait_for()
        return page

    def others(document: int, *what: object) -> Others:
        cookie = "=".join(cookies["amina"])
        script = folder / "writers.mjs"
        return Others(script, served.url, cookie, document, SCHEMA_HASH, *what)

    def cut_off(page: Page) -> None:
        page.context.set_offline(True)
        page.locator("[data-editor][data-state=offline]").wait_for()

    def connect(page: Page) -> None:
        page.context.set_offline(False)
        page.locator("[data-editor][data-state=saved]").wait_for()

    def size(document: int) -> str:
        of_steps = (
            "from draft_step join contribution_revision r on r.id = revision_id"
            f" where r.contribution_id = {document}"
        )
        steps = _count(data, f"select count(*) {of_steps}")
        size = _count(data, f"select sum(length(step) + length(client) + 40) {of_steps}")
        return f"{steps:,} steps with their writers, {size / 1024:,.0f} kB of rows"

    try:
        yield Contender("ours", new_text, open_text, cut_off, connect, others, size)
    finally:
        served.kill()


def _count(data: Path, question: str) -> int:
    with sqlite3.connect(data / "wgcop.db") as database:
        return int(database.execute(question).fetchone()[0])
