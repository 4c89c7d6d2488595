"""Without a carrier the secretariat hands invitations over, and can sign in as nobody else."""

import pytest


@pytest.fixture
def written(http, world, invited):
    """An invitation, and a link for a new password that Amina asked for."""
    invited("mira@example.org", delegation="Kenya")
    answer = http().post("/forgotten-password", data={"email": "amina@example.org"})
    assert "no way to send mail" in answer.text


def test_only_invitations_are_shown_and_what_to_do_for_the_rest(http, world, written, links):
    page = http(world.ines).get("/mail")
    assert page.headers["Cache-Control"] == "no-store"
    assert [link.split("/")[1] for link in links(page.text)] == ["invitations"]
    assert "amina@example.org" not in page.text
    assert "wgcop people reset" in page.text


@pytest.mark.settings(DEVELOPMENT=True)
def test_a_demo_shows_all(http, world, written, links):
    page = http(world.ines).get("/mail").text
    assert [link.split("/")[1] for link in links(page)] == ["reset", "invitations"]


@pytest.mark.settings(MAIL_URL="smtp://localhost")
def test_with_a_carrier_there_is_no_such_page(http, world):
    assert http(world.ines).get("/mail").status_code == 404
    assert "Kept mail" not in http(world.ines).get("/people/").text
