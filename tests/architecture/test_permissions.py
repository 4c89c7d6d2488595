import re

from werkzeug.exceptions import HTTPException

from tests.architecture.reading import (
    called,
    commands,
    decorators,
    functions,
    holds,
    modules,
    name,
    report,
    tree,
)
from tests.permissions.matrix import rows
from wgcop.cli import main

ADDRESSES = {
    "{document}": "/documents/WG-COP/3/1",
    **dict.fromkeys(("{draft}", "{late}", "{paper}", "{joint}"), "/contributions/1"),
}
"""Rows that begin with a thing, and an address of its form."""
FILES = {"static", "font", "site_css", "versioned"}
"""Style sheets, scripts and fonts, which are the same for everybody."""
ROUTES = {"get", "post", "put", "patch", "delete", "route"}
ASKS = {
    *("require", "require_sign_in", "writable", "being_written", "translatable", "draft_of"),
    *("readable_clause", "readable_edition", "readable_subject"),
    *("clause_with_brackets", "edition_with_brackets", "readable_bracket", "bracket_to_lead"),
    *("merged_clause", "merged_text"),
    *("readable_proposal", "editable_proposal", "releasable_proposal", "proposing"),
    "takeable_proposal",
    *("editable", "editable_item"),
}
"""All but the first two are those of papers, translations, agendas, positions, brackets, proposals and chairs' texts, which ask the same for several views."""


def is_edge(file):
    return holds(file, "views", "api")


def asking(module):
    """Functions of a module that ask permission, themselves or through one another."""
    known = {f.name: called(f) for f in functions(module)}
    asks = {n for n, calls in known.items() if calls & ASKS}
    while more := {n for n, calls in known.items() if n not in asks and calls & asks}:
        asks |= more
    return asks


def test_every_view_asks_permission_or_is_marked_public():
    unasked = []
    for file in filter(is_edge, modules()):
        asks = asking(tree(file))
        if any("before_request" in decorators(f) and f.name in asks for f in functions(tree(file))):
            continue
        unasked += [
            f"{name(file)}:{view.lineno} {view.name}"
            for view in functions(tree(file))
            if decorators(view) & ROUTES
            and "public" not in decorators(view)
            and view.name not in asks
        ]
    report(
        "A view asks require(policy.can_…) before it shows or changes anything. "
        "If anybody may call it and its queries are scoped by audience, mark it @public.",
        unasked,
    )


def test_no_route_escapes_the_check(app):
    """Routes that are not made in a views module are marked too."""
    escaped = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        module = view.__module__ or ""
        kept = module.rpartition(".")[2] in ("views", "api") or ".views." in module
        if not kept and not module.startswith("flask") and not getattr(view, "is_public", False):
            escaped.append(f"{rule} ({module}.{view.__name__})")
    report("A view stands in a feature's views.py or api.py, or is marked public.", escaped)


def test_every_route_has_a_row_in_the_matrix(app):
    """Made from the map of addresses, so that a new one cannot be forgotten."""
    adapter = app.url_map.bind("localhost")
    asked = set()
    for row in rows("routes.txt"):
        address = row.address
        for thing, example in ADDRESSES.items():
            address = address.replace(thing, example)
        address = re.sub(r"{[^}]+}", "1", address).partition("?")[0]
        try:
            asked.add((row.method, adapter.match(address, method=row.method)[0]))
        except HTTPException:
            asked.add((row.method, row.address))
    there = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in FILES
    }
    report(
        "Each route has a row in tests/permissions/routes.txt that says what each reader gets.",
        [f"no row: {method} {endpoint}" for method, endpoint in sorted(there - asked)]
        + [f"no route: {method} {endpoint}" for method, endpoint in sorted(asked - there)],
    )


def test_every_command_has_a_row_in_the_matrix():
    assert {row.asked for row in rows("commands.txt")} == set(commands(main))
