import ast
import re
from html.parser import HTMLParser

import pytest

from tests.architecture.reading import files, modules, name, report, tree

DATA = {"application/json", "application/ld+json", "importmap"}
TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


class Inline(HTMLParser):
    """Finds what the Content-Security-Policy would refuse."""

    def __init__(self):
        super().__init__()
        self.inline = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        line = self.getpos()[0]
        if tag == "style":
            self.inline.append((line, "a <style> element"))
        if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA:
            self.inline.append((line, "a script written into the page"))
        for attribute, value in attributes.items():
            if attribute == "style" or attribute.startswith("on"):
                self.inline.append((line, f"the attribute {attribute}"))
            if (value or "").strip().lower().startswith("javascript:"):
                self.inline.append((line, f"a script in {attribute}"))


def inline_parts(markup):
    # What stands inside template code is not markup; line numbers stay.
    bare = TEMPLATE_CODE.sub(lambda m: "x" + "\n" * m.group().count("\n"), markup)
    parser = Inline()
    parser.feed(bare)
    return parser.inline


@pytest.mark.parametrize(
    "markup",
    ['<p style="color:red">', "<style>p{}</style>", "<script>go()</script>", '<a onclick="go()">'],
)
def test_the_check_sees_what_the_policy_refuses(markup):
    assert inline_parts(markup)


def test_no_template_holds_inline_style_or_script():
    report(
        "Pages are served under a strict Content-Security-Policy: put style into static/css, "
        "behaviour into static/js, and tie them to the page by classes and data-* attributes.",
        [
            f"{name(file)}:{line} has {what}"
            for file in files("templates", ".html")
            for line, what in inline_parts(file.read_text())
        ],
    )


def test_templates_escape_what_people_typed():
    """`|safe` is for what markup made; a template that uses it says so nowhere else."""
    report(
        "Do not switch escaping off in a template: let wgcop.markup return Markup.",
        [
            f"{name(file)}:{number}"
            for file in files("templates", ".html")
            for number, line in enumerate(file.read_text().splitlines(), 1)
            if re.search(r"\|\s*safe\b|autoescape\s+false", line)
        ],
    )


MEANT_TO_BE_CUT = {
    "templates/contributions/_editor_dialogs.html",  # a label for a picture, in a dialog that sends nothing
    "templates/radar/show.html",  # only compared, and no more of it than this
}


def test_no_field_cuts_what_is_pasted():
    """A browser that meets `maxlength` drops the rest of what is pasted without a word."""
    report(
        "Limit the length in the form by at_most of wgcop/web/fields.py: all that was typed comes back with its error.",
        [
            name(file)
            for file in files("templates", ".html")
            if name(file) not in MEANT_TO_BE_CUT
            and re.search(
                r"<textarea[^>]*\smaxlength=|\bfield\([^)]*\bmaxlength=",
                re.sub(r"\{%.*?%\}", "", file.read_text(), flags=re.DOTALL),
            )
        ],
    )


def test_scripts_set_no_style_attribute():
    report(
        "setAttribute('style') is refused by the Content-Security-Policy: use a class or element.style.",
        [
            f"{name(file)}:{number}"
            for file in files("static/js", ".js")
            if "vendor" not in file.parts
            for number, line in enumerate(file.read_text().splitlines(), 1)
            if re.search(r"setAttribute\(\s*['\"]style['\"]|\beval\(|new Function\(", line)
        ],
    )


def test_no_view_gives_a_template_something_else_by_a_name_of_the_frame(app):
    """The frame of each page reads what every template is given, such as the languages that it offers."""
    with app.test_request_context():
        given = {key for each in app.template_context_processors[None] for key in each()}
    assert {"languages", "page_language"} <= given
    report(
        "Give it another name: the frame of the page reads this one.",
        [
            f"{name(file)}:{node.lineno} gives {keyword.arg}"
            for file in modules()
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "render_template"
            for keyword in node.keywords
            if keyword.arg in given
        ],
    )
