import re

import pytest

from tests.architecture.reading import files, name, report

PHYSICAL = re.compile(
    r"^(?:(?:margin|padding|scroll-margin|scroll-padding)-(?:left|right)"
    r"|border-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius"
    r"|left|right|(?:min-|max-)?width|(?:min-|max-)?height)$"
)
DIRECTIONS = re.compile(r"\b(left|right)\b")
DIRECTED = {"text-align", "float", "clear", "caption-side", "resize"}
SIDED = {"margin", "padding", "inset", "border-width", "border-style", "border-color"}
DECLARATION = re.compile(r"(?<![\w-])([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])")


def physical_parts(css):
    """Each declaration that would be wrong on a page that runs from right to left."""
    css = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), css, flags=re.DOTALL)
    for declaration in DECLARATION.finditer(css):
        key, value = declaration[1], declaration[2].strip()
        line = css.count("\n", 0, declaration.start()) + 1
        sides = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "()", value).split()
        uneven = key in SIDED and len(sides) == 4 and value.split()[1] != value.split()[-1]
        if PHYSICAL.match(key) or uneven or (key in DIRECTED and DIRECTIONS.search(value)):
            yield line, f"{key}: {value}"


@pytest.mark.parametrize(
    "css",
    [
        "p { margin-left: 1rem; }",
        "p { left: 0 }",
        "p { text-align: right; }",
        "p { padding: 0 1rem 0 2rem; }",
        "p { border-top-left-radius: 2px; }",
    ],
)
def test_the_check_sees_physical_sides(css):
    assert list(physical_parts(css))


@pytest.mark.parametrize(
    "css", ["p { margin-inline-start: 1rem; }", "a:hover { inset: 0 1rem 0 1rem; }"]
)
def test_the_check_lets_logical_sides_pass(css):
    assert not list(physical_parts(css))


def test_style_sheets_know_start_and_end_but_not_left_and_right():
    report(
        "Half of the readers of this page may read from right to left: use the logical property, "
        "such as margin-inline-start, inset-inline-end, inline-size, text-align: start.",
        [
            f"{name(file)}:{line} {what}"
            for file in files("static/css", ".css")
            for line, what in physical_parts(file.read_text())
        ],
    )
