"""The rooms that a reader visits who follows a comment, or a paper from draft to number to search, through the code.

A stay begins where a public function of one room calls one of another room that has not been read yet, directly or through a
listener, a registered call or a protocol. Going on in the caller is no new stay, and neither are further calls from it into
the same room. A stay in a room where the act has been before is a return. A listener that finds nothing to do is not visited.

Not counted are foundations (database, processes, the frame of pages, texts), modules and properties that only say what a thing
is (models, kinds, policy), and what happens at every request. The rooms of search count as one. A comment is followed until it
is sent to open pages, a paper until the index has it.
"""

import argparse
import inspect
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.ext.hybrid import hybrid_property

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
SAYING = {
    "models",
    "kinds",
    "policy",
    "identity",
    "records",
    "body",
    "groups",
    "countries",
    "levels",
}


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
            with followed(views_of(app)) as calls:
                act(2)
            tell(name, calls, show=options.show)
        with app.app_context():
            db.engine.dispose()


def post(client: FlaskClient, address: str, data: dict[str, Any]) -> str:
    answer = client.post(address, data=data)
    assert answer.status_code in (201, 303), (address, answer.status_code, answer.text[:2000])
    return str(answer.location)


def views_of(app: Flask) -> set[CodeType]:
    """Return where an act begins: the views, and the work of the index."""
    begun = (*app.view_functions.values(), indexer.drain_all)
    return {inspect.unwrap(function).__code__ for function in begun}


@contextmanager
def followed(begins: set[CodeType]) -> Iterator[list[tuple[str, str]]]:
    """Collect the room and the name of each function that is called from another room for the first time."""
    rooms: dict[CodeType, str] = {}
    found: list[tuple[str, str]] = []
    package = str(ROOT / "wgcop") + "/"

    def note(frame: FrameType, event: str, _value: object) -> None:
        code = frame.f_code
        if event != "call" or code in rooms or not code.co_filename.startswith(package):
            return
        room, *inside = Path(code.co_filename).relative_to(package).with_suffix("").parts
        if not inside or room in FOUNDATIONS or only_says(frame, inside):
            return
        caller = frame.f_back
        while caller is not None and caller.f_code not in rooms:
            caller = caller.f_back
        if caller is None and code not in begins:
            return
        rooms[code] = room.partition("_")[0] if room.startswith("search") else room
        if caller is None or rooms[caller.f_code] != rooms[code]:
            found.append((rooms[code], f"{'.'.join(inside)}.{code.co_qualname}"))

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


def only_says(frame: FrameType, inside: Sequence[str]) -> bool:
    """Return whether a function is read with the one that calls it, or says only what a thing is.
    Private functions, and methods of private classes, are read with their callers.
    """
    code = frame.f_code
    owner: Any = frame.f_globals
    for name in code.co_qualname.split(".")[:-1]:
        owner = owner.get(name) if isinstance(owner, dict) else vars(owner).get(name)
        if not isinstance(owner, type):
            break
    member = vars(owner).get(code.co_name) if isinstance(owner, type) else None
    is_property = isinstance(member, property | cached_property | hybrid_property)
    is_private = any(name.startswith(("_", "<")) for name in code.co_qualname.split("."))
    return is_property or is_private or bool(SAYING & {*inside})


def tell(name: str, calls: list[tuple[str, str]], *, show: bool) -> None:
    stays = [(room, [*some]) for room, some in groupby(calls, key=lambda call: call[0])]
    rooms = {room for room, _ in stays}
    print(f"{name}: {len(stays)} stays, {len(stays) - len(rooms)} returns, {len(rooms)} rooms")
    often = Counter(room for room, _ in stays).most_common(10)
    print("  " + ", ".join(f"{room} {count - 1}" for room, count in often if count > 1))
    if show:
        for room, some in stays:
            print(f"  {room:22}{', '.join(function for _, function in some)}")


if __name__ == "__main__":
    main()
