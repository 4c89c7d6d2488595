"""Everybody comes to every route, event and command, and gets what the tables say: no more, and no less."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tests.architecture.reading import report
from tests.audit.test_trail import NO_EXPORTS
from tests.permissions.kept import leaks
from tests.permissions.matrix import Row, rows
from tests.slices import part_of_today
from wgcop.audit.views import EXPORTS
from wgcop.cli import main
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.paper.schema import SCHEMA_HASH
from wgcop.search import indexer

ROUTES, SOCKETS, COMMANDS = (
    list(rows(f"{name}.txt")) for name in ("routes", "sockets", "commands")
)
PAGES = [row for row in ROUTES if row.method == "GET"]
ACTS = [row for row in ROUTES if row.method != "GET"]
PARTS = 2
"""Of the pages and of the acts, which take long, so that all processes of a run share them."""

READ_BY_THE_RADAR = {
    "{draft}/submission": {"drafter": "200"},
    "{late}/submission": {"drafter": "200"},
}
"""Once it has read all papers, the drafter is asked why several have the same passages."""

IN_PARTS = pytest.mark.parametrize("part", range(PARTS))
WHOLE = pytest.mark.parametrize(
    "is_rest", [False, pytest.param(True, marks=pytest.mark.rest)], ids=["some", "others"]
)
"""In `make test` some stand for all who must get the same, and the others come in `make rest`."""


def told(answers: dict[str, str]) -> str:
    return " ".join(f"{code:>4}" for code in answers.values())


def code(browser, answer) -> str:
    """Signing out leads to the sign-in page too, but there it says so."""
    if answer.status_code != 303 or not answer.location.startswith("/sign-in"):
        return str(answer.status_code)
    with browser.session_transaction() as cookie:
        return "303" if "_flashes" in cookie else "in"


def coming(row: Row, is_rest: bool) -> list[str]:
    first = row.standing_for_all
    return [reader for reader in row.answers if (reader not in first) is is_rest]


def request(browser, row: Row, reader: str, named, told: list[str] | None = None) -> str:
    """Returns the answer's code, and adds what it tells of the secrets of others to `told`.

    Whoever is refused is told so in a few words: to lay out a page for that took a third of the time.
    """
    in_words = row.form or row.answers[reader] in {"403", "404"}
    form = MultiDict(pair.split("=", 1) for pair in row.form.format(**named).split("&") if pair)
    with browser.open(
        row.address.format(**named),
        method=row.method,
        data=form or None,
        headers={"Accept": "application/json"} if in_words else {},
    ) as answer:
        if answer.headers.get("Content-Disposition", "").startswith("attachment"):
            known = EXPORTS.keys() | NO_EXPORTS.keys()
            assert endpoint(browser, row, named) in known, f"Does the trail note {row.asked}?"
        if told is not None:
            told += leaks(reader, row.address, answer)
        return code(browser, answer)


def endpoint(browser, row: Row, named) -> str:
    path = row.address.format(**named).partition("?")[0]
    return browser.application.url_map.bind("").match(path, row.method)[0]


def differences(row: Row, given: dict[str, str], otherwise: Mapping[str, str]) -> list[str]:
    expected = {reader: {**row.answers, **otherwise}[reader] for reader in given}
    return [] if given == expected else [f"{row.asked}\n    {given}\n    {expected} expected"]


@IN_PARTS
@WHOLE
def test_every_page_answers_everybody_as_the_table_says_and_tells_nobody_what_others_keep_within(
    visit, named, kept, part, is_rest
):
    """One walk for all that somebody keeps: `kept.py` lists it."""
    wrong, told = [], []
    for row in PAGES[part::PARTS]:
        readers = coming(row, is_rest)
        given = {each: request(visit(each), row, each, named, told) for each in readers}
        wrong += differences(row, given, READ_BY_THE_RADAR.get(row.address, {}))
    report("Mend the permission, or the row of tests/permissions/routes.txt.", [*told, *wrong])


@IN_PARTS
@WHOLE
def test_every_act_answers_everybody_as_the_table_says(
    visit, named, rewind, written, part, is_rest
):
    wrong = []
    for row in ACTS[part::PARTS]:
        given = {}
        for reader in coming(row, is_rest):
            rewind()
            given[reader] = request(visit(reader), row, reader, named)
            if given[reader] in {"in", "403", "404"} and written():
                wrong.append(f"{row.asked}: {reader} is refused, yet something was stored.")
        wrong += differences(row, given, {})
    report("Mend the permission, or the row of tests/permissions/routes.txt.", wrong)


@pytest.mark.rest
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_every_route_works_on_the_other_database(visit, named, rewind):
    """Each verb once, and of the views, which are the same on both, some each day; by whom it gives most."""
    wrong = []
    for row in (*part_of_today(PAGES, 3), *ACTS):
        if row.method != "GET":
            rewind()
        given = request(visit(row.best), row, row.best, named)
        if given != row.answers[row.best]:
            wrong.append(f"{row.asked}: {given} to the {row.best}, not {row.answers[row.best]}")
    report("On PostgreSQL these answer otherwise.", wrong)


def test_every_event_is_heard_by_whom_the_table_names(app, listen, people, named):
    wrong = []
    for row in SOCKETS:
        event, _, topic = row.asked.format(**named).partition(" ")
        given = {}
        for reader, person in people.items():
            listener = listen(person, topic if ":" in topic else f"resolution:{named['slug']}")
            if event in ("connect", "disconnect"):
                done = listener.is_connected
            elif event == "join":
                done = listener.answer["ok"]
            elif event.startswith("document:"):
                done = listener.emit(event, draft_at(app, topic))["ok"]
            else:
                done = listener.emit(event, {"topic": topic})["ok"]
            given[reader] = "yes" if done else "no"
            listener.leave()
        if given != row.answers:
            wrong.append(f"{row.asked:<50} {told(given)}\n{'':>52} {told(row.answers)} expected")
    report("Mend the permission, or the row of tests/permissions/sockets.txt.", wrong)


def draft_at(app, address):
    """What an editor says of a draft, whatever it asks for."""
    document = int(address.rpartition("/")[2])
    with app.app_context():
        revision = db.session.scalar(
            select(Revision.id).where(Revision.contribution_id == document)
        )
    about = {"document": document, "revision": revision, "version": 0, "schema": SCHEMA_HASH}
    return {**about, "steps": [], "client": "matrix", "anchor": None, "head": None}


@pytest.fixture
def finds(app, named, tmp_path):
    """`finds("search", "--as", address)`: whether the command shows what is Kenya's alone."""
    with app.app_context():
        indexer.drain_all()
    file = Path(tmp_path / "draft.txt")
    file.write_text(named["text"])
    asked = {"search": named["secret"], "radar": str(file)}
    shown = {"search": '"total": 1', "radar": named["draft"]}

    def find(command: str, *reader: str) -> bool:
        run = app.test_cli_runner().invoke(main, [command, asked[command], "--json", *reader])
        assert run.exit_code == 0, run.output
        return shown[command] in run.stdout

    return find


def test_commands_show_a_person_what_pages_would_show_them(finds, people):
    for row in COMMANDS:
        if set(row.answers.values()) == {"-"}:
            continue
        given = {
            reader: "yes" if finds(row.asked, *(("--as", person.email) if person else ())) else "no"
            for reader, person in people.items()
        }
        assert given == row.answers, row.asked


def test_every_event_has_a_row(app):
    from_client = defaultdict(set)
    for row in SOCKETS:
        from_client[row.method].add(row.asked)
    server = app.extensions["socketio"].server
    assert set(from_client) == set(server.handlers["/"])
