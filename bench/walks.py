"""The rooms that a comment and a paper go through, in the order in which each function is first called.

A stay is a run of functions of one room; a return is a stay in a room where the act has been before. Registered calls
and listeners count like others. Foundations do not (database, processes, the page's frame, texts, dates), nor do the
modules that only say what a thing is (models, kinds, policy).
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask.testing import FlaskClient
from sqlalchemy import select

from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.contributions.models import Contribution
from wgcop.database import db, migrations, writing
from wgcop.resolutions.models import Clause
from wgcop.search import indexer

ROOT = Path(__file__).parents[1]
FOUNDATIONS = {
    *(
        "database",
        "processes",
        "observing",
        "server",
        "stores",
        "web",
        "fields",
        "languages",
        "markup",
        "paper",
    ),
    *("reading", "printing", "settings", "commands", "health", "drawing", "word", "live"),
}
SAYING = {"models", "kinds", "policy", "identity"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list the functions of each stay")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        settings = {
            "DATA_DIR": Path(folder),
            "SECRET_KEY": "measured",
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
        }
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade(db.engine)
            with writing():
                demo.load(db.session)
                db.session.commit()
            indexer.drain_all()
            amina = db.session.scalars(select(Person).where(Person.name.startswith("Amina"))).one()
            clause = db.session.scalars(select(Clause).order_by(Clause.id)).first()
            capacity = amina.capacities[0]
            assert clause is not None and capacity.delegation is not None
            reader, wid = amina.get_id(), clause.wid
            key = f"delegation-{capacity.delegation.id}"
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = reader, True
        acts: dict[str, Callable[[], None]] = {
            "a comment": lambda: post(
                client, f"/clauses/{wid}/comments", {"body": "Kenya agrees.", "audience": "members"}
            ),
            "a paper": lambda: bring_a_paper(client, key),
        }
        for name, act in acts.items():
            with app.app_context():
                act()  # once before, so that what is read once does not count
            with followed() as calls, app.app_context():
                act()
                db.session.rollback()
                indexer.drain_all()
            tell(name, calls, show=options.show)
        with app.app_context():
            db.engine.dispose()


def post(client: FlaskClient, address: str, data: dict[str, Any]) -> str:
    answer = client.post(address, data=data)
    assert answer.status_code in (201, 303), (address, answer.status_code, answer.text[:2000])
    return str(answer.location)


def bring_a_paper(client: FlaskClient, capacity: str) -> None:
    with client.application.app_context():
        number = len(db.session.scalars(select(Contribution.id)).all())
    cover = {
        "capacity": capacity,
        "title": f"Radio plays {number}",
        "purpose": "information",
        "language": "en",
        "text": f"Plays number {number} on the radio reach families.",
    }
    address = post(client, "/contributions/", cover).partition("#")[0]
    post(client, f"{address.removesuffix('/edit')}/submission", {})


@contextmanager
def followed() -> Iterator[list[tuple[str, str]]]:
    """Collect the room and the name of each function when it is called for the first time."""
    calls: dict[Any, tuple[str, str]] = {}
    package = str(ROOT / "wgcop") + "/"

    def note(frame: FrameType, event: str, _value: object) -> None:
        code = frame.f_code
        if event != "call" or code in calls or not code.co_filename.startswith(package):
            return
        room, *inside = Path(code.co_filename).relative_to(package).with_suffix("").parts
        is_part = code.co_name.startswith("<") or SAYING & {*inside}
        if inside and room not in FOUNDATIONS and not is_part:
            calls[code] = (room, f"{'.'.join(inside)}.{code.co_name}")

    found: list[tuple[str, str]] = []
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)
        found.extend(calls.values())


def tell(name: str, calls: list[tuple[str, str]], *, show: bool) -> None:
    stays = [(room, [*some]) for room, some in groupby(calls, key=lambda call: call[0])]
    rooms = {room for room, _ in stays}
    print(f"{name}: {len(stays)} stays, {len(stays) - len(rooms)} returns, {len(rooms)} rooms")
    if show:
        for room, some in stays:
            print(f"  {room:22}{', '.join(function for _, function in some)}")


if __name__ == "__main__":
    main()
