"""/style shows every component, so that a change of one is seen beside all the others."""

import re
from pathlib import Path

import pytest
from lxml import html

from tests.architecture.reading import files, name, report

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[a-z][a-z0-9-]*)")


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
    page = html.fromstring(answer.text)
    shown = {
        part.partition("__")[0].partition("--")[0]
        for classes in page.xpath("//@class")
        for part in classes.split()
    }
    report(
        "Show the component in templates/style/.",
        [
            f"{name(sheet)}: .{component}"
            for sheet in files("static/css/components", ".css")
            for component in sorted(components(sheet) - shown)
        ],
    )
