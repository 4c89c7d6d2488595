"""Takes the README's pictures from the demo world, small enough to be committed."""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import func, select

from tests.browser.conftest import ARGUMENTS, PHONE, chromium_command
from tests.servers import Workspace, sealed_cookie, workspace
from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, migrations
from wgcop.search import indexer
from wgcop.threads.models import Comment, Thread

TARGET = Path(__file__).parents[1] / "docs" / "screenshots"
DESK = {"width": 1200, "height": 780}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wgcop-pictures-") as folder:
        settings = {"DATA_DIR": Path(folder) / "var", "SECRET_KEY": "pictures"}
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade(db.engine)
            demo.load(db.session)
            db.session.commit()
            indexer.drain_all()
            amina = db.session.scalars(select(Person).where(Person.name.like("Amina%"))).one()
            clause = busiest_clause()
            cookie = sealed_cookie(app, amina)
            db.engine.dispose()
        with workspace(settings, Path(folder)) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_command(), args=ARGUMENTS)
            take(browser, served, cookie, clause)
            browser.close()
    shrink()


def busiest_clause() -> str:
    """The address of the clause that most was said about."""
    most = (
        select(Thread.address)
        .join(Comment, Comment.thread_id == Thread.id)
        .where(Thread.clause_id.is_not(None))
        .group_by(Thread.id)
        .order_by(func.count(Comment.id).desc())
    )
    return str(db.session.scalars(most).first())


def take(browser: Browser, served: Workspace, cookie: tuple[str, str], clause: str) -> None:
    pictures = {
        "clause": (clause, {"viewport": DESK}),
        "agenda": ("/meetings/", {"viewport": DESK}),
        "search": ("/search?q=awareness+campaigns", {"viewport": DESK}),
        "landscape": ("/landscape?q=helplines", {"viewport": DESK}),
        "body": ("/priorwork/bodies/22-1-1", {"viewport": DESK}),
        "contribution": ("/contributions/", {"viewport": DESK}),
        "phone": (clause, {"viewport": PHONE, "color_scheme": "dark", "is_mobile": True}),
    }
    for name, (address, options) in pictures.items():
        context = browser.new_context(locale="en-GB", timezone_id="UTC", **options)
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": served.url}])
        page = context.new_page()
        page.goto(served.url + address)
        follow(page, name)
        page.screenshot(path=TARGET / f"{name}.png")
        context.close()
        print(f"docs/screenshots/{name}.png")


def follow(page: Page, name: str) -> None:
    """From a list to what it lists."""
    if name == "agenda":
        page.locator("main a[href*='/meetings/']").first.click()
    if name == "contribution":
        page.locator("main a[href*='/documents/']").first.click()
    page.wait_for_load_state("networkidle")


def shrink() -> None:
    """Fewer colours are enough for text; done where Debian's pngquant is installed."""
    for picture in TARGET.glob("*.png"):
        try:
            subprocess.run(
                ["pngquant", "--force", "--ext", ".png", "--quality", "70-90", picture], check=False
            )
        except FileNotFoundError:
            return


if __name__ == "__main__":
    main()
