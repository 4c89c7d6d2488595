"""No test sees what another one left: rows, files, and routes of its application."""

from pathlib import Path

import pytest

from tests.conftest import SETTINGS
from wgcop.app import create_app
from wgcop.database import db


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_changes_is_as_before_for_the_next(app, world, session, turn):
    left = Path(app.config["DATA_DIR"]) / "left"
    assert world.amina.epoch == 1 and not left.exists()
    world.amina.epoch = 99
    session.commit()
    left.write_text(turn)


def test_a_route_of_one_application_is_none_of_another(app, database):
    before = create_app({**SETTINGS, **database})
    app.add_url_rule("/only-here", "only_here", lambda: "here")
    after = create_app({**SETTINGS, **database})
    assert app.test_client().get("/only-here").text == "here"
    for other in (before, after):
        assert other.test_client().get("/only-here").status_code == 404
        with other.app_context():
            db.engine.dispose()
