"""A class name means one thing in the whole workspace, so that a reader who meets it knows which one it is."""

import ast
from collections import defaultdict

from tests.architecture.reading import modules, name, report


def test_no_two_classes_have_the_same_name():
    places = defaultdict(list)
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name(file))
    report(
        "Give one of them a name that says what it is.",
        [f"{one}: {', '.join(where)}" for one, where in sorted(places.items()) if len(where) > 1],
    )
