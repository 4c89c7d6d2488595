import ast

from tests.architecture.reading import holds, modules, name, report, tree

EDGES = {"views", "channels", "api", "cli", "jobs"}
JOBS = {
    "wgcop/mail.py": "a job sends what was stored",
    "wgcop/search/indexer.py": "a job drains the outbox",
    "wgcop/radar/sweep.py": "a job of the night",
}


def is_edge(file):
    return holds(file, *EDGES) or name(file) in JOBS


def test_only_the_edges_commit():
    found = [
        f"{name(file)}:{node.lineno}"
        for file in modules()
        if not is_edge(file)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]
    report(
        "Only views, channels, api, cli and jobs commit, so that verbs compose: "
        "leave the commit to the caller.",
        found,
    )
