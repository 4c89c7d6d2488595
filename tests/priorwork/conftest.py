"""Folders of documents, and bodies that they belong to."""

from pathlib import Path

import pytest

from tests.reading.limits import limits as limits
from wgcop.bodies.actions import add_body
from wgcop.bodies.body import BodyKind
from wgcop.bodies.facts import BodyFacts
from wgcop.priorwork.cli import priorwork_group


@pytest.fixture
def bodies(session):
    for code, more in (
        ("22/1", {}),
        ("22-1/1", {"aliases": ("22-2/1",), "after": ("22/1",)}),
        ("3/2", {"after": ("22-1/1",)}),
    ):
        add_body(BodyFacts(code=code, kind=BodyKind.QUESTION, name=code, **more), by=None)
    session.commit()


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three readable files and one that is a picture."""
    place = tmp_path / "documents"
    (place / "reports").mkdir(parents=True)
    (place / "helplines.txt").write_text(
        "Helplines that children call\n\n1 A number\nIt is free.\n2 A voice\nSomebody answers."
    )
    (place / "reports" / "2014.html").write_text(
        "<html><head><title>Report of 2014</title></head><body><h1>Report of 2014</h1>"
        "<h2>Campaigns</h2><p>Six campaigns were measured.</p></body></html>"
    )
    (place / "schools.txt").write_text("Lessons for schools\n\nForty minutes each.")
    (place / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    return place


@pytest.fixture
def run(app):
    """`run("import", folder, "--body", "22/1")` is the command typed in a terminal."""

    def command(*arguments):
        return app.test_cli_runner().invoke(priorwork_group, [str(each) for each in arguments])

    return command
