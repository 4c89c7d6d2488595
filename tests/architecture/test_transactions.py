import ast

import pytest

from tests.architecture.reading import holds, modules, name, report, tree

EDGES = {"views", "channels", "api", "cli", "jobs"}
OTHERS = {
    "wgcop/db.py": "says what it is to end a transaction",
    "wgcop/demo/world.py": "is what the command and the tests begin with",
    "wgcop/mail.py": "a job sends what was stored",
    "wgcop/radar/sweep.py": "a job of the night",
    "wgcop/search/indexer.py": "a job drains the outbox",
    "wgcop/web/each_request.py": "stands around every request",
    "wgcop/web/error_pages.py": "stands around every request",
}
ENDINGS = {"commit", "rollback"}
"""Of a session: `db.session.commit()`."""
GIVING_UP = {"only_read", "unlocked"}
"""Of wgcop.db: both end what was begun."""


def is_edge(file):
    return holds(file, *EDGES) or name(file) in OTHERS


def test_only_the_edges_end_a_transaction():
    report(
        "Only views, channels, api, cli and jobs commit, roll back or let go of the database, "
        "so that verbs compose: leave it to the caller.",
        [
            f"{name(file)}:{node.lineno}"
            for file in modules()
            if not is_edge(file)
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Call) and ends_a_transaction(node)
        ],
    )


def ends_a_transaction(call):
    match call.func:
        case ast.Attribute(attr=verb, value=ast.Name(id="session") | ast.Attribute(attr="session")):
            return verb in ENDINGS
        case ast.Name(id=verb) | ast.Attribute(attr=verb):
            return verb in GIVING_UP
    return False


@pytest.mark.parametrize(
    "code, is_ending",
    [
        ("db.session.commit()", True),
        ("session.rollback()", True),
        ("unlocked()", True),
        ("db.only_read()", True),
        ("savepoint.rollback()", False),
        ("session.flush()", False),
    ],
)
def test_what_ends_a_transaction_is_recognized(code, is_ending):
    assert ends_a_transaction(ast.parse(code).body[0].value) is is_ending


ENDS = {
    "after_commit",
    "after_rollback",
    "after_soft_rollback",
    "after_transaction_end",
    "before_commit",
}
LISTENERS = {"listens_for", "listen"}


def test_one_module_alone_listens_for_the_end_of_a_transaction():
    """SQLAlchemy says "after commit" when a savepoint is released too."""
    found = [
        f"{name(file)}:{node.lineno}"
        for file in modules()
        if name(file) != "wgcop/db.py"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and listens_for_an_end(node)
    ]
    report("What follows a commit is handed to `after_commit` of wgcop.db.", found)


def listens_for_an_end(call):
    function = call.func
    heard = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return heard in LISTENERS and any(
        isinstance(argument, ast.Constant) and argument.value in ENDS for argument in call.args
    )


TOLD_TO_PAGES = {"send", "disconnect_person", "empty_room"}


def test_no_edge_speaks_to_open_pages_by_itself():
    """It would speak where a transaction was taken back, and be forgotten by the next edge that does the same."""
    found = [
        f"{name(file)}:{node.lineno}"
        for file in modules()
        if is_edge(file)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and speaks_to_pages(node)
    ]
    report("Hand it to `after_commit` of wgcop.db, in the verb or where rows are flushed.", found)


def speaks_to_pages(call):
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in TOLD_TO_PAGES
        and getattr(function.value, "id", "") == "live"
    )


def test_what_would_be_found_is_found():
    assert speaks_to_pages(ast.parse("live.disconnect_person(1)").body[0].value)
    assert not speaks_to_pages(ast.parse("mail.send(1)").body[0].value)
    assert listens_for_an_end(ast.parse('event.listens_for(Session, "after_commit")').body[0].value)
    assert listens_for_an_end(ast.parse('listen(Session, "after_rollback", act)').body[0].value)
