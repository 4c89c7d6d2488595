import ast

import pytest

from tests.architecture.reading import ROOT, holds, modules, name, report, tree

EDGES = {"views", "channels", "api", "cli", "jobs"}
OTHERS = {
    "wgcop/commands/rules.py": "notes that a command gave a file, when that has been done",
    "wgcop/database/commits.py": "begins what is handed over before anything is read",
    "wgcop/database/session.py": "says what it is to begin and to end a transaction",
    "wgcop/demo/world.py": "is what the command and the tests begin with",
    "wgcop/files.py": "lets go of the database before a store that may be slow",
    "wgcop/live/lines.py": "begins to watch a line, which is no transaction",
    "wgcop/mail.py": "a job sends what was stored",
    "wgcop/database/migrations.py": "runs before there is a session",
    "wgcop/radar/sweep.py": "a job of the night",
    "wgcop/web/reading_from_copy.py": "leaves the copy of the database in the middle of a request, and begins again",
    "wgcop/database/retention.py": "a job ends what is over",
    "wgcop/search_engines/postgres/index.py": "the index has transactions of its own, beside the session's",
    "wgcop/search/indexer.py": "a job drains the outbox",
    "wgcop/upkeep/doctor/index.py": "mends the index as a job would, and reads in pieces",
    "wgcop/upkeep/doctor/registry.py": "lets go of the database after each check",
    "wgcop/upkeep/keeping/databases.py": "copies whole databases, beside every session",
    "wgcop/upkeep/keeping/noting.py": "a command notes what it did in a database that it has just made",
    "wgcop/web/__init__.py": "commits for a view whose verb succeeded",
    "wgcop/web/each_request.py": "stands around every request",
    "wgcop/web/error_pages.py": "stands around every request",
    "wgcop/web/once.py": "answers for a form of which another copy was stored meanwhile",
}
ENDINGS = {"commit", "rollback"}
"""Of a session, a connection or a transaction, whatever its name is."""
FROM_DB = {"only_read", "unlocked", "writing"}
"""Of wgcop.database: these end what was begun, or say how the next transaction begins."""


def is_edge(file):
    return holds(file, *EDGES) or name(file) in OTHERS


def test_only_the_edges_begin_and_end_a_transaction():
    report(
        "Only views, channels, api, cli and jobs begin a transaction, commit, roll back or let go of the "
        "database, so that verbs compose: leave it to the caller.",
        [
            f"{name(file)}:{node.lineno}"
            for file in modules()
            if not is_edge(file)
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Call) and bounds_a_transaction(node)
        ],
    )


def bounds_a_transaction(call):
    match call.func:
        case ast.Attribute(attr="begin"):
            return not call.args  # with arguments it begins something else
        case ast.Attribute(attr=verb) if verb in ENDINGS:
            return True
        case ast.Name(id=verb) | ast.Attribute(attr=verb, value=ast.Name(id="db")):
            return verb in FROM_DB
    return False


def test_every_module_excused_from_this_rule_needs_it():
    unneeded = [
        module
        for module in OTHERS
        if not any(
            isinstance(node, ast.Call) and bounds_a_transaction(node)
            for node in ast.walk(tree(ROOT / module))
        )
    ]
    report("Take these off the list: they leave transactions alone.", unneeded)


@pytest.mark.parametrize(
    "code, is_bound",
    [
        ("db.session.commit()", True),
        ("session.rollback()", True),
        ("here.commit()", True),
        ("db.session.connection().commit()", True),
        ("savepoint.rollback()", True),
        ("engine.begin()", True),
        ("unlocked()", True),
        ("writing()", True),
        ("db.only_read()", True),
        ("index.writing()", False),
        ("self.begin(text)", False),
        ("session.begin_nested()", False),
        ("session.flush()", False),
    ],
)
def test_what_bounds_a_transaction_is_recognized(code, is_bound):
    assert bounds_a_transaction(ast.parse(code).body[0].value) is is_bound


ENDS = {
    "after_commit",
    "after_rollback",
    "after_soft_rollback",
    "after_transaction_end",
    "before_commit",
}
LISTENERS = {"listens_for", "listen"}
ENDS_HEARD_BY = {"wgcop/database/commits.py", "wgcop/database/sqlite.py"}
"""The module of what follows a commit, and that of the turns of those who write."""


def test_one_module_alone_listens_for_the_end_of_a_transaction():
    """SQLAlchemy says "after commit" when a savepoint is released too."""
    listeners = [
        f"{name(file)}:{node.lineno}"
        for file in modules()
        if name(file) not in ENDS_HEARD_BY
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and listens_for_an_end(node)
    ]
    report("What follows a commit is handed to `after_commit` of wgcop.database.", listeners)


def listens_for_an_end(call):
    function = call.func
    heard = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return heard in LISTENERS and any(
        isinstance(argument, ast.Constant) and argument.value in ENDS for argument in call.args
    )


TOLD_TO_PAGES = {"send", "disconnect_person", "empty_room"}


def test_no_edge_speaks_to_open_pages_by_itself():
    """It would speak where a transaction was taken back, and be forgotten by the next edge that does the same."""
    speakers = [
        f"{name(file)}:{node.lineno}"
        for file in modules()
        if is_edge(file)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and speaks_to_pages(node)
    ]
    report(
        "Hand it to `after_commit` of wgcop.database, in the verb or where rows are flushed.",
        speakers,
    )


def speaks_to_pages(call):
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in TOLD_TO_PAGES
        and getattr(function.value, "id", "") == "live"
    )


def test_listening_and_speaking_are_recognized():
    assert speaks_to_pages(ast.parse("live.disconnect_person(1)").body[0].value)
    assert not speaks_to_pages(ast.parse("mail.send(1)").body[0].value)
    assert listens_for_an_end(ast.parse('event.listens_for(Session, "after_commit")').body[0].value)
    assert listens_for_an_end(ast.parse('listen(Session, "after_rollback", act)').body[0].value)
