"""/style shows every component, so that a change of one is seen beside all the others."""

import re
from pathlib import Path

import pytest
from lxml import html

from tests.architecture.reading import files, name, report

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[a-z][a-z0-9-]*+)(?![A-Z])")
"""Names with capitals are those of the editor's libraries."""


def components(sheet: Path) -> set[str]:
    """The names of its blocks: `thread` of `.thread__head--new`; states such as `is-new` belong to a block."""
    classes = CLASS.findall(COMMENT.sub("", sheet.read_text()))
    return {
        one.partition("__")[0].partition("--")[0] for one in classes if not one.startswith("is-")
    }


@pytest.mark.settings(DEVELOPMENT=True)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_component_of_the_style_sheets_is_shown(http, world):
    answer = http(world.amina).get("/style")
    assert answer.status_code == 200
    # What waits in a template is not shown.
    classes = html.fromstring(answer.text).xpath("//*[not(ancestor::template)]/@class")
    shown = {part.partition("__")[0].partition("--")[0] for one in classes for part in one.split()}
    report(
        "Show the component in templates/style/.",
        [
            f"{name(sheet)}: .{component}"
            for sheet in files("static/css/components", ".css")
            for component in sorted(components(sheet) - shown)
        ],
    )


@pytest.mark.settings(DEVELOPMENT=True)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_thread_that_is_shown_is_made_as_the_one_of_a_clause(http, world):
    amina = http(world.amina)
    clause = "/clauses/wtdc-67.recs_recognizing__rec_b"
    amina.post(f"{clause}/comments", data={"body": "Kenya agrees."})
    style, there = (html.fromstring(amina.get(page).text) for page in ("/style", clause))

    def made(page, component):
        (first, *_) = page.xpath(
            f"//section[@class='thread']//*[contains(concat(' ', @class, ' '), ' {component} ')]"
        )
        return [(one.tag, one.get("class"), one.get("name")) for one in first.iter("*")]

    assert made(style, "composer") == made(there, "composer")
    # Its words have a paragraph and an emphasis of their own.
    assert made(style, "comment")[:7] == made(there, "comment")[:7]
