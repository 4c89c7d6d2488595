"""The rooms that a comment and a paper go through, in the order in which each function is first called.

A stay is a run of public functions of one room; a return is a stay in a room where the act has been before. Registered
calls and listeners count like others. Foundations do not (database, processes, the frame of pages, texts), nor do modules
that only say what a thing is (models, kinds, policy). The rooms of search count as one. A comment is followed until it is
sent to open pages, a paper until the index has it.
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
from wgcop.contributions.queries import open_meetings
from wgcop.database import db, migrations, writing
from wgcop.resolutions.models import Clause
from wgcop.search import indexer

ROOT = Path(__file__).parents[1]
FOUNDATIONS = frozenset(
    [
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
        "word",
        "reading",
        "printing",
        "drawing",
        "live",
        "settings",
        "commands",
        "health",
    ]
)
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
            paper = {
                "meeting": open_meetings()[0].id,
                "capacity": f"delegation-{capacity.delegation.id}",
                "title": "Radio plays",
                "purpose": "information",
                "language": "en",
                "text": "Plays on the radio reach families.",
            }
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = reader, True

        def comment(number: int) -> None:
            words = {"body": f"Kenya agrees ({number}).", "audience": "members"}
            post(client, f"/clauses/{wid}/comments", words)

        def bring_a_paper(number: int) -> None:
            title = {"title": f"Radio plays {number}", "text": f"{paper['text']} ({number})"}
            address = post(client, "/contributions/", paper | title)
            post(client, f"{address.removesuffix('/edit')}/submission", {})
            with app.app_context():
                indexer.drain_all()

        acts: dict[str, Callable[[int], None]] = {"a comment": comment, "a paper": bring_a_paper}
        for name, act in acts.items():
            act(1)  # what is read once does not count
            with followed() as calls:
                act(2)
            tell(name, calls, show=options.show)
        with app.app_context():
            db.engine.dispose()


def post(client: FlaskClient, address: str, data: dict[str, Any]) -> str:
    answer = client.post(address, data=data)
    assert answer.status_code in (201, 303), (address, answer.status_code, answer.text[:2000])
    return str(answer.location)


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
        is_part = code.co_name.startswith(("_", "<")) or SAYING & {*inside}
        if inside and room not in FOUNDATIONS and not is_part:
            calls[code] = (room.partition("_")[0], f"{'.'.join(inside)}.{code.co_name}")

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
