"""A small named world, a database of either kind, and people who visit, listen and write.

What is slow and seldom touched stands in `tests/rest/`, whose tests have the marker `rest`: see `tests/folders.py`.
"""

import contextvars
import functools
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import CodeType
from typing import Any, TypeVar

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from gunicorn.http.wsgi import HEADER_VALUE_RE
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import ColumnElement, Engine, event, select
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.util import LRUCache

from tests import addresses, assets, ceph, orders, ready, servers, surroundings, verbs
from tests.databases import DATABASES, IS_LONG, name_of, on_their_databases
from tests.folders import folder_of, mark_rest
from tests.missing import absent, program, summary
from tests.postgres import Cluster, binaries
from tests.rewriting import rewrite_together
from tests.running import folders
from tests.running.pure import pure
from tests.shared import SHARED, skip_where_absent
from tests.templates import Scene, Templates
from wgcop import clock as wgcop_clock
from wgcop import mail
from wgcop.accounts.models import Delegation, Membership, Office, Person
from wgcop.app import create_app
from wgcop.database import db
from wgcop.languages import catalogues
from wgcop.live import socketio
from wgcop.processes import apart as processes
from wgcop.radar import comparers
from wgcop.radar.comparers import ByMeaning
from wgcop.search import indexer

T = TypeVar("T")

# What may differ between Pythons is what their own library does: it reads texts, files, dates and words, starts threads and
# processes. Another Python is tried with all tests of pure modules, with reading each module, with locks and loops, and with the
# first page for everything between a request and its answer. Rules, statements and templates are the same on each Python; programs
# of others, commands, servers and pages in a browser cost most and prove the least about it: `make test-long` tries them too.
DIFFER = {
    "test_home.py",
    "test_modules_can_be_read.py",
    "test_supervised_threads.py",
    "test_turns_to_write.py",
}
DIFFER_SELDOM = {
    "commands",
    "permissions",
    "test_busy_database.py",
    "test_db.py",
    "test_migrating.py",
}
SAME = {
    "architecture",
    "browser",
    "deploy",
    "drawing",
    "events",
    "printing",
    "scale",
    "test_every_verb.py",
    "test_hostile.py",
    "test_others_files.py",
    "test_round_trip.py",
    "test_sandbox.py",
    "test_validator.py",
    "upkeep",
}
IS_ALONE = "PYTEST_XDIST_WORKER" not in os.environ

STORES = {"database", "empty_database", "cluster", "redis_url", "s3_server"}
STARTERS = {"servers", "subprocess", "workspace", "Script", "Workspace"}
"""A module that imports one of these starts programs."""

MANY = 300
"""Of so many tests some need the encoder."""

IS_OTHER = "TEST_OTHER_PYTHON" in os.environ
"""Another Python is tried after the first: `scripts/test-other-python`."""

SETTINGS: dict[str, Any] = {
    "TESTING": True,
    "DEVELOPMENT": False,
    "SECRET_KEY": "a key of the tests, as long as a key must be",
    "REDIS_URL": "",
    "FILES_URL": "",
    "DATABASE_READ_URL": "",
    "LIVE_TRANSPORT": "own",
    # Some people of the demo world read other languages. Tests about these ask for them.
    "LANGUAGES": ["en"],
    "SEARCH_ENGINE": "whoosh",
    "MAIL_URL": "",
    "PUBLIC_URL": "",
    "TRUSTED_PROXIES": 0,
    "OIDC_ISSUER": "",
    "SECOND_FACTOR": "",
    "WTF_CSRF_ENABLED": False,
    "RATELIMIT_ENABLED": False,
    # Passwords are hashed as in production, only cheaply.
    "ARGON2_TIME_COST": 1,
    "ARGON2_MEMORY_COST": 8,
    "ARGON2_PARALLELISM": 1,
}
"""What every test runs with; `@pytest.mark.settings(WTF_CSRF_ENABLED=True)` asks for something else."""


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    return orders.told(config)


def pytest_configure(config: pytest.Config) -> None:
    surroundings.forget()
    folders.keep_together(config)

    # A busy machine's clock says nothing of what a property test proves.
    hypothesis.settings.register_profile("short", deadline=None, max_examples=60)
    hypothesis.settings.register_profile("brief", deadline=None, max_examples=5)
    hypothesis.settings.register_profile("other", deadline=None, max_examples=15)
    hypothesis.settings.register_profile("long", deadline=None, max_examples=3_000)
    usual = "other" if IS_OTHER else "short"
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", usual))
    orders.settle(config)
    rewrite_together(config)
    if IS_ALONE:  # before its workers begin, which would all do it
        catalogues.compile_changed(Path(__file__).parents[1] / "catalogues")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    skip_where_absent(items)
    mark_rest(items)
    items[:], left_out = on_their_databases(items)
    config.hook.pytest_deselected(items=left_out)
    items[:] = orders.in_order(items, config.option.order)
    for item in items:
        if may_differ(item):
            item.add_marker(pytest.mark.python)


@functools.cache
def pure_modules() -> frozenset[Path]:
    return frozenset(pure())


def may_differ(item: pytest.Item) -> bool:
    """Whether another Python is tried with it."""
    if IS_OTHER and not IS_LONG and item.path in pure_modules():
        return False  # `make test` has tried it there
    places = {folder_of(item.path), item.path.name}
    if places & (DIFFER | DIFFER_SELDOM if IS_LONG else DIFFER):
        return True
    needs = STORES & set(getattr(item, "fixturenames", ())) | STARTERS & set(vars(item.module))  # type: ignore[attr-defined]
    return not needs and not places & SAME


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if line := summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(line)
    for passed in terminalreporter.stats.get("passed", []):
        for name, how in passed.user_properties:
            terminalreporter.write_line(f"How it was proved ({name}): {how}.")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays for the whole run: to look through it again and again took a fifth of the time."""
    begin_what_all_share(session)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def begin_what_all_share(session: pytest.Session) -> None:
    """Before the processes that run the tests are forked, which would have it each for itself: a hundred megabytes of the
    encoder, and three hundred of what servers start from."""
    if getattr(session.config.option, "workers", 1) == 1 or session.config.option.collectonly:
        return
    if len(session.items) > MANY:
        comparers.warm()
    if any(item.get_closest_marker("browser") for item in session.items):
        servers.serving()


# Databases


@pytest.fixture(scope="session")
def cluster(templates: Templates) -> Iterator[Cluster]:
    """A PostgreSQL server of this run's own, gone with it."""
    folder = binaries()
    if folder is None:
        absent("PostgreSQL")
    with templates.cluster(folder) as running:
        yield running


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by all workers."""
    own = tmp_path_factory.getbasetemp()
    return own if IS_ALONE else own.parent


@pytest.fixture(scope="session")
def templates(run_folder: Path) -> Templates:
    folder = run_folder / "templates"
    folder.mkdir(exist_ok=True)
    return Templates(folder, SETTINGS, is_alone=IS_ALONE)


@pytest.fixture
def scene() -> Scene | None:
    """What the data of this test has besides. A folder of tests that begin alike may override it, and make that only once."""
    return None


@pytest.fixture(params=DATABASES)
def database(
    request: pytest.FixtureRequest, templates: Templates, scene: Scene | None, tmp_path: Path
) -> Iterator[dict[str, Any]]:
    """Where this test's own copy of the data is: DATA_DIR and DATABASE_URL.

    It holds the demo world for tests that ask for `world`, and empty tables for the others.
    """
    cluster = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    with_world = "world" in request.fixturenames
    template = templates.get(cluster, with_world=with_world, scene=scene)
    to_reach = verbs.listed().get(name_of(request.node), ()) if cluster else ()
    with template.lend(tmp_path / "var") as settings, verbs.reached(to_reach):
        yield settings


@pytest.fixture(params=DATABASES)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis server of this run's own, gone with it."""
    program("redis-server", of="Redis")
    with servers.redis() as url:
        yield url


def pytest_addoption(parser: pytest.Parser) -> None:
    orders.add_option(parser)
    parser.addoption("--store", choices=ceph.STORES, default=ceph.STORES[0], help="speaks S3")


@pytest.fixture(scope="session")
def s3_server(request: pytest.FixtureRequest) -> Iterator[servers.S3]:
    """A server of this run's own that speaks S3, gone with it."""
    server = ceph.store(request.config.getoption("--store"))
    server.start()
    yield server
    server.stop()


# The application and its time


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What this test asks for by `@pytest.mark.settings`; a module may override the fixture."""
    asked: dict[str, Any] = {}
    for marker in request.node.iter_markers("settings"):
        asked = {**marker.kwargs, **asked}
    return asked


class CompiledTemplates(FileSystemBytecodeCache):
    """In a folder of the run, and in memory as soon as this process has read them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._code[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session")
def compiled_templates(run_folder: Path) -> CompiledTemplates:
    """Pages are compiled once for a run, not once for each test's application."""
    folder = run_folder / "pages"
    folder.mkdir(exist_ok=True)
    return CompiledTemplates(folder)


@pytest.fixture(scope="session", autouse=True)
def joined_addresses() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        addresses.join_once(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def assets_that_are_read() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        assets.read_once(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[LRUCache[Any, Any]]:
    """Statements are compiled once for each kind of database, though each test has an engine of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda dialect: hash(type(dialect)))
        yield LRUCache(5_000)


@pytest.fixture(scope="session", autouse=True)
def printed_texts() -> Iterator[None]:
    """The encoder reads a text once for a run: the demo world says the same on each database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ByMeaning, "print_of", functools.cache(ByMeaning.print_of))
        yield


@pytest.fixture(autouse=True)
def processes_that_are_ready(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files are read, drawn and printed by processes of their own; only the tests of these begin each from nothing."""
    with pytest.MonkeyPatch.context() as patch:
        if folder_of(request.path) not in ("drawing", "printing", "reading"):
            patch.setattr(processes, "start", ready.start)
        yield


@pytest.fixture
def app(
    database: dict[str, Any],
    settings: dict[str, Any],
    compiled_templates: CompiledTemplates,
    compiled_statements: LRUCache[Any, Any],
) -> Iterator[Flask]:
    application = create_app({**SETTINGS, **database, **settings})
    application.jinja_env.bytecode_cache = compiled_templates
    with application.app_context():
        db.engine.update_execution_options(compiled_cache=compiled_statements)
    yield application
    with application.app_context():
        left_open = db.engine.pool.checkedout()  # type: ignore[attr-defined]
        db.engine.dispose()
    assert not left_open, "A session of this test was not closed."


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session for tests that call models, queries and actions themselves."""
    with app.app_context():
        yield db.session


class Clock:
    """The workspace's clock; it goes on until a test stops it."""

    def stop(self, moment: datetime | None = None) -> datetime:
        wgcop_clock.stop(moment or datetime.now(UTC))
        return wgcop_clock.now()

    def advance(self, **units: float) -> datetime:
        return self.stop(wgcop_clock.now() + timedelta(**units))


@pytest.fixture
def clock() -> Iterator[Clock]:
    yield Clock()
    wgcop_clock.start()


# People


class World:
    """The demo world by its names: `world.amina` is the person, freshly read.

    Inside a test's session the person belongs to it; outside of one it is a value to pass around.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, first_name: str) -> Person:
        if first_name.startswith("_"):
            raise AttributeError(first_name)
        return self.person(first_name)

    def __getitem__(self, name: str) -> Person:
        return self.person(name)

    @property
    def people(self) -> list[Person]:
        return self._people()

    def _people(self, *which: ColumnElement[bool]) -> list[Person]:
        return self._read(
            select(Person)
            .where(*which)
            .order_by(Person.id)
            .options(
                selectinload(Person.memberships).joinedload(Membership.delegation),
                selectinload(Person.offices).joinedload(Office.group),
            )
        )

    def person(self, name: str) -> Person:
        """By e-mail address, full name, or any one word of the name."""
        people = self._read(select(Person.id, Person.email, Person.name))
        wanted = name.casefold().replace("_", " ")
        exact = [p for p in people if wanted in (p.email.casefold(), p.name.casefold())]
        found = exact or [p for p in people if wanted in p.name.casefold().split()]
        if len(found) != 1:
            named = ", ".join(sorted(p.name for p in found or people))
            raise LookupError(f"'{name}' is not one person of the demo world: {named}")
        return self._people(Person.id == found[0].id)[0]

    def delegation(self, name: str) -> Delegation:
        found = self._read(select(Delegation).where(Delegation.name == name))
        if not found:
            raise LookupError(f"The demo world has no delegation '{name}'.")
        return found[0]

    def _read(self, query: Any) -> list[Any]:
        if has_app_context():
            return self._found(query)
        with self._app.app_context():
            found = self._found(query)
            db.session.expunge_all()
            return found

    @staticmethod
    def _found(query: Any) -> list[Any]:
        """The things, or rows of several columns."""
        result = db.session.execute(query)
        return list(result.scalars() if len(result.keys()) == 1 else result)


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def apart(act: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Do as the server would: in a context of its own, after what the test itself did was committed."""
    if has_app_context():
        db.session.commit()
    return contextvars.Context().run(act, *args, **kwargs)


class Visitor(FlaskClient):
    """A browser without JavaScript; forms are sent with what it is given, redirects are not followed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = apart(super().open, *args, **kwargs)
        for name, value in answer.headers:
            assert HEADER_VALUE_RE.fullmatch(value), f"the server would not send {name}: {value!r}"
        return answer

    def sign_in(self, person: Person) -> None:
        apart(self._sign_in, person.get_id())

    def _sign_in(self, session_id: str) -> None:
        with self.session_transaction() as cookie:
            cookie["_user_id"] = session_id
            cookie["_fresh"] = True


@pytest.fixture
def index(app: Flask) -> Callable[[], None]:
    """`index()` brings the search index, and what follows it, to the present state of the database."""

    def drain() -> None:
        with app.app_context():
            indexer.drain_all()

    return drain


@pytest.fixture
def letters_leave(app: Flask) -> Callable[[], list[Any]]:
    """Lets all letters that wait leave now, and gives them."""

    def leave() -> list[Any]:
        left: list[Any] = []
        app.extensions["mail_carrier"] = left.append
        with app.app_context():
            while mail.send_waiting():
                pass
        app.extensions["mail_carrier"] = None
        return left

    return leave


@pytest.fixture
def http(app: Flask) -> Callable[..., Visitor]:
    """`http(world.amina)` is her browser, signed in; `http()` is a guest's."""

    def visit(person: Person | None = None) -> Visitor:
        app.test_client_class = Visitor
        visitor = app.test_client()
        if person is not None:
            visitor.sign_in(person)
        return visitor

    return visit


class Listener:
    """A page that joined a topic. Calling it gives the entries heard since the last call."""

    def __init__(self, app: Flask, visitor: Visitor, topic: str, language: str) -> None:
        self._socket = apart(socketio.test_client, app, flask_test_client=visitor)
        self._heard: list[dict[str, Any]] = []
        self.answer = self.join(topic, language)

    def __call__(self) -> list[dict[str, Any]]:
        return self.hear("entry")

    def hear(self, name: str) -> list[Any]:
        """What arrived of one kind of event since it was last asked for."""
        self._heard += self._socket.get_received()
        found = [e["args"][0] for e in self._heard if e["name"] == name]
        self._heard = [e for e in self._heard if e["name"] != name]
        return found

    def join(self, topic: str, language: str = "en") -> dict[str, Any]:
        return self.emit("join", {"topic": topic, "language": language})

    def emit(self, name: str, payload: Any) -> Any:
        return apart(self._socket.emit, name, payload, callback=True)

    @property
    def is_connected(self) -> bool:
        return self._socket.is_connected()

    def leave(self) -> None:
        if self.is_connected:
            apart(self._socket.disconnect)


@pytest.fixture
def listen(app: Flask, http: Callable[..., Visitor]) -> Iterator[Callable[..., Listener]]:
    """`listen(world.obi, "clause:…")` is a page on that topic, opened by Obi; `.answer` says whether it may."""
    listeners: list[Listener] = []

    def join(who: Person | Visitor | None, topic: str, language: str = "en") -> Listener:
        visitor = who if isinstance(who, Visitor) else http(who)
        listeners.append(Listener(app, visitor, topic, language))
        return listeners[-1]

    yield join
    for listener in listeners:
        listener.leave()


# Costs


@pytest.fixture
def statements(request: pytest.FixtureRequest) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as sent:` collects the SQL sent inside, transactions and the search engine's own left out.

    What an application keeps between requests, such as what is on the floor of a meeting, is there before.
    """

    def keep() -> None:
        if {"http", "world"} <= set(request.fixturenames):
            visit, world = (request.getfixturevalue(name) for name in ("http", "world"))
            visit(world.amina).get("/account")

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
            of_search = " search." in statement or "FROM index_state" in statement
            if not statement.startswith(("BEGIN", "PRAGMA")) and not of_search:
                sent.append(statement)

        keep()
        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting


# Material that stays outside the project


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference texts; tests that need it are left out where it is absent."""
    return SHARED
